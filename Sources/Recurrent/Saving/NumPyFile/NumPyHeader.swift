import UnrollAutodiff

/// The part of an `.npy` that says what its numbers are.
struct NumPyHeader {
  let type: NumPyType
  let shape: Shape
  /// Whether the first axis runs fastest, as in Fortran, and not the last, as in C.
  let isFortran: Bool
  /// The number of bytes in front of the numbers.
  let byteCount: Int

  /// How a file begins: a byte that stands in no text, and five letters.
  static let magic: [UInt8] = [0x93] + "NUMPY".utf8
  /// The longest header; NumPy's own have some 120 bytes.
  static let longest = 1 << 16
}

// MARK: - Read

extension NumPyHeader {
  /// Reads a header and checks every number in it; `file` is the whole file.
  init(reading file: ArraySlice<UInt8>) throws(NumPyFileError.Problem) {
    let start = try Self.textRange(Array(file.prefix(12)), fileCount: file.count)
    let text = file.dropFirst(start.lowerBound).prefix(start.count)
    var reader = Reader()
    do throws(NumPyHeaderScanner.Mistake) {
      var scanner = NumPyHeaderScanner(text)
      try reader.read(&scanner)
    } catch {
      throw .malformedHeader(
        place: start.lowerBound + error.place, found: error.found, expected: error.expected)
    }
    guard let descr = reader.descr else { throw .structured }
    type = try NumPyType(descr)
    isFortran = reader.isFortran
    byteCount = start.upperBound
    let sizes = reader.sizes
    if sizes.count > Shape.maximumRank { throw .tooManyAxes(sizes.count) }
    guard let count = Self.byteCount(sizes, width: type.width) else { throw .tooLarge(sizes) }
    shape = Shape(sizes)
    let found = file.count - byteCount
    if found < count {
      throw .numbersMissing(type: type.text, shape: sizes, expected: count, found: found)
    }
    if found > count { throw .trailingBytes(found - count) }
  }

  /// Where the text of the header lies, whose length is held against the file's before it is believed.
  private static func textRange(
    _ start: [UInt8], fileCount: Int
  ) throws(NumPyFileError.Problem) -> Range<Int> {
    if start.starts(with: ZipDirectory.letters) { throw .isArchive }
    guard start.starts(with: magic.prefix(start.count)) else { throw .notNumPy }
    guard start.count > 7 else { throw .cutShort(fileCount) }
    // Version 2 gave the length four bytes, and version 3 the text UTF-8.
    let (major, minor) = (start[6], start[7])
    guard (1...3).contains(major), minor == 0 else { throw .otherVersion(major, minor) }
    let width = major == 1 ? 2 : 4
    guard let length = start.number(at: 8, bytes: width) else { throw .cutShort(fileCount) }
    if length > longest { throw .headerTooLong(Int(length)) }
    let end = 8 + width + Int(length)
    if end > fileCount { throw .headerBeyondEnd(length: Int(length), byteCount: fileCount) }
    return (8 + width)..<end
  }

  /// The bytes that numbers of a shape take; nil where that, or a size, is too large.
  private static func byteCount(_ sizes: [Int], width: Int) -> Int? {
    var count = width
    // Without the zeros first: a product that is too large must not hide behind one.
    for size in sizes where size > 0 {
      let product = count.multipliedReportingOverflow(by: size)
      if product.overflow || size > Int32.max { return nil }
      count = product.partialValue
    }
    return sizes.contains(0) ? 0 : count
  }

  /// Reads the grammar of a header, and nothing but that.
  private struct Reader {
    /// The type; nil where it is no text, but a list of fields.
    var descr: String?
    var isFortran = false
    var sizes: [Int] = []

    mutating func read(_ scanner: inout NumPyHeaderScanner) throws(NumPyHeaderScanner.Mistake) {
      var missing = ["descr", "fortran_order", "shape"]
      try scanner.list("{", "}") { (scanner) throws(NumPyHeaderScanner.Mistake) in
        let start = scanner.place
        let key = try scanner.string()
        guard let index = missing.firstIndex(of: key) else {
          throw .init(
            place: start, found: "the key \(key)",
            expected: "descr, fortran_order and shape, each once")
        }
        missing.remove(at: index)
        try scanner.expect(":")
        switch key {
        case "descr":
          descr = scanner.isAtBracket ? nil : try scanner.string()
          if descr == nil { try scanner.skipBrackets() }
        case "fortran_order": isFortran = try scanner.truth()
        default: sizes = try scanner.sizes()
        }
      }
      if !missing.isEmpty {
        throw scanner.mistake(
          "no \(missing.joined(separator: " and no "))", expected: "descr, fortran_order and shape")
      }
      if !scanner.isAtEnd { throw scanner.unexpected("the end of the header") }
    }
  }
}

// MARK: - Written

extension NumPyHeader {
  /// The header in front of an array: version 1.0, byte for byte NumPy's.
  static func bytes(of content: TensorFile.Content) -> [UInt8] {
    let sizes = content.shape.map(String.init)
    let shape = sizes.count == 1 ? "(\(sizes[0]),)" : "(\(sizes.joined(separator: ", ")))"
    var text = "{'descr': '\(content.numPyType.text)', 'fortran_order': False, 'shape': \(shape), }"
    // Room in which NumPy could let the first axis grow to 21 digits.
    if let first = sizes.first { text += String(repeating: " ", count: 21 - first.count) }
    let count = magic.count + 4 + text.utf8.count + 1
    text += String(repeating: " ", count: (64 - count % 64) % 64) + "\n"
    return magic + [1, 0] + [UInt8](littleEndian: UInt16(text.utf8.count)) + text.utf8
  }
}
