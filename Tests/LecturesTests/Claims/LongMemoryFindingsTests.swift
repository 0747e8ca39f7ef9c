import Testing
import UnrollTraining

@testable import UnrollLectures

/// The claims about how far back cells remember: the measurement decides.
@Suite struct LongMemoryFindingsTests {
  /// What each cell came to at both lengths; `long` are those that solve the longer one.
  private func verdict(
    long: Set<MemoryCell>, short: Bool = true, stopped: Bool = false
  ) -> Verdict {
    let results = MemoryCell.allCases.flatMap { cell -> [MemoryResult] in
      [
        .made(cell, LongSequences.lengths[0], solved: short),
        .made(cell, LongSequences.lengths[1], solved: long.contains(cell), stopped: stopped),
      ]
    }
    return LongSequences.finding(results).verdict
  }

  @Test func `H14 holds where only cells with gates solve the longer sequences`() {
    #expect(verdict(long: [.lstm, .gru]) == .reproduced)
    #expect(verdict(long: [.lstm, .gru, .orthogonal]) == .refuted)
    #expect(verdict(long: Set(MemoryCell.allCases)) == .refuted)
    #expect(verdict(long: [.lstm]) == .failed, "a GRU that learns nothing is ours to mend")
    #expect(verdict(long: [.lstm, .gru], short: false) == .failed)
    #expect(verdict(long: [.lstm, .gru], stopped: true) == .failed)
  }

  @Test func `A8 holds where the LSTM is faster by the median and solves long sequences`() {
    func verdict(
      _ lstm: [Int?], _ simple: [Int?], long: Bool = true, stopped: Bool = false
    ) -> Verdict {
      func results(_ cell: MemoryCell, _ steps: [Int?]) -> [MemoryResult] {
        steps.map { .made(cell, 30, steps: $0 ?? 2000, solved: $0 != nil) }
      }
      return FasterConvergence.finding(
        lstm: results(.lstm, lstm), simple: results(.orthogonal, simple),
        long: .made(.lstm, 100, solved: long, stopped: stopped)
      ).verdict
    }
    #expect(verdict([400, 500, 900], [800, nil, nil]) == .reproduced)
    #expect(verdict([400, 500, 900], [300, 600, 700]) == .reproduced)
    #expect(verdict([400, 900, 900], [100, 800, nil]) == .refuted)
    #expect(verdict([400, 500, 900], [800, nil, nil], long: false) == .refuted)
    #expect(verdict([400, nil, nil], [800, nil, nil]) == .failed)
    #expect(verdict([400, 500, 900], [800, nil, nil], stopped: true) == .failed)
  }

  @Test func `S4 is refuted where a SimpleRNN gets there, however late`() {
    func verdict(_ simple: Bool, _ lstm: Bool, stopped: Bool = false) -> Verdict {
      MeaningfulMemory.finding(
        simple: .made(.orthogonal, 100, steps: 23_200, solved: simple, stopped: stopped),
        lstm: .made(.lstm, 100, solved: lstm)
      ).verdict
    }
    #expect(verdict(true, true) == .refuted)
    #expect(verdict(false, true) == .reproduced)
    #expect(verdict(false, false) == .failed)
    #expect(verdict(false, true, stopped: true) == .failed)
  }

  @Test func `a cell at a length is trained once for all claims that need it`() throws {
    var asked: [String] = []
    let laboratory = ClaimLaboratory(seed: 42) { model, seed in
      asked.append("\(model), \(seed)")
      return TrainingWatch(observers: [StopWhen { true }])
    }
    let claims = Claim.all.filter { ["H14", "A8", "S4"].contains($0.id) }
    for claim in claims { #expect(try claim.check(laboratory).verdict == .failed) }
    #expect(asked.count { $0 == "LSTM, T = 100, 42" } == 1, "for all three")
    #expect(asked.count { $0 == "SimpleRNN, orthogonal, T = 100, 42" } == 2, "S4 has more patience")
    #expect(asked.count { $0.hasPrefix("LSTM, T = 30") } == 5)
    #expect(asked.count == 2 * 4 + 2 * 5 + 1)
  }
}
