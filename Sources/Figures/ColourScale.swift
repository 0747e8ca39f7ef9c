import Foundation

/// Magnitudes as colours, a level for each part of a decade: for pages whose colours must agree with their legend.
///
/// `level = round((log₁₀ |x| − lower) · levels per decade)`, from dark to bright in viridis, which keeps its order for
/// colour-blind readers and in grey print.
public struct ColourScale: Codable, Sendable, Equatable {
  /// A colour with the ink that can be read on it.
  public struct Swatch: Codable, Sendable, Equatable {
    /// As in CSS: `#440154`.
    public let colour: String
    /// Black or white, whichever contrasts more.
    public let ink: String
    /// The power of ten that stands below it in a legend; empty for most.
    public let label: String
  }

  /// The exponent of the power of ten at the dark end; what is smaller has its colour too.
  public let lower: Int
  /// The exponent at the bright end.
  public let upper: Int
  /// The colours, from small to large.
  public let swatches: [Swatch]

  /// The level of zero, which has no logarithm.
  public static let zero = -1
  /// The level of infinities and of what is not a number.
  public static let notFinite = -2

  /// The most decades that a scale has room for.
  static let mostDecades = 24

  /// A scale from the smallest magnitude to the largest, over 24 decades at most; zeros and what is not
  /// finite are left aside.
  public init(fitting magnitudes: some Sequence<Double>) {
    var (low, high) = (Double.infinity, 0.0)
    for value in magnitudes.lazy.map(\.magnitude) where value > 0 && value.isFinite {
      (low, high) = (min(low, value), max(high, value))
    }
    if high == 0 { (low, high) = (0.1, 1) }
    upper = Int(log10(high).rounded(.up))
    lower = min(upper - 1, max(Int(log10(low).rounded(.down)), upper - Self.mostDecades))
    let (decades, parts) = (upper - lower, Self.parts(lower, upper))
    let every = (decades + 5) / 6
    let lower = lower
    // Where the scale ends before the magnitudes do, its dark end stands for all that is smaller.
    let isCut = log10(low) < Double(lower) - 1e-9
    swatches = (0...(decades * parts)).map { level in
      let colour = HeatMap.colour(at: Double(level) / Double(decades * parts))
      let isLabelled = level % (parts * every) == 0
      return Swatch(
        colour: colour.css, ink: colour.isBright ? "#000000" : "#ffffff",
        label: isLabelled
          ? (isCut && level == 0 ? "≤ " : "") + DecimalNumber.powerOfTen(lower + level / parts) : ""
      )
    }
  }

  /// The level of a number: a place among the swatches, or ``zero``, or ``notFinite``.
  public func level(of number: Double) -> Int {
    guard number.isFinite else { return Self.notFinite }
    guard number != 0 else { return Self.zero }
    return Int((share(of: number) * Double(swatches.count - 1)).rounded())
  }

  /// Where the magnitude of a number lies between the ends of the scale, 0 to 1; 0 for NaN, 1 for an
  /// infinity.
  public func share(of number: Double) -> Double {
    guard number.isFinite, number != 0 else { return number.isInfinite ? 1 : 0 }
    return min(1, max(0, (log10(number.magnitude) - Double(lower)) / Double(upper - lower)))
  }

  /// Levels a decade: many where there are few decades.
  private static func parts(_ lower: Int, _ upper: Int) -> Int { max(1, 16 / (upper - lower)) }
}

extension RGB {
  /// Whether black reads better on it than white: relative luminance above 0.179 (WCAG 2.2).
  fileprivate var isBright: Bool {
    func linear(_ channel: Int) -> Double {
      let share = Double(channel) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) > 0.179
  }
}
