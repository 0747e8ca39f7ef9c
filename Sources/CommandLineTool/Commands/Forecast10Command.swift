import Unroll
import UnrollConsole

/// `unroll forecast10`: ten steps ahead, three ways, beside two forecasts that need no training.
struct Forecast10Command: Command {
  static let learningRate = Option(
    "learning-rate", "RATE", .positiveDouble, default: Forecast10.learningRate,
    help: "How far the optimiser steps. The lecture's figure is for the default.")

  /// The data and the number of passes; a test takes less of both.
  var experiment: @Sendable () -> Forecast10 = { Forecast10() }
  var epochs = Forecast10.epochs

  let name = "forecast10"
  let summary = "Forecast a time series ten steps ahead, three ways."
  let discussion = """
    Lecture 003, § 4.3: series of 50 values, and the next ten are to be forecast. A network forecasts \
    one value and is asked ten times, or all ten from its last state, or ten at every time step. Trains \
    the three networks for 20 epochs each and shows their mean squared errors on 2,000 validation \
    series, beside the last value repeated and the best linear forecast.

    The lecture has a figure for Dense(10); reproduced means within a factor of 1.3 of it. \
    Takes about three seconds for a seed. Ctrl-C ends the training and keeps what was learnt.
    """
  var accepts: [any Declaration] { [Self.learningRate, Shared.seeds] + Shared.all }
  let examples = [
    Example("forecast10", "The tables, and the figures in unroll-out/."),
    Example("forecast10 --seeds 3", "The median of three seeds beside the first."),
    Example("forecast10 --learning-rate 0.01", "A larger step: which network bears it?"),
    Example("forecast10 --json forecast10.json", "Both tables for another program."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    console.interrupt.listen()
    let experiment = self.experiment()
    let seeds = arguments.seeds

    console.print("Ten steps ahead: 7,000 series of 50 values to train on, 2,000 to validate.")
    var rows: [Forecast10.Row] = []
    for way in Forecast10.Way.allCases where !console.interrupt.isRequested {
      if let network = way.network(seed: seeds[0]) {
        console.print()
        console.print(console.style(.bold, way.rawValue))
        console.print(network.summary())
      }
      rows.append(
        try experiment.run(
          way, seeds: seeds, epochs: epochs, learningRate: arguments[Self.learningRate]
        ) { seed in
          if seeds.count > 1 { console.print(console.style(.dim, "Seed \(seed)")) }
          return console.watch()
        })
    }

    try printTables(rows, arguments, console)
    try writeFigures(experiment, rows, arguments, console)
    if console.interrupt.isRequested {
      return console.print("Ended early, as asked; the rows above are what was learnt so far.")
    }
    for row in rows where row.verdict == .failed {
      throw CommandFailure.checkFailed("\(row.way.rawValue) did not come out as in the lecture")
    }
  }
}

// MARK: - Tables

extension Forecast10Command {
  /// What a newcomer should see in the tables.
  private static let reading = """
    Dense(10) forecasts all ten values from its last state, as in the lecture. The best linear forecast is \
    as good at the first step and falls behind: here, more than in LAB01, a recurrent network is worth \
    its training. Dense(1) iterated was trained for one step only, and its mistakes become its own \
    inputs. Dense(10) all steps has the weights of Dense(10), and answers after every value it sees. It \
    must be right after few values, too, and learns more slowly, but it bears a larger step: try \
    --learning-rate 0.01.
    """

  private func printTables(
    _ rows: [Forecast10.Row], _ arguments: ParsedArguments, _ console: Console
  ) throws {
    func paragraph(_ text: String) {
      console.print()
      console.say(text)
    }
    paragraph(
      """
      Mean squared errors over all ten steps on the validation series, which no model was trained on; \
      lower is better.
      """)
    console.print()
    try console.report(Self.table(rows, seeds: arguments.seeds.count), arguments)
    paragraph("The same errors, step by step.")
    console.print()
    let steps = Self.stepTable(rows)
    console.print(steps.text(width: console.windowWidth, style: console.style))
    let isUsual = arguments[Self.learningRate] == Forecast10.learningRate
    if isUsual && !console.interrupt.isRequested { paragraph(Self.reading) }
  }

  private static func table(_ rows: [Forecast10.Row], seeds: Int) -> Table {
    var columns: [Column<Forecast10.Row>] = [
      Column("Model", key: "model") { .text($0.way.rawValue) },
      Column("Weights", key: "parameters") { .integer($0.parameters) },
      Column("Lecture", key: "lectureMSE", .fixed(3)) { .optional($0.lectureMSE) },
      Column("Ours", key: "validationMSE", .fixed(6)) { .number($0.validationMSE) },
    ]
    if seeds > 1 {
      columns.append(Column("Median", key: "medianMSE", .fixed(6)) { .optional($0.medianMSE) })
    }
    columns.append(
      Column("Verdict", key: "verdict", tint: { $0.verdict?.tint }) {
        .text($0.wasStopped ? "stopped early" : $0.verdict?.rawValue ?? "not in the lecture")
      })
    // For JSON, which has one row a model: what the second table prints.
    columns += (1...Forecast10.horizon).map { step in
      Column("Step \(step)", key: "step\(step)MSE", isPrinted: false) {
        .number($0.errors[step - 1])
      }
    }
    return Table(rows: rows, columns: columns)
  }

  /// A row for each step, a column for each model; the smallest error of a step is green.
  private static func stepTable(_ rows: [Forecast10.Row]) -> Table {
    var columns: [Column<Int>] = [Column("Step", key: "step") { .integer($0) }]
    columns += rows.map { row in
      Column(
        row.way.rawValue, key: "\(row.way)", .fixed(5),
        tint: { step in
          rows.allSatisfy { row.errors[step - 1] <= $0.errors[step - 1] } ? .green : nil
        }
      ) { .number(row.errors[$0 - 1]) }
    }
    return Table(rows: Array(1...Forecast10.horizon), columns: columns)
  }

  private func writeFigures(
    _ experiment: Forecast10, _ rows: [Forecast10.Row], _ arguments: ParsedArguments,
    _ console: Console
  ) throws {
    let folder = OutputFolder(arguments[Shared.out])
    let figures = experiment.figures(rows)
    try folder.write(figures)
    if let errors = figures.first?.figure {
      console.draw(errors, height: 20)
    }
    console.print()
    console.print(folder.whereabouts(ofFigures: figures.count))
  }
}
