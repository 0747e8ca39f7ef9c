import UnrollAutodiff

extension TensorFile {
  /// Writes the file, whole or not at all: a reader, or a program started again after a crash, finds the
  /// old file or the new one.
  ///
  /// - Throws: A ``TensorFileError``; what stood at the path before is untouched then.
  public func write(to path: String) throws(TensorFileError) {
    for key in [Self.formatKey, Self.checksumKey] where metadata[key] != nil {
      throw TensorFileError(file: path, .reservedKey(key))
    }
    if tensors["__metadata__"] != nil {
      throw TensorFileError(file: path, .reservedKey("__metadata__"))
    }
    let order = TensorFileHeader.order(tensors)
    let blank = head(order, checksum: String(repeating: "0", count: 16))
    if blank.count - 8 > Self.longestHeader {
      let reason = """
        its names and texts need a header of \(blank.count - 8) bytes; the format allows \(Self.longestHeader)
        """
      throw TensorFileError(file: path, .cannotWrite(reason: reason))
    }
    var checksum = Checksum()
    blank.withUnsafeBytes { checksum.update($0) }
    for (_, content) in order { content.withFileBytes { checksum.update($0) } }
    let head = head(order, checksum: checksum.text)
    do {
      try AtomicFile.write(to: path) { writer in
        try head.withUnsafeBytes { try writer.write($0) }
        for (_, content) in order { try content.withFileBytes { try writer.write($0) } }
      }
    } catch let failure as AtomicFile.Failure {
      throw TensorFileError(file: path, .cannotWrite(reason: failure.reason))
    } catch {
      throw TensorFileError(file: path, .cannotWrite(reason: "\(error)"))
    }
  }

  /// The length of the header, and the header.
  private func head(_ order: [(name: String, content: Content)], checksum: String) -> [UInt8] {
    let header = Array(TensorFileHeader.text(of: self, order: order, checksum: checksum).utf8)
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header
  }
}
