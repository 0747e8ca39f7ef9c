/// The checksum of a zip file's members: CRC-32.
///
/// The bits are taken as the coefficients of a polynomial, 0 or 1, and the checksum is what is left when it is
/// divided by a fixed one; eight bits at a time, by a table of what each byte leaves. Like ``Checksum`` it
/// finds accidents, not forgeries. Source: PKWARE's APPNOTE, 4.4.7.
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest >> 1 ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0) }
  }

  /// The checksum of some bytes.
  static func of(_ bytes: some Sequence<UInt8>) -> UInt32 { continued(0, bytes) }

  /// The checksum of all bytes so far, from that of those before.
  static func continued(_ checksum: UInt32, _ bytes: some Sequence<UInt8>) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      func divided(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var rest = ~checksum
        for byte in bytes { rest = table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)] ^ rest >> 8 }
        return ~rest
      }
      return bytes.withContiguousStorageIfAvailable(divided)
        ?? Array(bytes).withUnsafeBufferPointer(divided)
    }
  }
}
