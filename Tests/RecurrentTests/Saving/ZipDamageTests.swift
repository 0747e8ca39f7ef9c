import Foundation
import Testing
import UnrollAutodiff

@testable import UnrollRecurrent

/// Archives that are damaged, or made to do harm.
@Suite struct ZipDamageTests {
  /// The sentence with which an archive is refused; nil where it is taken.
  private func refusal(_ bytes: [UInt8]) -> String? {
    do throws(NumPyFileError) {
      _ = try NumPyArchive(bytes: bytes, file: "file")
      return nil
    } catch { return error.description }
  }

  private static let array = numPyFile(
    "{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", [1, 0])

  /// A zip made by hand, every number of which can be another.
  private struct Zip {
    struct Member {
      var name = "a.npy"
      var localName: String?
      var data = ZipDamageTests.array
      var flags: UInt16 = 0
      var method: UInt16 = 0
      var size: UInt32?
      var packedSize: UInt32?
      var offset: UInt32?
      var disk: UInt16 = 0
      var extra: [UInt8] = []
      var checksum: UInt32?
      /// Whether its bytes are those of the member before.
      var isElsewhere = false
    }
    var members = [Member()]
    /// What stands between the directory and the end.
    var large: (_ directory: Range<Int>) -> [UInt8] = { _ in [] }
    var count: UInt16?
    var disk: UInt16 = 0
    var start: UInt32?
    var size: UInt32?
    var comment: [UInt8] = []

    var bytes: [UInt8] {
      var (bytes, directory): ([UInt8], [UInt8]) = ([], [])
      var offset = 0
      for member in members {
        let local = Array((member.localName ?? member.name).utf8)
        if !member.isElsewhere {
          offset = bytes.count
          bytes += four(0x0403_4B50) + two(20) + two(member.flags) + two(member.method) + four(0)
          bytes += four(0) + four(.max) + four(.max) + two(UInt16(local.count)) + two(0) + local
          bytes += member.data
        }
        let name = Array(member.name.utf8)
        directory += four(0x0201_4B50) + two(20) + two(20) + two(member.flags)
        directory += two(member.method) + four(0) + four(member.checksum ?? CRC32.of(member.data))
        directory += four(member.packedSize ?? UInt32(member.data.count))
        directory += four(member.size ?? UInt32(member.data.count))
        directory += two(UInt16(name.count)) + two(UInt16(member.extra.count)) + two(0)
        directory += two(member.disk) + two(0) + four(0) + four(member.offset ?? UInt32(offset))
        directory += name + member.extra
      }
      let start = bytes.count
      bytes += directory
      bytes += large(start..<bytes.count)
      let count = count ?? UInt16(members.count)
      bytes += four(0x0605_4B50) + two(disk) + two(disk) + two(count) + two(count)
      bytes += four(size ?? UInt32(directory.count)) + four(self.start ?? UInt32(start))
      return bytes + two(UInt16(comment.count)) + comment
    }

    func two(_ number: UInt16) -> [UInt8] { [UInt8](littleEndian: number) }
    func four(_ number: UInt32) -> [UInt8] { [UInt8](littleEndian: number) }
  }

  private func zip(_ change: (inout Zip.Member) -> Void) -> [UInt8] {
    var zip = Zip()
    change(&zip.members[0])
    return zip.bytes
  }

