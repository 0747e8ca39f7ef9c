import UnrollNumerics

/// One walk up a tape, from a result to the inputs it came from.
///
/// Cotangents are kept by slot. An entry is reached after all entries that used its results, because
/// those stand below it; so its cotangents are complete, and its pullback is called once.
final class BackwardPass {
  let tape: Tape

  /// Whether the pass itself is recorded, so that its result can be differentiated again.
  let recorded: Bool

  /// Called with every cotangent when it is complete.
  var onComplete: ((Slot, Variable) -> Void)?

  /// Called with every contribution to the cotangent of an input, from the entry that makes it.
  var onContribution: ((BackwardStep, Int, Cotangent) -> Void)?

  /// Changes a cotangent when it is complete, before anything is computed from it: how rounding noise
  /// is brought in.
  var adjust: ((Slot, Tensor) -> Tensor)?

  /// Changes what pullbacks see and give, on purpose: how mistakes are made to be compared with.
  var mistake: Mistake?

  /// Values that pullbacks compute with in place of the recorded ones.
  private let replacement: [Tensor]?

  private var needs: [Need]

  /// The cotangents so far while nothing is recorded, added up in place.
  private var totals: [Tensor?]

  /// The contributions so far while the pass is recorded; they become entries when they are taken.
  private var terms: [Slot: [Cotangent]] = [:]

  /// Whether the cotangent of a slot is worth computing, and worth keeping until the end.
  private enum Need: UInt8 { case no, passedOn, kept }

  init(_ tape: Tape, sources: [Slot], recorded: Bool = false, values: [Tensor]? = nil) {
    self.tape = tape
    self.recorded = recorded
    replacement = values
    needs = [Need](repeating: .no, count: tape.values.count)
    totals = [Tensor?](repeating: nil, count: recorded ? 0 : tape.values.count)
    for source in sources { needs[Int(source)] = .kept }
    for entry in tape.entries
    where tape.inputs(of: entry).contains(where: { needs[Int($0)] != .no }) {
      for slot in entry.outputs where needs[Int(slot)] == .no { needs[Int(slot)] = .passedOn }
    }
  }

  /// Walks from the entry that made `target` up to the first.
  func run(from target: Slot, seed: Variable) {
    guard isNeeded(target) else { return }
    add(.dense(seed), to: target, from: Constant())
    var index = tape.entries.count - 1
    while index >= 0 {
      let entry = tape.entries[index]
      index -= 1
      guard entry.outputs.contains(where: hasCotangent) else { continue }
      // Recorded contributions become one variable here, before anyone reads them.
      for slot in entry.outputs where hasCotangent(slot) {
        settle(slot)
        if let adjust, let total = totals[Int(slot)] { totals[Int(slot)] = adjust(slot, total) }
        if let onComplete, let total = cotangent(slot) { onComplete(slot, total) }
      }
      entry.operation.pullback(BackwardStep(pass: self, entry: entry, index: index + 1))
      for slot in entry.outputs where needs[Int(slot)] != .kept { forget(slot) }
    }
  }

  func isNeeded(_ slot: Slot) -> Bool { needs[Int(slot)] != .no }

  /// A value of the tape for a pullback to compute with.
  func variable(_ slot: Slot) -> Variable {
    let value = replacement?[Int(slot)] ?? tape.values[Int(slot)]
    return recorded ? Variable(value, tape, slot) : Variable(value)
  }

  /// The cotangent of a slot, or nil while nothing contributed to it.
  func cotangent(_ slot: Slot) -> Variable? {
    if !recorded { return totals[Int(slot)].map { Variable($0) } }
    if case .dense(let total)? = terms[slot]?.first { return total }
    return nil
  }

  /// Adds a contribution to the cotangent of a slot.
  func add(_ cotangent: Cotangent, to slot: Slot, from operation: any Operation) {
    guard isNeeded(slot) else { return }
    if case .dense(let part) = cotangent {
      let shape = tape.values[Int(slot)].shape
      require(
        part.shape == shape,
        """
        gradient: the pullback of \(operation.name) gave a cotangent of shape \(part.shape) \
        for a value of shape \(shape); the two must be equal
        """)
    }
    let cotangent = cotangent.cast(to: tape.values[Int(slot)].dtype)
    if recorded { terms[slot, default: []].append(cotangent) } else { addInPlace(cotangent, slot) }
  }
}

extension BackwardPass {
  private func hasCotangent(_ slot: Slot) -> Bool {
    recorded ? terms[slot] != nil : totals[Int(slot)] != nil
  }

  private func forget(_ slot: Slot) {
    if recorded { terms[slot] = nil } else { totals[Int(slot)] = nil }
  }

  private func addInPlace(_ cotangent: Cotangent, _ slot: Slot) {
    let index = Int(slot)
    let value = tape.values[index]
    switch cotangent {
    case .dense(let part):
      if totals[index] == nil {
        totals[index] = part.value
      } else {
        totals[index]?.accumulate(part.value)
      }
    case .region(let part, let region):
      if totals[index] == nil { totals[index] = .zeros(value.shape, dtype: value.dtype) }
      totals[index]?.accumulate(part.value, in: region)
    case .rows(let rows, let indices):
      if totals[index] == nil { totals[index] = .zeros(value.shape, dtype: value.dtype) }
      totals[index]?.accumulateRows(rows.value, at: indices)
    }
  }

  /// Adds up recorded contributions with operations, which are recorded in turn.
  private func settle(_ slot: Slot) {
    guard recorded, let contributions = terms[slot] else { return }
    let value = tape.values[Int(slot)]
    var dense: [Variable] = []
    var regions: [(part: Variable, region: Region)] = []
    for contribution in contributions {
      switch contribution {
      case .dense(let part): dense.append(part)
      case .region(let part, let region): regions.append((part, region))
      case .rows(let rows, let indices):
        dense.append(apply(ScatterAddRows(indices, rowCount: value.shape[0]), rows))
      }
    }
    if !regions.isEmpty {
      let assemble = Assemble(value.shape, regions.map(\.region))
      dense.append(apply(assemble, regions.map(\.part))[0])
    }
    guard let first = dense.first else { return }
    terms[slot] = [.dense(dense.dropFirst().reduce(first, +))]
  }
}
