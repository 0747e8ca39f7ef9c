import Unroll
import UnrollConsole

/// `unroll explain`: a recorded tape as a page that one can step through.
struct ExplainCommand: Command {
  static let network = Option(
    "network", "NAME", .choice(["course", "hello", "deep"]), default: "course",
    help:
      "What is recorded: the course's network, the character model on hello, or two layers and a Dense(1)."
  )
  static let cell = Option(
    "cell", "NAME", .choice(PassCell.allCases.map(\.rawValue)), default: "rnn",
    help: "The cell of the course's network.")
  static let units = Option(
    "units", "N", .int(in: 1...16),
    help:
      "The size of the state; 1 in the course's network, 3 in the others. More than 1 has random weights."
  )
  static let steps = Option(
    "steps", "T", .int(in: 1...2000),
    help: "The length of the sequence; 3 in the course's network, 5 in the deep one.")
  static let gains = Option(
    repeated: "gain", "X", .double(in: 0.01...100),
    help: "A recurrent gain of the comparison instead of 0.7 and 1.4; up to four times.")

  let name = "explain"
  let summary = "Write a page that steps through a recorded tape, forward and backward."
  let discussion = """
    One HTML file that needs no network: the unrolled network folded by layer and time step, and every entry of its tape, \
    forward and then backward, with formula, local derivative, numbers, shapes and the gradient that flows through it. Below \
    stand the gradient by time, and a run whose gradient vanishes beside one whose gradient explodes.

    Unless told otherwise it is the network that unroll tape prints. The rows of --json are the entries of the tape.
    """
  var accepts: [any Declaration] {
    [Self.network, Self.cell, Self.units, Self.steps, Self.gains] + Shared.all
  }
  let examples = [
    Example("explain", "The course's network, in unroll-out/explain.html."),
    Example("explain --network hello", "The character model on hello."),
    Example("explain --cell lstm --units 4 --steps 20", "An LSTM over twenty steps."),
    Example("explain --gain 0.9 --gain 1.1", "Other recurrent weights side by side."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let given = arguments[Self.gains]
    guard given.count <= 4 else {
      throw CommandFailure(
        .wrongUsage, "--gain was given \(given.count) times; at most 4 runs stand side by side.")
    }
    let network = try recorded(arguments)
    let runs = GainRuns(
      gains: given.isEmpty ? GainRuns.gains : given.sorted(), seed: arguments[Shared.seed])
    let explorer = Explorer(network, runs: runs)
    let file = try OutputFolder(arguments[Shared.out]).write(
      ExplorerPage(explorer).html, as: "explain.html")
    try console.report(Self.summary(explorer), json: Self.entries(explorer), arguments)
    console.print()
    for run in runs.runs { console.say(run.words) }
    console.print()
    console.print(file)
    console.say(
      """
      Open it in a browser. The arrow keys go through its \(explorer.entries.count) entries, forward and then backward; \
      the space bar plays.
      """)
  }

  /// The pass that was asked for.
  private func recorded(_ arguments: ParsedArguments) throws -> ExploredNetwork {
    let (units, steps, seed) = (
      arguments[Self.units], arguments[Self.steps], arguments[Shared.seed]
    )
    let cell = PassCell(rawValue: arguments[Self.cell]) ?? .rnn
    let network = arguments[Self.network]
    if network != "course", cell != .rnn {
      throw CommandFailure(
        .wrongUsage,
        "--cell \(cell.rawValue) is for --network course; \(network) is made of SimpleRNN.")
    }
    switch network {
    case "hello":
      if let steps, steps != 4 {
        throw CommandFailure(
          .wrongUsage,
          "--steps \(steps) does not go with --network hello; it reads four characters.")
      }
      return .hello(units: units ?? 3, seed: seed)
    case "deep": return .deep(units: units ?? 3, steps: steps ?? 5, seed: seed)
    default: return .course(cell, units: units ?? 1, steps: steps ?? 3, seed: seed)
    }
  }

  /// A line for each layer that has time steps.
  private static func summary(_ explorer: Explorer) -> Table {
    Table(
      rows: explorer.ledgers,
      columns: [
        Column("Layer", key: "layer") { .text($0.title) },
        Column("Steps", key: "steps") { .integer($0.steps.count) },
        Column("‖∂L/∂h‖ at the first", key: "first", .significant(4)) {
          .optional($0.lines.first?.numbers.first.flatMap { $0?.magnitude })
        },
        Column("at the last", key: "last", .significant(4)) {
          .optional($0.lines.first?.numbers.last.flatMap { $0?.magnitude })
        },
        Column("Factor a step", key: "factor", .significant(4)) { .optional($0.factor) },
      ])
  }

  private struct Row {
    let entry: Explorer.Entry
    let output: Explorer.Output
  }

  /// A row for each value on the tape.
  private static func entries(_ explorer: Explorer) -> Table {
    Table(
      rows: explorer.entries.flatMap { entry in entry.outputs.map { Row(entry: entry, output: $0) }
      },
      columns: [
        Column("#", key: "place") { .integer($0.output.place) },
        Column("Entry", key: "entry") { .integer($0.entry.line) },
        Column("Name", key: "name") { .text($0.output.name ?? "") },
        Column("Operation", key: "operation") { .text($0.entry.title) },
        Column("Shape", key: "shape") { .text("\($0.output.value.shape)") },
        Column("Value", key: "value") { .number(size(of: $0.output.value)) },
        Column("Gradient", key: "gradient") { .optional($0.output.gradient.map(size)) },
      ])
  }

  /// A single number with its sign, or the length of several.
  private static func size(of tensor: ShownTensor) -> Double {
    tensor.shape.allSatisfy { $0 == 1 } ? tensor.rows[0][0] : tensor.norm
  }
}
