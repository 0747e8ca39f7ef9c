import Testing
import UnrollFigures

@testable import UnrollLectures

extension MemoryResult {
  /// A made-up result on the adding problem.
  static func made(
    _ cell: MemoryCell, _ length: Int, steps: Int = 1000, solved: Bool = true,
    stopped: Bool = false
  ) -> MemoryResult {
    MemoryResult(
      task: "adding", cell: cell, length: length, parameters: 1, error: solved ? 0.005 : 0.167,
      chance: 1.0 / 6, goal: 0.01, learningRate: 0.01, steps: steps, isSolved: solved,
      wasStopped: stopped)
  }
}

/// What is said of results, and how they are drawn.
@Suite struct MemorySummaryTests {
  @Test func `how far each cell came, and that gates remember longer`() {
    let results: [MemoryResult] = [
      .made(.simple, 10), .made(.simple, 30, steps: 4100), .made(.lstm, 10),
      .made(.lstm, 30, steps: 500), .made(.gru, 30), .made(.simple, 100, solved: false),
      .made(.lstm, 100), .made(.gru, 100),
    ]
    #expect(
      MemorySummary.sentences(results, budget: 5000) == [
        "The longest sequences solved in 5,000 steps or fewer: SimpleRNN: T = 30; LSTM: T = 100; "
          + "GRU: T = 100.",
        "With equal budgets, cells with gates remember longer.",
        "A SimpleRNN is not without memory: it learns T = 30 in 4,100 steps, the LSTM in 500.",
      ])
  }

  @Test func `the measurement decides what gates are worth`() {
    func gates(_ simple: Int, _ lstm: Int, _ gru: Int) -> String {
      let cells = zip([MemoryCell.simple, .lstm, .gru], [simple, lstm, gru])
      let results = cells.flatMap { cell, reach in
        [10, 30].map { MemoryResult.made(cell, $0, solved: $0 <= reach) }
      }
      return MemorySummary.sentences(results, budget: 100)[1]
    }
    #expect(gates(10, 30, 30) == "With equal budgets, cells with gates remember longer.")
    #expect(gates(0, 10, 10) == "With equal budgets, cells with gates remember longer.")
    #expect(gates(10, 10, 30) == "With equal budgets, one cell with gates remembers longer.")
    #expect(gates(30, 30, 30) == "Here, no cell with gates remembers longer than a SimpleRNN.")
    #expect(gates(30, 10, 10) == "Here, no cell with gates remembers longer than a SimpleRNN.")
  }

  @Test func `what was not trained is not compared`() {
    #expect(MemorySummary.sentences([], budget: 100) == [])
    #expect(
      MemorySummary.sentences([.made(.lstm, 10, solved: false)], budget: 100) == [
        "The longest sequences solved in 100 steps or fewer: LSTM: none."
      ])
    // The one with fewer steps is told of; no LSTM stands beside it.
    #expect(
      MemorySummary.sentences(
        [.made(.simple, 10, steps: 900), .made(.orthogonal, 10, steps: 800)], budget: 1000
      ).last == "A SimpleRNN is not without memory: it learns T = 10 in 800 steps.")
  }

  // MARK: - The figure

  @Test func `the figure has a line for each cell, and chance level, dashed`() {
    let results: [MemoryResult] = [.made(.gru, 30), .made(.simple, 10), .made(.gru, 10)]
    let marks = MemoryStudy().figure(results).panels[0].marks
    #expect(marks.map(\.name) == ["Chance", "Solved below", "SimpleRNN", "GRU"])
    #expect(marks[0] == .horizontalLine("Chance", at: 1.0 / 6, dash: .dashed))
    #expect(
      marks[3]
        == .line(
          "GRU", x: [10, 30], y: [0.005, 0.005], marker: .triangle, colour: .green,
          dash: .dashDotted))
  }

  @Test func `a chance level that falls with the length is a line of its own`() {
    let study = MemoryStudy(CopyingProblem())
    let marks = study.figure([.made(.gru, 100), .made(.gru, 10)]).panels[0].marks
    let levels = [10, 100].map { study.task.chance(length: $0) }
    #expect(
      marks[0] == .line("Chance", x: [10, 100], y: levels, colour: .grey, dash: .dashed))
    let alone = study.figure([.made(.gru, 10)]).panels[0].marks
    #expect(alone[0] == .horizontalLine("Chance", at: levels[0], dash: .dashed))
  }
}
