import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

/// `unroll forecast`, on small files in a folder that is removed afterwards.
@Suite struct ForecastCommandTests {
  /// Sixty months of a series of period 6 with two columns of numbers.
  private static let sales: String = {
    let rows = (0..<60).map { row -> String in
      let chance = (Double(row * row) * 0.618_033_988_749).truncatingRemainder(dividingBy: 1)
      let sold = 50 + 10 * sin(2 * .pi * Double(row) / 6) + chance
      return "month \(row + 1),\(String(format: "%.2f,%.2f", sold, chance))"
    }
    return "Month,Sold,Price\n" + rows.joined(separator: "\n") + "\n"
  }()

  /// The same with one column of numbers.
  fileprivate static let sold = sales.split(separator: "\n")
    .map { $0.split(separator: ",").prefix(2).joined(separator: ",") }.joined(separator: "\n")

  /// Runs the command in this process, with the text as its file.
  private func run(
    _ text: String, _ options: [String] = [], columns: Int? = nil, epochs: Int = 2
  ) throws -> (code: ExitCode, captured: CapturedConsole, file: String, files: [String]) {
    let captured = CapturedConsole(columns: columns)
    let folder = FileManager.default.temporaryDirectory.appending(path: "forecast-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "a.csv").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    let words = [
      "forecast", "--csv", file, "--epochs", "\(epochs)", "--out", folder.path + "/figures",
    ]
    let code = Tool(commands: [ForecastCommand()]).run(words + options, captured.console)
    let figures = try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/figures")
    return (code, captured, file, (figures ?? []).sorted())
  }

  private func joined(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  // MARK: - A run

  @Test func `the parts, the table, the verdict and the figures are there`() throws {
    let (code, captured, file, files) = try run(Self.sold)
    #expect(code == .done)
    #expect(captured.errors == "")
    let text = joined(captured.text)
    #expect(
      text.contains(
        "\(file) has 60 rows. To be forecast: Sold, the only column of numbers behind the first."))
    #expect(text.contains("Training: rows 1 to 42 (month 1 to month 42); 32 windows"))
    #expect(text.contains("Validation: rows 43 to 51 (month 43 to month 51); 9 windows"))
    #expect(text.contains("Test: rows 52 to 60 (month 52 to month 60); 9 windows"))
    #expect(text.contains("A window: 10 rows are seen, the next row forecast."))
    #expect(text.contains("Season: 6 rows, guessed from the training rows"))
    #expect(text.contains("Epoch 2/2"))
    for name in Forecast.Model.allCases.map(\.name) { #expect(text.contains(name)) }
    #expect(text.contains("On the test rows the network "))
    #expect(text.contains("The lowest MSE is that of "), "two epochs are not enough")
    #expect(files == ["forecast-curves.svg", "forecast-series.svg", "forecast-test.svg"])
    #expect(text.contains("3 figures are in "))
  }

  @Test func `a horizon adds the errors by rows ahead to table, report and figures`() throws {
    let (code, captured, _, files) = try run(Self.sold, ["--horizon", "3", "--json", "-"])
    #expect(code == .done)
    #expect(captured.errors.contains(/Ahead +Naive +Seasonal +Linear +Network/))
    #expect(files.contains("forecast-errors.svg") && files.count == 4)
    let report = try ReportText(captured.data)
    #expect(report.command == "forecast")
    #expect(
      report.keys
        == Array(
          repeating: [
            "model", "mse", "mae", "relativeMSE", "mseAhead1", "mseAhead2", "mseAhead3",
            "next1", "next2", "next3",
          ], count: 4))
    #expect(joined(captured.errors).contains("Forecasts of what follows row 60 (month 60):"))
    #expect(report.rows.allSatisfy { ($0["next3"] as? Double).map { 35...65 ~= $0 } ?? false })
    #expect(report.rows.map { $0["model"] as? String } == Forecast.Model.allCases.map(\.name))
    for row in report.rows {
      let ahead = try (1...3).map { try #require(row["mseAhead\($0)"] as? Double) }
      let mse = try #require(row["mse"] as? Double)
      #expect(abs(ahead.reduce(0, +) / 3 - mse) < 1e-9 * mse)
    }
  }

  @Test func `further columns are seen, and the first one named is forecast`() throws {
    let (code, captured, _, _) = try run(
      Self.sales, ["--column", "Price", "--column", "Sold", "--steps", "4", "--season", "0"])
    #expect(code == .done)
    let text = joined(captured.text)
    #expect(text.contains("To be forecast: Price; also seen: Sold."))
    #expect(text.contains("A window: 4 rows are seen"))
    #expect(text.contains("No season."))
    #expect(!text.contains("Seasonal naive"))
  }

  @Test func `semicolons and decimal commas change nothing`() throws {
    let german = Self.sold.replacing(",", with: ";").replacing(".", with: ",")
    let reports = try [Self.sold, german].map { try run($0, ["--json", "-"]).captured.data }
    #expect(reports[0] == reports[1])
    #expect(try ReportText(reports[0]).rows.count == 4)
  }

  @Test func `a gap is reported with its line and the windows it costs`() throws {
    let lines = Self.sold.split(separator: "\n")
    let holed = lines[..<20] + ["month 20,"] + lines[21...]
    let text = joined(try run(holed.joined(separator: "\n")).captured.text)
    #expect(text.contains("11 windows are left out because of gaps, the first of them on line 21."))
    let cut = lines[..<60] + ["month 60,"]
    let late = joined(try run(cut.joined(separator: "\n")).captured.text)
    #expect(late.contains("A gap in the last rows prevents a forecast of what follows them."))
  }

  @Test(arguments: [80, 120])
  func `on a terminal no line is wider than the window`(_ columns: Int) throws {
    let (_, captured, _, _) = try run(Self.sold, ["--horizon", "2"], columns: columns)
    let shown = captured.text.replacing(/[^\n]*\r/, with: "")
    let lines = shown.split(separator: "\n").map(String.init)
    #expect(
      lines.filter { displayWidth($0) > columns && !$0.contains(/figures are in|a\.csv/) } == [])
  }

