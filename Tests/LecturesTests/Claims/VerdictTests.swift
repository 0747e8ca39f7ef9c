import Testing

@testable import UnrollLectures

@Suite struct VerdictTests {
  @Test(arguments: [1.0, 0.0029, 0.010881561785936356, 0.011, 3])
  func `a factor of 1.3 either way is reproduced, its borders included`(_ published: Double) {
    func verdict(_ ours: Double) -> Verdict { .onTraining(ours, published: published) }
    let (highest, lowest) = (published * 1.3, published / 1.3)
    #expect(verdict(published) == .reproduced)
    #expect(verdict(highest) == .reproduced)
    #expect(verdict(highest.nextUp) == .failed)
    #expect(verdict(lowest) == .reproduced)
    #expect(verdict(lowest.nextDown) == .betterThanPublished)
    #expect(verdict(0) == .betterThanPublished)
    #expect(verdict(.infinity) == .failed)
  }

  @Test func `what is not a number has failed`() {
    #expect(Verdict.onTraining(.nan, published: 1) == .failed)
    #expect(Verdict.onTraining(-.nan, published: 1) == .failed)
    #expect(Verdict.onTraining(1, published: .nan) == .failed)
  }

  @Test func `a statement holds or has failed`() {
    #expect(Verdict.holds(true) == .reproduced)
    #expect(Verdict.holds(false) == .failed)
  }

  @Test func `the words are those of the table`() {
    #expect(
      Verdict.allCases.map(\.rawValue) == [
        "reproduced", "better than published", "refuted", "needs data", "can't be told", "failed",
      ])
  }
}
