/// Reads the header of an `.npy` piece by piece: the few of Python's literals that can stand there, and no others.
/// Nothing is evaluated.
struct NumPyHeaderScanner {
  /// Where a header is wrong; places count from its beginning.
  struct Mistake: Error {
    let place: Int
    let found: String
    let expected: String
  }

  private let bytes: ArraySlice<UInt8>
  private var index: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  /// The place of the next byte.
  var place: Int { index - bytes.startIndex }

  /// Whether nothing but white space is left.
  var isAtEnd: Bool { mutating get { next() == nil } }

  /// Whether a list, a tuple or a dictionary comes next.
  var isAtBracket: Bool { mutating get { next().map { "[({".utf8.contains($0) } ?? false } }

  /// The next byte that is no white space, not taken yet.
  private mutating func next() -> UInt8? {
    while index < bytes.endIndex, " \t\r\n".utf8.contains(bytes[index]) { index += 1 }
    return index < bytes.endIndex ? bytes[index] : nil
  }

  /// Takes a sign if it comes next.
  private mutating func takes(_ sign: Unicode.Scalar) -> Bool {
    guard next() == UInt8(ascii: sign) else { return false }
    index += 1
    return true
  }

  /// Takes a sign that has to come next.
  mutating func expect(_ sign: Unicode.Scalar) throws(Mistake) {
    if !takes(sign) { throw unexpected("'\(sign)'") }
  }

  /// Takes what stands between two signs, with commas between, and perhaps one behind the last.
  mutating func list(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar,
    _ element: (inout NumPyHeaderScanner) throws(Mistake) -> Void
  ) throws(Mistake) {
    try expect(open)
    while !takes(close) {
      try element(&self)
      if takes(",") { continue }
      if takes(close) { return }
      throw unexpected("',' or '\(close)'")
    }
  }

  /// Takes text between quotes of either kind. NumPy writes none that would need a backslash.
  mutating func string() throws(Mistake) -> String {
    guard let quote = next(), "'\"".utf8.contains(quote) else {
      throw unexpected("text in quotes")
    }
    let rest = bytes[(index + 1)...]
    guard let end = rest.firstIndex(of: quote) else {
      throw mistake("a quote that is never closed", expected: "a second one")
    }
    let text = rest[..<end]
    if text.contains(UInt8(ascii: "\\")) {
      throw mistake("a backslash in text", expected: "none")
    }
    index = end + 1
    return String(decoding: text.prefix(40), as: UTF8.self)
  }

  /// Takes `True` or `False`.
  mutating func truth() throws(Mistake) -> Bool {
    _ = next()
    for (word, value) in [("True", true), ("False", false)]
    where bytes[index...].starts(with: word.utf8) {
      index += word.utf8.count
      return value
    }
    throw unexpected("True or False")
  }

  /// Takes the sizes of the axes: `()`, `(3,)`, `(3, 4)`.
  mutating func sizes() throws(Mistake) -> [Int] {
    var sizes: [Int] = []
    var isBehindComma = false
    try list("(", ")") { (scanner) throws(Mistake) in
      sizes.append(try scanner.size())
      isBehindComma = scanner.next() == UInt8(ascii: ",")
    }
    // To Python, (3) is 3.
    if sizes.count == 1, !isBehindComma {
      throw mistake("(\(sizes[0]))", expected: "(\(sizes[0]),)")
    }
    return sizes
  }

  private mutating func size() throws(Mistake) -> Int {
    _ = next()
    let digits = bytes[index...].prefix { $0 &- 0x30 <= 9 }
    guard !digits.isEmpty, digits.count == 1 || digits.first != UInt8(ascii: "0"),
      let size = Int(String(decoding: digits.prefix(20), as: UTF8.self))
    else { throw unexpected("a size from 0 to \(Int32.max)") }
    index = digits.endIndex
    // Python 2 wrote 3L.
    if next() == UInt8(ascii: "L") { index += 1 }
    return size
  }

  /// Steps over a value in brackets, whatever stands there.
  mutating func skipBrackets() throws(Mistake) {
    var depth = 0
    repeat {
      guard let byte = next() else { throw unexpected("a closing bracket") }
      if "'\"".utf8.contains(byte) {
        _ = try string()
        continue
      }
      if "[({".utf8.contains(byte) { depth += 1 }
      if "])}".utf8.contains(byte) { depth -= 1 }
      index += 1
    } while depth > 0
  }

  /// What is wrong at this place.
  func mistake(_ found: String, expected: String) -> Mistake {
    Mistake(place: place, found: found, expected: expected)
  }

  /// What is wrong with the next byte.
  mutating func unexpected(_ expected: String) -> Mistake {
    guard let byte = next() else { return mistake("the end", expected: expected) }
    let isShown = (0x20..<0x7F).contains(byte)
    return mistake(
      isShown ? "'\(Character(Unicode.Scalar(byte)))'" : "a byte \(byte)", expected: expected)
  }
}
