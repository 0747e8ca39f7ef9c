/// A series in one line of text, for a table or a progress line: `▁▂▄▆█`.
///
/// The lowest value takes the lowest block and the highest the highest; a value without a place
/// (NaN, or zero on a log scale) leaves a blank.
public struct Sparkline: Sendable, Equatable, CustomStringConvertible {
  /// The values, from left to right.
  public var values: [Double]
  /// The most columns to take; longer series show the mean of neighbours. `nil` takes one column a
  /// value.
  public var width: Int?
  /// How heights grow with values.
  public var scale: Axis.Scale
  /// Block characters, or ASCII.
  public var glyphs: Figure.Glyphs

  /// A line of the given values; stops where the width is below 1.
  public init(
    _ values: [Double], width: Int? = nil, scale: Axis.Scale = .linear,
    glyphs: Figure.Glyphs = .braille
  ) {
    precondition(
      width ?? 1 > 0, "Sparkline: a width of \(width ?? 0) columns; at least 1 is needed")
    self.values = values
    self.width = width
    self.scale = scale
    self.glyphs = glyphs
  }

  /// The line, without line break.
  public var description: String {
    let domain = Domain(fitting: values, axis: Axis(scale: scale), padding: .none)
    let levels = Array(glyphs == .braille ? "▁▂▃▄▅▆▇█" : "_.-~=+*#")
    return String(
      columns(in: domain).map { fraction in
        fraction.map { levels[min(levels.count - 1, Int($0 * Double(levels.count)))] } ?? " "
      })
  }

  /// The height of each column, 0 … 1; `nil` where there is none.
  private func columns(in domain: Domain) -> [Double?] {
    let fractions = values.map { domain.fraction(of: $0) }
    guard let width, width < fractions.count else { return fractions }
    return (0..<width).map { column in
      let start = column * fractions.count / width
      let end = (column + 1) * fractions.count / width
      let known = fractions[start..<end].compactMap(\.self)
      return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
  }
}
