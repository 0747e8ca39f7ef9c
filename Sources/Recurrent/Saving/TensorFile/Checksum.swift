/// A number that changes when any byte before it changes: XXH64 (Collet 2012), 64 bits.
///
/// It finds accidents, not forgeries: a damaged disk, a download cut short, an edited header. Four lanes
/// take eight bytes each in turn, `lane ← rotate(lane + word · p₂, 31) · p₁`, which can be undone for any
/// word: one changed word always changes its lane.
struct Checksum {
  private static let p1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let p2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let p3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let p4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let p5: UInt64 = 0x27D4_EB2F_1656_67C5

  private var lanes = (p1 &+ p2, p2, UInt64(0), 0 &- p1)
  private var count = 0
  /// Bytes that don't fill the four lanes yet, fewer than 32.
  private var rest: [UInt8] = []

  /// Takes in more bytes.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    count += bytes.count
    var start = 0
    if !rest.isEmpty {
      start = min(32 - rest.count, bytes.count)
      rest += bytes[..<start]
      guard rest.count == 32 else { return }
      rest.withUnsafeBytes { lanes = Self.filled(lanes, $0, 0..<32) }
      rest = []
    }
    let end = start + (bytes.count - start) / 32 * 32
    lanes = Self.filled(lanes, bytes, start..<end)
    rest += bytes[end...]
  }

  /// The lanes after some bytes, 32 at a time.
  private static func filled(
    _ lanes: (UInt64, UInt64, UInt64, UInt64), _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
  ) -> (UInt64, UInt64, UInt64, UInt64) {
    var (a, b, c, d) = lanes
    var place = range.lowerBound
    while place < range.upperBound {
      a = mixed(a, word(bytes, place))
      b = mixed(b, word(bytes, place + 8))
      c = mixed(c, word(bytes, place + 16))
      d = mixed(d, word(bytes, place + 24))
      place += 32
    }
    return (a, b, c, d)
  }

  /// The checksum of all bytes so far.
  var value: UInt64 {
    let (a, b, c, d) = lanes
    var hash = c &+ Self.p5  // lane c begins with the seed, 0
    if count >= 32 {
      hash = Self.rotated(a, 1) &+ Self.rotated(b, 7) &+ Self.rotated(c, 12) &+ Self.rotated(d, 18)
      for lane in [a, b, c, d] { hash = (hash ^ Self.mixed(0, lane)) &* Self.p1 &+ Self.p4 }
    }
    hash &+= UInt64(count)
    hash = rest.withUnsafeBytes { Self.finished(hash, $0) }
    hash = (hash ^ (hash >> 33)) &* Self.p2
    hash = (hash ^ (hash >> 29)) &* Self.p3
    return hash ^ (hash >> 32)
  }

  /// The bytes that fill no four lanes: eight, then four, then one at a time.
  private static func finished(_ hash: UInt64, _ rest: UnsafeRawBufferPointer) -> UInt64 {
    var (hash, place) = (hash, 0)
    while place + 8 <= rest.count {
      hash = rotated(hash ^ mixed(0, word(rest, place)), 27) &* p1 &+ p4
      place += 8
    }
    if place + 4 <= rest.count {
      let half = UInt32(littleEndian: rest.loadUnaligned(fromByteOffset: place, as: UInt32.self))
      hash = rotated(hash ^ (UInt64(half) &* p1), 23) &* p2 &+ p3
      place += 4
    }
    for byte in rest[place...] { hash = rotated(hash ^ (UInt64(byte) &* p5), 11) &* p1 }
    return hash
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
  }

  private static func mixed(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotated(lane &+ word &* p2, 31) &* p1
  }

  private static func rotated(_ number: UInt64, _ bits: UInt64) -> UInt64 {
    number << bits | number >> (64 - bits)
  }
}

extension Checksum {
  /// The checksum as a file holds it: 16 hexadecimal digits.
  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
