import Foundation
import UnrollAutodiff

/// Backpropagation through the course's network as on paper: a loop back over its steps, with plain numbers.
///
/// δₜ = (∂L/∂hₜ) (1 − hₜ²), ∂L/∂hₜ₋₁ = Wh δₜ; ∂L/∂Wx = Σ δₜ xₜ, ∂L/∂Wh = Σ δₜ hₜ₋₁, ∂L/∂b = Σ δₜ.
public struct BackwardByHand: Sendable {
  /// h₀, h₁, … h_T.
  public let states: [Double]
  /// δ₁, … δ_T.
  public let deltas: [Double]
  /// The gradients for Wx, Wh and b.
  public let gradients: [Double]

  /// The way back.
  /// - Parameter isOverwriting: Whether `=` stands in the loop for `+=`, so that of each gradient one step's part is left.
  public init(isOverwriting: Bool = false) {
    let x = CourseNetwork.x
    var h = [0.0]
    for (t, x) in x.enumerated() {
      h.append(tanh(CourseNetwork.wx * x + CourseNetwork.wh * h[t] + CourseNetwork.b))
    }
    var deltas = x.map { _ in 0.0 }
    var gradients = [0.0, 0.0, 0.0]
    var dh = 2 * (h[x.count] - CourseNetwork.target)
    for t in (1...x.count).reversed() {
      let delta = dh * (1 - h[t] * h[t])
      let parts = [delta * x[t - 1], delta * h[t - 1], delta]
      gradients = isOverwriting ? parts : zip(gradients, parts).map { $0 + $1 }
      deltas[t - 1] = delta
      dh = CourseNetwork.wh * delta
    }
    (states, self.deltas, self.gradients) = (h, deltas, gradients)
  }

  /// What the exact check says of the gradients.
  public var report: GradientReport {
    func scalar(_ number: Double) -> Tensor { Tensor(number, dtype: .float64) }
    return checkGradients(
      gradients.map(scalar),
      at: [CourseNetwork.wx, CourseNetwork.wh, CourseNetwork.b].map(scalar),
      names: ["Wx", "Wh", "b"]
    ) { weights in
      var h = Variable(0)
      for x in CourseNetwork.x { h = tanh(x * weights[0] + h * weights[1] + weights[2]) }
      return pow(h - CourseNetwork.target, 2)
    }
  }
}
