import UnrollAutodiff

/// The part of a tensor file that says what lies where.
struct TensorFileHeader {
  /// One tensor's place.
  struct Entry {
    let name: String
    let type: StoredType
    let shape: Shape
    /// The bytes, counted from the end of the header.
    let range: Range<Int>
  }

  /// The tensors in the order of their bytes.
  let entries: [Entry]
  /// The text by key, the checksum and the format left out.
  let metadata: [String: String]
  /// The checksum that the file states, and where its digits lie in the header.
  let checksum: (text: String, range: Range<Int>)?
}

// MARK: - Written

extension TensorFileHeader {
  /// The header of a file that is to be written: large numbers first, so that each lies at a multiple of
  /// its size, then by name. That is the order of Python's `safetensors`, too.
  static func text(
    of file: TensorFile, order: [(name: String, content: TensorFile.Content)], checksum: String
  )
    -> String
  {
    var metadata = file.metadata
    metadata[TensorFile.formatKey] = TensorFile.format
    metadata[TensorFile.checksumKey] = checksum
    let texts = metadata.mapValues { JSONValue.string($0) }
    var parts = ["\"__metadata__\":" + JSONValue.object(texts).text]
    var end = 0
    for (name, content) in order {
      let (type, shape) = (content.type, content.shape)
      let start = end
      end += shape.elementCount * type.byteCount
      let sizes = shape.map(String.init).joined(separator: ",")
      parts.append(
        """
        \(JSONValue.quoted(name)):{"dtype":"\(type.rawValue)","shape":[\(sizes)],\
        "data_offsets":[\(start),\(end)]}
        """)
    }
    let text = "{" + parts.joined(separator: ",") + "}"
    return text + String(repeating: " ", count: (8 - text.utf8.count % 8) % 8)
  }

  /// The tensors in the order of the file.
  static func order(_ tensors: [String: TensorFile.Content])
    -> [(name: String, content: TensorFile.Content)]
  {
    let place = Dictionary(
      uniqueKeysWithValues: StoredType.allCases.enumerated().map { ($1, $0) })
    return tensors.map { (name: $0.key, content: $0.value) }.sorted { a, b in
      let (first, second) = (place[a.content.type] ?? 0, place[b.content.type] ?? 0)
      return first == second
        ? a.name.utf8.lexicographicallyPrecedes(b.name.utf8) : first < second
    }
  }
}

// MARK: - Read

extension TensorFileHeader {
  /// Reads a header and checks every number in it against the others and the size of the file.
  init(
    reading bytes: ArraySlice<UInt8>, dataCount: Int
  ) throws(TensorFileError.Problem) {
    var reader = Reader()
    do {
      var scanner = JSONScanner(bytes)
      try reader.read(&scanner)
    } catch {
      throw .malformedHeader(place: 8 + error.place, found: error.found, expected: error.expected)
    }
    metadata = reader.metadata.filter {
      $0.key != TensorFile.checksumKey && $0.key != TensorFile.formatKey
    }
    checksum = reader.checksum
    if let format = reader.metadata[TensorFile.formatKey] {
      if format != TensorFile.format { throw .otherFormat(format) }
      if checksum == nil { throw .noChecksum }
    }
    var entries: [Entry] = []
    for raw in reader.entries { entries.append(try Entry(raw)) }
    // Of entries at one place, the empty ones come first.
    entries.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    self.entries = entries
    try requireContiguous(dataCount)
  }

  /// Bytes that two tensors share, or that belong to none, are a sign of a mistake, or of something hidden.
  private func requireContiguous(_ dataCount: Int) throws(TensorFileError.Problem) {
    var (end, before) = (0, "")
    for entry in entries {
      if entry.range.upperBound > dataCount {
        throw .beyondEnd(tensor: entry.name, end: entry.range.upperBound, dataCount: dataCount)
      }
      if entry.range.lowerBound < end { throw .overlap(before, entry.name) }
      if entry.range.lowerBound > end {
        throw .gap(before: entry.name, end..<entry.range.lowerBound)
      }
      (end, before) = (entry.range.upperBound, entry.name)
    }
    if end < dataCount { throw .trailingBytes(dataCount - end) }
  }
}

