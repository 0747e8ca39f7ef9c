import UnrollAutodiff
import UnrollNumerics

/// A bound on gradients before a step, so that one that explodes does not throw the weights away
/// (Pascanu, Mikolov & Bengio 2013).
///
/// Every optimiser takes one: `Adam(clipping: .globalNorm(1))`. The three are Keras's `clipvalue`, `clipnorm`
/// and `global_clipnorm`. A norm is Euclidean, `‖g‖ = √Σ gᵢ²`; of a table that is looked up, the rows
/// without a gradient add nothing to it.
public enum GradientClipping: Sendable, Equatable {
  /// Each number by itself: `gᵢ ← min(max(gᵢ, −c), c)`. The direction may change.
  case value(Double)
  /// The gradient of each weight by its own norm: `g ← g · c / max(‖g‖, c)`. Its direction is kept.
  case norm(Double)
  /// All gradients by the norm of all together: `g ← g · c / max(√Σ ‖gₖ‖², c)`. The direction of the whole
  /// step is kept.
  case globalNorm(Double)

  /// The bound c.
  public var bound: Double {
    switch self {
    case .value(let bound), .norm(let bound), .globalNorm(let bound): bound
    }
  }

  /// The gradients of all weights within the bound; those within it already are not touched.
  ///
  /// Where a norm is infinite, there is no direction to keep, and the numbers become NaN.
  public func callAsFunction(_ gradients: [Gradient]) -> [Gradient] {
    switch self {
    case .value(let bound):
      gradients.map { $0.map { clip(Variable($0), -bound, bound).value } }
    case .norm(let bound):
      gradients.map { Self.scaled([$0], to: bound)[0] }
    case .globalNorm(let bound):
      Self.scaled(gradients, to: bound)
    }
  }

  /// `g · c / max(‖g‖, c)` with one norm of all gradients.
  private static func scaled(_ gradients: [Gradient], to bound: Double) -> [Gradient] {
    let norm = Tensor(gradients.map(\.norm), dtype: .float64).norm()
    guard norm > bound else { return gradients }
    // An infinite gradient has no direction that could be kept.
    let share = norm.isFinite ? bound / norm : .nan
    return gradients.map { $0.map { share * $0 } }
  }
}

/// Stops with a sentence where a bound would turn gradients round or leave nothing of them.
func requireClipping(_ clipping: GradientClipping?, _ optimizer: String) {
  guard let clipping else { return }
  require(
    clipping.bound > 0 && clipping.bound.isFinite,
    "\(optimizer): got a clipping of \(clipping); expected a bound greater than 0")
}
