import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// What an optimiser remembers of one weight; of a table, what a step does to the rows without a gradient is
/// put off.
///
/// Such a step multiplies what is remembered of a row by ρ and changes nothing else
/// (``Optimizer/decayWithoutGradient``). So a row that was changed last in step s waits until it has a
/// gradient again, in step t: then `v ← ρᵗ⁻¹⁻ˢ v`, which but for rounding is what t − 1 − s steps would have
/// made of it, and the optimiser's rule for that row. A step costs what was looked up, whatever the size of
/// the table.
struct DeferredSlots: Sendable {
  private var slots: [Tensor]

  /// The step after which each row is as the slots say; empty while none waits.
  private var lastSteps: [Int] = []

  /// By what each slot of the rows that wait is multiplied in each step.
  private var decay: [Double] = []

  init(_ slots: [Tensor]) { self.slots = slots }

  /// Takes the optimiser's step: on all of a weight, or on the rows that have a gradient.
  mutating func update(
    _ weight: inout Tensor, _ gradient: Gradient, _ optimizer: any Optimizer, step: Int
  ) {
    if case .rows(let rows) = gradient, let decay = optimizer.decayWithoutGradient {
      updateRows(of: &weight, rows, optimizer, decay, step: step)
    } else {
      catchUp(through: step - 1)
      optimizer.update(&weight, gradient.dense, &slots, step: step)
    }
  }

  /// The slots with all that was put off.
  func upToDate(after step: Int) -> [Tensor] {
    var copy = self
    copy.catchUp(through: step)
    return copy.slots
  }

  private mutating func updateRows(
    of weight: inout Tensor, _ gradient: RowGradient, _ optimizer: any Optimizer, _ decay: [Double],
    step: Int
  ) {
    require(
      weight.shape == gradient.shape,
      "\(optimizer.name): got the gradient of a table \(gradient.shape) for a weight of shape \(weight.shape)"
    )
    require(
      decay.count == slots.count,
      """
      \(optimizer.name): decayWithoutGradient has \(decay.count) numbers for \(slots.count) slots; expected one \
      for each
      """)
    if decay != self.decay { catchUp(through: step - 1) }
    self.decay = decay
    if lastSteps.isEmpty {
      lastSteps = [Int](repeating: step - 1, count: weight.shape[0])
    }
    var rows = weight.rows(at: gradient.rows)
    var slotRows = slots.map { $0.rows(at: gradient.rows) }
    let places = gradient.rows.elements
    decayRows(&slotRows, idle: places.map { step - 1 - lastSteps[$0] })
    optimizer.update(&rows, gradient.values, &slotRows, step: step)
    weight.replaceRows(at: gradient.rows, with: rows)
    for index in slots.indices {
      slots[index].replaceRows(at: gradient.rows, with: slotRows[index])
    }
    for place in places { lastSteps[place] = step }
  }

  /// Brings all rows to where they are after a step.
  private mutating func catchUp(through step: Int) {
    guard !lastSteps.isEmpty else { return }
    decayRows(&slots, idle: lastSteps.map { step - $0 })
    lastSteps = []
  }

  /// `v[i] ← ρ^idle[i] v[i]` for the rows of each slot.
  private func decayRows(_ slots: inout [Tensor], idle: [Int]) {
    let longest = idle.max() ?? 0
    guard longest > 0 else { return }
    for (index, factor) in decay.enumerated() {
      func power(_ steps: Int) -> Double { .power(factor, Double(steps)) }
      // Where rows outnumber the powers, each of these is computed once.
      let known = longest < idle.count ? (0...longest).map(power) : []
      let powers = known.isEmpty ? idle.map(power) : idle.map { known[$0] }
      slots[index] =
        slots[index] * Tensor(powers, shape: [idle.count, 1], dtype: slots[index].dtype)
    }
  }
}

// MARK: - Saved

extension DeferredSlots {
  /// Everything there is, by name.
  var contents: [String: TensorFile.Content] {
    var contents: [String: TensorFile.Content] = [:]
    for (index, slot) in slots.enumerated() { contents["\(index)"] = .numbers(slot) }
    if !lastSteps.isEmpty {
      contents["last steps"] = .integers(IntTensor(lastSteps))
      contents["decay"] = .numbers(Tensor(decay, shape: [decay.count], dtype: .float64))
    }
    return contents
  }

  /// Takes over what ``contents`` gave for a weight with so many rows after a step.
  mutating func restore(
    rows: Int, after step: Int, _ content: (String) -> TensorFile.Content?,
    missing: (String) -> CheckpointError
  ) throws {
    var restored = self
    for (index, slot) in slots.enumerated() {
      guard case .numbers(let tensor)? = content("\(index)"), tensor.shape == slot.shape,
        tensor.dtype == slot.dtype
      else { throw missing("slot \(index)") }
      restored.slots[index] = tensor
    }
    switch (content("last steps"), content("decay")) {
    case (nil, nil): (restored.lastSteps, restored.decay) = ([], [])
    case (.integers(let steps)?, .numbers(let decay)?)
    where steps.elementCount == rows && decay.elementCount == slots.count
      && steps.elements.allSatisfy { (0...step).contains($0) }:
      (restored.lastSteps, restored.decay) = (steps.elements, decay.elements)
    default: throw missing("what was put off")
    }
    self = restored
  }
}
