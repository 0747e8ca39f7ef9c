import UnrollAutodiff

extension TensorFile {
  /// Reads a file; nothing in it is taken on trust.
  ///
  /// - Throws: A ``TensorFileError`` that says what is wrong and what to do: an altered byte in a file that
  ///   carries a checksum, a file cut short, a header that contradicts itself.
  public init(reading path: String) throws(TensorFileError) {
    try self.init(file: path) {
      let file = try SystemFile(reading: path)
      let status = try file.status()
      if status.kind != .file {
        throw TensorFileError.Problem.notAFile(isFolder: status.kind == .folder)
      }
      if status.byteCount > SystemFile.memoryByteCount {
        throw TensorFileError.Problem.largerThanMemory(status.byteCount)
      }
      return (status.byteCount, file.read)
    }
  }

  /// Reads the bytes of a file; `file` names it in messages.
  package init(bytes: [UInt8], file: String) throws(TensorFileError) {
    var rest = bytes[...]
    try self.init(file: file) {
      let next = { (count: Int) in
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
      }
      return (bytes.count, next)
    }
  }

  /// Reads a file from what says how many bytes it has, and gives the next ones.
  private init(
    file path: String, _ open: () throws -> (byteCount: Int, next: (Int) throws -> [UInt8])
  ) throws(TensorFileError) {
    do {
      let (byteCount, next) = try open()
      self = try Self.read(path, byteCount, next)
    } catch let refusal as SystemFile.Refusal {
      throw TensorFileError(
        file: path,
        refusal.code == SystemFile.Refusal.noSuchFile
          ? .noSuchFile : .unreadable(reason: refusal.reason))
    } catch let problem as TensorFileError.Problem {
      throw TensorFileError(file: path, problem)
    } catch {
      throw TensorFileError(file: path, .unreadable(reason: "\(error)"))
    }
  }

  private static func read(
    _ path: String, _ byteCount: Int, _ next: (Int) throws -> [UInt8]
  ) throws -> TensorFile {
    let (prefix, header) = try readHeader(next, byteCount: byteCount)
    let dataCount = byteCount - prefix.count - header.count
    let table = try TensorFileHeader(reading: header[...], dataCount: dataCount)
    let data = try next(dataCount)
    if data.count != dataCount { throw TensorFileError.Problem.cutShort(byteCount) }
    if let stated = table.checksum {
      var header = header
      for place in stated.range { header[place] = UInt8(ascii: "0") }
      var checksum = Checksum()
      for part in [prefix, header, data] { part.withUnsafeBytes { checksum.update($0) } }
      // As text: other spellings of the digits would be altered bytes, too.
      if checksum.text != stated.text { throw TensorFileError.Problem.altered }
    }
    var tensors: [String: Content] = [:]
    for entry in table.entries {
      tensors[entry.name] = try data.withUnsafeBytes { bytes in
        try Content(UnsafeRawBufferPointer(rebasing: bytes[entry.range]), entry)
      }
    }
    return TensorFile(tensors: tensors, metadata: table.metadata, path: path)
  }

  /// The eight bytes in front, and the header, whose length is held against the file's before it is read.
  private static func readHeader(
    _ next: (Int) throws -> [UInt8], byteCount: Int
  ) throws -> (prefix: [UInt8], header: [UInt8]) {
    let prefix = try next(8)
    // Some systems' own files give bytes, but say that they have none.
    if prefix.count < 8 || byteCount < 8 { throw TensorFileError.Problem.cutShort(byteCount) }
    let length = prefix.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    if length > UInt64(longestHeader) {
      throw OtherLibraryFile(beginning: prefix).map(TensorFileError.Problem.otherLibrary)
        ?? .headerTooLong(length)
    }
    if length > UInt64(byteCount - 8) {
      throw TensorFileError.Problem.headerBeyondEnd(length: length, byteCount: byteCount)
    }
    let header = try next(Int(length))
    if header.count < Int(length) { throw TensorFileError.Problem.cutShort(byteCount) }
    if String(validating: header, as: UTF8.self) == nil { throw TensorFileError.Problem.notUTF8 }
    return (prefix, header)
  }
}

extension TensorFile.Content {
  /// A tensor from its bytes in a file.
  fileprivate init(
    _ bytes: UnsafeRawBufferPointer, _ entry: TensorFileHeader.Entry
  ) throws(TensorFileError.Problem) {
    switch entry.type {
    case .f32: self = .numbers(Tensor(fileBytes: bytes, shape: entry.shape, dtype: .float32))
    case .f64: self = .numbers(Tensor(fileBytes: bytes, shape: entry.shape, dtype: .float64))
    case .i32, .i64:
      guard
        let tensor = IntTensor(
          fileBytes: bytes, shape: entry.shape, bits: 8 * entry.type.byteCount)
      else { throw .largeInteger(tensor: entry.name) }
      self = .integers(tensor)
    case .bool:
      if let other = bytes.first(where: { $0 > 1 }) {
        throw .notATruth(tensor: entry.name, found: other)
      }
      self = .truths(BoolTensor(bytes.map { $0 == 1 }, shape: entry.shape))
    }
  }
}
