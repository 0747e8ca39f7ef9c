/// What the directory of a zip file says of one member.
struct ZipEntry {
  /// The name as it is stored.
  let name: String
  /// Where the member begins.
  let offset: Int
  /// The CRC-32 of its bytes.
  let checksum: UInt32
  private let storedName: ArraySlice<UInt8>
  private let flags: UInt64
  private let method: UInt64
  private let size: UInt64
  private let packedSize: UInt64

  /// Reads the entry at a place, and moves that behind it.
  init(
    _ bytes: [UInt8], at place: inout Int, before end: Int
  ) throws(NumPyFileError.Problem) {
    let start = place
    func field(_ offset: Int, _ width: Int) throws(NumPyFileError.Problem) -> UInt64 {
      guard start + offset + width <= end,
        let number = bytes.number(at: start + offset, bytes: width)
      else { throw .brokenDirectory(place: start) }
      return number
    }
    guard try field(0, 4) == ZipDirectory.entryMark else {
      throw .brokenDirectory(place: start)
    }
    let (nameCount, extraCount) = (Int(try field(28, 2)), Int(try field(30, 2)))
    let nameEnd = start + 46 + nameCount
    place = nameEnd + extraCount + Int(try field(32, 2))
    if place > end { throw .brokenDirectory(place: start) }
    storedName = bytes[(start + 46)..<nameEnd]
    (flags, method, checksum) = (try field(8, 2), try field(10, 2), UInt32(try field(16, 4)))

    // All ones: the number stands among what follows the name, in 64 bits, in this order.
    var large = Self.largeNumbers(bytes, nameEnd..<(nameEnd + extraCount))
    func number(_ small: UInt64) throws(NumPyFileError.Problem) -> UInt64 {
      if small != 0xFFFF_FFFF { return small }
      guard let number = large.popFirst() else { throw .brokenZip64(place: start) }
      return number
    }
    size = try number(field(24, 4))
    packedSize = try number(field(20, 4))
    let offset = try number(field(42, 4))
    guard let offset = Int(exactly: offset) else { throw .brokenDirectory(place: start) }
    self.offset = offset
    if try field(34, 2) != 0 { throw .severalParts }

    // Without the flag, the name would be in the letters of the first PCs.
    let isReadable = flags & 0x800 != 0 || storedName.allSatisfy { $0 < 0x80 }
    guard isReadable, !storedName.contains(0),
      let name = String(validating: storedName, as: UTF8.self)
    else { throw .nameNotUTF8(place: start) }
    self.name = name
  }

  /// The name without `.npy`.
  var arrayName: String {
    name.hasSuffix(ZipDirectory.suffix) ? String(name.dropLast(ZipDirectory.suffix.count)) : name
  }

  /// The numbers of 64 bits among some fields, each of which begins with its kind and length, two bytes each.
  private static func largeNumbers(_ bytes: [UInt8], _ range: Range<Int>) -> ArraySlice<UInt64> {
    var place = range.lowerBound
    while place + 4 <= range.upperBound {
      let (kind, count) = (bytes.number(at: place, bytes: 2), bytes.number(at: place + 2, bytes: 2))
      let end = place + 4 + Int(count ?? 0)
      if kind == 1, end <= range.upperBound {
        let places = stride(from: place + 4, through: end - 8, by: 8)
        return places.compactMap { bytes.number(at: $0, bytes: 8) }[...]
      }
      place = end
    }
    return []
  }
}

extension ZipEntry {
  /// Where the member's bytes lie, if they lie in the file as they are.
  func range(
    in bytes: [UInt8], before limit: Int
  ) throws(NumPyFileError.Problem) -> Range<Int> {
    // Encrypted, strongly encrypted, or with a directory that is.
    if flags & 0x2041 != 0 { throw .encrypted }
    if method != 0 { throw .compressed(method: Int(method)) }
    if !name.hasSuffix(ZipDirectory.suffix) { throw .notAnArray }
    // A size that was not known when the member was begun stands behind it, and in the directory.
    if flags & 8 != 0, size == 0 || packedSize == 0 { throw .sizeMissing }
    if size != packedSize { throw .twoSizes(size, packedSize) }
    guard offset <= limit - 30, let mark = bytes.number(at: offset, bytes: 4) else {
      throw .memberBeyondEnd(start: offset, byteCount: size, limit: limit)
    }
    guard mark == ZipDirectory.memberMark, bytes.number(at: offset + 8, bytes: 2) == method,
      let nameCount = bytes.number(at: offset + 26, bytes: 2),
      let extraCount = bytes.number(at: offset + 28, bytes: 2),
      bytes[(offset + 30)..<limit].prefix(Int(nameCount)).elementsEqual(storedName)
    else { throw .otherMember(place: offset) }
    let start = offset + 30 + Int(nameCount) + Int(extraCount)
    guard start <= limit, size <= UInt64(limit - start) else {
      throw .memberBeyondEnd(start: offset, byteCount: size, limit: limit)
    }
    return start..<(start + Int(size))
  }
}
