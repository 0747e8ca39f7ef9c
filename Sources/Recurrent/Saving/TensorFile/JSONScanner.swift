/// Reads JSON text piece by piece, and remembers where in the bytes it is (RFC 8259).
///
/// It is stricter than Foundation's reader, which lets a key appear twice, takes `1e3` or `true` for an
/// integer, and tells no places: in a file from elsewhere, these are ways to mean two things at once.
struct JSONScanner {
  private let bytes: ArraySlice<UInt8>
  private(set) var place: Int

  /// The bytes, which must be UTF-8.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  /// Whether nothing but white space is left.
  var isAtEnd: Bool { mutating get { next() == nil } }

  /// The next byte that is no white space, not taken yet.
  mutating func next() -> UInt8? {
    while place < bytes.endIndex {
      switch bytes[place] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): place += 1
      case let byte: return byte
      }
    }
    return nil
  }

  /// Takes a sign such as `{` if it comes next.
  mutating func takes(_ sign: Unicode.Scalar) -> Bool {
    guard next() == UInt8(ascii: sign) else { return false }
    place += 1
    return true
  }

  /// Takes a sign that has to come next.
  mutating func expect(_ sign: Unicode.Scalar) throws(JSONError) {
    if !takes(sign) { throw unexpected("'\(sign)'") }
  }

  /// Takes a word such as `true` if it comes next.
  mutating func takes(word: String) -> Bool {
    guard next() != nil, bytes[place...].starts(with: word.utf8) else { return false }
    place += word.utf8.count
    return true
  }

  /// Takes what stands between signs such as `[` and `]`, with commas between.
  mutating func list(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar,
    _ element: (inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    try expect(open)
    if takes(close) { return }
    repeat { try element(&self) } while takes(",")
    if !takes(close) { throw unexpected("',' or '\(close)'") }
  }

  /// Takes the keys and values of an object; a key must not come twice.
  mutating func object(
    _ value: (inout JSONScanner, _ key: String) throws(JSONError) -> Void
  ) throws(JSONError) {
    var keys: Set<String> = []
    try list("{", "}") { (scanner) throws(JSONError) in
      let start = scanner.place
      let key = try scanner.string()
      if !keys.insert(key).inserted {
        throw JSONError(place: start, found: "the key \(key) twice", expected: "each key once")
      }
      try scanner.expect(":")
      try value(&scanner, key)
    }
  }

  /// Takes an integer from 0 on, written in digits alone.
  mutating func count() throws(JSONError) -> Int {
    let start = place
    guard case .int(let count) = try number(), count >= 0 else {
      throw JSONError(
        place: start, found: text(from: start), expected: "a whole number from 0 to \(Int.max)")
    }
    return count
  }

  /// Takes a number: an integer where it has digits alone and fits.
  mutating func number() throws(JSONError) -> JSONValue {
    guard let first = next() else { throw unexpected("a number") }
    let start = place
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    func digits(_ scanner: inout JSONScanner) -> Int {
      let run = scanner.bytes[scanner.place...].prefix(while: isDigit).count
      scanner.place += run
      return run
    }
    if first == UInt8(ascii: "-") { place += 1 }
    let leadingZero = place < bytes.endIndex && bytes[place] == UInt8(ascii: "0")
    let whole = digits(&self)
    var isWellFormed = whole > 0 && !(leadingZero && whole > 1)
    var isInteger = true
    if place < bytes.endIndex, bytes[place] == UInt8(ascii: ".") {
      place += 1
      isInteger = false
      isWellFormed = digits(&self) > 0 && isWellFormed
    }
    if place < bytes.endIndex, bytes[place] | 0x20 == UInt8(ascii: "e") {
      place += 1
      isInteger = false
      if place < bytes.endIndex,
        bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-")
      {
        place += 1
      }
      isWellFormed = digits(&self) > 0 && isWellFormed
    }
    let text = text(from: start)
    if isWellFormed, isInteger, let int = Int(text) { return .int(int) }
    if isWellFormed, let number = Double(text), number.isFinite { return .number(number) }
    place = start
    throw unexpected("a number")
  }

  /// The text from a place up to here.
  private func text(from start: Int) -> String {
    String(decoding: bytes[start..<place].prefix(40), as: UTF8.self)
  }

  /// What is wrong at this place.
  mutating func unexpected(_ expected: String) -> JSONError {
    guard next() != nil else {
      return JSONError(place: place, found: "the end", expected: expected)
    }
    let character = String(decoding: bytes[place...].prefix(4), as: UTF8.self).first ?? " "
    return JSONError(
      place: place, found: character == "\0" ? "a zero byte" : "'\(character)'", expected: expected)
  }
}

extension JSONScanner {
  /// Takes a string.
  mutating func string() throws(JSONError) -> String { try stringWithRange().text }

  /// Takes a string, and says where its bytes lie, without the quotes.
  mutating func stringWithRange() throws(JSONError) -> (text: String, range: Range<Int>) {
    guard next() == UInt8(ascii: "\"") else { throw unexpected("a string in quotes") }
    place += 1
    let start = place
    var utf8: [UInt8] = []
    while place < bytes.endIndex {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        return (String(decoding: utf8, as: UTF8.self), start..<(place - 1))
      case UInt8(ascii: "\\"):
        place += 1
        utf8 += try escaped().utf8
      case 0..<0x20:
        throw JSONError(
          place: place, found: "a control character in a string", expected: "it as \\u00…")
      default:
        utf8.append(byte)
        place += 1
      }
    }
    throw JSONError(
      place: start - 1, found: "a quote that is never closed", expected: "a second one")
  }

  /// Takes what stands behind a backslash.
  private mutating func escaped() throws(JSONError) -> Character {
    let start = place - 1
    let wrong = JSONError(place: start, found: "a wrong escape", expected: "\\n, \\\", \\u00e9 …")
    guard place < bytes.endIndex else { throw wrong }
    let letter = bytes[place]
    place += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return Character(Unicode.Scalar(letter))
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard var code = fourDigits() else { throw wrong }
      if (0xD800..<0xDC00).contains(code) {
        // Two halves of one character.
        guard bytes[place...].starts(with: "\\u".utf8) else { throw wrong }
        place += 2
        guard let low = fourDigits(), (0xDC00..<0xE000).contains(low) else { throw wrong }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw wrong }
      return Character(scalar)
    default: throw wrong
    }
  }

  private mutating func fourDigits() -> UInt32? {
    let digits = bytes[place...].prefix(4)
    let hexadecimal = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard hexadecimal.count == 4, digits.allSatisfy({ $0 < 0x80 }) else { return nil }
    place += 4
    return hexadecimal.reduce(0) { $0 << 4 | UInt32($1) }
  }
}

/// Where JSON text is wrong.
struct JSONError: Error, Equatable {
  /// The place among the bytes, counted from 0.
  let place: Int
  /// What is there.
  let found: String
  /// What should be there.
  let expected: String
}

extension JSONError: CustomStringConvertible {
  var description: String { "at byte \(place): found \(found); expected \(expected)" }
}
