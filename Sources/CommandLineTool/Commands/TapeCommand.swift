import Unroll
import UnrollConsole

/// `unroll tape`: one unrolled pass, with values and gradients by time step.
struct TapeCommand: Command {
  static let cell = Option(
    "cell", "NAME", .choice(PassCell.allCases.map(\.rawValue)), default: "rnn",
    help: "What is unrolled.")
  static let units = Option(
    "units", "N", .int(in: 1...16), default: 1,
    help: "The size of the state; with more than 1, weights and inputs are random.")
  static let steps = Option(
    "steps", "T", .int(in: 1...50), default: 3, help: "The length of the sequence.")
  static let at = Option(
    "at", "T", .int(in: 1...50), help: "Show this step in full, operation by operation.")

  let name = "tape"
  let summary = "Print one unrolled pass: values and gradients, step by step."
  let discussion = """
    Unless told otherwise it is the network of the tutorials and exercises, one unit over three steps, small enough \
    to be computed by hand: the numbers are those of your paper. The gradients are read from the last step to the first; \
    what the steps contribute to a weight sums to its gradient. Of several numbers the length stands between bars.
    """
  var accepts: [any Declaration] {
    [Self.cell, Self.units, Self.steps, Self.at, Shared.seed, Shared.json]
  }
  let examples = [
    Example("tape", "The course's network."),
    Example("tape --at 3", "Its last step, operation by operation."),
    Example("tape --cell lstm --units 4 --steps 20", "An LSTM, and what comes back through it."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let count = arguments[Self.steps]
    let pass = UnrolledPass(
      PassCell(rawValue: arguments[Self.cell]) ?? .rnn, units: arguments[Self.units], steps: count,
      seed: arguments[Shared.seed])
    if let step = arguments[Self.at] {
      guard step <= count else {
        throw CommandFailure(
          .wrongUsage,
          "there is no step \(step); the sequence has \(count). --steps makes it longer.")
      }
      return show(step, of: pass, console)
    }
    for line in pass.cell.equations { console.print(line) }
    console.print(
      "L = (h\(count == 3 ? "₃" : " at the end") − target)², h before the first step is 0")
    console.print()
    console.print(console.style(.bold, "Forward"))
    console.print(
      Self.values(pass).text(width: console.windowWidth, style: console.style))
    console.print("L = \(pass.loss.fixed(4))")
    console.print()
    console.print(console.style(.bold, "Backward, from the last step to the first"))
    try console.report(Self.gradients(pass), arguments)
    console.print()
    console.say(
      "The last line is the sum over all steps: the gradient of each weight. --at \(count) shows a step in full."
    )
  }

  private func show(_ step: Int, of pass: UnrolledPass, _ console: Console) {
    console.print(console.style(.bold, "Step \(step), as it stands on the tape"))
    console.print(pass.tape.table(numbers: 4, scope: "step \(step)"))
    console.print()
    console.say(
      "Each line is an operation; %3 is the result of line 3. The weights stand before the first step: "
        + pass.weights.map(\.name).joined(separator: ", ") + ".")
  }

  // MARK: - Tables

  private static func values(_ pass: UnrolledPass) -> Table {
    let names = pass.steps.first?.quantities.map(\.name) ?? []
    return Table(
      rows: Array(pass.steps.enumerated()),
      columns: [
        Column("t", key: "t") { .integer($0.offset + 1) },
        Column("x", key: "x") { .text($0.element.x.item().significant(4)) },
      ]
        + names.indices.map { place in
          Column(names[place], key: names[place]) {
            .text(Self.number($0.element.quantities[place].value))
          }
        })
  }

  /// A line for each step and one for the sums.
  private struct Line {
    let step: String
    let gradients: [Tensor?]
    let contributions: [Tensor]
  }

  private static func gradients(_ pass: UnrolledPass) -> Table {
    let names = pass.steps.first?.quantities.map(\.name) ?? []
    // From the state back to what it was made of.
    let order = Array(names.indices.reversed())
    let lines = pass.steps.enumerated().reversed().map { t, step in
      Line(
        step: "\(t + 1)", gradients: order.map { step.quantities[$0].gradient },
        contributions: step.contributions)
    }
    let sum = Line(
      step: "sum", gradients: order.map { _ in nil }, contributions: pass.weights.map(\.gradient))
    return Table(
      rows: lines + [sum],
      columns: [Column("t", key: "t") { .text($0.step) }]
        + order.indices.map { place in
          Column("∂L/∂\(names[order[place]])", key: "d\(names[order[place]])") {
            .text($0.gradients[place].map(Self.number) ?? "")
          }
        }
        + pass.weights.indices.map { place in
          Column("to d\(pass.weights[place].name)", key: "toD\(pass.weights[place].name)") {
            .text(Self.number($0.contributions[place]))
          }
        })
  }

  /// A number, or the length of several between bars.
  private static func number(_ tensor: Tensor) -> String {
    tensor.elementCount == 1 ? Self.digits(tensor.item()) : "|\(Self.digits(tensor.norm()))|"
  }

  /// Four digits behind the point, and an exponent where these would be zeros.
  private static func digits(_ number: Double) -> String {
    number == 0 || number.magnitude >= 1e-3 ? (number + 0).fixed(4) : number.scientific(3)
  }
}
