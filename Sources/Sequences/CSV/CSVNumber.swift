/// What a cell says where a number is expected.
enum CSVNumber: Equatable {
  /// A number, and the decimal sign it is written with, if any.
  case number(Double, sign: Character?)
  /// Nothing was measured: an empty cell, or the word that R, pandas or a database writes for it.
  case gap
  /// An infinity, or a number too large for `Double`.
  case notFinite
  /// Anything else.
  case text

  private static let gaps: Set<String> = ["", "na", "n/a", "nan", "null"]
  private static let infinities: Set<String> = ["inf", "infinity", "∞"]

  /// Reads a cell. A comma is a decimal sign only where it does not separate cells: in a file with
  /// commas between cells, a quoted `1,234` may as well be one thousand, and is text.
  init(_ cell: String, delimiter: CSVDelimiter) {
    let word = cell.trimmingSpaces()
    let lowercased = word.lowercased()
    if Self.gaps.contains(lowercased) {
      self = .gap
    } else if Self.infinities.contains(String(lowercased.drop { $0 == "-" || $0 == "+" })) {
      self = .notFinite
    } else {
      self = Self.number(word, allowsComma: delimiter != .comma)
    }
  }

  private static func number(_ word: String, allowsComma: Bool) -> CSVNumber {
    // `Double` would also read hexadecimal digits.
    guard word.allSatisfy({ $0.isASCII && "0123456789+-.,eE".contains($0) }) else { return .text }
    let sign = word.first { $0 == "." || $0 == "," }
    if sign == ",", !allowsComma || word.contains(".") { return .text }
    let pointed = sign == "," ? word.replacing(",", with: ".") : word
    guard let value = Double(pointed) else { return .text }
    return value.isFinite ? .number(value, sign: sign) : .notFinite
  }
}

extension String {
  /// The text without spaces and tabs at its ends, no-break spaces included.
  func trimmingSpaces() -> String {
    let isSpace = { (character: Character) in character.isWhitespace }
    let withoutStart = drop(while: isSpace)
    let count = withoutStart.reversed().prefix(while: isSpace).count
    return String(withoutStart.dropLast(count))
  }
}
