// Distributions drawn from any generator of random bits.
//
// The standard library offers `Double.random(in:using:)` and `shuffled(using:)`, but keeps the
// right to change how they turn bits into numbers. A course whose published figures must come out
// again next year can't depend on that, so the few distributions it needs are written out here.
// None keeps anything between calls: what is drawn depends on the generator's state alone.

extension RandomNumberGenerator {
  /// A number from [0, 1), a multiple of 2⁻⁵³.
  ///
  /// The upper 53 of 64 bits: as many as a `Double` can hold, so no rounding prefers any of them.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number from the half-open `range`.
  ///
  /// `lower + (upper − lower) · u`; drawn again in the rare case that rounding gives `upper`.
  ///
  /// Stops with a sentence where the range is empty or its width is not finite.
  public mutating func uniform(in range: Range<Double>) -> Double {
    let (lower, upper) = (range.lowerBound, range.upperBound)
    let width = upper - lower
    require(
      width > 0 && width.isFinite,
      "uniform: can't draw from \(lower)..<\(upper); the width \(width) must be above 0 and finite")
    while true {
      let value = lower + width * uniform()
      if value < upper { return value }
    }
  }

  /// A normal number with the given mean and standard deviation.
  ///
  /// `mean + standardDeviation · Φ⁻¹(u)`, by inversion, with u an odd multiple of 2⁻⁵³ in (0, 1).
  /// One draw of bits a number, no second one to keep; and 85% of the numbers need only + − × ÷,
  /// which are the same on every machine (the tails need a logarithm).
  public mutating func normal(mean: Double = 0, standardDeviation: Double = 1) -> Double {
    mean + standardDeviation * normalQuantile(openUniform())
  }

  /// A normal number that is never further from the mean than two standard deviations.
  ///
  /// `mean + standardDeviation · Φ⁻¹(Φ(−2) + (Φ(2) − Φ(−2)) · u)`: the distribution of Keras's
  /// `truncated_normal`, which draws until a number fits. As there, `standardDeviation` is the one
  /// before truncation; afterwards it is 0.8796 times that.
  public mutating func truncatedNormal(
    mean: Double = 0, standardDeviation: Double = 1
  ) -> Double {
    let tail = 0.022_750_131_948_179_207  // Φ(−2)
    let z = normalQuantile(tail + (1 - 2 * tail) * openUniform())
    return mean + standardDeviation * min(max(z, -2), 2)  // undoes rounding only
  }

  /// An integer from 0 to `bound` − 1, each exactly as likely as the others.
  ///
  /// The upper half of the 128-bit product `bits · bound`. 2⁶⁴ is seldom a multiple of the bound;
  /// the 2⁶⁴ mod bound lowest products are the surplus, and are drawn again.
  /// Source: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
  ///
  /// Stops with a sentence where the bound is not positive.
  public mutating func integer(below bound: Int) -> Int {
    require(bound > 0, "integer: no integer lies in 0..<\(bound); the bound must be positive")
    let width = UInt64(bound)
    var product = next().multipliedFullWidth(by: width)
    if product.low < width {
      let surplus = (0 &- width) % width  // 2⁶⁴ mod width
      while product.low < surplus { product = next().multipliedFullWidth(by: width) }
    }
    return Int(product.high)
  }

  /// The indices 0 … `count` − 1 in random order, every order equally likely.
  ///
  /// Fisher–Yates: for i = count − 1 … 1, swap element i with one of 0 … i.
  /// Source: D. Knuth, TAOCP vol. 2, 3rd ed., algorithm 3.4.2 P. (On a `NumPyLegacyGenerator` the
  /// method of the same name answers, which draws as NumPy does.)
  ///
  /// Stops with a sentence where `count` is negative.
  public mutating func permutation(_ count: Int) -> [Int] {
    require(count >= 0, "permutation: can't order \(count) items; a count is at least 0")
    var indices = Array(0..<count)
    for i in stride(from: count - 1, to: 0, by: -1) {
      indices.swapAt(i, integer(below: i + 1))
    }
    return indices
  }

  /// A number from (0, 1), symmetric about ½ and never 0 or 1: the middles of 2⁵² equal parts.
  private mutating func openUniform() -> Double {
    (Double(next() >> 12) + 0.5) * 0x1p-52
  }
}

// Of the generator itself, because drawing many is a loop that the compiler has to see through.
extension SeededGenerator {
  /// So many numbers that are zero with a probability, and `other` elsewhere: one ``uniform()`` each, which gives
  /// zero where it is below the probability.
  package mutating func zeros(_ count: Int, probability: Double, other: Float) -> [Float] {
    choices(count, probability, other)
  }

  /// The same in double precision.
  package mutating func zeros(_ count: Int, probability: Double, other: Double) -> [Double] {
    choices(count, probability, other)
  }

  @inline(__always)
  private mutating func choices<Number: BinaryFloatingPoint>(
    _ count: Int, _ probability: Double, _ other: Number
  ) -> [Number] {
    Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count { buffer[index] = uniform() < probability ? 0 : other }
      initialized = count
    }
  }
}
