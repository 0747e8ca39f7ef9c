import UnrollNumerics

/// What the backward pass does at one line of a tape.
package struct BackwardMove {
  /// The line, counted from 0.
  package let line: Int
  /// The complete gradient of each result; nil where nothing came back to it.
  package var gradients: [Tensor?]
  /// What the pullback adds to the gradients of inputs, in its order.
  package var contributions: [Contribution] = []

  /// What a line adds to the gradient of one of its inputs.
  package struct Contribution {
    /// Which input, counted from 0.
    package let input: Int
    /// What is added.
    package let part: Tensor
    /// Where it is added, unless that is everywhere: `axis 1, 0..<2`, `rows 3, 0`.
    package let place: String?
    /// The gradient of the input so far, this contribution included.
    package let total: Tensor
  }
}

extension Tape {
  /// The backward pass from what was last differentiated, move by move, with every number that it computes.
  ///
  /// It is walked again for this, and nothing is recorded. Lines to which nothing comes back are left out. Empty where
  /// nothing has been differentiated.
  package func backwardTrace() -> [BackwardMove] {
    guard let target = lastTarget else { return [] }
    var lineOfPlace: [Int] = []
    for (line, entry) in entries.enumerated() {
      lineOfPlace.append(contentsOf: repeatElement(line, count: entry.outputs.count))
    }
    var moves: [BackwardMove] = []
    forEachCotangent(
      of: target.slot, from: target.cotangent,
      onComplete: { [entries] slot, gradient in
        let line = lineOfPlace[Int(slot)]
        let entry = entries[line]
        if moves.last?.line != line {
          let none = [Tensor?](repeating: nil, count: entry.outputs.count)
          moves.append(BackwardMove(line: line, gradients: none))
        }
        moves[moves.count - 1].gradients[Int(slot - entry.firstOutput)] = gradient.value
      },
      onContribution: { step, input, cotangent in
        guard step.needs(input) else { return }
        moves[moves.count - 1].contributions.append(
          BackwardMove.Contribution(step, input, cotangent))
      })
    return moves
  }
}

extension BackwardMove.Contribution {
  /// The contribution, added to what the pass has so far.
  fileprivate init(_ step: BackwardStep, _ input: Int, _ cotangent: Cotangent) {
    let slot = step.inputSlot(input)
    let value = step.pass.tape.values[Int(slot)]
    let before = step.pass.cotangent(slot)?.value
    let cotangent = cotangent.cast(to: value.dtype)
    var total = before ?? .zeros(value.shape, dtype: value.dtype)
    switch cotangent {
    case .dense(let part):
      if before == nil { total = part.value } else { total.accumulate(part.value) }
      place = nil
    case .region(let part, let region):
      total.accumulate(part.value, in: region)
      place = "axis \(region.axis), \(region.range)"
    case .rows(let rows, let indices):
      total.accumulateRows(rows.value, at: indices)
      place = "rows " + indices.elements.map(String.init).joined(separator: ", ")
    }
    self.input = input
    part = cotangent.part
    self.total = total
  }
}
