import UnrollAutodiff

/// Writes a rolled tape in a language.
struct ProgramText<Target: ExportTarget> {
  private let tape: Tape
  private let rolled: RolledTape
  private(set) var target: Target
  /// What is known of the values at places: those in front of a loop, and in a loop those of its round.
  private var values: [Int: Target.Value]
  private var rows: [Row.Source: Target.Value] = [:]
  /// Which values of a row are looked at behind its loop; nil where all may be.
  private let uses: [Row.Source: Set<Int>?]
  /// What a loop leaves of a value that it carries: the last one, by its place in the first round.
  private var finals: [Int: Target.Value] = [:]
  private var names = 0
  private var scope: [String] = []
  private var loopCount = 0

  /// - Parameters:
  ///   - inputs: What the program is given, by place.
  ///   - results: The places of what it gives.
  init(
    _ tape: Tape, _ rolled: RolledTape, target: Target, inputs: [Int: Target.Value], results: [Int]
  ) {
    (self.tape, self.rolled, self.target, values) = (tape, rolled, target, inputs)
    var uses: [Row.Source: Set<Int>?] = [:]
    func use(_ places: some Sequence<Int>) {
      for place in places {
        guard let (row, index) = rolled.elements[place] else { continue }
        uses[row.source, default: []]?.insert(index)
      }
    }
    use(results)
    for statement in rolled.statements {
      switch statement {
      case .step(let step): use(step.inputs)
      case .loop(let loop):
        for range in loop.reads { uses[range.row.source] = .some(nil) }
        use(loop.carried.map(\.initial))
        use(loop.operands.joined().compactMap(\.fixedPlace))
      }
    }
    self.uses = uses
  }

  /// Writes all statements; gives the results.
  mutating func write(results: [Int]) throws(ExportError) -> [Target.Value] {
    for (index, statement) in rolled.statements.enumerated() {
      switch statement {
      case .step(let step): try write(step, at: index)
      case .loop(let loop): try write(loop)
      }
    }
    return results.map { value(at: $0) }
  }

  // MARK: - Steps

  private mutating func write(_ step: Step, at index: Int) throws(ExportError) {
    announce(step.scopes)
    if let unstack = step.operation as? Unstack {
      let x = value(at: step.inputs[0])
      let order = [unstack.axis] + x.shape.indices.filter { $0 != unstack.axis }
      let row = unstack.axis == 0 ? x : target.transpose(x, order: order)
      rows[.unstacked(index)] = unstack.axis == 0 ? row : target.name(row, newName())
    } else if let joining = step.operation as? any JoiningOperation {
      let parts = parts(step.inputs)
      store([joining.write(parts, in: &target)], of: step)
    } else {
      try compute(step, step.inputs.map { value(at: $0) })
    }
  }

  private mutating func compute(_ step: Step, _ inputs: [Target.Value]) throws(ExportError) {
    if let joining = step.operation as? any JoiningOperation {
      return store([joining.write(inputs.map { .value($0) }, in: &target)], of: step)
    }
    guard let operation = step.operation as? any ExportableOperation else {
      throw ExportError.unknownOperation(
        step.operation.name, scope: step.scopes.joined(separator: "/"))
    }
    store(operation.write(inputs, in: &target), of: step)
  }

  private mutating func store(_ results: [Target.Value], of step: Step) {
    for (place, value) in zip(step.outputs, results) {
      values[place] = target.name(value, tape.name(at: place) ?? newName())
    }
  }

  /// The inputs of a join: what lies in a row, in one piece.
  private mutating func parts(_ places: [Int]) -> [JoinPart<Target.Value>] {
    var parts: [JoinPart<Target.Value>] = []
    var next = 0
    while next < places.count {
      let run = run(places[next...])
      if let run, run.count > 1 {
        parts.append(.row(read(run)))
        next += run.count
      } else {
        parts.append(.value(value(at: places[next])))
        next += 1
      }
    }
    return parts
  }

