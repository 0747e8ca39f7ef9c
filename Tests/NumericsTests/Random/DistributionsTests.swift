import Foundation
import Testing
import UnrollNumerics

@Suite struct DistributionsTests {
  /// Mean and variance of numbers, with the number of standard errors by which they miss.
  private func misses(
    _ x: [Double], mean: Double, variance: Double, fourthMoment: Double
  ) -> (mean: Double, variance: Double) {
    let n = Double(x.count)
    let sampleMean = x.reduce(0, +) / n
    let sampleVariance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    return (
      (sampleMean - mean).magnitude / (variance / n).squareRoot(),
      (sampleVariance - variance).magnitude
        / ((fourthMoment - variance * variance) / n).squareRoot()
    )
  }

  /// Hands out given words, to test the ends of a range.
  struct Scripted: RandomNumberGenerator {
    var words: [UInt64]
    mutating func next() -> UInt64 { words.removeFirst() }
  }

  @Test func `uniform numbers have mean 1/2 and variance 1/12`() {
    var generator = SeededGenerator(seed: 42)
    let x = (0..<20_000).map { _ in generator.uniform() }
    #expect(x.allSatisfy { $0 >= 0 && $0 < 1 })
    let misses = misses(x, mean: 0.5, variance: 1.0 / 12, fourthMoment: 1.0 / 80)
    #expect(misses.mean < 4 && misses.variance < 4)
  }

  @Test func `uniform numbers fill ten equal parts evenly`() {
    var generator = SeededGenerator(seed: 7)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<20_000 { counts[Int(generator.uniform() * 10)] += 1 }
    let chiSquared = counts.reduce(0) { $0 + Double(($1 - 2000) * ($1 - 2000)) / 2000 }
    #expect(chiSquared < 27.9)  // 9 degrees of freedom, p = 0.001
  }

  @Test func `all bits set give the largest number below 1, none give 0`() {
    var generator = Scripted(words: [.max, 0])
    #expect(generator.uniform() == 1.0.nextDown)
    #expect(generator.uniform() == 0)
  }

  @Test func `an interval's upper end is never drawn, even when rounding meets it`() {
    // 1 + ulp/2 · u rounds to 1 or to the upper end; the second script word must be used.
    let range = 1.0..<1.0.nextUp
    var generator = Scripted(words: [.max, 0])
    #expect(generator.uniform(in: range) == 1)
    #expect(generator.words.isEmpty)
  }

  @Test func `uniform numbers of an interval stay inside and centre on its middle`() {
    var generator = SeededGenerator(seed: 3)
    let x = (0..<5000).map { _ in generator.uniform(in: -2..<5) }
    #expect(x.allSatisfy { $0 >= -2 && $0 < 5 })
    let misses = misses(x, mean: 1.5, variance: 49.0 / 12, fourthMoment: 2401.0 / 80)
    #expect(misses.mean < 4 && misses.variance < 4)
  }

  @Test func `normal numbers have the mean, variance and tails asked for`() {
    var generator = SeededGenerator(seed: 42)
    let x = (0..<20_000).map { _ in generator.normal(mean: -1, standardDeviation: 3) }
    let misses = misses(x, mean: -1, variance: 9, fourthMoment: 3 * 81)
    #expect(misses.mean < 4 && misses.variance < 4)
    let beyondTwo = Double(x.count { ($0 + 1).magnitude > 6 }) / 20_000
    #expect((beyondTwo - 0.0455).magnitude < 4 * 0.00147)
  }

  @Test func `a normal number takes one draw and none is infinite`() {
    var generator = Scripted(words: [0, .max, 1 << 63])
    let lowest = generator.normal()
    #expect(lowest.isFinite && lowest < -8)
    #expect(generator.normal() == -lowest)
    #expect(generator.normal().magnitude < 1e-15)
    #expect(generator.words.isEmpty)
  }

  @Test func `truncated normal numbers stay within two standard deviations`() {
    var generator = SeededGenerator(seed: 42)
    let x = (0..<20_000).map { _ in generator.truncatedNormal(mean: 1, standardDeviation: 0.5) }
    #expect(x.allSatisfy { ($0 - 1).magnitude <= 1 })
    // Var = 1 − 2·2φ(2)/(Φ(2) − Φ(−2)) = 0.7737413; E z⁴ = 3 Var − 2·8φ(2)/(Φ(2) − Φ(−2)).
    let fourth = 3 * 0.773_741_3 - 0.905_034_8
    let misses = misses(
      x, mean: 1, variance: 0.773_741_3 / 4, fourthMoment: fourth / 16)
    #expect(misses.mean < 4 && misses.variance < 4)
    var ends = Scripted(words: [0, .max])
    #expect(ends.truncatedNormal() >= -2)
    #expect(ends.truncatedNormal() <= 2)
  }

  @Test func `integers below a bound are equally frequent`() {
    var generator = SeededGenerator(seed: 5)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<14_000 { counts[generator.integer(below: 7)] += 1 }
    let chiSquared = counts.reduce(0) { $0 + Double(($1 - 2000) * ($1 - 2000)) / 2000 }
    #expect(chiSquared < 22.5)  // 6 degrees of freedom, p = 0.001
    #expect(generator.integer(below: 1) == 0)
    #expect((0..<100).allSatisfy { _ in generator.integer(below: .max) >= 0 })
  }

  @Test func `the surplus of words over a multiple of the bound is drawn again`() {
    // 2⁶⁴ mod 3 = 1: of the products 3 · word only the one with lower half 0, word 0, is surplus.
    var generator = Scripted(words: [0, .max])
    #expect(generator.integer(below: 3) == 2)
    #expect(generator.words.isEmpty)
  }

  @Test(arguments: [0, 1, 2, 5, 97])
  func `a permutation contains every index once`(count: Int) {
    var generator = SeededGenerator(seed: 42, stream: "shuffle", step: count)
    #expect(generator.permutation(count).sorted() == Array(0..<count))
  }

  @Test func `the six orders of three indices are equally frequent`() {
    var generator = SeededGenerator(seed: 42)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[generator.permutation(3), default: 0] += 1 }
    #expect(counts.count == 6)
    let chiSquared = counts.values.reduce(0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    #expect(chiSquared < 20.5)  // 5 degrees of freedom, p = 0.001
  }

  @Test func `bits of the Mersenne Twister serve as well as our own`() {
    var generator = NumPyLegacyGenerator(seed: 42)
    let x = (0..<5000).map { _ in generator.normal() }
    let misses = misses(x, mean: 0, variance: 1, fourthMoment: 3)
    #expect(misses.mean < 4 && misses.variance < 4)
  }
}
