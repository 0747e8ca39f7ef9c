// Bug 05: a loss of one's own.
//
// Expected: a forecast of waves that is far better than the naive one, whose error is about 0.02.
// Seen:     the loss falls to the variance of the targets and no further. The forecast is nearly the same for all waves.
//
// Diagnosis: ?

import Unroll
import UnrollHunt

/// The mean of the squared differences.
func error(_ prediction: Variable, _ target: Variable) -> Variable {
  pow(prediction - target, 2).mean()
}

let waves = Hunt.waves()
let x = waves.series[0..., ..<20]  // the first 20 steps
let y = waves.series[0..., 20, 0]  // the step that follows
let model = Sequential(inputShape: [nil, 1]) {
  SimpleRNN(16)
  Dense(1)
}
let optimizer = Adam(learningRate: 0.01)
var memory = OptimizerState(optimizer, for: model.parameters)
for epoch in 1...40 {
  var sum = 0.0
  for start in stride(from: 0, to: 256, by: 32) {
    let tape = Tape()
    let weights = model.variables(on: tape)
    let prediction = model.call(Variable(x[start..<(start + 32)]), weights)
    let loss = error(prediction, Variable(y[start..<(start + 32)]))
    let gradients = tape.gradient(of: loss, for: weights).map(\.value)
    memory.apply(optimizer, to: &model.parameters, gradients: gradients)
    sum += loss.item() / 8
  }
  if epoch.isMultiple(of: 5) { print("epoch \(epoch)  loss \(sum)") }
}
print("the first forecasts: \(model.predict(waves.test[..<4]).elements)")
Hunt.report("predictions", model.predict(waves.test))
