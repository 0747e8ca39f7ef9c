/// Where the members of a zip file lie, every number held against the others and the size of the file.
///
/// A zip is read from its end: the last 22 bytes say where the directory lies, and the directory where each member
/// begins, how long it is, and its checksum. What stands in front of a member says the same again, but NumPy leaves
/// the sizes out there: they are the directory's. From 4 GB on, numbers of 32 bits are all ones, and others of 64
/// bits follow (ZIP64). Source: PKWARE's APPNOTE, 4.3 to 4.5.
struct ZipDirectory {
  /// A member that holds an array.
  struct Member {
    /// Its name without `.npy`.
    let arrayName: String
    /// Its bytes in the file.
    let range: Range<Int>
    /// The CRC-32 that they should have.
    let checksum: UInt32
  }

  /// The members in the order of the directory.
  let members: [Member]

  /// How every part of a zip begins.
  static let letters = "PK".utf8
  /// The signature in front of a member.
  static let memberMark: UInt32 = 0x0403_4B50
  /// The signature of an entry of the directory.
  static let entryMark: UInt32 = 0x0201_4B50
  /// The signature of the end.
  static let endMark: UInt32 = 0x0605_4B50
  /// How the name of a member that holds an array ends.
  static let suffix = ".npy"
  /// The most members of a file.
  static let mostMembers = 65_535

  /// Reads the directory of a file, which is named `file` in messages.
  init(_ bytes: [UInt8], file: String) throws(NumPyFileError) {
    typealias Problem = NumPyFileError.Problem
    let end = try NumPyFileError.naming(file) { () throws(Problem) in try ZipEnd(bytes) }
    var names: Set<String> = []
    var places: [(entry: ZipEntry, end: Int)] = []
    members = try NumPyFileError.naming(file) { () throws(Problem) in
      var place = end.directory.lowerBound
      var entries: [ZipEntry] = []
      for _ in 0..<end.count {
        entries.append(try ZipEntry(bytes, at: &place, before: end.directory.upperBound))
      }
      if place != end.directory.upperBound { throw .brokenDirectory(place: place) }
      return entries
    }.map { (entry) throws(NumPyFileError) in
      try NumPyFileError.naming(file, array: entry.arrayName) { () throws(Problem) in
        if !names.insert(entry.name).inserted { throw .repeatedMember }
        let range = try entry.range(in: bytes, before: end.directory.lowerBound)
        places.append((entry, range.upperBound))
        return Member(arrayName: entry.arrayName, range: range, checksum: entry.checksum)
      }
    }
    // Members that share bytes could make gigabytes of a small file.
    places.sort { $0.entry.offset < $1.entry.offset }
    for (before, after) in zip(places, places.dropFirst()) where after.entry.offset < before.end {
      throw NumPyFileError(
        file: file, array: after.entry.arrayName, .overlap(with: before.entry.arrayName))
    }
  }
}
