import Foundation
import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollSequences

@Suite struct SamplerTests {
  /// The logits of probabilities 0.1, 0.4, 0.2, 0.3.
  private static let logits = [0.1, 0.4, 0.2, 0.3].map { log($0) }

  /// By hand: dividing a logit by T raises its probability to the power 1/T.
  @Test(
    arguments: [
      (1.0, nil, [0.1, 0.4, 0.2, 0.3]),
      (0.5, nil, [1.0 / 30, 16.0 / 30, 4.0 / 30, 9.0 / 30]),
      (1.0, 2, [0, 4.0 / 7, 0, 3.0 / 7]),
      (0.5, 3, [0, 16.0 / 29, 4.0 / 29, 9.0 / 29]),
      (1.0, 1, [0, 1, 0, 0]),
      (0.0, nil, [0, 1, 0, 0]),
      (1e-9, nil, [0, 1, 0, 0]),
      (.leastNonzeroMagnitude, nil, [0, 1, 0, 0]),
      (1e300, nil, [0.25, 0.25, 0.25, 0.25]),
      (1.0, 100, [0.1, 0.4, 0.2, 0.3]),
    ] as [(Double, Int?, [Double])])
  func `probabilities are those of logits divided by the temperature, of the top k`(
    _ temperature: Double, _ topK: Int?, _ expected: [Double]
  ) {
    let found = Sampler(temperature: temperature, topK: topK).probabilities(of: Self.logits)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-14 }, "\(found)")
  }

  @Test func `large logits and equal ones are no trouble`() {
    #expect(Sampler().probabilities(of: [1e308, -1e308, 1e308]) == [0.5, 0, 0.5])
    #expect(Sampler(topK: 2).probabilities(of: [3, 3, 3]) == [0.5, 0.5, 0])
    #expect(Sampler(temperature: 0).probabilities(of: [3, 3, 3]) == [1, 0, 0])
    #expect(Sampler(temperature: 0.5).probabilities(of: [7]) == [1])
  }

  /// χ² of frequencies against what they should be; 16.27 is exceeded once in a thousand times, with three
  /// degrees of freedom.
  @Test(arguments: [(1.0, 1.0), (0.5, 2.0), (2.0, 0.5)])
  func `frequencies are the probabilities`(_ temperature: Double, _ power: Double) {
    let weights = [0.1, 0.4, 0.2, 0.3].map { pow($0, power) }
    let total = weights.reduce(0, +)
    func distance(_ sampler: Sampler) -> Double {
      var generator = SeededGenerator(seed: 5)
      var counts = [0.0, 0, 0, 0]
      for _ in 0..<20_000 { counts[sampler.next(Self.logits, using: &generator)] += 1 }
      return zip(counts, weights).reduce(0) { sum, pair in
        let expected = 20_000 * pair.1 / total
        return sum + (pair.0 - expected) * (pair.0 - expected) / expected
      }
    }
    #expect(distance(Sampler(temperature: temperature)) < 16.27)
    #expect(distance(Sampler(temperature: temperature * 1.2)) > 25)
  }

  @Test func `the same seed draws the same, from a tensor too`() {
    func drawn(_ seed: UInt64) -> [Int] {
      var generator = SeededGenerator(seed: seed)
      return (0..<50).map { _ in Sampler().next(Self.logits, using: &generator) }
    }
    #expect(drawn(1) == drawn(1))
    #expect(drawn(1) != drawn(2))
    var generator = SeededGenerator(seed: 1)
    let logits = Tensor(Self.logits, shape: [2, 1, 2], dtype: .float64)
    #expect((0..<50).map { _ in Sampler().next(logits, using: &generator) } == drawn(1))
  }

  @Test func `what can't be drawn from is refused with a sentence`() async {
    await expectSentence(
      #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Sampler(temperature: -1)
      }, "Sampler: got a temperature of -1.0; expected 0 or more")
    await expectSentence(
      #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Sampler(topK: 0)
      }, "Sampler: got topK 0; expected at least 1")
    await expectSentence(
      #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Sampler().probabilities(of: [1, .nan])
      }, "Sampler: the logit of token 1 is nan; expected finite numbers")
    await expectSentence(
      #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Sampler().probabilities(of: [])
      }, "Sampler: got no logits; expected one for each token")
  }
}
