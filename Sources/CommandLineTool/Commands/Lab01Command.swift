import Unroll
import UnrollConsole

/// `unroll lab01`: the five models of the lecture's first laboratory, and the closed form.
struct Lab01Command: Command {
  /// The data and the number of passes; a test takes less of both.
  var laboratory: @Sendable () -> Lab01 = { Lab01() }
  var epochs = Lab01.epochs

  let name = "lab01"
  let summary = "Forecast a time series with the lecture's five models."
  let discussion = """
    LAB01 of lecture 000: series of 50 values, and the next one is to be forecast. The data are the \
    lecture's, bit for bit. Trains four networks for 20 epochs each and shows their mean squared \
    errors on 2,000 validation series beside the lecture's.

    Reproduced means within a factor of 1.3 of the lecture's figure, whose random weights were others. \
    Takes about three seconds for a seed. Ctrl-C ends the training and keeps what was learnt.
    """
  var accepts: [any Declaration] { [Shared.seeds] + Shared.all }
  let examples = [
    Example("lab01", "The table, and the figures in unroll-out/."),
    Example("lab01 --seeds 3", "The median of three seeds beside the first."),
    Example("lab01 --json lab01.json", "The table for another program."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    console.interrupt.listen()
    let laboratory = self.laboratory()
    let seeds = arguments.seeds

    console.print("LAB01: 7,000 series of 50 values to train on, 2,000 to validate.")
    var rows: [Lab01.Row] = []
    for model in Lab01.Model.allCases where !console.interrupt.isRequested {
      if let network = model.network(seed: seeds[0], steps: laboratory.data.steps) {
        console.print()
        console.print(console.style(.bold, model.rawValue))
        console.print(network.summary())
      }
      rows.append(
        try laboratory.run(model, seeds: seeds, epochs: epochs) { seed in
          if seeds.count > 1 { console.print(console.style(.dim, "Seed \(seed)")) }
          return console.watch()
        })
    }

    console.print()
    for line in wrap(
      "Mean squared errors on the validation series, which no model was trained on; lower is better.",
      width: console.width)
    { console.print(line) }
    console.print()
    try console.report(Self.table(rows, seeds: seeds.count), arguments)
    console.print()
    if !console.interrupt.isRequested {
      console.say(Self.reading)
    }
    try writeFigures(laboratory, rows, arguments, console)
    if console.interrupt.isRequested {
      return console.print("Ended early, as asked; the rows above are what was learnt so far.")
    }
    let failed = rows.filter { $0.verdict == .failed }
    if !failed.isEmpty {
      throw CommandFailure.checkFailed(
        "\(failed.count) of \(rows.count) models did not come out as in the lecture: "
          + failed.map(\.model.rawValue).joined(separator: ", ")
      )
    }
  }

  /// What a newcomer should see in the table.
  private static let reading = """
    Reproduced: within a factor of 1.3 of the lecture's figure. The last row is not in the lecture: the \
    best that the 51 weights of Flatten + Dense(1) can do, computed without training. So 20 epochs did \
    not train the linear baseline to its end, and the deep networks gain little on the best linear \
    forecast.
    """

  private static func table(_ rows: [Lab01.Row], seeds: Int) -> Table {
    var columns: [Column<Lab01.Row>] = [
      Column("Model", key: "model") { .text($0.model.rawValue) },
      Column("Weights", key: "parameters") { .integer($0.parameters) },
      Column("Lecture", key: "lectureMSE", .fixed(6)) { .optional($0.model.lectureMSE) },
      Column("Ours", key: "validationMSE", .fixed(6)) { .number($0.validationMSE) },
    ]
    if seeds > 1 {
      columns.append(
        Column("Median", key: "medianMSE", .fixed(6)) { .optional($0.medianMSE) })
    }
    columns.append(
      Column("Verdict", key: "verdict", tint: { $0.verdict?.tint }) {
        .text($0.wasStopped ? "stopped early" : $0.verdict?.rawValue ?? "not in the lecture")
      })
    return Table(rows: rows, columns: columns)
  }

  private func writeFigures(
    _ laboratory: Lab01, _ rows: [Lab01.Row], _ arguments: ParsedArguments, _ console: Console
  ) throws {
    let folder = OutputFolder(arguments[Shared.out])
    let figures = laboratory.figures(rows)
    try folder.write(figures)
    if let curves = figures.first(where: { $0.name == "lab01-validation" })?.figure {
      console.draw(curves, height: 20)
    }
    console.print()
    console.print(folder.whereabouts(ofFigures: figures.count))
  }
}

extension Verdict {
  var tint: Style.Tint {
    switch self {
    case .reproduced, .betterThanPublished: .green
    case .refuted, .needsData, .undecided: .yellow
    case .failed: .red
    }
  }
}

extension Console {
  /// Shows a training on this console, and ends it when the reader asks for that.
  func watch() -> TrainingWatch {
    .init(observers: [ProgressReporter(self), StopWhen { self.interrupt.isRequested }])
  }
}