  @Test func `the same seed gives the same report, another seed another`() throws {
    let reports = try ["7", "7", "8"].map {
      try run(Self.sold, ["--json", "-", "--seed", $0]).captured.data
    }
    #expect(reports[0] == reports[1])
    #expect(reports[0] != reports[2])
  }

  // MARK: - What is refused, before any training

  static let refused: [(text: String, options: [String], code: ExitCode, sentence: String)] = [
    (
      "Date,Temp\n1,20\n2,mild\n", ["--column", "Temp"], .badData,
      "FILE, line 3, column Temp: found 'mild'; expected a number such as 20.7"
    ),
    ("Date,Temp\n1,20\n2,mild\n", [], .badData, "FILE, line 3, column Temp: found 'mild'"),
    ("Date,Temp\n1,20\n2\n", [], .badData, "FILE, line 3: found 1 cell, separated by commas"),
    ("", [], .badData, "FILE: found nothing; expected a line with the names"),
    ("1949-01,112\n1949-02,118\n", [], .badData, "FILE, line 1: found 112 where the name"),
    (
      "Date,Temp\n1,20\n2,21\n", [], .badData,
      "FILE: found 2 rows; expected at least 5, to forecast 1 ahead from 1 seen."
    ),
    (
      "Date,Temp\n1,20\n", ["--column", "Tmp"], .wrongUsage,
      "FILE, column Tmp: found no column of this name; the columns are Date, Temp. "
        + "Did you mean 'Temp'?"
    ),
    (
      sales, [], .wrongUsage,
      "FILE has several columns of numbers (Sold, Price); name the one to forecast with --column."
    ),
    (
      "Date,Sold,Sold\n1,2,3\n", [], .badData,
      "FILE, line 1: found several columns named Sold; expected another name for each. Change one of them "
        + "in that line."
    ),
    (
      "Date,Word\n1,a\n", [], .wrongUsage,
      "FILE has no column of numbers behind Date; name one with --column."
    ),
    (
      sales, ["--column", "Sold", "--column", "Sold"], .wrongUsage,
      "--column Sold is given twice; name each column once."
    ),
    (
      sales, ["--column", "Sold", "--season", "42"], .wrongUsage,
      "--season: got a season of 42 rows; expected fewer than the 42 training rows."
    ),
  ]

  @Test(arguments: refused)
  func `bad data end with 65, a slip in the options with 64`(
    _ refused: (text: String, options: [String], code: ExitCode, sentence: String)
  ) throws {
    let (code, captured, file, files) = try run(refused.text, refused.options)
    #expect(code == refused.code)
    let expected = "unroll: " + refused.sentence.replacing("FILE", with: file)
    #expect(captured.errors.hasPrefix(expected))
    #expect(captured.text == "")
    #expect(files == [])
  }

  // MARK: - The order of the rows

  /// Sixty days from the end of 2023 over a leap day, with some left out.
  private static func daily(without gaps: Set<Int> = []) -> [String] {
    let months = [(2023, 12, 31), (2024, 1, 31), (2024, 2, 29)]
    let days = months.flatMap { year, month, count in
      (1...count).map { String(format: "%d-%02d-%02d", year, month, $0) }
    }
    return days.enumerated().filter { !gaps.contains($0.offset) }.map {
      "\($0.element),\(($0.offset * 7) % 11)"
    }
  }

