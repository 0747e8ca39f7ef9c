// The generator behind `np.random.seed(s)`: the Mersenne Twister MT19937.
//
// The state is 624 words of 32 bits, x[0] … x[623]; the next 624 follow from the linear recurrence
//
//   x[k + 624] = x[k + 397] ⊕ (upper bit of x[k] | lower 31 bits of x[k + 1]) · A
//
// over the field of two elements, where "· A" is a shift by one, and an exclusive or with one
// constant if a one was shifted out. A state word is not handed out as it is: four shifts
// ("tempering") spread its bits first.
//
// Sources: M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998) 3–30, for the
// recurrence and the tempering; D. Knuth, TAOCP vol. 2, 3rd ed., p. 106, for the seeding
// multiplier 1812433253; NumPy's NEP 19 for the promise that this stream will not change.

/// The random numbers of NumPy's `np.random.seed(seed)` or `np.random.RandomState(seed)`.
///
/// For the same seed and the same order of calls, these equal NumPy's, bit for bit:
///
/// | here | NumPy |
/// |---|---|
/// | `random()`, `rand(n)` | `random_sample()`, `random()`, `rand(n)` |
/// | `uniform(from: a, to: b)` | `uniform(a, b)` |
/// | `randn()`, `randn(n)` | `randn()`, `standard_normal()`; see there for the logarithm |
/// | `randint(below: n)` | `randint(n)` with the default 64-bit type |
/// | `shuffle(&array)`, `permutation(n)` | `shuffle(list)`, `permutation(n)` |
/// | `nextUInt32()` | `randint(2**32, dtype=np.uint32)` |
///
/// What the standard library or `uniform()`, `normal()` draw *through* this generator is sound but
/// has no counterpart in NumPy. Neither has the newer `np.random.default_rng`, another algorithm.
public struct NumPyLegacyGenerator: RandomNumberGenerator, Sendable, Codable, Equatable {
  private static let wordCount = 624
  private static let middle = 397

  private var words: [UInt32]
  private var position: Int
  private var cachedGauss: Double?

  /// A generator in the state that `np.random.seed(seed)` leaves NumPy's in.
  ///
  /// `x[0] = seed`, `x[k] = 1812433253 · (x[k−1] ⊕ (x[k−1] >> 30)) + k` modulo 2³². NumPy seeds
  /// this way for one integer; for an array of integers it mixes differently (not offered here).
  public init(seed: UInt32) {
    words = [seed]
    words.reserveCapacity(Self.wordCount)
    for k in 1..<Self.wordCount {
      let previous = words[k - 1]
      words.append(1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(k))
    }
    position = Self.wordCount
    cachedGauss = nil
  }

  /// Restores a stored state.
  /// - Throws: `DecodingError` where it can't be one.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    words = try container.decode([UInt32].self, forKey: .words)
    position = try container.decode(Int.self, forKey: .position)
    cachedGauss = try container.decodeIfPresent(Double.self, forKey: .cachedGauss)
    guard words.count == Self.wordCount, (0...Self.wordCount).contains(position) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "NumPyLegacyGenerator: a state has \(Self.wordCount) words and a "
            + "position from 0 to \(Self.wordCount); found \(words.count) words and "
            + "position \(position)"))
    }
  }

  // MARK: Bits

  /// The next 32 bits of the Mersenne Twister.
  public mutating func nextUInt32() -> UInt32 {
    if position == Self.wordCount { advanceState() }
    var y = words[position]
    position += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9d2c_5680
    y ^= (y << 15) & 0xefc6_0000
    y ^= y >> 18
    return y
  }

  /// The next 64 bits: two draws of 32, the first one above.
  public mutating func next() -> UInt64 {
    let upper = UInt64(nextUInt32())
    let lower = UInt64(nextUInt32())
    return upper << 32 | lower
  }

  private mutating func advanceState() {
    for k in 0..<Self.wordCount {
      let next = words[(k + 1) % Self.wordCount]
      let joined = (words[k] & 0x8000_0000) | (next & 0x7fff_ffff)
      let twist: UInt32 = joined & 1 == 1 ? 0x9908_b0df : 0
      words[k] = words[(k + Self.middle) % Self.wordCount] ^ (joined >> 1) ^ twist
    }
    position = 0
  }

  // MARK: The second of a pair of normal numbers (see NumPyLegacyGauss.swift)

  mutating func takeCachedGauss() -> Double? {
    defer { cachedGauss = nil }
    return cachedGauss
  }

  mutating func cache(gauss: Double) { cachedGauss = gauss }

  // MARK: Uniform numbers

  /// A number from [0, 1) with 53 random bits, as NumPy's `random_sample()`.
  ///
  /// `(a · 2²⁶ + b) / 2⁵³`, where a is the upper 27 bits of one draw and b the upper 26 of the next.
  public mutating func random() -> Double {
    let a = Double(nextUInt32() >> 5)
    let b = Double(nextUInt32() >> 6)
    return (a * 0x1p26 + b) * 0x1p-53
  }

  /// The next `count` numbers from [0, 1), as NumPy's `rand(count)`.
  ///
  /// NumPy fills an array row by row: `rand(2, 3)` is these six numbers in row-major order. Stops with a
  /// sentence where `count` is negative.
  public mutating func rand(_ count: Int) -> [Double] {
    require(count >= 0, "rand: can't draw \(count) numbers; a count is at least 0")
    return (0..<count).map { _ in random() }
  }

  /// A number between `lower` and `upper`, as NumPy's `uniform(lower, upper)`.
  ///
  /// `lower + (upper − lower) · u`; as in NumPy, rounding may return `upper` itself. Stops with a
  /// sentence where the width is not finite.
  public mutating func uniform(from lower: Double, to upper: Double) -> Double {
    require(
      (upper - lower).isFinite, "uniform: the width of \(lower) to \(upper) is not finite")
    return lower + (upper - lower) * random()
  }

  // MARK: Integers

  /// An integer from 0 to `bound` − 1, each as likely as the others, as NumPy's `randint(bound)`. Stops
  /// with a sentence where the bound is not positive.
  public mutating func randint(below bound: Int) -> Int {
    require(bound > 0, "randint: no integer lies in 0..<\(bound); the bound must be positive")
    return Int(interval(upTo: UInt64(bound - 1)))
  }

  /// An integer from 0 to `limit`, both included.
  ///
  /// Draws as many bits as `limit` has, and draws again while the result is too large: the
  /// remainder of a division would prefer small numbers.
  private mutating func interval(upTo limit: UInt64) -> UInt64 {
    if limit == 0 { return 0 }  // and draws nothing
    let mask = UInt64.max >> UInt64(limit.leadingZeroBitCount)
    while true {
      let value = (limit <= 0xffff_ffff ? UInt64(nextUInt32()) : next()) & mask
      if value <= limit { return value }
    }
  }

  /// Puts the elements in random order, as NumPy's `shuffle` does with a list.
  ///
  /// Fisher–Yates from the back: for i = n − 1 … 1, swap element i with one of 0 … i.
  public mutating func shuffle<Element>(_ array: inout [Element]) {
    for i in stride(from: array.count - 1, to: 0, by: -1) {
      array.swapAt(i, Int(interval(upTo: UInt64(i))))
    }
  }

  /// The integers 0 … `count` − 1 in random order, as NumPy's `permutation(count)`. Stops with a sentence
  /// where `count` is negative.
  public mutating func permutation(_ count: Int) -> [Int] {
    require(count >= 0, "permutation: can't order \(count) items; a count is at least 0")
    var indices = Array(0..<count)
    shuffle(&indices)
    return indices
  }
}
