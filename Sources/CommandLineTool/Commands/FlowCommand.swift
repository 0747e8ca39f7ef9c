import Foundation
import Unroll
import UnrollConsole

/// `unroll flow`: how much of the gradient comes back through time, beside the lecture's bound.
struct FlowCommand: Command {
  static let gains = Option(
    repeated: "gain", "X", .double(in: 0.01...100),
    help: "A gain instead of 0.5, 0.8, 0.9, 1, 1.1, 1.5 and 2; may be given several times.")
  static let units = Option(
    "units", "N", .int(in: 2...256), default: 16, help: "The size of the state.")
  static let steps = Option(
    "steps", "N", .int(in: 2...1000), default: 100, help: "How far back the gradient is followed.")
  static let scale = Option(
    "input-scale", "X", .double(in: 0...100), default: 0.01,
    help: "The standard deviation of the random inputs.")
  static let csv = Option(
    "csv", "FILE", .text, isSingle: true, help: "A series of your own: names of columns, then rows."
  )
  static let column = Option(
    "column", "NAME", .text, isSingle: true, help: "The column of the CSV file.")
  static let text = Option(
    "text", "FILE", .text, isSingle: true, help: "A text of your own, read character by character.")
  static let model = Option(
    "model", "FILE", .text, isSingle: true,
    help: "A saved model: its gradient before and after training, on --text, --csv or noise.")
  static let epochs = Option(
    "epochs", "N", .int(in: 0...1000), default: 10,
    help: "How often networks read a file of yours before they are looked at again.")

