import UnrollAutodiff

/// A tensor to be looked up by all that it holds.
private struct Data: Hashable {
  let shape: Shape
  let dtype: DType
  let elements: [Double]

  init(_ tensor: Tensor) {
    (shape, dtype, elements) = (tensor.shape, tensor.dtype, tensor.elements)
  }
}

/// A tape whose repeated time steps are loops again.
///
/// A recorded network is unrolled: the same operations once for each time step, forwards and, where gradients were
/// recorded, backwards. Rolled up, a run of equal rounds becomes one loop, so that the length of the program does not
/// depend on the number of time steps. Rounds are equal where their operations are, and where every input is
///
/// - the same value in all rounds (a weight),
/// - a value of the same round,
/// - the same step's value of the round before (a state, a sum), or
/// - the next, or the one before, of a row of values: a sequence's steps, or what an earlier loop gave.
///
/// What is at an end of the sequence is often different (no gradient comes from behind the last step); such rounds stay
/// in front of the loop or behind it.
struct RolledTape {
  private(set) var statements: [Statement] = []
  /// Where each element of a row is: by the place of the value.
  private(set) var elements: [Int: (row: Row, index: Int)] = [:]
  /// Places that are neither computed nor elements: inputs and constants.
  private(set) var leaves: Set<Int> = []

  /// - Parameters:
  ///   - tape: The tape.
  ///   - results: The places whose values are wanted; what leads to none of them is left out.
  ///   - isRolled: Whether loops are looked for.
  init(_ tape: Tape, results: [Int], isRolled: Bool = true) {
    let steps = takeSteps(of: tape, leadingTo: results, isRolled: isRolled)
    let search = LoopSearch(steps)
    var next = 0
    while next < steps.count {
      if isRolled, let loop = search.loop(at: next, elements: elements) {
        append(loop, steps[next..<(next + loop.count * loop.body.count)])
        next += loop.count * loop.body.count
      } else {
        append(steps[next])
        next += 1
      }
    }
  }

  /// The steps that lead to some results. Constants of equal value become one leaf: a tape has one for each use.
  private mutating func takeSteps(
    of tape: Tape, leadingTo results: [Int], isRolled: Bool
  ) -> [Step] {
    let lines = tape.lines
    var isNeeded = Set(results)
    let needed = lines.reversed().filter { line in
      guard line.outputs.contains(where: isNeeded.contains) else { return false }
      isNeeded.formUnion(line.inputs)
      return true
    }
    var same: [Int: Int] = [:]
    var constants: [Data: Int] = [:]
    var steps: [Step] = []
    for line in needed.reversed() {
      if line.operation is Input || line.operation is Constant {
        let place = line.outputs.lowerBound
        if line.operation is Constant {
          let value = Data(tape.value(at: place))
          same[place] = constants[value, default: place]
          constants[value] = same[place]
        }
        leaves.insert(same[place] ?? place)
      } else {
        steps.append(
          Step(
            operation: line.operation, title: line.title,
            inputs: line.inputs.map { same[$0] ?? $0 },
            outputs: line.outputs, shapes: line.outputs.map { tape.value(at: $0).shape },
            scopes: line.scopes))
      }
    }
    return isRolled ? Self.sumsAtOnce(steps) : steps
  }

  /// The steps with every sum, and every change of shape, as soon as its parts are there.
  ///
  /// The backward pass adds up what the time steps contribute to a weight at the very end. Done at once it is part of the
  /// time steps' loop, which then carries one sum, and no row of all contributions has to be kept.
  private static func sumsAtOnce(_ steps: [Step]) -> [Step] {
    var anchors: [Int: Int] = [:]
    var order: [(anchor: Int, isMoved: Bool, index: Int)] = []
    for (index, step) in steps.enumerated() {
      let latest = step.inputs.compactMap { anchors[$0] }.max()
      let isMovable = step.operation is Add || step.operation is Reshape
      let anchor = isMovable ? latest ?? index : index
      for place in step.outputs { anchors[place] = anchor }
      order.append((anchor, anchor != index, index))
    }
    return order.sorted {
      ($0.anchor, $0.isMoved ? 1 : 0, $0.index) < ($1.anchor, $1.isMoved ? 1 : 0, $1.index)
    }
    .map { steps[$0.index] }
  }

  private mutating func append(_ step: Step) {
    if step.operation is Unstack {
      let row = Row(source: .unstacked(statements.count), count: step.outputs.count)
      for (index, place) in step.outputs.enumerated() { elements[place] = (row, index) }
    }
    statements.append(.step(step))
  }

  private mutating func append(_ loop: Loop, _ steps: ArraySlice<Step>) {
    for (number, step) in steps.enumerated() {
      let (round, position) = number.quotientAndRemainder(dividingBy: loop.body.count)
      for (place, first) in zip(step.outputs, loop.body[position].outputs) {
        elements[place] = (Row(source: .loop(first), count: loop.count), round)
      }
    }
    statements.append(.loop(loop))
  }
}
