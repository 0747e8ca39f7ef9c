/// A zip file that is to be written: arrays by name, in alphabetical order, as they are, all of one date.
struct ZipPlan {
  private struct Member {
    let name: [UInt8]
    let content: TensorFile.Content
    let header: [UInt8]
    let checksum: UInt32
    let size: Int
    let offset: Int
  }

  private let members: [Member]
  private let byteCount: Int

  /// From here on, numbers of 32 bits would no longer do.
  private static let largest = Int(UInt32.max) - 1

  /// Plans a file; throws where the format has no room for it.
  init(_ tensors: [String: TensorFile.Content], file: String) throws(NumPyFileError) {
    if tensors.count > ZipDirectory.mostMembers {
      throw NumPyFileError(file: file, .tooManyMembers(UInt64(tensors.count)))
    }
    var (members, offset, directory): ([Member], Int, Int) = ([], 0, 0)
    let order = tensors.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (key, content) in order {
      let name = Array((key + ZipDirectory.suffix).utf8)
      if name.count > 0xFFFF || name.contains(0) {
        throw NumPyFileError(file: file, array: key, .unusableName)
      }
      let header = NumPyHeader.bytes(of: content)
      let size =
        header.count + content.shape.elementCount * content.numPyType.width
      members.append(
        Member(
          name: name, content: content, header: header,
          checksum: Self.checksum(header, content), size: size, offset: offset))
      offset += 30 + name.count + size
      directory += 46 + name.count
    }
    byteCount = offset + directory + ZipEnd.byteCount
    if byteCount > Self.largest {
      let reason = """
        it would have \(byteCount) bytes; expected at most \(Self.largest). Write several files, or a \
        TensorFile, which has no such limit
        """
      throw NumPyFileError(file: file, .cannotWrite(reason: reason))
    }
    self.members = members
  }

  private static func checksum(_ header: [UInt8], _ content: TensorFile.Content) -> UInt32 {
    var checksum = CRC32.of(header)
    content.withFileBytes { checksum = CRC32.continued(checksum, $0) }
    return checksum
  }

  /// Writes the members, their directory, and where that lies.
  func write(_ writer: AtomicFile.Writer) throws {
    var directory: [UInt8] = []
    for member in members {
      let head = [UInt8](littleEndian: ZipDirectory.memberMark) + Self.common(member)
      try (head + member.name + member.header).withUnsafeBytes { try writer.write($0) }
      try member.content.withFileBytes { try writer.write($0) }
      // Made on Unix, by version 2.0; no comment, the first part, no kind of text, a file that its owner reads.
      directory += [UInt8](littleEndian: ZipDirectory.entryMark) + [20, 3] + Self.common(member)
      directory += Self.two(0) + Self.two(0) + Self.two(0) + Self.four(0o600 << 16)
      directory += Self.four(member.offset) + member.name
    }
    let start = byteCount - ZipEnd.byteCount - directory.count
    var end = [UInt8](littleEndian: ZipDirectory.endMark) + Self.two(0) + Self.two(0)
    end += Self.two(members.count) + Self.two(members.count)
    end += Self.four(directory.count) + Self.four(start) + Self.two(0)
    try (directory + end).withUnsafeBytes { try writer.write($0) }
  }

  /// What stands both in front of a member and in the directory, from the version that is needed to the length of
  /// the extra fields.
  private static func common(_ member: Member) -> [UInt8] {
    // Version 2.0; whether the name is in UTF-8; not packed; 0:00 on 1 January 1980, the first date there is.
    let isASCII = member.name.allSatisfy { $0 < 0x80 }
    return two(20) + two(isASCII ? 0 : 0x800) + two(0) + two(0) + two(0x21)
      + [UInt8](littleEndian: member.checksum) + four(member.size) + four(member.size)
      + two(member.name.count) + two(0)
  }

  private static func two(_ number: Int) -> [UInt8] { [UInt8](littleEndian: UInt16(number)) }

  private static func four(_ number: Int) -> [UInt8] { [UInt8](littleEndian: UInt32(number)) }
}