extension TensorFileHeader.Entry {
  /// An entry whose numbers agree with each other.
  fileprivate init(_ raw: TensorFileHeader.Reader.Entry) throws(TensorFileError.Problem) {
    name = raw.name
    guard let type = StoredType(rawValue: raw.type) else {
      throw .unknownType(tensor: raw.name, type: raw.type)
    }
    self.type = type
    if raw.sizes.count > Shape.maximumRank || raw.sizes.contains(where: { $0 > Int32.max }) {
      throw .tooLarge(tensor: raw.name, shape: raw.sizes)
    }
    shape = Shape(raw.sizes)
    var (byteCount, isTooLarge) = (type.byteCount, false)
    // Without the zeros first: a product that is too large must not hide behind one.
    for size in raw.sizes where size > 0 {
      let product = byteCount.multipliedReportingOverflow(by: size)
      byteCount = product.partialValue
      isTooLarge = isTooLarge || product.overflow
    }
    if isTooLarge { throw .tooLarge(tensor: raw.name, shape: raw.sizes) }
    if raw.sizes.contains(0) { byteCount = 0 }
    guard raw.start <= raw.end, raw.end - raw.start == byteCount else {
      throw .wrongByteCount(
        tensor: raw.name, type: raw.type, shape: raw.sizes, expected: byteCount, start: raw.start,
        end: raw.end)
    }
    range = raw.start..<raw.end
  }
}

extension TensorFileHeader {
  /// Reads the grammar of a header, and nothing but that.
  fileprivate struct Reader {
    struct Entry {
      let name: String
      var type = ""
      var sizes: [Int] = []
      var start = 0
      var end = 0
    }

    var entries: [Entry] = []
    var metadata: [String: String] = [:]
    var checksum: (text: String, range: Range<Int>)?

    mutating func read(_ scanner: inout JSONScanner) throws(JSONError) {
      try scanner.object { (scanner, name) throws(JSONError) in
        if name == "__metadata__" {
          try readMetadata(&scanner)
        } else {
          entries.append(try Self.entry(name, &scanner))
        }
      }
      if !scanner.isAtEnd { throw scanner.unexpected("the end of the header") }
    }

    private mutating func readMetadata(_ scanner: inout JSONScanner) throws(JSONError) {
      try scanner.object { (scanner, key) throws(JSONError) in
        let value = try scanner.stringWithRange()
        metadata[key] = value.text
        if key == TensorFile.checksumKey { checksum = value }
      }
    }

    private static func entry(
      _ name: String, _ scanner: inout JSONScanner
    ) throws(JSONError) -> Entry {
      var entry = Entry(name: name)
      var missing: Set = ["dtype", "shape", "data_offsets"]
      let start = scanner.place
      try scanner.object { (scanner, key) throws(JSONError) in
        switch key {
        case "dtype": entry.type = try scanner.string()
        case "shape":
          try scanner.list("[", "]") { (scanner) throws(JSONError) in
            entry.sizes.append(try scanner.count())
          }
        case "data_offsets":
          try scanner.expect("[")
          entry.start = try scanner.count()
          try scanner.expect(",")
          entry.end = try scanner.count()
          try scanner.expect("]")
        default:
          throw JSONError(
            place: scanner.place, found: "\(name) with a key \(key)",
            expected: "dtype, shape and data_offsets")
        }
        missing.remove(key)
      }
      guard missing.isEmpty else {
        throw JSONError(
          place: start, found: "\(name) without \(missing.sorted().joined(separator: " and "))",
          expected: "dtype, shape and data_offsets")
      }
      return entry
    }
  }
}
