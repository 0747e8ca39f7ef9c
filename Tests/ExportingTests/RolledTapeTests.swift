import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

@testable import UnrollExporting

/// Loops that are found on a tape, written out again, are the tape.
@Suite struct RolledTapeTests {
  /// Networks whose time steps differ in what they carry.
  static let networks: [(name: String, layers: [any Layer])] = [
    ("rnn", [SimpleRNN(3)]),
    ("deep", [SimpleRNN(3, returnSequences: true), SimpleRNN(2)]),
    ("lstm", [LSTM(3, returnSequences: true), LSTM(2)]),
    ("gru", [GRU(3, returnSequences: true), GRU(2, resetAfter: false)]),
    ("bidirectional", [Bidirectional(LSTM(2, returnSequences: true)), GRU(3)]),
    ("backwards", [SimpleRNN(3, goBackwards: true)]),
    ("every step", [LSTM(3, returnSequences: true), TimeDistributed(Dense(2))]),
  ]

  /// A loss and its gradients on a tape, with batch, steps and features of different sizes.
  static func recording(_ layers: [any Layer], steps: Int) -> (tape: Tape, results: [Int]) {
    let model = Sequential(inputShape: [nil, 2], seed: 42, dtype: .float64) {
      for layer in layers { layer }
    }
    var generator = SeededGenerator(seed: 1)
    let x = Tensor.uniform([4, steps, 2], in: -1..<1, dtype: .float64, using: &generator)
    let tape = Tape()
    let weights = model.variables(on: tape)
    let run = Run(tape: tape, isTraining: true)
    let loss = model.call(.numbers(tape.variable(x)), weights, run).mean()
    let gradients = tape.gradient(of: loss, for: weights, recorded: true)
    return (tape, ([loss] + gradients).compactMap(\.place))
  }

  @Test(arguments: 0..<networks.count, [2, 3, 4, 7, 40])
  func `a rolled tape, written out, is the tape`(network: Int, steps: Int) throws {
    let (tape, results) = Self.recording(Self.networks[network].layers, steps: steps)
    let rolled = RolledTape(tape, results: results)
    let written = Expansion(rolled).steps
    let flat = Expansion(RolledTape(tape, results: results, isRolled: false)).steps
    #expect(written.count == flat.count)
    for (place, step) in flat { #expect(written[place] == step, "%\(place)") }
  }

  @Test(arguments: 0..<networks.count)
  func `the number of statements does not depend on the number of steps`(network: Int) {
    let counts = [6, 60].map { steps in
      let (tape, results) = Self.recording(Self.networks[network].layers, steps: steps)
      return RolledTape(tape, results: results).statements.count
    }
    #expect(counts[0] == counts[1])
  }

  @Test func `steps with data of their own are no rounds of a loop`() {
    let tape = Tape()
    let table = tape.variable(Tensor([1, 2, 3, 4, 5, 6], shape: [3, 2]))
    var sum = tape.variable(Tensor([0.5, 0.25], shape: [1, 2]))
    for row in [0, 2, 1, 1, 0] { sum = tanh(sum + gather(table, IntTensor([row]))) }
    let rolled = RolledTape(tape, results: [sum.place ?? 0])
    let loops = rolled.statements.filter { if case .loop = $0 { true } else { false } }
    #expect(loops.isEmpty)
  }
}

/// A rolled tape with its loops written out: for each value by its place, what computes it from what.
private struct Expansion {
  struct Line: Equatable {
    let title: String
    let inputs: [Int]
  }

  private(set) var steps: [Int: Line] = [:]
  private var places: [Row.Source: [Int: Int]] = [:]

  init(_ rolled: RolledTape) {
    for (place, element) in rolled.elements {
      places[element.row.source, default: [:]][element.index] = place
    }
    for statement in rolled.statements {
      switch statement {
      case .step(let step):
        for place in step.outputs { steps[place] = Line(title: step.title, inputs: step.inputs) }
      case .loop(let loop):
        for round in 0..<loop.count { write(round, of: loop) }
      }
    }
  }

  private mutating func write(_ round: Int, of loop: Loop) {
    func place(_ first: Int, _ round: Int) -> Int { places[.loop(first)]?[round] ?? -1 }
    for (step, operands) in zip(loop.body, loop.operands) {
      let inputs = operands.map { operand in
        switch operand {
        case .fixed(let value): value
        case .local(let first): place(first, round)
        case .carried(let number):
          round == 0
            ? loop.carried[number].initial : place(loop.carried[number].next, round - 1)
        case .element(let number):
          places[loop.reads[number].row.source]?[
            loop.reads[number].first + loop.reads[number].stride * round] ?? -1
        }
      }
      for first in step.outputs {
        steps[place(first, round)] = Line(title: step.title, inputs: inputs)
      }
    }
  }
}
