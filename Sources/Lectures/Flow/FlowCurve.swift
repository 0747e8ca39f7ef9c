import Foundation
import UnrollNumerics

/// How a gradient fares on its way back: its norm against the distance in time.
public struct FlowCurve: Sendable {
  /// What the gradient flows through: `SimpleRNN`, `LSTM carry track`.
  public let cell: String
  /// The factor in front of the orthogonal recurrent matrices.
  public let gain: Double
  /// `‖∂L/∂hₜ₋ₛ‖` for s = 0, 1, …, of a loss whose gradient at the last state has norm 1.
  public let norms: [Double]
  /// What the norms can't exceed, where such a bound is proven.
  public let bounds: [Double]?
  /// `‖∂L/∂x‖` for the same distances.
  public let inputNorms: [Double]

  /// The factor by which the norm changes at each step back: that of the straight line through the logarithms;
  /// nil where fewer than two norms have one.
  public var factor: Double? {
    let points = norms.enumerated().filter { $0.element > 0 && $0.element.isFinite }
      .map { (x: Double($0.offset), y: log($0.element)) }
    guard points.count > 1 else { return nil }
    let (meanX, meanY) = (mean(points.map(\.x)), mean(points.map(\.y)))
    let spread = points.map { ($0.x - meanX) * ($0.x - meanX) }.reduce(0, +)
    let slope = points.map { ($0.x - meanX) * ($0.y - meanY) }.reduce(0, +) / spread
    return exp(slope)
  }

  /// Whether no norm is above its bound, but for rounding.
  public var keepsBound: Bool {
    guard let bounds else { return true }
    return zip(norms, bounds).allSatisfy { $0 <= $1 * (1 + 1e-9) }
  }

  /// A gradient that grows before it decays, although it decays in the long run: the norm at its largest, and
  /// where; nil where it never exceeds where it began.
  public var transient: (distance: Int, norm: Double)? {
    guard let peak = norms.indices.max(by: { norms[$0] < norms[$1] }), let last = norms.last,
      peak > 0, norms[peak] > 1.05 * norms[0], last < norms[0]
    else { return nil }
    return (peak, norms[peak])
  }
}