  @Test func `a file whose newest row comes first gets a remark`() throws {
    let rows = Self.daily().reversed().joined(separator: "\n")
    let (code, captured, _, _) = try run("Day,Sold\n" + rows, epochs: 1)
    #expect(code == .done)
    #expect(
      joined(captured.text).contains(
        "The newest row comes first (2024-02-29), the oldest last (2023-12-01). A forecast needs the "
          + "oldest first: sort the rows"))
  }

  @Test func `days without a row get a remark, and a leap year has none`() throws {
    let whole = try run("Day,Sold\n" + Self.daily().joined(separator: "\n"), epochs: 1)
    #expect(whole.code == .done)
    #expect(!whole.captured.text.contains("missing") && !whole.captured.text.contains("newest"))
    let rows = Self.daily(without: [10, 11, 50]).joined(separator: "\n")
    let holes = try run("Day,Sold\n" + rows, epochs: 1)
    #expect(
      joined(holes.captured.text).contains(
        "3 days are missing, the first behind 2023-12-10, line 11. Rows are taken as equally far apart"
      ))
  }

  @Test func `a file without its option, or with two, is told what to write`() throws {
    let bare = try runUnroll(["forecast", "sales.csv"])
    #expect(bare.status == 64)
    #expect(
      bare.errors.hasPrefix(
        "unroll: unexpected 'sales.csv': forecast takes options only. If it is the file, write --csv "
          + "sales.csv."))
    let twice = try runUnroll(["forecast", "--csv", "a.csv", "--csv=b.csv"])
    #expect(twice.status == 64)
    #expect(twice.errors.hasPrefix("unroll: --csv is given twice; give it once."))
  }

  @Test func `a missing file ends with 66, a missing option with 64`() throws {
    let missing = try runUnroll(["forecast", "--csv", "/none/a.csv"])
    #expect(missing.status == 66)
    #expect(
      missing.errors
        == "unroll: /none/a.csv: no such file; check the spelling and the folder.\n")
    let none = try runUnroll(["forecast"])
    #expect(none.status == 64)
    #expect(
      none.errors == "unroll: --csv is missing; write unroll forecast --csv FILE --column NAME.\n"
        + "See 'unroll forecast --help'.\n")
    #expect(try runUnroll(["forecast", "--csv", "a.csv", "--steps", "0"]).status == 64)
  }

  // MARK: - Ctrl-C, and real data

  @Test func `Ctrl-C ends training with the table, the figures and exit 0`() async {
    let result = await #expect(processExitsWith: .exitCode(0), observing: [\.standardOutputContent])
    {
      // The thirtieth piece of text is an epoch; thousands would follow.
      let pieces = Locked(0)
      let captured = CapturedConsole(writing: {
        let count = pieces.withLock { number -> Int in
          number += 1
          return number
        }
        if count == 30 { kill(getpid(), SIGINT) }
        return nil
      })
      let folder = FileManager.default.temporaryDirectory.appending(path: "forecast-\(UUID())")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let file = folder.appending(path: "a.csv")
      try Data(ForecastCommandTests.sold.utf8).write(to: file)
      let code = Tool(commands: [ForecastCommand()]).run(
        ["forecast", "--csv", file.path, "--epochs", "100000", "--out", folder.path],
        captured.console)
      print(captured.text)
      print(captured.errors)
      try FileManager.default.removeItem(at: folder)
      exit(code.rawValue)
    }
    let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    #expect(output.contains("SimpleRNN(32) + Dense"))
    #expect(output.contains("figures are in"))
    #expect(output.contains("Ended early, as asked"))
    #expect(!output.contains("Epoch 100000/100000"))
  }

  /// The folder with real series; a test that needs it says that it was skipped without.
  private static let data = ProcessInfo.processInfo.environment["UNROLL_DATA"] ?? ""

  private static var hasData: Bool {
    FileManager.default.fileExists(atPath: data + "/airline-passengers.csv")
  }

  @Test(
    .enabled(if: hasData, "UNROLL_DATA does not name a folder with the series"),
    arguments: [
      ("airline-passengers", "Passengers", 144, 12),
      ("daily-min-temperatures", "Temp", 3650, 365),
    ])
  func `a real series is read whole, and its season found`(
    _ file: String, _ column: String, _ rows: Int, _ season: Int
  ) throws {
    let table = try CSVTable(contentsOf: "\(Self.data)/\(file).csv")
    #expect(table.numericColumns == [column])
    let values = try table.numbers(in: column)
    #expect(values.count == rows)
    let forecast = try Forecast([.init(column, values)])
    #expect(forecast.season == season)
  }
}
