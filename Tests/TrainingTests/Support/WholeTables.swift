import UnrollAutodiff
import UnrollTraining

/// An optimiser that changes all of a table in every step: what changing its rows alone has to equal.
struct WholeTables: Optimizer {
  var rule: any Optimizer

  init(_ rule: any Optimizer) { self.rule = rule }

  var name: String { rule.name }
  var slotNames: [String] { rule.slotNames }
  var learningRate: Double {
    get { rule.learningRate }
    set { rule.learningRate = newValue }
  }

  func update(_ weight: inout Tensor, _ gradient: Tensor, _ slots: inout [Tensor], step: Int) {
    rule.update(&weight, gradient, &slots, step: step)
  }
}

extension Gradient {
  /// Whether it is of some rows of a table.
  var isByRows: Bool {
    if case .rows = self { true } else { false }
  }
}