  /// The elements of one row that follow one another at the beginning of some places.
  private func run(_ places: ArraySlice<Int>) -> RowRead? {
    guard let first = places.first.flatMap({ rolled.elements[$0] }) else { return nil }
    let second = places.dropFirst().first.flatMap { rolled.elements[$0] }
    guard let second, second.row == first.row, abs(second.index - first.index) == 1 else {
      return nil
    }
    let stride = second.index - first.index
    let count = places.enumerated().prefix { offset, place in
      rolled.elements[place].map {
        $0.row == first.row && $0.index == first.index + offset * stride
      } ?? false
    }.count
    return RowRead(
      range: RowRange(row: first.row, first: first.index, stride: stride), count: count)
  }

  // MARK: - Loops

  private mutating func write(_ loop: Loop) throws(ExportError) {
    loopCount += 1
    announce(loop.body[0].scopes.map { $0.hasPrefix("step ") ? "every step" : $0 })
    let head = LoopHead(
      count: loop.count, carried: loop.carried.map { value(at: $0.initial) },
      reads: loop.reads.map { read(RowRead(range: $0, count: loop.count)) }, number: loopCount)
    let outside = values
    let (carried, elements) = target.beginLoop(head)
    for (step, operands) in zip(loop.body, loop.operands) {
      var inputs: [Target.Value] = []
      for operand in operands {
        switch operand {
        case .fixed(let place), .local(let place): inputs.append(value(at: place))
        case .carried(let number): inputs.append(carried[number])
        case .element(let number): inputs.append(elements[number])
        }
      }
      try compute(step, inputs)
    }
    let next = loop.carried.map { value(at: $0.next) }
    let kept = loop.body.flatMap(\.outputs).filter { isKept($0, of: loop) }
    let (rows, finals) = target.endLoop(head, next: next, kept: kept.map { value(at: $0) })
    values = outside
    for (place, row) in zip(kept, rows) { self.rows[.loop(place)] = row }
    for (carried, value) in zip(loop.carried, finals) { self.finals[carried.next] = value }
  }

  /// Whether all rounds' values are wanted, and not just the last one of what is carried.
  private func isKept(_ place: Int, of loop: Loop) -> Bool {
    guard let use = uses[.loop(place)] else { return false }
    guard let indices = use else { return true }
    return indices != [loop.count - 1] || !loop.carried.contains { $0.next == place }
  }

  // MARK: - Values

  /// The value at a place, wherever it is.
  private mutating func value(at place: Int) -> Target.Value { values[place] ?? elsewhere(place) }

  /// A value that no line of this block computed: of a row, left by a loop, or a constant.
  private mutating func elsewhere(_ place: Int) -> Target.Value {
    if let (row, index) = rolled.elements[place] {
      if let values = rows[row.source] { return target.element(values, index) }
      if case .loop(let first) = row.source, let last = finals[first] { return last }
    }
    return target.constant(tape.value(at: place))
  }

  /// A part of a row, in the order in which it is read.
  private mutating func read(_ read: RowRead) -> Target.Value {
    guard var row = rows[read.range.row.source] else {
      preconditionFailure("a row is read before it is there")
    }
    let (first, last) = (read.range.first, read.range.first + read.range.stride * (read.count - 1))
    let range = min(first, last)..<(max(first, last) + 1)
    if range != 0..<row.shape[0] { row = target.slice(row, axis: 0, range: range) }
    return read.range.stride < 0 ? target.reverse(row, axis: 0) : row
  }

  /// A name for a value that the user gave none.
  private mutating func newName() -> String {
    names += 1
    return "v\(names)"
  }

  private mutating func announce(_ scopes: [String]) {
    guard scopes != scope else { return }
    scope = scopes
    if !scopes.isEmpty { target.comment(scopes.joined(separator: "/")) }
  }
}

/// A part of a row, and how many of its values.
private struct RowRead {
  let range: RowRange
  let count: Int
}

extension Operand {
  fileprivate var fixedPlace: Int? {
    if case .fixed(let place) = self { return place }
    return nil
  }
}
