import UnrollAutodiff

extension RNN {
  /// Why the cell can't be run: found by one step of two samples, with zeros for inputs and weights. Nil where
  /// it can.
  func obstacleInCell(features: Int) -> String? {
    guard features > 0 else { return nil }
    let batch = 2
    let weights = cell.prepared(
      Weights(cell.weights(inputs: features).map { ($0.name, Variable(.zeros($0.shape))) }))
    let x = unstack(cell.project(Variable(.zeros([batch, 1, features])), weights), axis: 1)
    var asksForDropped = false
    let context = StepContext(t: 0) { asksForDropped = true }
    let parts = cell.step(x[0], cell.zeroState(batch: batch, dtype: .float32), weights, context)
      .parts

    let names = Cell.State.names
    if parts.count != names.count {
      return """
        a step of \(cell.kind) gave a state of \(parts.count) parts; expected \(names.count): \
        \(names.joined(separator: ", "))
        """
    }
    for (name, part) in zip(names, parts) where part.shape != [batch, cell.units] {
      return """
        a step of \(cell.kind) on \(batch) samples gave the state \(name) the shape \(part.shape); expected \
        [\(batch), \(cell.units)], because the cell has \(cell.units) units
        """
    }
    if recurrentDropout > 0 && !asksForDropped {
      return """
        recurrentDropout is \(recurrentDropout), but \(cell.kind) never asks which units are dropped; write \
        context.dropped(state.hidden) in its step, where the state meets the recurrent weights
        """
    }
    return nil
  }
}
