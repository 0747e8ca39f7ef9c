@testable import UnrollRecurrent

/// Zip files whose members all have the right checksum: no random change would get as far.
@_cdecl("LLVMFuzzerTestOneInput")
public func testZipFile(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var bytes = input(start, count)
  _ = outcome {
    // The checksums stand in the directory, in the order of the members.
    let members = try ZipDirectory(bytes, file: "input").members
    var place = try ZipEnd(bytes).directory.lowerBound
    for member in members {
      let sum = [UInt8](littleEndian: CRC32.of(bytes[member.range]))
      let lengths = [28, 30, 32].map { Int(bytes.number(at: place + $0, bytes: 2) ?? 0) }
      bytes.replaceSubrange((place + 16)..<(place + 20), with: sum)
      place += 46 + lengths.reduce(0, +)
    }
    return words(try NumPyArchive(bytes: bytes, file: "input").tensors)
  }
  return 0
}
