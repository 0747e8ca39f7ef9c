import UnrollAutodiff

/// Finds rounds of equal steps in a list.
struct LoopSearch {
  private let steps: [Step]
  /// Equal for steps that may be the same step of two rounds.
  private let kinds: [Int]
  /// The next step of the same kind.
  private let following: [Int?]
  /// The number of the step that gave a value, and which of its results it is.
  private var origins: [Int: (step: Int, result: Int)] = [:]

  /// Fewer rounds are left as they are.
  static let fewestRounds = 3

  init(_ steps: [Step]) {
    self.steps = steps
    var numbers: [String: Int] = [:]
    kinds = steps.map { step in
      let key = "\(step.title)|\(step.inputs.count)|\(step.shapes)|\(step.operation.settings)"
      numbers[key] = numbers[key] ?? numbers.count
      return numbers[key] ?? 0
    }
    var last: [Int: Int] = [:]
    var following = [Int?](repeating: nil, count: steps.count)
    for index in steps.indices.reversed() {
      following[index] = last[kinds[index]]
      last[kinds[index]] = index
    }
    self.following = following
    for (index, step) in steps.enumerated() {
      for (result, place) in step.outputs.enumerated() { origins[place] = (index, result) }
    }
  }

  /// The longest loop that begins at a step, or nil where nothing repeats there, or where one that begins a few steps
  /// later carries less from round to round.
  func loop(at start: Int, elements: [Int: (row: Row, index: Int)]) -> Loop? {
    guard let found = longest(at: start, elements) else { return nil }
    // The same rounds, cut at another step: a cut between two time steps carries the fewest values.
    let length = found.body.count
    for shift in 1..<max(2, length) where start + shift < steps.count {
      guard let other = longest(at: start + shift, elements), other.body.count == length,
        other.count >= found.count - 1, other.carried.count < found.carried.count
      else { continue }
      return nil
    }
    return found
  }

  private func longest(at start: Int, _ elements: [Int: (row: Row, index: Int)]) -> Loop? {
    var best: Loop?
    var candidate = following[start]
    var tries = 0
    while let second = candidate, tries < 64 {
      tries += 1
      let length = second - start
      let rounds = equalRounds(at: start, length: length)
      if rounds >= Self.fewestRounds,
        rounds * length > (best.map { $0.count * $0.body.count } ?? 0),
        let loop = RoundReader(steps, start, length, rounds, origins, elements).loop,
        loop.count * length > (best.map { $0.count * $0.body.count } ?? 0)
      {
        best = loop
      }
      candidate = following[second]
    }
    return best
  }

  /// How often the next steps repeat, as far as their kinds show.
  private func equalRounds(at start: Int, length: Int) -> Int {
    var end = start + length
    while end < steps.count, kinds[end] == kinds[end - length] { end += 1 }
    return (end - start) / length
  }
}

/// Reads what goes into rounds of steps, and how many rounds agree in it.
private struct RoundReader {
  private let steps: [Step]
  private let start, length: Int
  private let origins: [Int: (step: Int, result: Int)]
  private let elements: [Int: (row: Row, index: Int)]
  private var count: Int
  private var carried: [Loop.Carried] = []
  private var reads: [RowRange] = []

  /// The loop, or nil where the rounds have nothing in common but their operations.
  private(set) var loop: Loop?

  init(
    _ steps: [Step], _ start: Int, _ length: Int, _ rounds: Int,
    _ origins: [Int: (step: Int, result: Int)], _ elements: [Int: (row: Row, index: Int)]
  ) {
    (self.steps, self.start, self.length, self.origins) = (steps, start, length, origins)
    (self.elements, count) = (elements, rounds)
    var operands: [[Operand]] = []
    for position in 0..<length {
      var inputs: [Operand] = []
      for number in steps[start + position].inputs.indices {
        guard let operand = operand(position, number) else { return }
        inputs.append(operand)
      }
      operands.append(inputs)
    }
    guard count >= LoopSearch.fewestRounds else { return }
    // Where fewer rounds agree, rows that were read as longer are the same rows.
    loop = Loop(
      count: count, body: Array(steps[start..<(start + length)]), operands: operands,
      carried: carried, reads: reads)
  }

  private func place(_ round: Int, _ position: Int, _ number: Int) -> Int {
    steps[start + round * length + position].inputs[number]
  }

  /// Where a value of the rounds comes from: its round, the position in it, and which result it is.
  private func origin(_ place: Int) -> (round: Int, position: Int, result: Int)? {
    guard let found = origins[place], found.step >= start else { return nil }
    let (round, position) = (found.step - start).quotientAndRemainder(dividingBy: length)
    return (round, position, found.result)
  }

  /// What an input is in the rounds; the number of rounds is lowered to those that agree.
  private mutating func operand(_ position: Int, _ number: Int) -> Operand? {
    let first = place(0, position, number)
    if let own = origin(first) {
      guard own.round == 0 else { return nil }
      count = rounds { round in
        origin(place(round, position, number)).map {
          $0 == (round, own.position, own.result)
        } ?? false
      }
      return count >= LoopSearch.fewestRounds ? .local(first) : nil
    }
    let second = place(1, position, number)
    if second == first {
      count = rounds { place($0, position, number) == first }
      return count >= LoopSearch.fewestRounds ? .fixed(first) : nil
    }
    if let before = origin(second) {
      guard before.round == 0 else { return nil }
      count = rounds { round in
        round == 0
          || origin(place(round, position, number)).map {
            $0 == (round - 1, before.position, before.result)
          } ?? false
      }
      guard count >= LoopSearch.fewestRounds else { return nil }
      let next = steps[start + before.position].outputs.lowerBound + before.result
      return .carried(index(of: Loop.Carried(initial: first, next: next), in: &carried))
    }
    guard let (row, index0) = elements[first], let (other, index1) = elements[second],
      row == other, abs(index1 - index0) == 1
    else { return nil }
    let stride = index1 - index0
    count = rounds { round in
      elements[place(round, position, number)].map {
        $0.row == row && $0.index == index0 + stride * round
      } ?? false
    }
    guard count >= LoopSearch.fewestRounds else { return nil }
    return .element(index(of: RowRange(row: row, first: index0, stride: stride), in: &reads))
  }

  /// How many rounds agree, from the first on.
  private func rounds(that agree: (Int) -> Bool) -> Int {
    (0..<count).first { !agree($0) } ?? count
  }

  private func index<Item: Equatable>(of item: Item, in list: inout [Item]) -> Int {
    if let known = list.firstIndex(of: item) { return known }
    list.append(item)
    return list.count - 1
  }
}
