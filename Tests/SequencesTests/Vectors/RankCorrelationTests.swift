import Testing

@testable import UnrollSequences

@Suite struct RankCorrelationTests {
  @Test func `ranks and correlations equal SciPy's, ties included`() throws {
    let cases = try VectorsReference.load().correlations
    #expect(cases.contains { Set($0.a).count < $0.a.count })
    for expected in cases {
      #expect(ranks(expected.a) == expected.ranks)
      let rho = try #require(spearmanCorrelation(expected.a, expected.b))
      #expect(abs(rho - expected.rho) < 1e-14)
    }
  }

  @Test func `lists that do not vary have no correlation`() {
    #expect(spearmanCorrelation([1, 1, 1], [1, 2, 3]) == nil)
    #expect(spearmanCorrelation([1], [2]) == nil)
    #expect(spearmanCorrelation([], []) == nil)
  }
}