  @Test func `an archive made by hand is read, with a comment behind it too`() throws {
    #expect(refusal(Zip().bytes) == nil)
    let comments = ["PK\u{5}\u{6}", String(repeating: "PK\u{5}\u{6}\0\0", count: 10_000)]
    for comment in comments { #expect(refusal(Zip(comment: Array(comment.utf8)).bytes) == nil) }
    #expect(refusal(Zip(members: []).bytes) == nil)
  }

  @Test func `every altered byte of an archive is found, but for those that say nothing`() throws {
    let whole = try NumPyReference.bytes("archive.npz")
    #expect(refusal(whole) == nil)
    var taken = 0
    for place in whole.indices {
      var bytes = whole
      bytes[place] ^= 1 << (place % 8)
      if refusal(bytes) == nil { taken += 1 }
    }
    // Dates, versions, permissions, and in front of the members the sizes and sums, which the directory has again.
    #expect(taken == 498, "\(taken)")
  }

  @Test func `an archive cut short anywhere, or with bytes added, is refused`() throws {
    for name in ["archive.npz", "stream.npz", "none.npz"] {
      let whole = try NumPyReference.bytes(name)
      for count in whole.indices {
        let sentence = try #require(refusal(Array(whole.prefix(count))), "\(count) bytes")
        if count > 1 { #expect(sentence.contains("it was cut short"), "\(count): \(sentence)") }
      }
      #expect(refusal(whole + [0])?.contains("it was cut short") == true)
    }
    let front = [0x50, 0x4B, 0, 0] + Zip().bytes
    #expect(refusal(front)?.contains("says that its directory lies at byte") == true)
  }

  @Test func `altered numbers are found by their checksum`() throws {
    var bytes = Zip().bytes
    bytes[30 + 5 + Self.array.count - 1] ^= 1
    #expect(refusal(bytes)?.hasPrefix("file, a: its bytes don't add up to their checksum") == true)
  }

  @Test func `members that can't be read are refused by name`() throws {
    let encrypted = zip { $0.flags = 1 }
    #expect(refusal(encrypted)?.hasPrefix("file, a: is encrypted; expected an array") == true)
    #expect(refusal(zip { $0.flags = 0x41 })?.contains("is encrypted") == true)
    #expect(refusal(zip { $0.method = 8 })?.contains("np.savez in place of np.savez_c") == true)
    #expect(refusal(zip { $0.method = 93 })?.contains("is compressed (method 93)") == true)
    #expect(refusal(zip { $0.name = "a.txt" })?.hasPrefix("file, a.txt: is a member whose") == true)
    #expect(refusal(zip { $0.name = "a.npy\0" })?.contains("is not in UTF-8") == true)
    #expect(refusal(zip { $0.name = "é.npy" })?.contains("is not in UTF-8") == true)
    let named = zip { ($0.name, $0.flags) = ("é.npy", 0x800) }
    #expect(refusal(named) == nil)
    let broken = named.map { $0 == 0xC3 ? 0xFF : $0 }
    #expect(refusal(broken)?.contains("the name in its directory at byte") == true)
    #expect(refusal(zip { $0.disk = 1 })?.contains("is one part of a zip in several") == true)
  }

  @Test func `sizes and places that lie are refused`() throws {
    let missing = zip { ($0.flags, $0.size, $0.packedSize) = (8, 0, 0) }
    #expect(refusal(missing)?.contains("its size was to follow it, and is missing") == true)
    #expect(refusal(zip { ($0.flags) = 8 }) == nil)
    let empty = zip { ($0.size, $0.packedSize, $0.checksum) = (0, 0, 0) }
    #expect(refusal(empty)?.hasPrefix("file, a: ends after 0 bytes") == true)
    let long = zip { ($0.size, $0.packedSize) = (1_000_000, 1_000_000) }
    #expect(refusal(long)?.contains("lies at byte 0 and has 1000000 bytes, but the file's") == true)
    #expect(refusal(zip { $0.size = 1 })?.contains("has 1 bytes by one number and") == true)
    #expect(refusal(zip { $0.offset = 1 })?.contains("should begin at byte 1, where some") == true)
    #expect(refusal(zip { $0.offset = 5000 })?.contains("lies at byte 5000 and has") == true)
    #expect(refusal(zip { $0.offset = .max - 1 })?.contains("lies at byte 4294967294") == true)
    #expect(refusal(zip { $0.localName = "b.npy" })?.contains("should begin at byte 0") == true)
  }

  @Test func `two members of one name, or with bytes in common, are refused`() throws {
    #expect(
      refusal(Zip(members: [.init(), .init()]).bytes)?.hasPrefix(
        "file, a: has a name that another array of the file has, too") == true)
    #expect(refusal(Zip(members: [.init(), .init(name: "b.npy")]).bytes) == nil)
    // Inside the numbers of one member lies another, whole.
    let inner = Zip(members: [.init(name: "b.npy")])
    let innerStart = Array(inner.bytes.prefix(30 + 5 + Self.array.count))
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(innerStart.count),), }"
    let outer = numPyFile(header, innerStart)
    let place = UInt32(30 + 5 + outer.count - innerStart.count)
    let nested = Zip(members: [
      .init(data: outer), .init(name: "b.npy", offset: place, isElsewhere: true),
    ])
    #expect(
      refusal(nested.bytes)?.hasPrefix("file, b: shares bytes with a; expected bytes of its own")
        == true)
  }

  @Test func `a directory that lies is refused`() throws {
    #expect(refusal(Zip(count: 2).bytes)?.contains("its directory is wrong at byte") == true)
    #expect(refusal(Zip(count: 0).bytes)?.contains("its directory is wrong at byte") == true)
    #expect(refusal(Zip(start: 4).bytes)?.contains("that its directory lies at byte 4") == true)
    #expect(refusal(Zip(start: .max).bytes)?.contains("at byte 4294967295") == true)
    #expect(refusal(Zip(size: 7).bytes)?.contains("and has 7 bytes; expected one that") == true)
    #expect(refusal(Zip(disk: 1).bytes)?.contains("is one part of a zip in several") == true)
  }

  // MARK: Numbers of 64 bits

  /// The end with numbers of 64 bits, and what points to it.
  private static func large(
    _ directory: Range<Int>, count: UInt64 = 1, place: Int? = nil, size: UInt64 = 44
  ) -> [UInt8] {
    func eight(_ number: UInt64) -> [UInt8] { [UInt8](littleEndian: number) }
    func four(_ number: UInt32) -> [UInt8] { [UInt8](littleEndian: number) }
    let end = four(0x0606_4B50) + eight(size) + [45, 0, 45, 0] + four(0) + four(0)
    let pointer = four(0x0706_4B50) + four(0) + eight(UInt64(place ?? directory.upperBound))
    return end + eight(count) + eight(count) + eight(UInt64(directory.count))
      + eight(UInt64(directory.lowerBound)) + pointer + four(1)
  }

  private static func extra(_ numbers: [UInt64], kind: UInt16 = 1) -> [UInt8] {
    [UInt8](littleEndian: kind) + [UInt8](littleEndian: UInt16(8 * numbers.count))
      + numbers.flatMap { [UInt8](littleEndian: $0) }
  }

  @Test func `numbers of 64 bits are read where those of 32 are all ones`() throws {
    let size = UInt64(Self.array.count)
    #expect(
      refusal(
        zip {
          ($0.size, $0.packedSize, $0.offset) = (.max, .max, .max)
          $0.extra = Self.extra([7], kind: 5) + Self.extra([size, size, 0])
        }) == nil)
    #expect(
      refusal(zip { ($0.offset, $0.extra) = (.max, Self.extra([0])) }) == nil)
    let large = Zip(large: { Self.large($0) }, count: .max, start: .max, size: .max)
    #expect(refusal(large.bytes) == nil)
  }

  @Test func `numbers of 64 bits that are missing or lie are refused`() throws {
    let words = "announces numbers of 64 bits at byte"
    let size = UInt64(Self.array.count)
    #expect(refusal(zip { $0.size = .max })?.contains(words) == true)
    let short = zip { ($0.size, $0.packedSize, $0.extra) = (.max, .max, Self.extra([size])) }
    #expect(refusal(short)?.contains(words) == true)
    let cut = zip { ($0.size, $0.extra) = (.max, [1, 0, 8, 0, 1]) }
    #expect(refusal(cut)?.contains(words) == true)
    let huge = zip {
      ($0.size, $0.packedSize, $0.extra) = (.max, .max, Self.extra([.max, .max]))
    }
    #expect(refusal(huge)?.contains("has 18446744073709551615 bytes, but the file's") == true)
    let far = zip { ($0.offset, $0.extra) = (.max, Self.extra([.max])) }
    #expect(refusal(far)?.contains("its directory is wrong at byte") == true)
    let behind = zip { ($0.offset, $0.extra) = (.max, Self.extra([UInt64(Int.max)])) }
    #expect(refusal(behind)?.contains("lies at byte \(Int.max)") == true)
    for large in [
      { Self.large($0, place: 3) }, { Self.large($0, place: .max) }, { Self.large($0, size: 45) },
    ] as [(Range<Int>) -> [UInt8]] {
      let zip = Zip(large: large, count: .max, start: .max, size: .max)
      #expect(refusal(zip.bytes)?.contains(words) == true)
    }
    let many = Zip(
      large: { Self.large($0, count: 65_536) }, count: .max, start: .max, size: .max)
    #expect(refusal(many.bytes)?.contains("has 65536 members; expected at most 65535") == true)
  }
}
