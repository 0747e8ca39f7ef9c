import UnrollAutodiff

/// Takes lines apart and keeps what they hold.
struct WordVectorsReader {
  let lines: TextLines
  var words: [String] = []
  var numbers: [Float] = []
  var rows: [String: Int] = [:]
  var repeated: [String] = []
  var isCut = false
  /// The length of a vector, and the line that says so.
  private var length: (value: Int, line: Int)?
  /// How many words the header announces.
  private var announced: Int?
  /// A line with nothing on it; only the end of the file may follow.
  private var blankLine: Int?

  init(lines: TextLines) { self.lines = lines }

  /// Reads to the end of the file, or until there are so many words.
  mutating func readAll(atMost limit: Int) throws(TextFileError) {
    while let line = try lines.nextBytes() {
      let bytes = line.bytes.trimmed
      if bytes.isEmpty {
        blankLine = blankLine ?? line.number
        continue
      }
      if let blankLine { throw unexpected("nothing", Self.wanted, blankLine) }
      if line.number == 1, try readHeader(bytes) { continue }
      if words.count == limit {
        isCut = true
        return
      }
      try add(bytes, line.number)
    }
    if words.isEmpty { throw unexpected("no vectors", Self.wanted + " on each line", nil) }
    let found = words.count + repeated.count
    if let announced, announced != found {
      throw unexpected(
        "\(found.grouped) \(found == 1 ? "vector" : "vectors")",
        "\(announced.grouped), as line 1 says; the file may be cut off", nil)
    }
  }

  /// The words and their matrix.
  func vectors() -> WordVectors {
    WordVectors(
      words, Tensor(numbers, shape: [words.count, length?.value ?? 0]), knownRows: rows)
  }

  private static let wanted = "a word and its vector"

  private func unexpected(_ found: String, _ expected: String, _ line: Int?) -> TextFileError {
    lines.error(.unexpected(found: found, expected: expected), line: line)
  }
}

// MARK: - The header

extension WordVectorsReader {
  /// Takes a first line of two whole numbers as the number of words and the length of their vectors.
  private mutating func readHeader(_ bytes: ArraySlice<UInt8>) throws(TextFileError) -> Bool {
    let fields = bytes.fields
    guard fields.count == 2, fields.allSatisfy({ $0.allSatisfy { $0 &- 0x30 <= 9 } }) else {
      return false
    }
    let numbers = fields.map { Int(String(decoding: $0, as: UTF8.self)) ?? Int.max }
    let (count, dimensions) = (numbers[0], numbers[1])
    guard count > 0, dimensions > 0, dimensions <= WordVectorsFile.mostDimensions else {
      throw unexpected(
        "a header of \(Self.text(count)) words and \(Self.text(dimensions)) numbers each",
        "at least 1 of both, and at most \(WordVectorsFile.mostDimensions.grouped) numbers", 1)
    }
    // A word and its numbers take two bytes each at the least. Nothing is kept ready for what can't come.
    let bytesPerWord = 2 * dimensions + 2
    if let size = lines.byteCount, count > size / bytesPerWord + 1 {
      throw unexpected(
        "a header that announces \(Self.text(count)) words with \(dimensions) numbers each",
        "at most \((size / bytesPerWord + 1).grouped), as a file of \(size.grouped) bytes can hold",
        1)
    }
    length = (dimensions, 1)
    announced = count
    return true
  }

  private static func text(_ number: Int) -> String {
    number == .max ? "more than \(Int.max)" : number.grouped
  }
}

// MARK: - A line

