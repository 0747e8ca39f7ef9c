import Unroll

/// The reader's file, and which of its columns are meant.
struct SeriesFile {
  private let table: CSVTable
  private let columns: [Forecast.Column]
  private let seasonWasGiven: Bool
  /// What was read, and which column was chosen where the reader named none.
  let remark: String

  init(_ arguments: ParsedArguments) throws {
    guard let path = arguments[ForecastCommand.csv] else {
      throw Self.wrongUsage("--csv is missing; write unroll forecast --csv FILE --column NAME.")
    }
    table = try CSVTable(contentsOf: path)
    let given = arguments[ForecastCommand.columns]
    let names = given.isEmpty ? [try Self.onlyColumn(of: table)] : given
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw Self.wrongUsage("--column \(twice) is given twice; name each column once.")
    }
    let table = self.table
    columns = try names.map { Forecast.Column($0, try table.numbers(in: $0)) }
    seasonWasGiven = arguments.wasGiven(ForecastCommand.season)
    let reason = given.isEmpty ? ", the only column of numbers behind the first" : ""
    let others = names.dropFirst().joined(separator: ", ")
    remark =
      "\(path) has \(table.rowCount) rows. To be forecast: \(names[0])\(reason)"
      + (others.isEmpty ? "." : "; also seen: \(others).")
  }

  /// The experiment that the reader asked for.
  func forecast(_ arguments: ParsedArguments) throws -> Forecast {
    let season: Forecast.Season =
      switch arguments[ForecastCommand.season] {
      case nil: .guessed
      case 0?: .none
      case let rows?: .rows(rows)
      }
    do {
      return try Forecast(
        columns, steps: arguments[ForecastCommand.steps],
        horizon: arguments[ForecastCommand.horizon], season: season)
    } catch {
      if case .seasonTooLong = error { throw Self.wrongUsage("--season: \(error).") }
      throw CommandFailure(.badData, "\(table.file): \(error).")
    }
  }

  /// The one column of numbers behind the first, which holds dates more often than not.
  private static func onlyColumn(of table: CSVTable) throws -> String {
    try table.checkHeader()
    if table.columns.count == 1 { return table.columns[0] }
    let first = table.columns[0]
    let numeric = table.numericColumns.filter { $0 != first }
    if let only = numeric.first, numeric.count == 1 { return only }
    if let twice = numeric.first(where: { name in numeric.count { $0 == name } > 1 }) {
      throw CommandFailure(
        .badData,
        "\(table.file), line 1: found several columns named \(twice); expected another name for each. "
          + "Change one of them in that line.")
    }
    throw wrongUsage(
      numeric.isEmpty
        ? "\(table.file) has no column of numbers behind \(first); name one with --column."
        : "\(table.file) has several columns of numbers (\(numeric.joined(separator: ", "))); "
          + "name the one to forecast with --column.")
  }

  private static func wrongUsage(_ sentence: String) -> CommandFailure {
    CommandFailure(.wrongUsage, sentence + "\nSee 'unroll forecast --help'.")
  }
}

// MARK: - In words

extension SeriesFile {
  /// `rows 1 to 101 (1949-01 to 1957-05)`: what stands in the first column says when.
  func rows(_ range: Range<Int>) -> String {
    let numbers = "rows \(range.lowerBound + 1) to \(range.upperBound)"
    guard let times else { return numbers }
    return numbers + " (\(times[range.lowerBound]) to \(times[range.upperBound - 1]))"
  }

  /// `row 144 (1960-12)`, the last one of the file.
  var lastRow: String {
    let number = "row \(table.rowCount)"
    return times?.last.map { "\(number) (\($0))" } ?? number
  }

  /// The first column, where it is none of the series.
  private var times: [String]? {
    let first = table.columns[0]
    return columns.contains { $0.name == first } ? nil : try? table.texts(in: first)
  }

  /// What to know of the order of the rows, as the times in the first column tell it.
  var orderRemarks: [String] {
    guard let times, let days = RowTimes(times) else { return [] }
    if days.runBackwards {
      return [
        "The newest row comes first (\(times[0])), the oldest last (\(times[times.count - 1])). A forecast "
          + "needs the oldest first: sort the rows, or it forecasts the past."
      ]
    }
    guard let gap = days.firstGap else { return [] }
    let count = days.missing
    return [
      "\(count) \(count == 1 ? "day is" : "days are") missing, the first behind \(times[gap]), line "
        + "\(table.line(ofRow: gap)). Rows are taken as equally far apart; put in rows with empty cells "
        + "where that is wrong."
    ]
  }

  /// The line of the first gap in one of the columns.
  var firstGapLine: Int? {
    let row = columns.compactMap { $0.values.firstIndex(where: \.isNaN) }.min()
    return row.map { table.line(ofRow: $0) }
  }

  func seasonSentence(_ season: Int?) -> String {
    switch (season, seasonWasGiven) {
    case (nil, true): "No season."
    case (nil, false): "No season stands out in the training rows; --season N sets one."
    case (let rows?, true): "Season: \(rows) rows."
    case (let rows?, false):
      "Season: \(rows) rows, guessed from the training rows; --season N sets another."
    }
  }
}
