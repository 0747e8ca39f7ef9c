import UnrollConsole

/// How much room a text takes, in a drawing and in a terminal.
///
/// The font that a reader's browser picks is not known, so the widths are those of a wide one
/// (DejaVu Sans): room left over does no harm, a cut label does.
enum TextWidth {
  /// The width in a proportional font, in pixels at most.
  static func pixels(_ text: String, size: Double, bold: Bool = false) -> Double {
    text.reduce(0) { $0 + ems($1) } * size * (bold ? 1.1 : 1)
  }

  /// The width in a terminal, where a Chinese or Korean character or an emoji takes two columns.
  static func columns(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + columns($1) }
  }

  static func columns(_ character: Character) -> Int { displayWidth(character) }

  /// Breaks a text at spaces (not at no-break spaces, U+00A0) into lines no wider than `limit`; a
  /// word longer than a line is broken.
  static func wrap(_ text: String, to limit: Double, width: (String) -> Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in sanitised(text).split(whereSeparator: { $0.isWhitespace && $0 != "\u{A0}" }) {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if width(longer) <= limit {
        line = longer
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in word {
        if !line.isEmpty, width(line + String(character)) > limit {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Without control characters, which would break a terminal's layout and are not allowed in XML.
  static func sanitised(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .lineSeparator, .paragraphSeparator: " "
          case .surrogate,
            .unassigned where scalar.value & 0xFFFE == 0xFFFE:
            "\u{FFFD}"
          default: scalar
          }
        }))
  }

  private static func ems(_ character: Character) -> Double {
    if let ascii = character.asciiValue {
      switch Character(UnicodeScalar(ascii)) {
      case "i", "l", "j", ".", ",", ":", ";", "'", "|", "!", " ": return 0.34
      case "t", "f", "r", "I", "J", "(", ")", "[", "]", "-", "/", "\\": return 0.42
      case "m", "w", "M", "W", "%", "@": return 1
      case "+", "<", "=", ">", "#", "~", "_": return 0.84
      case "A"..."Z": return 0.74
      default: return 0.64
      }
    }
    switch character {
    case "⁻", "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹": return 0.45
    case "−", "×", "±", "≤", "≥": return 0.84
    default: return columns(character) == 2 ? 1.05 : 0.75
    }
  }

  private static func isWide(_ scalar: UnicodeScalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
