import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

/// `unroll lab01`, with few series and one epoch where it really trains.
@Suite struct Lab01CommandTests {
  private static let small = Lab01Command(
    laboratory: { Lab01(data: .lecture(counts: (60, 20, 20))) }, epochs: 1)

  /// Runs the command in this process, in a folder of its own.
  private func run(
    _ options: [String], _ command: Lab01Command = small, columns: Int? = nil
  ) throws -> (code: ExitCode, captured: CapturedConsole, files: [String]) {
    let captured = CapturedConsole(columns: columns)
    let folder = FileManager.default.temporaryDirectory.appending(path: "lab01-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let words = ["lab01", "--out", folder.path] + options
    let code = Tool(commands: [command]).run(words, captured.console)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return (code, captured, files.sorted())
  }

  private let header = /Model +Weights +Lecture +Ours +Verdict/

  // MARK: - Help and wrong usage, through the built program

  @Test func `the help names every option and exit code`() throws {
    let result = try runUnroll(["lab01", "--help"])
    #expect(result.status == 0)
    for option in ["--seeds N", "--seed N", "--json FILE", "--out DIR", "--help"] {
      #expect(result.output.contains("\n  \(option)") || result.output.contains("-h, \(option)"))
    }
    let text = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for code in ExitCode.allCases {
      #expect(text.contains("\(code.rawValue) \(code.meaning)"))
    }
    #expect(text.contains("within a factor of 1.3"))
  }

  @Test(arguments: [
    (["--seeds", "0"], "--seeds got '0'; expected a whole number from 1 to 100"),
    (["--seeds", "101"], "--seeds got '101'; expected a whole number from 1 to 100"),
    (["--seeds", "x"], "--seeds got 'x'; expected a whole number from 1 to 100"),
    (["--seeds"], "--seeds needs a value (N), but nothing follows; write --seeds 1."),
    (["--seed", "-1"], "--seed got '-1'; expected a whole number of at least 0"),
    (["--sede", "3"], "unknown option '--sede'. Did you mean '--seed'?"),
    (["--seedz", "3"], "unknown option '--seedz'. Did you mean '--seeds'?"),
    (
      ["--epochs", "3"],
      "unknown option '--epochs'. The options are --seeds, --seed, --json, --out, --help."
        + "\nSee 'unroll lab01 --help'."
    ),
    (["three"], "unexpected 'three': lab01 takes options only."),
  ])
  func `a wrong option ends with 64 and what was expected`(
    _ words: [String], _ sentence: String
  ) throws {
    let result = try runUnroll(["lab01"] + words)
    #expect(result.status == 64)
    #expect(result.output == "", "nothing is trained")
    #expect(result.errors.hasPrefix("unroll: \(sentence)"))
    #expect(result.errors.hasSuffix("See 'unroll lab01 --help'.\n"))
  }

  // MARK: - Outputs that can't be written, found out before training

  @Test func `a file where the figures should go ends with 73 before any training`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "figures-\(UUID())")
    try Data("a letter".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try runUnroll(["lab01", "--out", file.path])
    #expect(result.status == 73)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("unroll: can't write \(file.path): "))
    #expect(result.errors.hasSuffix("is a file, not a folder.\n"))
    #expect(try String(contentsOf: file, encoding: .utf8) == "a letter")
  }

  @Test(arguments: ["/dev/null/figures", "/proc/x"])
  func `a folder that can't be made ends with 73 before any training`(_ folder: String) throws {
    let result = try runUnroll(["lab01", "--out", folder])
    #expect(result.status == 73)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("unroll: can't write \(folder): "))
    #expect(result.errors.hasSuffix(".\n"))
  }

