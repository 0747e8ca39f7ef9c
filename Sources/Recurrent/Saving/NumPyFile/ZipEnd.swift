/// The end of a zip file: how many members there are, and where their directory lies.
struct ZipEnd {
  let count: Int
  let directory: Range<Int>

  /// Finds the end of a file; a comment of up to 65,535 bytes may stand behind it.
  init(_ bytes: [UInt8]) throws(NumPyFileError.Problem) {
    if bytes.starts(with: NumPyHeader.magic) { throw .isArray }
    guard bytes.starts(with: ZipDirectory.letters) else {
      throw bytes.isEmpty ? .cutShort(0) : .notNumPy
    }
    guard let place = Self.place(in: bytes) else { throw .cutShort(bytes.count) }
    let end = Fields(bytes, place)
    var (disks, count) = (end[4, 2] | end[6, 2], end[10, 2])
    var (size, start) = (end[12, 4], end[16, 4])
    var isSame = end[8, 2] == count
    var behind = place
    if count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF,
      let large = try Self.largeEnd(in: bytes, before: place)
    {
      (disks, count) = (large[16, 4] | large[20, 4], large[32, 8])
      (size, start) = (large[40, 8], large[48, 8])
      isSame = large[24, 8] == count
      behind = large.place
    }
    if disks != 0 || !isSame { throw .severalParts }
    if count > ZipDirectory.mostMembers { throw .tooManyMembers(count) }
    guard start <= behind, size == UInt64(behind) - start else {
      throw .directoryElsewhere(start: start, byteCount: size, expected: behind)
    }
    (self.count, directory) = (Int(count), Int(start)..<behind)
  }

  /// Where the end begins: the last signature from which the comment reaches to the last byte.
  private static func place(in bytes: [UInt8]) -> Int? {
    let last = bytes.count - byteCount
    guard last >= 0 else { return nil }
    for place in stride(from: last, through: max(0, last - 0xFFFF), by: -1)
    where bytes[place] == 0x50
      && bytes.number(at: place, bytes: 4) == UInt64(ZipDirectory.endMark)
      && bytes.number(at: place + 20, bytes: 2) == UInt64(last - place)
    {
      return place
    }
    return nil
  }

  /// The size of the end without its comment.
  static let byteCount = 22

  /// The end with numbers of 64 bits, which 20 bytes in front of the other point to; nil where there is none.
  private static func largeEnd(
    in bytes: [UInt8], before place: Int
  ) throws(NumPyFileError.Problem) -> Fields? {
    guard bytes.number(at: place - 20, bytes: 4) == 0x0706_4B50 else { return nil }
    let pointer = Fields(bytes, place - 20)
    // 56 bytes, of which 12 are not counted: more would be another version of the format.
    guard pointer[4, 4] == 0, place >= 76, pointer[8, 8] == UInt64(place - 76),
      bytes.number(at: place - 76, bytes: 4) == 0x0606_4B50,
      bytes.number(at: place - 72, bytes: 8) == 44
    else { throw .brokenZip64(place: place - 20) }
    return Fields(bytes, place - 76)
  }

  /// Numbers at places that are known to be there.
  private struct Fields {
    let place: Int
    private let bytes: [UInt8]

    init(_ bytes: [UInt8], _ place: Int) { (self.bytes, self.place) = (bytes, place) }

    subscript(_ offset: Int, _ width: Int) -> UInt64 {
      bytes.number(at: place + offset, bytes: width) ?? 0
    }
  }
}