  let name = "flow"
  let summary = "Follow the gradient back through time: vanishing, exploding, and the bound."
  let discussion = """
    Untrained SimpleRNN, LSTM and GRU read one random sequence. The recurrent matrices are a gain times an \
    orthogonal matrix, so that spectral radius and largest singular value both are the gain. The loss is \
    v·h at the last step with a random v of norm 1; the table says how much of it comes back.

    For tanh the lecture's bound is the gain to the power of the distance (000:375). For LSTM and GRU none \
    is proven; of the LSTM, the carry track alone has one, the product of the forget gates (004). With \
    --json there is a row for every distance.

    With --csv or --text the networks read your own sequence, and learn to say what comes next. The loss of \
    its last step is followed back before and after that, as a share of what arrives at the last state. With \
    --model it is a model that another command saved, beside the same model as it was before its training.
    """
  var accepts: [any Declaration] {
    [
      Self.gains, Self.units, Self.steps, Self.scale, Self.csv, Self.column, Self.text,
      Self.model, Self.epochs,
    ] + Shared.all
  }
  let examples = [
    Example("flow", "Seven gains, three cells, the figures in unroll-out/."),
    Example("flow --gain 0.95 --steps 300", "One gain, further back."),
    Example("flow --json flow.json", "Norm and bound for every distance."),
    Example("flow --text book.txt", "Before and after learning a text, character by character."),
    Example("flow --model reviews.safetensors", "What training made of a model that you saved."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let own = try FlowSource(arguments)
    if let path = arguments[Self.model] {
      return try follow(FlowModelFile(path, own, arguments), arguments, console)
    }
    if let own { return try follow(own, arguments, console) }
    let given = arguments[Self.gains]
    let gains = given.isEmpty ? GradientFlow.gains : given.sorted()
    var study = GradientFlow(seed: arguments[Shared.seed])
    study.units = arguments[Self.units]
    study.steps = arguments[Self.steps]
    study.inputScale = arguments[Self.scale]
    let curves = GradientFlow.Cell.allCases.flatMap { cell in
      gains.map { study.curve(cell, gain: $0) }
    }
    let sheared = study.shearedCurve()

    try console.report(
      Self.table(curves + [sheared]), json: Self.rows(curves + [sheared]), arguments)
    console.print()
    for sentence in FlowVerdict(curves, sheared).sentences {
      console.say(sentence)
    }
    let figures = [
      ("flow-gradients", GradientFlow.figure(curves)),
      ("flow-contributions", study.contributionFigure(gains: Self.mapped(gains))),
      ("flow-transient", GradientFlow.transientFigure(sheared)),
    ]
    console.print()
    console.print(
      GradientFlow.figure(curves.filter { $0.cell == GradientFlow.Cell.simpleRNN.rawValue })
        .terminal(width: min(console.width, 100), height: 20, colour: console.style.isEnabled))
    let folder = OutputFolder(arguments[Shared.out])
    try folder.write(figures)
    console.print()
    console.print(folder.whereabouts(ofFigures: figures.count))
  }

  /// A reader's own sequence, before and after training.
  private func follow(
    _ own: FlowSource, _ arguments: ParsedArguments, _ console: Console
  ) throws {
    let study = try own.study(arguments)
    console.interrupt.listen()
    console.print(own.remark)
    let curves = try study.run(epochs: arguments[Self.epochs]) { cell in
      console.print("\(cell) learns …")
      return console.watch()
    }
    try show(curves, as: "flow-data.svg", arguments, console)
    if console.interrupt.isRequested {
      console.print("Ended early, as asked; the rows above are what was learnt so far.")
    }
  }

  /// A saved model, before and after its training.
  private func follow(
    _ file: FlowModelFile, _ arguments: ParsedArguments, _ console: Console
  ) throws {
    console.print(file.remark)
    try show(file.study.curves(), as: "flow-model.svg", arguments, console)
  }

  /// Curves before and after a training.
  private func show(
    _ curves: [FlowCurve], as name: String, _ arguments: ParsedArguments, _ console: Console
  ) throws {
    console.print()
    try console.report(Self.table(curves), json: Self.rows(curves), arguments)
    console.print()
    for sentence in FlowOnData.sentences(curves) {
      console.say(sentence)
    }
    let figure = FlowOnData.figure(curves)
    console.draw(figure, height: 20)
    let folder = OutputFolder(arguments[Shared.out])
    try folder.write(figure.svg(), as: name)
    console.print()
    console.print(folder.whereabouts(ofFigures: 1))
  }

  /// At most three gains for the heat maps: the lowest, the one nearest to 1, and the highest.
  private static func mapped(_ gains: [Double]) -> [Double] {
    guard let first = gains.first, let last = gains.last,
      let middle = gains.min(by: { abs(log($0)) < abs(log($1)) })
    else { return gains }
    return Array(Set([first, middle, last])).sorted()
  }

  /// A line for each curve.
  private static func table(_ curves: [FlowCurve]) -> Table {
    let last = curves.map { $0.norms.count - 1 }.min() ?? 1
    let shown = [min(10, last), last / 2, last].reduce(into: [Int]()) {
      if !$0.contains($1) && $1 > 0 { $0.append($1) }
    }
    return Table(
      rows: curves,
      columns: [
        Column("Cell", key: "cell") { .text($0.cell) },
        Column("Gain", key: "gain", .upTo(4)) { .number($0.gain) },
        Column("Factor a step", key: "factor", .fixed(3)) { .optional($0.factor) },
      ]
        + shown.map { distance in
          Column("‖∂L/∂h‖, \(distance) back", key: "norm\(distance)", .scientific(1)) {
            .number($0.norms[distance])
          }
        } + [
          Column("Bound, \(last) back", key: "bound\(last)", .scientific(1)) {
            .optional($0.bounds?[last])
          },
          Column("‖∂L/∂x‖, \(last) back", key: "input\(last)", .scientific(1)) {
            .number($0.inputNorms[last])
          },
        ])
  }

  private struct Row {
    let curve: FlowCurve
    let distance: Int
  }

  /// A row for each curve and distance, as the JSON report has them.
  private static func rows(_ curves: [FlowCurve]) -> Table {
    Table(
      rows: curves.flatMap { curve in
        curve.norms.indices.map { Row(curve: curve, distance: $0) }
      },
      columns: [
        Column("Cell", key: "cell") { .text($0.curve.cell) },
        Column("Gain", key: "gain") { .number($0.curve.gain) },
        Column("Distance", key: "distance") { .integer($0.distance) },
        Column("Norm", key: "norm") { .number($0.curve.norms[$0.distance]) },
        Column("Bound", key: "bound") { .optional($0.curve.bounds?[$0.distance]) },
        Column("Input norm", key: "inputNorm") { .number($0.curve.inputNorms[$0.distance]) },
      ])
  }
}
