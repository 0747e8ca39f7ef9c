// Bug 06: a switch in a long stream.
//
// Expected: a sign is seen now and then, and the answer at each step is the last one seen; the error ends below 0.05.
// Seen:     the error stays above 0.3. Windows of 40 steps in place of 8 make it smaller.
//
// Diagnosis: ?

import Unroll
import UnrollHunt

let task = Hunt.switches()  // x [32, 240, 2], y [32, 240, 1]
let model = Sequential(inputShape: [nil, 2]) {
  SimpleRNN(12, returnSequences: true, stateful: true)
  Dense(1)
}
let windows = stride(from: 0, to: 240, by: 8).map { $0..<($0 + 8) }

let step = TrainingStep(model, loss: .meanSquaredError)
let optimizer = Adam(learningRate: 0.01)
var memory = OptimizerState(optimizer, for: model.parameters)
for epoch in 1...10 {
  var error = 0.0
  for window in windows {
    model.resetState()
    let result = step(Dataset(task.train.x[0..., window], task.train.y[0..., window]))
    memory.apply(optimizer, to: &model.parameters, gradients: result.gradients)
    error += result.loss.item() / Double(windows.count)
  }
  print("epoch \(epoch)  error \(error)")
}

var answers: [Variable] = []
for window in windows {
  model.resetState()
  answers.append(Variable(model(task.test[0..., window])))
}
Hunt.report("predictions", concatenate(answers, axis: 1).value)
