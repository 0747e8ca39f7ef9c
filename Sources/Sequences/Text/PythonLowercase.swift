// Python's str.lower, for one code point in valid UTF-8.
//
// Unicode gives most letters one small form, wherever they stand; İ gets two code points. Only the Greek
// sigma looks around: at the end of a word Σ becomes ς, elsewhere σ. Swift's own lowercased() always
// writes σ, so that Keras's "οδός" would be another word than ours.

extension UnsafeBufferPointer<UInt8> {
  /// The code point that starts at a byte, and its number of bytes.
  func scalar(at place: Int) -> (scalar: Unicode.Scalar, width: Int) {
    let lead = self[place]
    let width = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var value = UInt32(width == 1 ? lead : lead & (0xFF >> UInt8(width + 1)))
    for next in (place + 1)..<(place + width) { value = value << 6 | UInt32(self[next] & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", width)
  }

  /// The small form of a code point that starts at a byte.
  func lowered(_ scalar: Unicode.Scalar, at place: Int) -> String.UnicodeScalarView {
    if scalar == "Σ" { return (isFinalSigma(at: place) ? "ς" : "σ").unicodeScalars }
    return scalar.properties.lowercaseMapping.unicodeScalars
  }

  /// Whether a letter stands before, and none behind; apostrophes, full stops, accents and the like are
  /// passed over.
  ///
  /// Source: The Unicode Standard, section 3.13, table 3-17, Final_Sigma.
  private func isFinalSigma(at place: Int) -> Bool {
    var start = place
    while start > 0 {
      repeat { start -= 1 } while self[start] & 0xC0 == 0x80
      let before = scalar(at: start).scalar.properties
      if before.isCaseIgnorable { continue }
      if !before.isCased { return false }
      return !hasLetter(behind: place + 2)
    }
    return false
  }

  private func hasLetter(behind place: Int) -> Bool {
    var place = place
    while place < count {
      let (scalar, width) = scalar(at: place)
      if !scalar.properties.isCaseIgnorable { return scalar.properties.isCased }
      place += width
    }
    return false
  }
}
