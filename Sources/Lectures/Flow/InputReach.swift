import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// W6: how much the last state of a SimpleRNN still has to do with its first input (002:165).
///
/// The network is lecture 002's recurrent layer, 32 features into 32 units with Keras's initial weights, on
/// random inputs of variance 1: `‖∂h₁₀₀/∂xₜ‖` for each step, as a share of that for the last input.
struct InputReach {
  /// `‖∂h₁₀₀/∂x₁₀₀₋ₛ‖ / ‖∂h₁₀₀/∂x₁₀₀‖`, by the distance s.
  let shares: [Double]

  init(seed: UInt64, steps: Int = 100, features: Int = 32, units: Int = 32) {
    var generator = SeededGenerator(seed: seed, stream: "input reach")
    let model = Sequential(inputShape: [nil, features], seed: seed, dtype: .float64) {
      SimpleRNN(units)
    }
    func normal(_ shape: Shape) -> Tensor {
      let elements = (0..<shape.elementCount).map { _ in generator.normal() }
      return Tensor(elements, shape: shape, dtype: .float64)
    }
    let (x, direction) = (normal([1, steps, features]), Variable(normal([1, units])))
    let layer = TimeLedger(model, x) { ($0 * direction).sum() }.layers[0]
    let norms = layer.inputGradients().map { $0.norm() }
    shares = norms.reversed().map { $0 / norms[norms.count - 1] }
  }

  /// Near zero is below a millionth; kept is above a hundredth, three steps back.
  var finding: Claim.Finding {
    let (near, far) = (shares[3], shares[shares.count - 1])
    return Claim.Finding(
      .text(
        "of ∂h₁₀₀/∂x₁₀₀, \(near.significant(2)) is left at x₉₇ and \(far.significant(2)) at x₁"),
      .holds(far < 1e-6 && near > 0.01))
  }
}
