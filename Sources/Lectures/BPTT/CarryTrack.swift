import Foundation
import UnrollNumerics

/// The carry track of an LSTM alone: what passes along c, the gates taken as they are (004:59).
///
/// `cₜ = f ⊙ cₜ₋₁ + i ⊙ g`, so along the carry `∂cₜ/∂cₜ₋₁ = diag(fₜ)` and `∂cₜ/∂cₖ = diag(fₜ ⊙ ⋯ ⊙ fₖ₊₁)`:
/// no weights and no tanh. This is one path of many; the whole derivative also goes through h and the
/// gates, and ``LSTMEquation/jacobian(_:)`` has it.
struct CarryTrack {
  /// The forget gate of each step, `[units, 1]`.
  let forget: [Matrix]

  /// The diagonal of `∂cₜ/∂cₖ` along the carry, for −1 ≤ k ≤ t.
  func product(from k: Int, to t: Int) -> Matrix {
    let ones = forget[0].map { _ in 1 }
    return forget[(k + 1)..<(t + 1)].reduce(ones) { $0.times($1) }
  }

  /// The bound of the carry track, not of the LSTM: `‖diag(fₜ ⊙ ⋯ ⊙ fₖ₊₁)‖₂ ≤ (max f)^(t−k)`, the largest
  /// forget gate met on the way. It is below 1, so the track alone never explodes.
  func bound(from k: Int, to t: Int) -> Double {
    let largest = forget[(k + 1)..<(t + 1)].map(\.largestMagnitude).max() ?? 1
    return pow(largest, Double(t - k))
  }
}

extension CarryTrack {
  /// The carry track of some steps.
  init(_ steps: [LSTMEquation.Step]) { forget = steps.map(\.forget) }
}
