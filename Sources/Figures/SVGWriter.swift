/// Writes XML, one element a line, indented by depth; every text and attribute is escaped.
struct SVGWriter {
  /// A value of an attribute: text, or a number with at most two decimals.
  enum Attribute: ExpressibleByStringInterpolation {
    case text(String)
    case number(Double)

    init(stringLiteral value: String) { self = .text(value) }

    var written: String {
      switch self {
      case .text(let text): text
      case .number(let number): SVGWriter.number(number)
      }
    }
  }

  typealias Attributes = KeyValuePairs<String, Attribute>

  private(set) var output = ""
  private var depth = 0

  /// `<name a="1">text</name>`, or `<name a="1"/>` without text.
  mutating func element(_ name: String, _ attributes: Attributes = [:], text: String? = nil) {
    open(name, attributes)
    if let text { output += ">\(Self.escaped(text))</\(name)>\n" } else { output += "/>\n" }
  }

  /// An element around others.
  mutating func element(
    _ name: String, _ attributes: Attributes = [:], content: (inout SVGWriter) -> Void
  ) {
    open(name, attributes)
    output += ">\n"
    depth += 1
    content(&self)
    depth -= 1
    output += String(repeating: "  ", count: depth) + "</\(name)>\n"
  }

  private mutating func open(_ name: String, _ attributes: Attributes) {
    output += String(repeating: "  ", count: depth) + "<" + name
    for (key, value) in attributes { output += " \(key)=\"\(Self.escaped(value.written))\"" }
  }

  /// At most two decimals, no trailing zeros, a point in every locale.
  static func number(_ value: Double) -> String {
    let hundredths = Int((min(1e9, max(-1e9, value)) * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let fraction =
      rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
    return (hundredths < 0 ? "-" : "") + "\(whole)" + fraction
  }

  static func escaped(_ text: String) -> String { TextWidth.sanitised(text).markupEscaped }
}

extension String {
  /// Text in which the five characters that mean something to XML and HTML stand for themselves.
  package var markupEscaped: String {
    var result = ""
    for character in unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
