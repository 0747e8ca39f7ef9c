/// Colours and weights that vanish where they would be noise: in a file, in a pipe, under `NO_COLOR`.
package struct Style: Sendable, Equatable {
  package let isEnabled: Bool

  package static let plain = Style(isEnabled: false)

  /// `NO_COLOR` counts when it is set and not empty (no-color.org).
  package init(isTerminal: Bool, environment: [String: String]) {
    let refused = !(environment["NO_COLOR"] ?? "").isEmpty
    isEnabled = isTerminal && !refused && environment["TERM"] != "dumb"
  }

  package init(isEnabled: Bool) { self.isEnabled = isEnabled }

  /// The few looks the tool uses, with their numbers in the terminal's language.
  package enum Tint: Int, Sendable, CaseIterable {
    case bold = 1
    case dim = 2
    case red = 31
    case green = 32
    case yellow = 33
  }

  package func callAsFunction(_ tint: Tint?, _ text: String) -> String {
    guard isEnabled, let tint, !text.isEmpty else { return text }
    return "\u{1B}[\(tint.rawValue)m\(text)\u{1B}[0m"
  }

  package func bold(_ text: String) -> String { self(.bold, text) }
  package func dim(_ text: String) -> String { self(.dim, text) }
  package func red(_ text: String) -> String { self(.red, text) }
  package func green(_ text: String) -> String { self(.green, text) }
  package func yellow(_ text: String) -> String { self(.yellow, text) }
}
