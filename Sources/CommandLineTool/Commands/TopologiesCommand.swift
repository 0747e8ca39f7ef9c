import Unroll
import UnrollConsole

/// `unroll topologies`: one to many, many to one and both kinds of many to many, each trained to a pass
/// mark.
struct TopologiesCommand: Command {
  static let only = Option(
    repeated: "only", "NAME", .choice(Topologies.all.map(\.name)),
    help: "Only this topology, for example many-to-one.")

  /// The examples; a test brings smaller ones.
  var topologies: [any Topology] = Topologies.all

  let name = "topologies"
  let summary = "Train a network for each way to tie inputs to outputs."
  let discussion = """
    One to many: the picture of a digit becomes the path of the pen that wrote it. Many to one: bits are \
    read, and the answer is whether the number of ones is odd. Many to many: every word of a sentence gets \
    its part of speech. Encoder–decoder: a date is read whole, and written in another form.

    Each network is trained on generated data, and has to get 99% right of data that it has never seen, \
    95% of whole dates. Takes about half a minute. Ctrl-C ends the training and keeps what was learnt.
    """
  var accepts: [any Declaration] { [Self.only] + Shared.all }
  let examples = [
    Example("topologies", "The table, and the figures in unroll-out/."),
    Example("topologies --only many-to-one", "One of them."),
    Example("topologies --json topologies.json", "The table for another program."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    console.interrupt.listen()
    let names = arguments[Self.only]
    let chosen = topologies.filter { names.isEmpty || names.contains($0.name) }
    var results: [TopologyResult] = []
    for topology in chosen where !console.interrupt.isRequested {
      results.append(try Self.train(topology, seed: arguments[Shared.seed], console))
    }

    try console.report(Self.table(results), arguments)
    console.print()
    console.say(Self.reading)
    try writeFigures(results, arguments, console)
    if console.interrupt.isRequested {
      return console.print("Ended early, as asked; the rows above are what was learnt so far.")
    }
    let missed = results.filter { !$0.passed }.map(\.name)
    if !missed.isEmpty {
      throw CommandFailure.checkFailed(
        "below the pass mark: \(missed.joined(separator: ", "))")
    }
  }

  /// What a newcomer should see in the table.
  private static let reading = """
    The pass mark and what was reached are shares of unseen data: of the pen's points (right within a \
    twentieth of the picture's height), of bit sequences, of words, of dates without a mistake.
    """

  /// Shows the network, trains it, and shows what it makes of some samples.
  private static func train<Example: Topology>(
    _ topology: Example, seed: UInt64, _ console: Console
  ) throws -> TopologyResult {
    console.print(console.style(.bold, "\(topology.name): \(topology.task)"))
    console.print(topology.network(seed: seed).summary())
    let result = try topology.run(seed: seed, watch: console.watch())
    for sample in result.samples {
      console.say(sample)
    }
    console.print()
    return result
  }

  private static func table(_ results: [TopologyResult]) -> Table {
    Table(
      rows: results,
      columns: [
        Column("Topology", key: "topology") { .text($0.name) },
        Column("Task", key: "task") { .text($0.task) },
        Column("Network", key: "network") { .text($0.layers) },
        Column("Weights", key: "parameters") { .integer($0.parameters) },
        Column("Counted", key: "counted", isPrinted: false) { .text($0.counted) },
        Column("Pass mark", key: "passMark", .percent(0)) { .number($0.passMark) },
        Column("Reached", key: "reached", .percent(1)) { .number($0.reached) },
        Column("Verdict", key: "verdict", tint: { $0.tint }) { .text($0.verdict) },
      ])
  }

  private func writeFigures(
    _ results: [TopologyResult], _ arguments: ParsedArguments, _ console: Console
  ) throws {
    var figures = results.flatMap(\.figures)
    if let learning = Topologies.learningFigure(results) {
      figures.append(("topologies-learning", learning))
      console.draw(learning, height: 16)
    }
    if figures.isEmpty { return }
    let folder = OutputFolder(arguments[Shared.out])
    try folder.write(figures)
    console.print()
    console.print(folder.whereabouts(ofFigures: figures.count))
  }
}

extension TopologyResult {
  fileprivate var verdict: String {
    if history.wasStopped { return "stopped" }
    return passed ? "passed" : "missed"
  }

  fileprivate var tint: Style.Tint {
    if history.wasStopped { return .yellow }
    return passed ? .green : .red
  }
}
