/// The way from a path to bytes, and back.
enum NumPyBytes {
  /// All bytes of a file, if that begins as `.npy` and `.npz` do and is not larger than the memory.
  static func read(_ path: String) throws(NumPyFileError) -> [UInt8] {
    do {
      let file = try SystemFile(reading: path)
      let status = try file.status()
      if status.kind != .file {
        throw NumPyFileError.Problem.notAFile(isFolder: status.kind == .folder)
      }
      let start = try file.read(min(status.byteCount, 8))
      if start.count >= 2, !start.starts(with: NumPyHeader.magic.prefix(2)),
        !start.starts(with: ZipDirectory.letters)
      {
        throw NumPyFileError.Problem.notNumPy
      }
      if status.byteCount > SystemFile.memoryByteCount {
        throw NumPyFileError.Problem.largerThanMemory(status.byteCount)
      }
      // From the start again, because putting the two together would take the memory twice.
      return try SystemFile(reading: path).read(status.byteCount)
    } catch let refusal as SystemFile.Refusal {
      throw NumPyFileError(
        file: path,
        refusal.code == SystemFile.Refusal.noSuchFile
          ? .noSuchFile : .unreadable(reason: refusal.reason))
    } catch let problem as NumPyFileError.Problem {
      throw NumPyFileError(file: path, problem)
    } catch {
      throw NumPyFileError(file: path, .unreadable(reason: "\(error)"))
    }
  }

  /// Writes a file by what `body` writes.
  static func write(
    to path: String, _ body: (AtomicFile.Writer) throws -> Void
  ) throws(NumPyFileError) {
    do {
      try AtomicFile.write(to: path, body)
    } catch let failure as AtomicFile.Failure {
      throw NumPyFileError(file: path, .cannotWrite(reason: failure.reason))
    } catch {
      throw NumPyFileError(file: path, .cannotWrite(reason: "\(error)"))
    }
  }
}

extension [UInt8] {
  /// The number in some bytes, the one that counts least first; nil where there are not so many.
  func number(at place: Int, bytes width: Int) -> UInt64? {
    guard place >= 0, place <= count - width else { return nil }
    return self[place..<(place + width)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A number's bytes, the one that counts least first.
  init(littleEndian number: some FixedWidthInteger) {
    self = Swift.withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
