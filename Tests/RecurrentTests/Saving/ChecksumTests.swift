import Testing

@testable import UnrollRecurrent

@Suite struct ChecksumTests {
  private let data = (0..<1000).map { UInt8(7 * $0 % 251) }

  @Test func `checksums are xxhash's`() throws {
    for sum in try SavingReference.read().checksums {
      #expect(text(data.prefix(sum.count)) == sum.digits, "\(sum.count) bytes")
    }
  }

  @Test func `bytes can come in parts`() {
    let whole = text(data[...])
    for cut in [1, 7, 31, 32, 33, 64, 500, 999] {
      var checksum = Checksum()
      for part in [data[..<cut], data[cut...]] { part.withUnsafeBytes { checksum.update($0) } }
      #expect(checksum.text == whole, "cut at \(cut)")
    }
    var byBytes = Checksum()
    for byte in data { [byte].withUnsafeBytes { byBytes.update($0) } }
    #expect(byBytes.text == whole)
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String {
    var checksum = Checksum()
    bytes.withUnsafeBytes { checksum.update($0) }
    return checksum.text
  }
}
