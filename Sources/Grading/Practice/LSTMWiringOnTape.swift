import Unroll
import UnrollCourse

// Right and wrong sketches of an LSTM cell, read from a tape on which the cell was recorded from primitives.

/// How a cell is computed; as an LSTM unless said otherwise.
protocol WiredCell {
  /// The carry where the gates see it too; nil where they don't.
  static func peephole(_ c: Variable) -> Variable?
  static func inputGate(sum: Variable, forget: Variable) -> Variable
  static func kept(_ made: WiredValues) -> Variable
  static func added(_ made: WiredValues) -> Variable
  static func carry(kept: Variable, added: Variable, o: Variable) -> Variable
  /// The carry whose tanh is taken.
  static func shown(new: Variable, old: Variable) -> Variable
  static func state(o: Variable, carry: Variable, tanhOfCarry: Variable) -> Variable
}

/// What a cell has when it makes its carry.
struct WiredValues {
  let h, c, i, f, g: Variable
}

extension WiredCell {
  static func peephole(_ c: Variable) -> Variable? { nil }
  static func inputGate(sum: Variable, forget: Variable) -> Variable { sigmoid(sum) }
  static func kept(_ made: WiredValues) -> Variable { made.c * made.f }
  static func added(_ made: WiredValues) -> Variable { made.g * made.i }
  static func carry(kept: Variable, added: Variable, o: Variable) -> Variable { kept + added }
  static func shown(new: Variable, old: Variable) -> Variable { new }
  static func state(o: Variable, carry: Variable, tanhOfCarry: Variable) -> Variable {
    tanhOfCarry * o
  }
}

enum PlainCell: WiredCell {}

enum TanhPassedBy: WiredCell {
  static func state(o: Variable, carry: Variable, tanhOfCarry: Variable) -> Variable { carry * o }
}

enum Peepholes: WiredCell {
  static func peephole(_ c: Variable) -> Variable? { c }
}

enum StateForgotten: WiredCell {
  static func kept(_ made: WiredValues) -> Variable { made.h * made.f }
}

enum CarryGated: WiredCell {
  static func carry(kept: Variable, added: Variable, o: Variable) -> Variable {
    o * (kept + added)
  }
  static func state(o: Variable, carry: Variable, tanhOfCarry: Variable) -> Variable {
    1 * tanhOfCarry
  }
}

enum CoupledGates: WiredCell {
  static func inputGate(sum: Variable, forget: Variable) -> Variable { 1 - forget }
}

enum ForgetTwice: WiredCell {
  static func added(_ made: WiredValues) -> Variable { made.g * made.f }
}

enum CellGatesExchanged: WiredCell {
  static func kept(_ made: WiredValues) -> Variable { made.c * made.i }
  static func added(_ made: WiredValues) -> Variable { made.g * made.f }
}

enum OldCarryTaken: WiredCell {
  static func shown(new: Variable, old: Variable) -> Variable { old }
}

/// Answers to exercise 23 by the graph of a cell.
enum WiringOnTape<Cell: WiredCell> {
  @Sendable static func reply(to call: ExerciseCall) -> ExerciseReply {
    guard let group = LSTMBox.groups.first(where: { $0.name == call.part }) else {
      return .unknownPart
    }
    let graph = recorded().namedGraph
    return .outputs(
      group.boxes.reduce(Outputs()) { rows, box in
        let inputs = graph.first { $0.name == box.title }?.inputs ?? []
        let row = LSTMBox.allCases.map { inputs.contains($0.title) ? 1.0 : 0 }
        return rows.with("into \(box.title)", row)
      })
  }

  /// A tape with one step of a cell of one unit, each box under its name.
  private static func recorded() -> Tape {
    let tape = Tape()
    func number(_ value: Double, _ box: LSTMBox? = nil) -> Variable {
      tape.variable(Matrix([[value]]).tensor, name: box?.title ?? "")
    }
    func put(_ variable: Variable, _ box: LSTMBox) -> Variable { variable.named(box.title) }
    let (x, h, c) = (number(-1, .x), number(0.2, .h), number(0.5, .c))
    func sum(seesCarry: Bool = true) -> Variable {
      let sum = matmul(x, number(0.3)) + matmul(h, number(0.6)) + number(0.1)
      guard seesCarry, let c = Cell.peephole(c) else { return sum }
      return sum + c * number(0.4)
    }
    let f = put(sigmoid(sum()), .f)
    let i = put(Cell.inputGate(sum: sum(), forget: f), .i)
    let g = put(tanh(sum(seesCarry: false)), .g)
    let o = put(sigmoid(sum()), .o)
    let made = WiredValues(h: h, c: c, i: i, f: f, g: g)
    let kept = put(Cell.kept(made), .kept)
    let added = put(Cell.added(made), .added)
    let carry = put(Cell.carry(kept: kept, added: added, o: o), .newCarry)
    let tanhOfCarry = put(tanh(Cell.shown(new: carry, old: c)), .tanhOfCarry)
    _ = put(Cell.state(o: o, carry: carry, tanhOfCarry: tanhOfCarry), .newState)
    return tape
  }
}

/// A cell that is no LSTM, for the page that shows what a box is.
struct LeakyCell {
  /// Its tape as a table, and the arrows in it.
  let page: String

  init(_ variant: CourseVariant) {
    let (network, tape) = (variant.network, Tape())
    func number(_ value: Double, _ name: String = "") -> Variable {
      tape.variable(value, name: name, dtype: .float64)
    }
    let (x, h) = (number(network.x[1], "x"), number(network.h(1), "h"))
    let z = x * number(network.wx) + h * number(network.wh) + number(network.b)
    let a = tanh(z).named("a")
    let half = (a * 0.5).named("half")
    _ = (h * 0.5 + half).named("h′")
    let arrows = tape.namedGraph.filter { !$0.inputs.isEmpty }.map {
      "  \($0.name) takes in \($0.inputs.joined(separator: " and "))"
    }
    let sum = "\(variant.layout.product("x", "Wx")) + \(variant.layout.product("h", "Wh")) + b"
    page = """
      A cell that is no LSTM: h′ is half of h and half of a = tanh(\(sum)). This is its tape, with the numbers
      of the course's second step.

      \(tape.description.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))

      A box is a value that has a name. What has none (weights, biases, products and sums on the way, here also half
      of h) belongs to the box that it is computed for. So the sketch of this cell is

      \(arrows.joined(separator: "\n"))

      Your sketch of the LSTM is compared in this way with the tape of an LSTM step.
      """
  }
}
