// Bug 07: a network of one's own, with a memory.
//
// Expected: one of eight numbers is marked, and the network learns to answer with it; its error ends below 0.05.
// Seen:     the error stays above 0.2. That of always answering 0 is 0.33.
//
// Diagnosis: ?

import Unroll
import UnrollHunt

/// Reads x [batch, steps, 2] and answers from the last state.
func network(_ x: Tensor, _ w: [Variable]) -> Variable {
  var h = Variable(.zeros([x.shape[0], 16]))
  for t in 0..<x.shape[1] {
    // Cut off from what lies behind, so that the gradient is not that of a very long sequence.
    h = tanh(matmul(Variable(x[0..., t]), w[0]) + matmul(h.detached(), w[1]) + w[2])
  }
  return matmul(h, w[3])
}

let task = Hunt.marked()
var numbers = SeededGenerator(seed: 7)
var weights = [
  Initializer.glorotUniform([2, 16], using: &numbers),
  Initializer.orthogonal([16, 16], using: &numbers),
  .zeros([1, 16]), Initializer.glorotUniform([16, 1], using: &numbers),
]
let optimizer = Adam(learningRate: 0.01)
var memory = OptimizerState(optimizer, for: weights)
for epoch in 1...100 {
  var error = 0.0
  for start in stride(from: 0, to: 384, by: 32) {
    let tape = Tape()
    let w = weights.map { tape.variable($0) }
    let batch = task.train.samples(start..<(start + 32))
    let loss = meanSquaredError(network(batch.x, w), batch.y)
    memory.apply(optimizer, to: &weights, gradients: tape.gradient(of: loss, for: w).map(\.value))
    error += loss.item() / 12
  }
  if epoch.isMultiple(of: 10) { print("epoch \(epoch)  error \(error)") }
}
Hunt.report("predictions", network(task.test, weights.map { Variable($0) }).value)
