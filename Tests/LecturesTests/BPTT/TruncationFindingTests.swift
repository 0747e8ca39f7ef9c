import Testing

@testable import UnrollLectures

@Suite struct TruncationFindingTests {
  @Test func `nothing comes from beyond the window, though it would without the cut`() {
    for seed in [42, 43] as [UInt64] {
      let found = TruncationFinding(seed: seed)
      #expect(found.beyond.truncated == 0 && found.beyond.whole > 1e-12)
      #expect(found.rows.map(\.window) == [1, 10, 40])
      #expect(found.rows[0].error > found.rows[1].error && found.rows[1].error > 0)
      #expect(found.finding.verdict == .refuted)
    }
  }
}
