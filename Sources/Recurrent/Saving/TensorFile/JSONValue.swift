/// A value as JSON knows it; integers apart from other numbers.
public enum JSONValue: Sendable, Equatable {
  /// Nothing.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number, written in digits alone.
  case int(Int)
  /// Another number. JSON has none for NaN and infinities; they are written as strings, `"NaN"`.
  case number(Double)
  /// Text.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Values by name.
  case object([String: JSONValue])
}

extension JSONValue {
  /// The value that a text spells.
  package init(parsing text: String) throws {
    let bytes = Array(text.utf8)
    var scanner = JSONScanner(bytes[...])
    self = try scanner.value(depth: 0)
    if !scanner.isAtEnd { throw scanner.unexpected("the end") }
  }

  /// The value as text, keys in alphabetical order, so that equal values have equal texts.
  package var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): String(value)
    case .int(let value): String(value)
    case .number(let value):
      value.isFinite
        ? "\(value)" : Self.quoted(value.isNaN ? "NaN" : value > 0 ? "Infinity" : "-Infinity")
    case .string(let value): Self.quoted(value)
    case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
    case .object(let values):
      "{"
        + values.sorted { $0.key < $1.key }
        .map { Self.quoted($0.key) + ":" + $0.value.text }.joined(separator: ",") + "}"
    }
  }

  /// Text between quotes; what JSON gives a meaning is escaped.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{8}": result += "\\b"
      case "\u{c}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension JSONScanner {
  /// How deep values may lie within values; a hundred thousand brackets would exhaust the stack.
  private static let deepest = 64

  /// Takes any value.
  fileprivate mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    if depth > Self.deepest {
      throw JSONError(
        place: place, found: "more than \(Self.deepest) values within each other",
        expected: "fewer")
    }
    switch next() {
    case UInt8(ascii: "{"):
      var values: [String: JSONValue] = [:]
      try object { (scanner, key) throws(JSONError) in
        values[key] = try scanner.value(depth: depth + 1)
      }
      return .object(values)
    case UInt8(ascii: "["):
      var values: [JSONValue] = []
      try list("[", "]") { (scanner) throws(JSONError) in
        values.append(try scanner.value(depth: depth + 1))
      }
      return .array(values)
    case UInt8(ascii: "\""): return .string(try string())
    default:
      if takes(word: "true") { return .bool(true) }
      if takes(word: "false") { return .bool(false) }
      if takes(word: "null") { return .null }
      return try number()
    }
  }
}
