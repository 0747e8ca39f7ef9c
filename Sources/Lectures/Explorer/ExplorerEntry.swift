import UnrollAutodiff

extension Explorer {
  /// One entry of the tape: what it computed, and what it does with the gradient.
  public struct Entry: Codable, Sendable {
    /// Its place on the tape, counted from 0.
    public let line: Int
    /// The operation with its settings: `multiply by 2`.
    public let title: String
    /// The key of its rule among `rules`; nil for an operation that states none.
    public let rule: String?
    /// What it was computed from.
    public let inputs: [Input]
    /// What it made.
    public let outputs: [Output]
    /// What it adds to the gradients of its inputs, in the order of the backward pass.
    public let flows: [Flow]
  }

  /// An input of an entry.
  public struct Input: Codable, Sendable {
    /// What formulas call it: `a`.
    public let letter: String
    /// Its place among the tape's values: `%3`.
    public let place: Int
    /// Its name on the tape.
    public let name: String?
    /// The entry that made it, where its numbers stand.
    public let source: Int
    /// The numbers of the local derivative, where they say more than the formula.
    public let slopeNumbers: ShownTensor?
  }

  /// A result of an entry.
  public struct Output: Codable, Sendable {
    /// Its place among the tape's values: `%3`.
    public let place: Int
    /// Its name on the tape.
    public let name: String?
    /// Its numbers.
    public let value: ShownTensor
    /// `∂L/∂y`, complete; nil where nothing comes back to it.
    public let gradient: ShownTensor?
    /// How many contributions the gradient is the sum of; 0 for the loss itself.
    public let uses: Int
  }

  /// What an entry adds to the gradient of one of its inputs.
  public struct Flow: Codable, Sendable {
    /// Which input, counted from 0.
    public let input: Int
    /// What is added.
    public let part: ShownTensor
    /// Where it is added, unless that is everywhere.
    public let place: String?
    /// The gradient of the input before; nil for the first contribution.
    public let before: ShownTensor?
    /// The gradient of the input with this contribution.
    public let total: ShownTensor
    /// Which of its contributions this is, counted from 1 in the order of the backward pass.
    public let use: Int
    /// How many there are.
    public let uses: Int
  }
}

extension TapeReading {
  /// Every entry, in the order of the tape.
  func entries() -> [Explorer.Entry] {
    var counts = [Int](repeating: 0, count: lineOfPlace.count)
    for move in moves {
      for part in move.contributions { counts[lines[move.line].inputs[part.input]] += 1 }
    }
    // Running sums stand in the order of the backward pass, so they are collected in it.
    var flows: [Int: [Explorer.Flow]] = [:]
    var last = [(use: Int, total: ShownTensor?)](repeating: (0, nil), count: lineOfPlace.count)
    for move in moves {
      flows[move.line] = move.contributions.map { contribution in
        let place = lines[move.line].inputs[contribution.input]
        let total = shown(contribution.total)
        let before = last[place]
        last[place] = (before.use + 1, total)
        return Explorer.Flow(
          input: contribution.input, part: shown(contribution.part), place: contribution.place,
          before: before.total, total: total, use: before.use + 1, uses: counts[place])
      }
    }
    return lines.indices.map { entry($0, flows[$0] ?? [], uses: counts) }
  }

  private func entry(_ index: Int, _ flows: [Explorer.Flow], uses: [Int]) -> Explorer.Entry {
    let (line, tape) = (lines[index], network.tape)
    let values = line.inputs.map(tape.value)
    let letters = OperationRule.letters(for: line.operation, count: line.inputs.count)
    let slopes =
      line.outputs.count == 1 && !values.isEmpty
      ? LocalDerivative.numbers(
        line.operation, inputs: values, output: tape.value(at: line.outputs.lowerBound))
      : values.map { _ in nil }
    return Explorer.Entry(
      line: index, title: line.title, rule: OperationRule.key(for: line.operation),
      inputs: line.inputs.enumerated().map { number, place in
        Explorer.Input(
          letter: letters[number], place: place, name: tape.name(at: place),
          source: lineOfPlace[place],
          slopeNumbers: slopes[number].map(shown))
      },
      outputs: line.outputs.map { place in
        Explorer.Output(
          place: place, name: tape.name(at: place), value: shown(tape.value(at: place)),
          gradient: gradient(at: place).map(shown), uses: uses[place])
      }, flows: flows)
  }
}
