/// How many columns text takes on a terminal: `日本` four, `é` one however it is composed, a colour code none.
///
/// An approximation of Unicode's East Asian Width: a terminal and its font have the last word, and for a
/// rare symbol or an emoji made of several they may disagree with it by a column.
package func displayWidth(_ text: String) -> Int {
  var width = 0
  var isInsideColourCode = false
  for character in text {
    if isInsideColourCode {
      isInsideColourCode = character != "m"
    } else if character == "\u{1B}" {
      isInsideColourCode = true
    } else {
      width += displayWidth(character)
    }
  }
  return width
}

/// How many columns a character takes: two for those that fill a square, none for what joins the one before.
package func displayWidth(_ character: Character) -> Int {
  let scalars = character.unicodeScalars
  guard let first = scalars.first else { return 0 }
  if first.isASCII && scalars.count == 1 {
    return first.value < 0x20 || first.value == 0x7F ? 0 : 1
  }
  if first.properties.isEmojiPresentation { return 2 }
  // Variation selector 16 asks for the emoji form of a character that has a text form too: ❤️.
  if scalars.contains("\u{FE0F}") { return 2 }
  if wideRanges.contains(where: { $0.contains(first.value) }) { return 2 }
  switch first.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format, .control: return 0
  default: return 1
  }
}

/// Scripts whose characters fill a square.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F,  // Hangul Jamo
  0x2E80...0x303E,  // CJK radicals and punctuation
  0x3041...0x4DBF,  // kana, CJK symbols, extension A
  0x4E00...0xA4CF,  // CJK ideographs, Yi
  0xA960...0xA97F,  // Hangul Jamo extended
  0xAC00...0xD7A3,  // Hangul syllables
  0xF900...0xFAFF,  // CJK compatibility
  0xFE30...0xFE6F,  // vertical and small forms
  0xFF00...0xFF60,  // full-width forms
  0xFFE0...0xFFE6,
  0x1F300...0x1F64F,  // pictographs
  0x1F900...0x1F9FF,
  0x20000...0x3FFFD,  // CJK extensions
]

extension String {
  /// Spaces added on the right, up to a number of columns.
  package func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - displayWidth(self)))
  }

  /// Spaces added on the left, up to a number of columns.
  package func rightAligned(in width: Int) -> String {
    String(repeating: " ", count: max(0, width - displayWidth(self))) + self
  }
}