extension WordVectorsReader {
  /// Keeps the word and the vector of a line.
  private mutating func add(_ bytes: ArraySlice<UInt8>, _ line: Int) throws(TextFileError) {
    let length: (value: Int, line: Int)
    if let known = self.length { length = known } else { length = try firstLength(bytes, line) }
    self.length = length
    let start = numbers.count
    let end = bytes.firstIndex { $0.isBlank } ?? bytes.endIndex
    var word = bytes[..<end]
    // Nearly every line: a word without spaces, and as many numbers as there should be.
    if !appendNumbers(bytes[end...], count: length.value) {
      numbers.removeLast(numbers.count - start)
      word = try wordOfUnusualLine(bytes, length, line)
      let rest = bytes[word.endIndex...]
      guard appendNumbers(rest, count: length.value) else {
        throw unexpected(Self.wrongNumber(rest), "a number", line)
      }
    }
    let text = try lines.text(of: word, line: line)
    if rows[text] == nil {
      rows[text] = words.count
      words.append(text)
    } else {
      repeated.append(text)
      numbers.removeLast(length.value)
    }
  }

  /// Appends the numbers of some fields; false where one is no number, or there are not so many.
  private mutating func appendNumbers(_ bytes: ArraySlice<UInt8>, count: Int) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var (index, found) = (0, 0)
      while true {
        while index < bytes.count, bytes[index].isBlank { index += 1 }
        if index == bytes.count { return found == count }
        var end = index + 1
        while end < bytes.count, !bytes[end].isBlank { end += 1 }
        guard found < count, let number = decimalFloat(.init(rebasing: bytes[index..<end])) else {
          return false
        }
        numbers.append(number)
        found += 1
        index = end
      }
    }
  }

  /// The length of the vectors, from a first line without a header: all numbers at its end.
  private func firstLength(
    _ bytes: ArraySlice<UInt8>, _ line: Int
  ) throws(TextFileError) -> (value: Int, line: Int) {
    let fields = bytes.fields
    let count = fields.dropFirst().reversed().prefix { $0.isNumber }.count
    if count == 0 { throw unexpected(Self.quoted(bytes), Self.wanted, line) }
    guard count <= WordVectorsFile.mostDimensions else {
      throw unexpected(
        "a vector of \(count.grouped) numbers",
        "at most \(WordVectorsFile.mostDimensions.grouped)", line)
    }
    return (count, line)
  }

  /// The word of a line that is not a word and numbers alone: one that holds spaces, or a mistake.
  private func wordOfUnusualLine(
    _ bytes: ArraySlice<UInt8>, _ length: (value: Int, line: Int), _ line: Int
  ) throws(TextFileError) -> ArraySlice<UInt8> {
    let fields = bytes.fields
    let expected = "\(length.value), as on line \(length.line)"
    let (found, last) = (fields.count - 1, fields.count - length.value - 1)
    if last < 0 {
      throw unexpected("\(found) \(found == 1 ? "number" : "numbers")", expected, line)
    }
    // A number just before the vector is one too many, not the end of a word.
    if last > 0, fields[last].isNumber, fields[(last + 1)...].allSatisfy(\.isNumber) {
      let numbers = fields.dropFirst().reversed().prefix { $0.isNumber }.count
      throw unexpected("\(numbers) numbers", expected, line)
    }
    return bytes[..<fields[last].endIndex]
  }

  /// The first field that is no number.
  private static func wrongNumber(_ bytes: ArraySlice<UInt8>) -> String {
    quoted(bytes.fields.first { !$0.isNumber } ?? [])
  }

  private static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes.prefix(40), as: UTF8.self)
    return "'" + text + (bytes.count > 40 ? "…" : "") + "'"
  }
}

extension UInt8 {
  /// A space or a tab: what stands between fields.
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }
}

extension ArraySlice<UInt8> {
  /// Without spaces and tabs at both ends; word2vec's own program leaves one behind the last number.
  fileprivate var trimmed: ArraySlice<UInt8> {
    var slice = self
    while let last = slice.last, last.isBlank { slice.removeLast() }
    while let first = slice.first, first.isBlank { slice.removeFirst() }
    return slice
  }

  /// What stands between spaces and tabs.
  fileprivate var fields: [ArraySlice<UInt8>] { split { $0.isBlank } }

  /// Whether the bytes are a finite number.
  fileprivate var isNumber: Bool { withUnsafeBufferPointer { decimalFloat($0) } != nil }
}
