import UnrollAutodiff

/// What each time step of a recurrent layer is computed from: its input, and the weights.
///
/// Whatever does not depend on the state is computed for all steps at once. Only where a ``TimeLedger`` is
/// kept, each step computes it for itself, with its own copy of the weights.
final class StepSources<Cell: RecurrentCell> {
  private let cell: Cell
  private let x: [Variable]
  private let weights: Weights
  private let record: (book: TimeRecord, layer: Int)?
  /// The step that was asked for last, until its state is known.
  private var open: (input: Variable, weights: Weights)?

  /// Of a sequence `[time, batch, features]`.
  init(_ cell: Cell, _ x: Variable, _ weights: Weights) {
    self.cell = cell
    self.weights = cell.prepared(weights)
    self.x = unstack(cell.project(x, self.weights))
    record = nil
  }

  /// The same, with every step written down in a record.
  init(
    _ cell: Cell, _ x: Variable, _ weights: Weights, _ record: TimeRecord, name: String,
    kind: String
  ) {
    self.cell = cell
    self.weights = weights
    self.x = unstack(x)
    self.record = (record, record.begin(name, kind, stateNames: Cell.State.names))
  }

  /// What the cell's equation takes at a step.
  func at(_ t: Int) -> (x: Variable, weights: Weights) {
    guard let record else { return (x[t], weights) }
    let own = record.book.copies(of: weights)
    open = (x[t], own)
    let prepared = cell.prepared(own)
    return (unstack(cell.project(stack([x[t]]), prepared))[0], prepared)
  }

  /// Takes note of the state after a step.
  func stepped(_ t: Int, to state: [Variable]) {
    guard let record, let step = open else { return }
    record.book.add(
      TimeRecord.Step(t: t, input: step.input, weights: step.weights, state: state),
      to: record.layer)
    open = nil
  }
}
