// Bug 01: an activation of one's own.
//
// Expected: with squash, which is tanh, the network learns to keep a sign over ten steps; its error ends below 0.01.
// Seen:     the error falls at first, and then leaps up again. Every value of squash is right.
//
// Diagnosis: ?

import Foundation
import Unroll
import UnrollHunt

let squash = CustomOperation(
  "squash", forward: { x in x[0].map { tanh($0) } },
  pullback: { dy, y, x in [dy * (1 - x[0] * x[0])] })

/// Reads x [batch, steps, 1] and answers from the last state.
func network(_ x: Tensor, _ w: [Variable]) -> Variable {
  var h = Variable(.zeros([x.shape[0], 8]))
  for t in 0..<x.shape[1] {
    h = squash(matmul(Variable(x[0..., t]), w[0]) + matmul(h, w[1]) + w[2])
  }
  return matmul(h, w[3])
}

let task = Hunt.recall(steps: 10)
var numbers = SeededGenerator(seed: 1)
var weights: [Tensor] = [
  Initializer.glorotUniform([1, 8], using: &numbers),
  1.2 * Initializer.orthogonal([8, 8], using: &numbers),
  .zeros([1, 8]), Initializer.glorotUniform([8, 1], using: &numbers),
]
let optimizer = Adam(learningRate: 0.01)
var memory = OptimizerState(optimizer, for: weights)
for epoch in 1...15 {
  var error = 0.0
  for start in stride(from: 0, to: 384, by: 32) {
    let tape = Tape()
    let w = weights.map { tape.variable($0) }
    let batch = task.train.samples(start..<(start + 32))
    let loss = meanSquaredError(network(batch.x, w), batch.y)
    error += loss.item() / 12
    memory.apply(optimizer, to: &weights, gradients: tape.gradient(of: loss, for: w).map(\.value))
  }
  print("epoch \(epoch)  error \(error)")
}

Hunt.report("predictions", network(task.test, weights.map { Variable($0) }).value)
let tape = Tape()
let points = tape.variable(Hunt.points())
Hunt.report("slopes", tape.gradient(of: squash(points).sum(), for: points).value)
