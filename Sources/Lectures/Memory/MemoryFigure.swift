import UnrollFigures
import UnrollRecurrent

extension MemoryStudy {
  /// How the error grows with the length: a line for each cell, and chance level.
  public func figure(_ results: [MemoryResult]) -> Figure {
    let lengths = Set(results.map(\.length)).sorted()
    func level(_ name: String, _ dash: Mark.Dash, _ value: (Int) -> Double) -> Mark {
      let values = lengths.map(value)
      // One length, or one level for all, is a line across the panel.
      if let first = values.first, Set(values).count == 1 {
        return .horizontalLine(name, at: first, dash: dash)
      }
      return .line(name, x: lengths.map(Double.init), y: values, colour: .grey, dash: dash)
    }
    let cells = MemoryCell.allCases.filter { cell in results.contains { $0.cell == cell } }
    return Figure(
      title: "Memory: error by length",
      subtitle: "\(task.question) \(budget.grouped) steps at the most, the same for all",
      x: Axis("Length T", scale: .log10),
      y: Axis(
        "\(task.measure.prefix(1).uppercased())\(task.measure.dropFirst())", includesZero: true),
      marks: [
        level("Chance", .dashed, task.chance), level("Solved below", .dotted, task.goal),
      ] + cells.map { cell in cell.line(results.filter { $0.cell == cell }) })
  }
}

extension MemoryCell {
  /// A line that looks alike for every task.
  fileprivate func line(_ results: [MemoryResult]) -> Mark {
    let (colour, dash, marker): (Mark.Colour, Mark.Dash, Mark.Shape) =
      switch self {
      case .simple: (.vermilion, .solid, .cross)
      case .orthogonal: (.gold, .longDashed, .ring)
      case .lstm: (.blue, .solid, .dot)
      case .gru: (.green, .dashDotted, .triangle)
      }
    let sorted = results.sorted { $0.length < $1.length }
    return .line(
      rawValue, x: sorted.map { Double($0.length) }, y: sorted.map(\.error), marker: marker,
      colour: colour, dash: dash)
  }
}
