// A stream belongs to a name and a step.
//
// If every layer drew from one common generator, adding a dropout layer would change the initial
// weights of all layers after it, and a training resumed at step 1,000 would draw other masks than
// one that never stopped. So there is no common generator. Each use has a name, such as
// "simple_rnn_1/kernel", and a step; seed, name and step together decide the first number:
//
//   key = mix(mix(mix(seed) ⊕ hash(name)) ⊕ step)
//
// `mix` is a bijection. Hence two steps of one stream never share a key, nor do two seeds of one
// name and step; two names do only if their 64-bit hashes collide.

/// The project's own generator, xoshiro256**: the same seed gives the same numbers everywhere.
///
/// Four words of state, period 2²⁵⁶ − 1; one multiplication-free linear step, and an output
/// scrambled by `rotl(5 s₁, 7) · 9`. Not for secrets.
///
/// ```swift
/// var generator = SeededGenerator(seed: 42, stream: "dropout_1/mask", step: 7)
/// let u = generator.uniform()
/// ```
///
/// Source: D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47
/// (2021); `xoshiro256starstar.c`. Seeded by SplitMix64, as recommended there.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Codable, Equatable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// A generator for the whole program's use: `seed`, stretched to 256 bits by SplitMix64.
  public init(seed: UInt64) {
    var source = SplitMix64(seed: seed)
    self.init(state: (source.next(), source.next(), source.next(), source.next()))
  }

  /// The generator of one named stream at one step, independent of what others have drawn.
  ///
  /// `key = mix(mix(mix(seed) ⊕ hash(stream)) ⊕ step)`, then as `init(seed: key)`. The name counts
  /// by its UTF-8 bytes; a step may be any integer.
  public init(seed: UInt64, stream: String, step: Int = 0) {
    var key = Self.mix(seed)
    key = Self.mix(key ^ Self.hash(stream))
    key = Self.mix(key ^ UInt64(bitPattern: Int64(step)))
    self.init(seed: key)
  }

  /// A generator in a given state, which must not be all zero: zero is followed by zero for ever.
  package init(state: (UInt64, UInt64, UInt64, UInt64)) {
    require(
      state != (0, 0, 0, 0), "SeededGenerator: the state (0, 0, 0, 0) only yields zeros")
    (s0, s1, s2, s3) = state
  }

  /// Restores a stored state.
  /// - Throws: `DecodingError` where it is all zero.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    s0 = try container.decode(UInt64.self, forKey: .s0)
    s1 = try container.decode(UInt64.self, forKey: .s1)
    s2 = try container.decode(UInt64.self, forKey: .s2)
    s3 = try container.decode(UInt64.self, forKey: .s3)
    guard (s0, s1, s2, s3) != (0, 0, 0, 0) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "SeededGenerator: the state (0, 0, 0, 0) only yields zeros"))
    }
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    let result = Self.rotateLeft(s1 &* 5, by: 7) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = Self.rotateLeft(s3, by: 45)
    return result
  }

  private static func rotateLeft(_ word: UInt64, by count: UInt64) -> UInt64 {
    word << count | word >> (64 - count)
  }

  /// One output of SplitMix64: a bijection of 64 bits that leaves no pattern standing.
  private static func mix(_ word: UInt64) -> UInt64 {
    var source = SplitMix64(seed: word)
    return source.next()
  }

  /// The 64-bit FNV-1a hash of a name's UTF-8 bytes: `h = (h ⊕ byte) · prime` for each byte.
  ///
  /// Swift's own `Hasher` is seeded anew in every process, so it can't name a stream.
  /// Source: G. Fowler and others, "The FNV non-cryptographic hash algorithm", RFC 9923 (2026).
  package static func hash(_ name: String) -> UInt64 {
    name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
