/// The sentences of a text as words in small letters, for word vectors.
///
/// A word is a run of letters and digits; an apostrophe between two of them belongs to it (`don't`, `o'er`),
/// and ’ counts as '. A sentence ends with a full stop, a question or exclamation mark, or an empty line.
///
/// Works on bytes; a letter beyond ASCII is looked at as a character.
public func wordSentences(in text: String) -> [[String]] {
  var sentences: [[String]] = []
  var sentence: [String] = []
  var word: [UInt8] = []
  var newlines = 0
  var (apostrophe, isOpen) = ([UInt8](), false)

  func endWord() {
    if !word.isEmpty { sentence.append(String(decoding: word, as: UTF8.self)) }
    word.removeAll(keepingCapacity: true)
    isOpen = false
  }
  func endSentence() {
    endWord()
    if !sentence.isEmpty { sentences.append(sentence) }
    sentence = []
  }
  func add(_ bytes: some Sequence<UInt8>) {
    if isOpen { word += apostrophe }
    isOpen = false
    word += bytes
  }

  apostrophe = [UInt8(ascii: "'")]
  var text = text
  text.makeContiguousUTF8()
  let utf8 = text.utf8
  var index = utf8.startIndex
  while index != utf8.endIndex {
    let byte = utf8[index]
    if byte < 0x80 {
      index = utf8.index(after: index)
      switch byte {
      case 0x61...0x7A, 0x30...0x39: add(CollectionOfOne(byte))
      case 0x41...0x5A: add(CollectionOfOne(byte | 0x20))
      case UInt8(ascii: "'") where !word.isEmpty && !isOpen: isOpen = true
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): endSentence()
      default: endWord()
      }
      if byte == 0x0A {
        newlines += 1
        if newlines > 1 { endSentence() }
      } else if byte != 0x20 && byte != 0x09 && byte != 0x0D {
        newlines = 0
      }
    } else {
      let scalar = text.unicodeScalars[index]
      index = text.unicodeScalars.index(after: index)
      newlines = 0
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
        add(scalar.properties.lowercaseMapping.utf8)
      default:
        if scalar == "’" && !word.isEmpty && !isOpen { isOpen = true } else { endWord() }
      }
    }
  }
  endSentence()
  return sentences
}
