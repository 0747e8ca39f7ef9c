extension Figure {
  /// The characters a figure in the terminal is made of.
  public enum Glyphs: Sendable, Equatable, CaseIterable {
    /// Braille dots for lines, box drawing for axes.
    case braille
    /// Only the 95 printable characters of ASCII, for logs and old terminals.
    case ascii

    /// A text in these characters: in ASCII 10⁻³ is written 1e-3, 2×10⁻³ is 2e-3, and what has no
    /// spelling is `?`.
    func spelled(_ text: String) -> String {
      let text = TextWidth.sanitised(text)
      guard self == .ascii, !text.allSatisfy(\.isASCII) else { return text }
      var result = ""
      var characters = text[...]
      while let character = characters.popFirst() {
        let power = characters.prefix { Self.raised[$0] != nil }
        if character == "0", result.hasSuffix("1"), !power.isEmpty {
          result.removeLast()
          result += result.hasSuffix("x") ? "" : "1"
          if result.hasSuffix("x") { result.removeLast() }
          result += "e" + power.compactMap { Self.raised[$0] }
          characters = characters.dropFirst(power.count)
        } else {
          result += character.isASCII ? String(character) : Self.plain[character] ?? "?"
        }
      }
      return result
    }

    private static let raised: [Character: Character] = [
      "⁻": "-", "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7",
      "⁸": "8", "⁹": "9",
    ]

    private static let plain: [Character: String] = [
      "−": "-", "–": "-", "—": "-", "×": "x", "±": "+-", "≤": "<=", "≥": ">=", "∞": "inf",
      "\u{A0}": " ", "’": "'", "‘": "'", "“": "\"", "”": "\"", "…": "...", "→": "->", "‖": "||",
      "∂": "d", "·": "*", "√": "sqrt", "²": "^2",
      "³": "^3",
    ]

    /// The lines of the axes: upright, across, corner, tick on the left, tick below.
    var frame:
      (upright: Character, across: Character, corner: Character, left: Character, below: Character)
    {
      self == .braille ? ("│", "─", "└", "┤", "┬") : ("|", "-", "+", "+", "+")
    }

    func letter(_ shape: Mark.Shape) -> Character {
      switch shape {
      case .dot: self == .braille ? "•" : "*"
      case .ring: self == .braille ? "○" : "o"
      case .cross: self == .braille ? "×" : "x"
      case .square: self == .braille ? "■" : "#"
      case .triangle: self == .braille ? "▲" : "^"
      }
    }

    /// What a line is made of where there is no Braille, and which fill a bar has, so that they
    /// differ without colour.
    func letter(_ colour: Mark.Colour, fill: Bool) -> Character {
      let position = Mark.Colour.series.firstIndex(of: colour) ?? 7
      if !fill { return Array(".+=%&~@-")[position] }
      return Array(self == .braille ? "█▓▒░▚▞▤▥" : "#=:%&~@-")[position]
    }

    /// From the lowest to the highest colour of a heat map, without colour.
    static let ramp: [Character] = Array(".:-=+*#%@")
  }
}
