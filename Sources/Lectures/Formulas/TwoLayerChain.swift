import UnrollAutodiff
import UnrollNumerics
import UnrollTraining

/// The chain rule through two layers (000:262–000:278) and the update that follows it.
///
/// `y₁ = tanh(W₁·x)`, `y₂ = σ(W₂·y₁)`, `C = Σ (y₂ − t)²`;
/// `∂C/∂W₂ = (∂C/∂y₂)(∂y₂/∂W₂)`, `∂C/∂W₁ = (∂C/∂y₂)(∂y₂/∂y₁)(∂y₁/∂W₁)`, `W ← W − η ∂C/∂W`.
struct TwoLayerChain {
  let w1, w2, x, target: Matrix

  init(seed: UInt64, inputs: Int = 3, hidden: Int = 4, outputs: Int = 2) {
    var generator = SeededGenerator(seed: seed, stream: "two layers")
    w1 = .random(hidden, inputs, using: &generator)
    w2 = .random(outputs, hidden, using: &generator)
    x = .random(inputs, 1, using: &generator)
    target = .random(outputs, 1, using: &generator)
  }

  /// The gradients by the slide's formula, factor by factor.
  func formula() -> (w1: Matrix, w2: Matrix) {
    let y1 = (w1 * x).map { Double.tanh($0) }
    let y2 = (w2 * y1).map { Double.sigmoid($0) }
    let costByY2 = (y2 - target).map { 2 * $0 }  // ∂C/∂y₂
    let delta2 = costByY2.times(y2.map { $0 * (1 - $0) })  // through σ
    let costByY1 = w2.transposed * delta2  // (∂C/∂y₂)(∂y₂/∂y₁)
    let delta1 = costByY1.times(y1.map { 1 - $0 * $0 })  // through tanh
    return (w1: delta1 * x.transposed, w2: delta2 * y1.transposed)
  }

  /// How far the tape's gradients and one step of `SGD` are from the formula.
  func distanceOfTape(learningRate: Double = 0.1) -> Double {
    let tape = Tape()
    let weights = [tape.variable(Tensor(w1), name: "W1"), tape.variable(Tensor(w2), name: "W2")]
    let y1 = tanh(matmul(weights[0], Variable(Tensor(x))))
    let y2 = sigmoid(matmul(weights[1], y1))
    let cost = pow(y2 - Variable(Tensor(target)), 2).sum()
    let gradients = tape.gradient(of: cost, for: weights).map(\.value)

    let optimizer = SGD(learningRate: learningRate)
    var updated = weights.map(\.value)
    var state = OptimizerState(optimizer, for: updated)
    state.apply(optimizer, to: &updated, gradients: gradients)

    let expected = formula()
    return [
      Matrix.distance(Matrix(gradients[0]), expected.w1),
      Matrix.distance(Matrix(gradients[1]), expected.w2),
      Matrix.distance(Matrix(updated[0]), w1 - expected.w1.map { learningRate * $0 }),
      Matrix.distance(Matrix(updated[1]), w2 - expected.w2.map { learningRate * $0 }),
    ].max() ?? 0
  }
}
