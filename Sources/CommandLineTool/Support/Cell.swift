import Foundation

/// One value of a table: what JSON receives as it is, and what the reader sees formatted.
enum Cell: Sendable, Equatable {
  case text(String)
  case number(Double)
  case integer(Int)
  case bool(Bool)
  case none

  /// A `Float` with the digits it really has: 0.1, not 0.10000000149.
  static func float(_ value: Float) -> Cell { .number(Double("\(value)") ?? Double(value)) }

  /// A value that may be missing.
  static func optional(_ value: Double?) -> Cell { value.map(Cell.number) ?? .none }
  static func optional(_ value: Int?) -> Cell { value.map(Cell.integer) ?? .none }
  static func optional(_ value: String?) -> Cell { value.map(Cell.text) ?? .none }

  /// The cell as the printed table shows it.
  func formatted(_ format: NumberFormat) -> String {
    switch self {
    case .text(let text): text
    case .number(let number): format.text(number)
    case .integer(let integer): "\(integer)"
    case .bool(let bool): bool ? "yes" : "no"
    case .none: "–"
    }
  }
}

/// How a table shows a number. JSON is not concerned: it receives every digit.
enum NumberFormat: Sendable, Equatable {
  /// Significant digits, zeros too, in scientific form where that is shorter: `0.01230`, `1.235e-07`.
  case significant(Int)
  /// As many significant digits at the most, without zeros behind: `0.0026`.
  case upTo(Int)
  /// Digits after the point: `0.012`.
  case fixed(Int)
  /// One digit before the point: `1.23e-02`.
  case scientific(Int)
  /// Hundredths, with digits after the point: `98.7 %`.
  case percent(Int)

  func text(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : (number > 0 ? "∞" : "-∞") }
    switch self {
    case .significant(let digits):
      let text = String(format: "%#.\(digits)g", number)
      return text.hasSuffix(".") ? String(text.dropLast()) : text
    case .upTo(let digits): return String(format: "%.\(digits)g", number)
    case .fixed(let digits): return String(format: "%.\(digits)f", number)
    case .scientific(let digits): return String(format: "%.\(digits)e", number)
    case .percent(let digits): return String(format: "%.\(digits)f %%", 100 * number)
    }
  }
}