  @Test func `a report into a missing folder ends with 73 before any training`() throws {
    let result = try runUnroll(["lab01", "--json", "/none/lab01.json"])
    #expect(result.status == 73)
    #expect(result.output == "")
    #expect(
      result.errors
        == "unroll: can't write /none/lab01.json: the folder /none does not exist; create it first.\n"
    )
  }

  // MARK: - The table, the report and the figures, with a small laboratory

  @Test func `the table has six rows, the naive forecast first, after the summaries`() throws {
    let (code, captured, files) = try run([])
    #expect(code == .checkFailed, "few series and one epoch can't reach the lecture's figures")
    let lines = captured.text.split(separator: "\n", omittingEmptySubsequences: false)
    let head = try #require(lines.firstIndex { $0.contains(header) })
    let rows = lines[(head + 2)...].prefix { !$0.isEmpty }
    #expect(
      rows.map { $0.split(separator: "  ").first.map(String.init) }
        == Lab01.Model.allCases.map(\.rawValue))
    let points = Set(rows.dropLast().map { $0.prefix { $0 != "." }.count })
    #expect(points.count == 1, "the decimal points line up")
    #expect(rows.last?.contains("–") == true, "the lecture has no closed form")
    for total in ["51", "3", "1,282", "1,281"] {
      #expect(captured.text.contains("Total params: \(total)\n"))
    }
    #expect(captured.text.components(separatedBy: "Epoch 1/1  2/2").count == 5, "four trainings")
    #expect(!captured.text.contains("\u{1B}"))
    #expect(files.count == 11 && files.allSatisfy { $0.hasSuffix(".svg") })
    #expect(captured.text.contains("11 figures are in "))
    #expect(
      captured.errors.contains("models did not come out as in the lecture: "))
  }

  @Test(arguments: [80, 120])
  func `on a terminal no line is wider than the window`(_ columns: Int) throws {
    let (_, captured, _) = try run([], columns: columns)
    // What was drawn over is no longer there.
    let shown = captured.text.replacing(/[^\n]*\r/, with: "")
    let lines = shown.split(separator: "\n").map(String.init)
    #expect(lines.filter { displayWidth($0) > columns && !$0.contains("figures are in") } == [])
    #expect(captured.text.contains("\u{1B}[1mSimpleRNN(1)\u{1B}[0m"))
  }

  @Test func `the report has the issue's keys in order, and null for the closed form`() throws {
    let (_, captured, _) = try run(["--json", "-"])
    #expect(captured.text == "")
    #expect(captured.errors.contains(header), "the text goes to standard error")
    let report = try ReportText(captured.data)
    #expect(report.command == "lab01")
    #expect(
      report.keys
        == Array(
          repeating: ["model", "parameters", "lectureMSE", "validationMSE", "verdict"], count: 6))
    #expect(
      report.rows.map { $0["model"] as? String } == Lab01.Model.allCases.map(\.rawValue))
    #expect(report.rows.map { $0["parameters"] as? Int } == [0, 51, 3, 1282, 1281, 51])
    for (row, model) in zip(report.rows, Lab01.Model.allCases.dropLast()) {
      // Foundation may read the last bit of a number wrongly.
      let (found, printed) = (row["lectureMSE"] as? Double ?? 0, model.lectureMSE ?? 1)
      #expect(abs(found - printed) < 1e-15)
    }
    #expect(report.rows[5]["lectureMSE"] is NSNull)
    #expect(report.rows.allSatisfy { ($0["validationMSE"] as? Double ?? -1) > 0 })
    let verdicts = Verdict.allCases.map(\.rawValue) + ["not in the lecture"]
    #expect(report.rows.allSatisfy { verdicts.contains($0["verdict"] as? String ?? "") })
  }

  @Test func `several seeds add the median, and the first seed's error stays`() throws {
    let (_, one, _) = try run(["--json", "-"])
    let (_, two, _) = try run(["--json", "-", "--seeds", "2"])
    let (single, report) = (try ReportText(one.data), try ReportText(two.data))
    #expect(
      report.keys[0]
        == ["model", "parameters", "lectureMSE", "validationMSE", "medianMSE", "verdict"])
    #expect(
      report.rows.map { $0["validationMSE"] as? Double }
        == single.rows.map { $0["validationMSE"] as? Double })
    #expect(
      report.rows.map { $0["medianMSE"] is NSNull } == [true, false, false, false, false, true])
    #expect(two.errors.contains(/Ours +Median +Verdict/))
  }

  @Test func `the same seed gives the same report, another seed another`() throws {
    let reports = try ["7", "7", "8"].map { try run(["--json", "-", "--seed", $0]).captured.data }
    #expect(reports[0] == reports[1])
    #expect(reports[0] != reports[2])
  }

  // MARK: - Ctrl-C

  @Test func `Ctrl-C ends training with the table, the figures and exit 0`() async {
    let result = await #expect(processExitsWith: .exitCode(0), observing: [\.standardOutputContent])
    {
      // The thirtieth piece of text is an epoch of the first model; a thousand epochs would follow.
      let command = Lab01Command(
        laboratory: { Lab01(data: .lecture(counts: (60, 20, 20))) }, epochs: 1000)
      runInterrupted(command, atPiece: 30)
    }
    let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    #expect(output.contains("\nNaive forecast "))
    #expect(output.contains(/Flatten \+ Dense\(1\) .*stopped early/))
    #expect(!output.contains("\nSimpleRNN(1) "), "no further model begins")
    #expect(!output.contains("Epoch 1000/1000"))
    #expect(output.contains("figures are in"))
    #expect(output.contains("Ended early, as asked"))
  }
}
