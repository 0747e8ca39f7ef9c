import Testing

@testable import UnrollLectures

/// The rule by which a remedy helps or does not.
@Suite struct RemedyVerdictTests {
  @Test(arguments: [
    ([0.1, 0.2, 0.3], RemedyVerdict.helps),  // all below 0.4, and 0.2 < 0.5 / 1.3
    ([0.3, 0.38, 0.399], .helps),
    ([0.1, 0.2, 0.41], .undecided),  // one seed reaches into the other range
    ([0.1, 0.2, 0.4], .undecided),  // and so it does where it only touches
    ([0.36, 0.39, 0.395], .doesNotHelp),  // apart, but 0.39 · 1.3 > 0.5
    ([0.4, 0.5, 0.6], .doesNotHelp),
    ([0.1, 0.5, 9], .doesNotHelp),
    ([0.61, 0.64, 0.649], .doesNotHelp),
    ([0.61, 0.66, 0.7], .hurts),
    ([0.59, 0.66, 0.7], .undecided),
    ([0.7, 0.8, .infinity], .hurts),
    ([.infinity, .infinity, .infinity], .hurts),
    ([0.45, 0.5, .infinity], .doesNotHelp),
    ([0.1, .nan, 0.2], .undecided), ([], .undecided),
  ])
  func `ranges apart and medians apart decide`(_ errors: [Double], _ verdict: RemedyVerdict) {
    #expect(RemedyVerdict(errors, beside: [0.5, 0.4, 0.6]) == verdict)
  }

  @Test func `two networks that both diverge are alike`() {
    let errors = [Double](repeating: .infinity, count: 3)
    #expect(RemedyVerdict(errors, beside: errors) == .doesNotHelp)
    #expect(RemedyVerdict([0, 0, 0], beside: [0, 0, 0]) == .doesNotHelp)
    #expect(RemedyVerdict([0.5], beside: errors) == .helps)
  }

  @Test func `what hurts does not help, and what can't be told agrees with nobody`() {
    #expect(RemedyVerdict.helps.agrees(with: .helps) == true)
    #expect(RemedyVerdict.helps.agrees(with: .doesNotHelp) == false)
    for verdict in [RemedyVerdict.doesNotHelp, .hurts] {
      #expect(verdict.agrees(with: .doesNotHelp) == true)
      #expect(verdict.agrees(with: .helps) == false)
    }
    #expect(RemedyVerdict.undecided.agrees(with: .helps) == nil)
  }

  @Test func `the median of two errors is their mean`() {
    #expect(RemedyVerdict.median([3, 1]) == 2 && RemedyVerdict.median([5, 1, 2]) == 2)
  }
}
