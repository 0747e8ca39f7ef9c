import UnrollRecurrent

/// What a table of results says about cells with and without gates, in sentences.
public enum MemorySummary {
  /// How far each cell came, what gates are worth, and whether a SimpleRNN has a memory at all.
  public static func sentences(_ results: [MemoryResult], budget: Int) -> [String] {
    let cells = MemoryCell.allCases.filter { cell in results.contains { $0.cell == cell } }
    guard !cells.isEmpty else { return [] }
    let far = cells.map { cell in
      "\(cell.rawValue): " + (reach(of: cell, results).map { "T = \($0)" } ?? "none")
    }
    let longest = "The longest sequences solved in \(budget.grouped) steps or fewer: "
    return [longest + far.joined(separator: "; ") + "."] + gates(results) + withoutGates(results)
  }

  /// The longest sequences that a cell solved.
  static func reach(of cell: MemoryCell, _ results: [MemoryResult]) -> Int? {
    results.filter { $0.cell == cell && $0.isSolved }.map(\.length).max()
  }

  /// Whether every cell with gates came farther than every one without.
  private static func gates(_ results: [MemoryResult]) -> [String] {
    func reaches(_ isSimple: Bool) -> [Int] {
      MemoryCell.allCases.filter { cell in
        cell.isSimple == isSimple && results.contains { $0.cell == cell }
      }.map { reach(of: $0, results) ?? 0 }
    }
    guard let simple = reaches(true).max(), let gated = reaches(false).min(),
      let farthest = reaches(false).max()
    else { return [] }
    if gated > simple { return ["With equal budgets, cells with gates remember longer."] }
    if farthest > simple { return ["With equal budgets, one cell with gates remembers longer."] }
    return ["Here, no cell with gates remembers longer than a SimpleRNN."]
  }

  /// The longest sequences that a cell without gates solved, beside the LSTM's steps for them.
  private static func withoutGates(_ results: [MemoryResult]) -> [String] {
    let solved = results.filter { $0.cell.isSimple && $0.isSolved }
    guard let best = solved.max(by: { ($0.length, -$0.steps) < ($1.length, -$1.steps) }) else {
      return []
    }
    let lstm = results.first { $0.cell == .lstm && $0.length == best.length && $0.isSolved }
    let beside = lstm.map { ", the LSTM in \($0.steps.grouped)" } ?? ""
    return [
      "A SimpleRNN is not without memory: it learns T = \(best.length) in "
        + "\(best.steps.grouped) steps\(beside)."
    ]
  }
}
