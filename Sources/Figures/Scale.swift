import Foundation

/// The values at the two ends of an axis, and where the others lie between them.
///
/// linear: fraction = (v − lower) / (upper − lower)
/// log10:  fraction = (log v − log lower) / (log upper − log lower)
struct Domain: Equatable {
  var lower, upper: Double
  var scale: Axis.Scale

  /// Where a value lies: 0 at the lower end, 1 at the upper; `nil` if it has no place at all.
  func fraction(of value: Double) -> Double? {
    guard value.isFinite else { return nil }
    switch scale {
    case .linear:
      // Halves, because the difference of two large numbers may overflow.
      let span = upper - lower
      let fraction =
        span.isFinite
        ? (value - lower) / span : (value / 2 - lower / 2) / (upper / 2 - lower / 2)
      return Self.tame(fraction)
    case .log10:
      guard value > 0 else { return nil }
      let (low, high) = (Foundation.log10(lower), Foundation.log10(upper))
      return Self.tame((Foundation.log10(value) - low) / (high - low))
    }
  }

  /// The value at a fraction of the axis.
  func value(at fraction: Double) -> Double {
    switch scale {
    case .linear: lower * (1 - fraction) + upper * fraction
    case .log10:
      Foundation.pow(
        10, Foundation.log10(lower) * (1 - fraction) + Foundation.log10(upper) * fraction)
    }
  }

  /// Far outside is far enough: a fraction beyond a million panels would only lose digits when
  /// clipped.
  private static func tame(_ fraction: Double) -> Double { min(1e6, max(-1e6, fraction)) }

  func union(_ other: Domain) -> Domain {
    Domain(lower: min(lower, other.lower), upper: max(upper, other.upper), scale: scale)
  }
}

extension Domain {
  /// What is added around the values when a range is chosen to fit them.
  enum Padding {
    case none
    /// A fortieth of the span on either side, so that nothing sticks to the frame.
    case slight
    /// Up to the next tick.
    case toTicks
  }

  /// The range an axis asks for, or one that fits the values which have a place on it.
  init(fitting values: some Sequence<Double>, axis: Axis, padding: Padding) {
    scale = axis.scale
    if let range = axis.range {
      precondition(
        range.lowerBound.isFinite && range.upperBound.isFinite,
        "Axis: the range \(range) must have finite ends")
      precondition(
        scale == .linear || range.lowerBound > 0,
        "Axis: a log axis can't show the range \(range); its lower end must be above zero")
      (lower, upper) = Self.opened(range.lowerBound, range.upperBound, scale)
      return
    }
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite && (scale == .linear || value > 0) {
      low = min(low, value)
      high = max(high, value)
    }
    if low > high { (low, high) = scale == .linear ? (0, 1) : (0.1, 1) }
    if axis.includesZero, scale == .linear { (low, high) = (min(low, 0), max(high, 0)) }
    let isOneValue = low == high
    (lower, upper) = Self.opened(low, high, scale)
    if !isOneValue || padding == .toTicks { pad(padding, atZero: axis.includesZero) }
  }

  /// A range of at least a few representable numbers, so that one value alone still has a place:
  /// the middle.
  private static func opened(
    _ low: Double, _ high: Double, _ scale: Axis.Scale
  ) -> (Double, Double) {
    switch scale {
    case .linear:
      let size = max(abs(low), abs(high))
      if high / 2 - low / 2 > size * 1e-12 { return (low, high) }
      if size == 0 { return (-1, 1) }
      let margin = max(size * 0.1, .leastNormalMagnitude)
      return (finite(low - margin), finite(high + margin))
    case .log10:
      if high / low > 1.000001 { return (low, high) }
      return (positive(low / 3), finite(high * 3))
    }
  }

  private mutating func pad(_ padding: Padding, atZero: Bool) {
    let (low, high) = (lower, upper)
    switch (padding, scale) {
    case (.none, _): break
    case (.slight, .linear):
      let margin = high / 40 - low / 40
      lower = atZero && low == 0 ? 0 : Self.finite(low - margin)
      upper = atZero && high == 0 ? 0 : Self.finite(high + margin)
    case (.toTicks, .linear):
      let step = Ticks.step(from: low, to: high, atMost: 6).value
      guard step > 0, step.isFinite else { return }
      // A value already on a tick (up to rounding) stays at the end of the axis.
      lower = Self.finite(min(low, ((low / step) + 1e-9).rounded(.down) * step))
      upper = Self.finite(max(high, ((high / step) - 1e-9).rounded(.up) * step))
    case (_, .log10):
      let decades = Foundation.log10(high) - Foundation.log10(low)
      let margin = decades > 40 ? 2 : max(0.02, decades / 20)
      lower = Self.positive(Foundation.pow(10, Foundation.log10(low) - margin))
      upper = Self.finite(Foundation.pow(10, Foundation.log10(high) + margin))
    }
  }

  private static func finite(_ value: Double) -> Double {
    min(.greatestFiniteMagnitude, max(-.greatestFiniteMagnitude, value))
  }

  private static func positive(_ value: Double) -> Double {
    max(.leastNonzeroMagnitude, value)
  }
}
