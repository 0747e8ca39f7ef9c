import UnrollAutodiff
import UnrollRecurrent

extension OptimizerState {
  /// What is remembered, by names: `0/lstm/kernel` is the first slot of that weight. What was put off for the rows of a
  /// table stays put off, because done earlier it would be rounded otherwise.
  func contents(_ paths: [String]) -> [String: TensorFile.Content] {
    var contents: [String: TensorFile.Content] = [:]
    for (memory, path) in zip(memories, paths) {
      for (name, content) in memory.contents { contents["\(name)/\(path)"] = content }
    }
    return contents
  }

  /// Takes over what ``contents(_:)`` gave.
  mutating func restore(
    step: Int, _ weights: [Parameter], _ content: (String) -> TensorFile.Content?,
    missing: (String) -> CheckpointError
  ) throws {
    for (index, weight) in weights.enumerated() {
      try memories[index].restore(rows: weight.value.shape.first ?? 0, after: step) {
        content("\($0)/\(weight.path)")
      } missing: {
        missing("\($0) of \(weight.path)")
      }
    }
    self.step = step
  }
}
