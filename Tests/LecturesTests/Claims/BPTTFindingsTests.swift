import Testing

@testable import UnrollLectures

/// The claims about backpropagation through time, and what they must not accept.
@Suite struct BPTTFindingsTests {
  @Test(arguments: [1, 2, 50])
  func `tape, formula and pairs are one at any length`(_ steps: Int) {
    for seed in [0, 7, UInt64.max] {
      #expect(BPTTFindings.finding(seed: seed, steps: steps).verdict == .reproduced)
    }
  }

  @Test(arguments: [(0, 0, Verdict.reproduced), (2e-12, 0, .failed), (0, 2e-12, .failed)])
  func `a difference in the twelfth digit fails`(
    _ tape: Double, _ pairs: Double, _ verdict: Verdict
  ) {
    #expect(BPTTFindings.finding(ofTape: tape, ofPairs: pairs, pairs: 3).verdict == verdict)
    #expect(BPTTFindings.finding(ofTape: .nan, ofPairs: 0, pairs: 3).verdict == .failed)
  }

  @Test func `a norm above either bound fails, and so does one that is no number`() {
    func verdict(_ norm: Double, _ bound: Double, _ sharperBound: Double) -> Verdict {
      let measured = JacobianBoundFindings.Measured(
        norm: norm, bound: bound, sharperBound: sharperBound)
      return JacobianBoundFindings.finding([measured]).verdict
    }
    #expect(verdict(1, 2, 1) == .reproduced)
    #expect(verdict(1.001, 2, 1) == .failed)
    #expect(verdict(1.001, 1, 2) == .failed)
    #expect(verdict(.nan, 2, 2) == .failed)
    #expect(JacobianBoundFindings.finding([]).verdict == .failed)
  }

  @Test func `the norms of all gains are measured, from vanished to exploded`() {
    let measured = JacobianBoundFindings.measure(seed: 42)
    #expect(measured.count == 2 * 49 * JacobianBoundFindings.gains.count)
    #expect((measured.map(\.norm).min() ?? 1) < 1e-30)
    #expect((measured.map(\.norm).max() ?? 1) > 1e20)
  }
}
