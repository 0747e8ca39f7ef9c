import Unroll
import UnrollConsole

/// `unroll hello`: the character model on one word, with a state and without.
struct HelloCommand: Command {
  static let units = Option(
    "units", "N", .int(in: 1...100), default: 3, help: "The size of the network's state.")
  static let epochs = Option(
    "epochs", "N", .int(in: 1...10_000), default: 300, help: "Times that the word is trained on.")
  static let tape = Option(
    flag: "tape", help: "Show every entry of the tape, not only those with a name.")

  let name = "hello"
  let summary = "Learn to spell \"hello\", with a state and without."
  let discussion = """
    The character model of lecture 000: a SimpleRNN reads h, e, l, l in 1-of-k encoding, and a Dense layer \
    says at each step what comes next: e, l, l, o. One pass is shown on the tape, step by step, with its \
    values and gradients; then the network is trained.

    After the first l comes an l, after the second an o. The same Dense layer on the characters alone is \
    trained as long, and cannot learn that. Takes less than a second.
    """
  var accepts: [any Declaration] { [Self.units, Self.epochs, Self.tape] + Shared.all }
  let examples = [
    Example("hello", "The tape, the probabilities, and the figures in unroll-out/."),
    Example("hello --units 1 --epochs 1000", "Is one unit enough?"),
    Example("hello --tape", "Every operation of the pass."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    console.interrupt.listen()
    let hello = Hello(
      units: arguments[Self.units], epochs: arguments[Self.epochs], seed: arguments[Shared.seed])
    let network = hello.recurrent()
    Self.showPass(of: network, whole: arguments[Self.tape], console)

    let watch = TrainingWatch(observers: [StopWhen { console.interrupt.isRequested }])
    let recurrent = try hello.train(network, watch: watch)
    let memoryless = try hello.train(hello.memoryless(), watch: watch)
    console.print()
    console.print(
      console.style(.bold, "What both networks say after \(recurrent.history.epochs) epochs"))
    console.print()
    try console.report(Self.table([recurrent, memoryless]), arguments)
    console.print()
    for sentence in Self.sentences(recurrent, memoryless) {
      console.say(sentence)
    }
    try writeFigures(recurrent, memoryless, arguments, console)
    if console.interrupt.isRequested { return console.print("Ended early, as asked.") }
    if !recurrent.hasLearnt {
      throw CommandFailure.checkFailed(
        "the network says \(Self.list(recurrent)); expected e, l, l, o. More --units or --epochs help"
      )
    }
  }

  /// The tape of one pass over the word, before training.
  private static func showPass(of network: Sequential, whole: Bool, _ console: Console) {
    let pass = HelloUnrolled(network)
    console.print(console.style(.bold, "One pass over \"hello\" before training, on the tape"))
    console.say(equations)
    console.print()
    console.print(pass.tape.table(namedOnly: !whole, numbers: HelloWord.vocabulary.count))
    if !whole {
      console.print()
      let remark =
        "These are the entries with a name, of \(pass.tape.count); --tape shows all. Each weight is used at "
        + "every step, and its gradient is the sum over the four. Between bars stands a gradient's length."
      console.say(remark)
    }
  }

  private static let equations = """
    h_t = tanh(x_t·Wxh + h_(t−1)·Whh + bh), y_t = h_t·Why + by, L_t = −ln softmax(y_t)[next character]
    """

  /// What a newcomer should see in the table.
  private static func sentences(_ recurrent: HelloResult, _ memoryless: HelloResult) -> [String] {
    let learnt =
      recurrent.learntAfter.map { "says e, l, l, o from epoch \($0) on" }
      ?? "says \(list(recurrent))"
    let pair = memoryless.steps[3].probabilities
    return [
      """
      \(recurrent.layers) \(learnt). Given an h, and then what it says itself, it writes \
      \(quoted(recurrent.written)). Loss a character: \(recurrent.loss.significant(2)).
      """,
      """
      \(memoryless.layers) alone reads l twice and must say the same twice, l with \
      \(pair[2].fixed(2)) and o with \(pair[3].fixed(2)). It writes \(quoted(memoryless.written)). Loss a \
      character: \(memoryless.loss.fixed(4)); less than (2 ln 2)/4 = \
      \(HelloWord.smallestLossWithoutState.fixed(4)) is not to be had.
      """,
      """
      That is why state exists: what an l means depends on what came before it, and only a state brings \
      that along.
      """,
    ]
  }

  private static func list(_ result: HelloResult) -> String {
    result.steps.map { String($0.said) }.joined(separator: ", ")
  }

  private static func table(_ results: [HelloResult]) -> Table {
    typealias Row = (layers: String, step: HelloResult.Step)
    let rows: [Row] = results.flatMap { result in result.steps.map { (result.layers, $0) } }
    let probabilities = HelloWord.vocabulary.enumerated().map { place, character in
      Column<Row>("p(\(character))", key: "\(character)", .fixed(3)) {
        .number($0.step.probabilities[place])
      }
    }
    return Table(
      rows: rows,
      columns: [
        Column("Network", key: "network") { .text($0.layers) },
        Column("Step", key: "step") { .integer($0.step.number) },
        Column("Reads", key: "reads") { .text(String($0.step.read)) },
        Column("Expected", key: "expected") { .text(String($0.step.expected)) },
      ] + probabilities + [
        Column("Says", key: "says") { .text(String($0.step.said)) },
        Column("Right", key: "isRight", tint: { $0.step.isRight ? .green : .red }) {
          .bool($0.step.isRight)
        },
      ])
  }

  private func writeFigures(
    _ recurrent: HelloResult, _ memoryless: HelloResult, _ arguments: ParsedArguments,
    _ console: Console
  ) throws {
    let figures = Hello.figures(recurrent: recurrent, memoryless: memoryless)
    let folder = OutputFolder(arguments[Shared.out])
    try folder.write(figures)
    if let losses = figures.first(where: { $0.name == "hello-loss" })?.figure {
      console.draw(losses, height: 16)
    }
    console.print()
    console.print(folder.whereabouts(ofFigures: figures.count))
  }
}
