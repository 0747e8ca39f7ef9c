import Testing
import UnrollTraining

@testable import UnrollLectures

@Suite struct LanguageFindingsTests {
  private func finding(_ id: String, seed: UInt64 = 42) throws -> Claim.Finding {
    let claim = try #require(Claim.all.first { $0.id == id })
    return try claim.check(ClaimLaboratory(seed: seed))
  }

  @Test func `K9 is refuted as a loss, for every seed`() throws {
    for seed in [0, 42, UInt64.max] {
      #expect(try finding("K9", seed: seed).verdict == .refuted)
    }
  }

  @Test func `K10 is reproduced, and fails where nothing was learnt or nothing is impossible`()
    throws
  {
    let found = try finding("K10")
    #expect(found.verdict == .reproduced)
    guard case .text(let text) = found.ours else {
      Issue.record("K10 has no words")
      return
    }
    let words =
      /e, l, l, o; without a state l has (0\.\d+) and o (0\.\d+) after either l, loss 0\.35\d* of .* 0\.3466/
    let halves = try #require(text.wholeMatch(of: words))
    for half in [halves.1, halves.2] { #expect(abs((Double(half) ?? 0) - 0.5) < 0.02) }

    let untrained = Hello(epochs: 1)
    let (before, trained) = (
      try untrained.train(untrained.recurrent()), try Hello().train(Hello().recurrent())
    )
    let memoryless = try Hello().train(Hello().memoryless())
    #expect(HelloFindings.finding(before, memoryless: memoryless).verdict == .failed)
    #expect(HelloFindings.finding(trained, memoryless: trained).verdict == .failed)
    #expect(HelloFindings.finding(trained, memoryless: memoryless).verdict == .reproduced)
  }

  @Test func `K3 answers stew, and fails where the network makes mistakes`() throws {
    let found = try Menu().run().finding
    #expect(found.verdict == .reproduced)
    #expect(
      found.ours
        == .text(
          "stew; of 200 unseen fortnights 100 % right with weights set by hand, 100 % trained"))
    #expect(try Menu(units: 2, epochs: 1).run().finding.verdict == .failed)
  }
}
