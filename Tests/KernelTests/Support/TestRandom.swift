/// A small seeded generator (a linear congruence, its high bits used), so that every run tests the
/// same numbers.
struct TestRandom: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let high = state >> 32
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return high << 32 | state >> 32
  }

  /// Whole numbers from -8 to 8: sums of a few thousand products of them are exact, even in `Float`.
  mutating func wholeNumbers<Number: KernelNumber>(_ count: Int) -> [Number] {
    (0..<count).map { _ in Number(Int.random(in: -8...8, using: &self)) }
  }

  mutating func doubles(_ count: Int, in range: ClosedRange<Double>) -> [Double] {
    (0..<count).map { _ in Double.random(in: range, using: &self) }
  }
}
