// Bug 03: a training loop of one's own.
//
// Expected: a forecast of waves that is far better than the naive one, whose error is about 0.02.
// Seen:     the loss falls in the first batches, and then rises and rises. A smaller learning rate only puts it off.
//
// Diagnosis: ?

import Unroll
import UnrollHunt

let waves = Hunt.waves()
let train = Dataset(waves.series[0..., ..<20], waves.series[0..., 20])  // [256, 20, 1] and [256, 1]
let model = Sequential(inputShape: [nil, 1]) {
  SimpleRNN(16)
  Dense(1)
}
let optimizer = SGD(learningRate: 0.05)
var memory = OptimizerState(optimizer, for: model.parameters)
var gradients = model.parameters.map { Tensor.zeros($0.value.shape) }

for epoch in 1...40 {
  var error = 0.0
  for start in stride(from: 0, to: 256, by: 32) {
    let batch = train.samples(start..<(start + 32))
    let tape = Tape()
    let weights = model.variables(on: tape)
    let loss = meanSquaredError(model.call(Variable(batch.x), weights), batch.y)
    let new = tape.gradient(of: loss, for: weights)
    for (index, gradient) in new.enumerated() {
      gradients[index] = gradients[index] + gradient.value
    }
    memory.apply(optimizer, to: &model.parameters, gradients: gradients)
    error += loss.item() / 8
  }
  if epoch.isMultiple(of: 5) { print("epoch \(epoch)  loss \(error)") }
}
Hunt.report("predictions", model.predict(waves.test))
