import UnrollNumerics

/// The Jacobians of a sequence of states, and their products: how far a change is felt (000:296).
///
/// `Jⱼ = ∂sⱼ/∂sⱼ₋₁`, element [a, b] being the derivative of unit a after step j by unit b before it, and
/// `∂sₜ/∂sₖ = Jₜ·Jₜ₋₁ ⋯ Jₖ₊₁`, the latest step on the left.
public struct JacobianChain: Sendable {
  /// `∂sⱼ/∂sⱼ₋₁` for each step j; for the first one by the initial state.
  public let steps: [Matrix]

  /// `∂sₜ/∂sₖ` for −1 ≤ k ≤ t, the identity for k = t; k = −1 stands for the initial state.
  ///
  /// Matrices `[units, units]`; stops with a sentence where there are no such steps.
  public func product(from k: Int, to t: Int) -> Matrix { products(to: t, from: k)[0] }

  /// `∂sₜ/∂sₖ` for k = first, …, t, in one walk from step t backwards. Stops with a sentence where there
  /// are no such steps.
  public func products(to t: Int, from first: Int = 0) -> [Matrix] {
    require(
      t < steps.count && first >= -1 && first <= t,
      "JacobianChain: no products from \(first) to \(t) among \(steps.count) steps")
    var product = Matrix.identity(steps.first?.rows ?? 0)
    var latestFirst = [product]
    for j in (first..<t).reversed() {
      product = product * steps[j + 1]
      latestFirst.append(product)
    }
    return latestFirst.reversed()
  }
}

extension Matrix {
  /// The largest factor by which a matrix stretches a vector: `‖A‖₂ = σ₁(A)`, its largest singular value.
  var spectralNorm: Double { svd(self).singularValues.first ?? 0 }
}
