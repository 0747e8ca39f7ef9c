import Foundation
import UnrollNumerics

extension VanillaRNN {
  /// What each state owes to the one before it: `∂hⱼ/∂hⱼ₋₁ = diag(1 − hⱼ²)·Whh`.
  public func jacobians(_ states: [Matrix]) -> JacobianChain {
    JacobianChain(steps: states.map { .diagonal($0.map { 1 - $0 * $0 }) * recurrentWeights })
  }

  /// How much a state can owe to an earlier one: the reason why gradients vanish (000:361).
  public func bound(_ states: [Matrix]) -> JacobianBound {
    JacobianBound(
      slopes: states.map { $0.map { 1 - $0 * $0 }.largestMagnitude },
      stretch: recurrentWeights.spectralNorm)
  }
}

/// An upper bound of the products of a vanilla RNN's Jacobians.
///
/// The norm of a product is at most the product of the norms, `‖diag(v)‖₂ = max |v|`, so
/// `‖∂hₜ/∂hₖ‖₂ ≤ ∏ⱼ ‖diag(1 − hⱼ²)‖₂·‖Whh‖₂ ≤ (γ·σ₁)^(t−k)`, σ₁ being the largest singular value of Whh.
/// With γ·σ₁ < 1 gradients must vanish (000:358); with γ·σ₁ > 1 they may explode (000:363), but need not.
/// Source: Pascanu, Mikolov & Bengio, ICML 2013, § 2.1.
public struct JacobianBound: Sendable {
  /// The largest `1 − hⱼ²` of each step.
  let slopes: [Double]
  /// σ₁(Whh), the most that the recurrent weights stretch a vector.
  public let stretch: Double

  /// The bound for tanh, γ = 1, whatever the states are: `σ₁^(t−k)`.
  public func ofTanh(from k: Int, to t: Int) -> Double { pow(stretch, Double(t - k)) }

  /// The sharper bound, γ being the largest `1 − hⱼ²` met on the way, k < j ≤ t. Stops with a sentence
  /// where there are no such steps.
  public func ofStates(from k: Int, to t: Int) -> Double {
    require(
      k >= -1 && k <= t && t < slopes.count,
      "JacobianBound: no bound from \(k) to \(t) among \(slopes.count) steps")
    let slope = slopes[(k + 1)..<(t + 1)].max() ?? 1
    return pow(slope * stretch, Double(t - k))
  }

  /// What rounding may add to a measured norm, as a share: a product of 200 matrices has an error of about
  /// 10⁻¹³.
  static let rounding = 1e-12
}
