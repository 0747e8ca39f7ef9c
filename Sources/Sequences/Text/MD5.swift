import Foundation

/// The MD5 digest of some bytes: 16 bytes that are the same on every machine and in every year.
///
/// Good for sorting words into numbered boxes; no protection against people who want two words in one box.
///
/// Source: R. Rivest, "The MD5 Message-Digest Algorithm", RFC 1321 (1992).
func md5(_ bytes: some Collection<UInt8>) -> [UInt8] {
  // The message, a 1 bit, zeros up to 8 bytes before a multiple of 64, and its length in bits.
  var message = Array(bytes)
  let bits = UInt64(message.count) &* 8
  message.append(0x80)
  message += [UInt8](repeating: 0, count: (120 - message.count % 64) % 64)
  message += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }

  var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]
  for start in stride(from: 0, to: message.count, by: 64) {
    let words = (0..<16).map { littleEndian(message, at: start + 4 * $0) }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    for step in 0..<64 {
      let (mixed, word): (UInt32, Int) =
        switch step / 16 {
        case 0: ((b & c) | (~b & d), step)
        case 1: ((b & d) | (c & ~d), (5 * step + 1) % 16)
        case 2: (b ^ c ^ d, (3 * step + 5) % 16)
        default: (c ^ (b | ~d), (7 * step) % 16)
        }
      let sum = a &+ mixed &+ sines[step] &+ words[word]
      let turn = turns[4 * (step / 16) + step % 4]
      (a, d, c, b) = (d, c, b, b &+ (sum << turn | sum >> (32 - turn)))
    }
    state = zip(state, [a, b, c, d]).map { $0 &+ $1 }
  }
  return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) }
  }
}

/// By how many bits each step turns its sum, for four rounds.
private let turns: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

/// `⌊2³² |sin(step + 1)|⌋`, as the standard defines them.
private let sines = (1...64).map { UInt32(0x1p32 * abs(sin(Double($0)))) }

private func littleEndian(_ bytes: [UInt8], at place: Int) -> UInt32 {
  (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
}
