/// Cuts texts into words as Keras's `text_to_word_sequence` does.
///
/// `text.lower()`, then every filtered character becomes a space, then `split(" ")` without the empty
/// words. One pass over the UTF-8 bytes: an ASCII byte is looked up in a table; only the others are decoded.
///
/// Source: `keras/src/legacy/preprocessing/text.py`, Keras 3.15; `str.lower` of CPython.
struct KerasWords {
  private static let space = UInt8(ascii: " ")

  private let lowercase: Bool
  /// What becomes of each ASCII byte: a space, a small letter, or itself.
  private let ascii: [UInt8]
  /// The filtered characters beyond ASCII.
  private let others: Set<Unicode.Scalar>

  init(lowercase: Bool, filters: String) {
    self.lowercase = lowercase
    others = Set(filters.unicodeScalars.filter { !$0.isASCII })
    var table = (0..<128).map { UInt8($0) }
    if lowercase {
      for letter in UInt8(ascii: "A")...UInt8(ascii: "Z") { table[Int(letter)] += 32 }
    }
    // The filters meet a text that is in small letters already: a filtered "A" then filters nothing.
    let filtered = Set(filters.utf8.filter { $0 < 0x80 })
    ascii = table.map { filtered.contains($0) ? Self.space : $0 }
  }

  func words(of text: String) -> [String] {
    var text = text
    return text.withUTF8 { bytes in
      var words: [String] = []
      var word: [UInt8] = []
      func endWord() {
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        word.removeAll(keepingCapacity: true)
      }
      var place = 0
      while place < bytes.count {
        let byte = bytes[place]
        if byte < 0x80 {
          place += 1
          let new = ascii[Int(byte)]
          if new == Self.space { endWord() } else { word.append(new) }
          continue
        }
        let (scalar, width) = bytes.scalar(at: place)
        for new in lowercase ? bytes.lowered(scalar, at: place) : String(scalar).unicodeScalars {
          if new.isASCII ? ascii[Int(new.value)] == Self.space : others.contains(new) {
            endWord()
          } else {
            word.append(contentsOf: String(new).utf8)
          }
        }
        place += width
      }
      endWord()
      return words
    }
  }
}
