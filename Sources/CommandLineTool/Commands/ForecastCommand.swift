import Unroll
import UnrollConsole

/// `unroll forecast`: a reader's own time series, forecast by a network and by what costs nothing.
struct ForecastCommand: Command {
  static let csv = Option(
    "csv", "FILE", .text, isSingle: true,
    help: "The file with the series: names of columns, then rows in time order.")
  static let columns = Option(
    repeated: "column", "NAME", .text,
    help: "The column to forecast; given again, a further column that the models see.")
  static let steps = Option(
    "steps", "N", .int(in: 1...10_000),
    help: "How many rows a forecast is made from; unless given, a season, but 24 to 60.")
  static let horizon = Option(
    "horizon", "N", .int(in: 1...10_000), default: 1, help: "How many rows are forecast at once.")
  static let season = Option(
    "season", "N", .nonNegativeInt,
    help: "After how many rows the series repeats itself; 0 for never; unless given, a guess.")
  static let epochs = Option(
    "epochs", "N", .positiveInt, default: Forecast.epochs,
    help: "Passes through the training rows.")

  let name = "forecast"
  let summary = "Forecast your own time series from a CSV file."
  let discussion = """
    The first 70 % of the rows train a small recurrent network, the next 15 % choose the epoch, and the \
    last 15 % are forecast. Beside the network stand forecasts that cost nothing: the last value again, \
    the value of one season ago, and a weighted sum of the values seen. Often they are hard to beat, \
    and then the last lines say so.

    Cells are separated by commas, semicolons or tabs; an empty cell is a gap, and windows with a gap \
    are left out. Without --column, the one column of numbers behind the first is taken. Ctrl-C ends \
    the training and keeps what was learnt.
    """
  var accepts: [any Declaration] {
    [Self.csv, Self.columns, Self.steps, Self.horizon, Self.season, Self.epochs] + Shared.all
  }
  let examples = [
    Example("forecast --csv sales.csv --column Sold", "The next value of a column."),
    Example("forecast --csv sales.csv --column Sold --horizon 12", "Twelve values at once."),
    Example("forecast --csv sales.csv --column Sold --column Price", "Seen: two columns."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let series = try SeriesFile(arguments)
    let forecast = try series.forecast(arguments)
    console.interrupt.listen()
    console.say(series.remark)
    for remark in series.orderRemarks { console.say(remark) }
    for line in Self.plan(forecast, series) { console.say(line) }
    console.print()
    let result = try forecast.run(
      epochs: arguments[Self.epochs], seed: arguments[Shared.seed], watch: console.watch())

    console.print()
    console.say(
      "Errors on the test rows, which no model has seen, in the units of \(forecast.target.name); "
        + "lower is better.")
    console.print()
    try console.report(Self.table(result, horizon: forecast.horizon), arguments)
    if forecast.horizon > 1 {
      console.print()
      console.say("Mean squared error by rows ahead:")
      console.print()
      console.show(Self.stepTable(result) { $0.mseByStep })
    }
    console.print()
    for note in result.notes { console.say(note) }
    console.say(Self.epochSentence(result))
    console.say(result.verdict)
    sayWhatFollows(result, series, console)
    try writeFigures(forecast, result, arguments, console)
    if console.interrupt.isRequested {
      console.print("Ended early, as asked; the rows above are what was learnt so far.")
    }
  }
}

// MARK: - What is said before training

extension ForecastCommand {
  private static func plan(_ forecast: Forecast, _ series: SeriesFile) -> [String] {
    let (split, counts) = (forecast.split, forecast.windowCounts)
    let parts = [
      ("Training", split.train), ("Validation", split.validation), ("Test", split.test),
    ]
    var lines = zip(parts, counts).map { part, count in
      "\(part.0): \(series.rows(part.1)); \(count) \(count == 1 ? "window" : "windows")"
    }
    let horizon = forecast.horizon == 1 ? "the next row" : "the next \(forecast.horizon) rows"
    lines.append("A window: \(forecast.steps) rows are seen, \(horizon) forecast.")
    if forecast.windowsLeftOut > 0 {
      lines.append(
        "\(forecast.windowsLeftOut) windows are left out because of gaps, the first of them on "
          + "line \(series.firstGapLine ?? 0).")
    }
    lines.append(series.seasonSentence(forecast.season))
    return lines
  }
}

// MARK: - What is said after it

extension ForecastCommand {
  private static func table(_ result: Forecast.Result, horizon: Int) -> Table {
    let naive = result.rows[0].mse
    var columns: [Column<Forecast.Row>] = [
      Column("Model", key: "model") { .text($0.model.name) },
      Column("MSE", key: "mse", .significant(5)) { .number($0.mse) },
      Column("MAE", key: "mae", .significant(5)) { .number($0.mae) },
      Column("MSE / naive's", key: "relativeMSE", .fixed(2)) {
        naive > 0 ? .number($0.mse / naive) : .none
      },
    ]
    // The other tables, for JSON.
    columns += (0..<horizon).map { step in
      Column("", key: "mseAhead\(step + 1)", isPrinted: false) { .number($0.mseByStep[step]) }
    }
    columns += (0..<horizon).map { step in
      Column("", key: "next\(step + 1)", isPrinted: false) { .optional($0.next?[step]) }
    }
    return Table(rows: result.rows, columns: columns)
  }

  /// A row for each step ahead, a column for each model.
  private static func stepTable(
    _ result: Forecast.Result, _ values: @Sendable @escaping (Forecast.Row) -> [Double]
  ) -> Table {
    let ahead = Column<Int>("Ahead", key: "ahead") { .integer($0 + 1) }
    let models = result.rows.enumerated().map { index, row in
      Column<Int>(row.model.shortName, key: "model\(index)", .significant(5)) {
        .number(values(row)[$0])
      }
    }
    return Table(rows: Array(result.rows[0].mseByStep.indices), columns: [ahead] + models)
  }

  private func sayWhatFollows(
    _ result: Forecast.Result, _ series: SeriesFile, _ console: Console
  ) {
    console.print()
    if result.rows.allSatisfy({ $0.next != nil }) {
      console.say("Forecasts of what follows \(series.lastRow):")
      console.print()
      console.show(Self.stepTable(result) { $0.next ?? [] })
    } else {
      console.say("A gap in the last rows prevents a forecast of what follows them.")
    }
  }

  private static func epochSentence(_ result: Forecast.Result) -> String {
    guard let epoch = result.bestEpoch else {
      return "No epoch was finished; the network has the weights it had when training ended."
    }
    return "The network has its weights of epoch \(epoch), where the validation loss was lowest."
  }

  private func writeFigures(
    _ forecast: Forecast, _ result: Forecast.Result, _ arguments: ParsedArguments,
    _ console: Console
  ) throws {
    let folder = OutputFolder(arguments[Shared.out])
    let figures = forecast.figures(result)
    try folder.write(figures)
    if let test = figures.first(where: { $0.name == "forecast-test" })?.figure {
      console.draw(test, height: 20)
    }
    console.print()
    console.print(folder.whereabouts(ofFigures: figures.count))
  }
}

extension Forecast.Model {
  /// The name over a narrow column.
  fileprivate var shortName: String {
    switch self {
    case .naive: "Naive"
    case .seasonalNaive: "Seasonal"
    case .leastSquares: "Linear"
    case .network: "Network"
    }
  }
}

extension Console {
  /// A table that is not the report.
  fileprivate func show(_ table: Table) { print(table.text(width: windowWidth, style: style)) }
}
