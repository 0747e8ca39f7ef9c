import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

/// `unroll forecast10`, with few short series and one epoch where it really trains.
@Suite struct Forecast10CommandTests {
  private static func command(epochs: Int) -> Forecast10Command {
    Forecast10Command(
      experiment: {
        Forecast10(data: .lecture(steps: 12, horizon: 10, counts: (60, 20, 20)))
      }, epochs: epochs)
  }

  /// Runs the command in this process, in a folder of its own.
  private func run(
    _ options: [String], columns: Int? = nil
  ) -> (code: ExitCode, captured: CapturedConsole, files: [String]) {
    let captured = CapturedConsole(columns: columns)
    let folder = FileManager.default.temporaryDirectory.appending(path: "forecast10-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let words = ["forecast10", "--out", folder.path] + options
    let code = Tool(commands: [Self.command(epochs: 1)]).run(words, captured.console)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return (code, captured, files.sorted())
  }

  private let header = /Model +Weights +Lecture +Ours +Verdict/

  // MARK: - Help and wrong usage, through the built program

  @Test func `the help names every option and the factor`() throws {
    let result = try runUnroll(["forecast10", "--help"])
    #expect(result.status == 0)
    for option in ["--learning-rate RATE", "--seeds N", "--seed N", "--json FILE", "--out DIR"] {
      #expect(result.output.contains("\n  \(option)"))
    }
    let text = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("within a factor of 1.3"))
  }

  @Test(arguments: [
    (["--seeds", "0"], "--seeds got '0'; expected a whole number from 1 to 100"),
    (["--learning-rate", "0"], "--learning-rate got '0'; expected "),
    (["--learning-rat", "1"], "unknown option '--learning-rat'. Did you mean '--learning-rate'?"),
    (["ten"], "unexpected 'ten': forecast10 takes options only."),
  ])
  func `a wrong option ends with 64 and what was expected`(
    _ words: [String], _ sentence: String
  ) throws {
    let result = try runUnroll(["forecast10"] + words)
    #expect(result.status == 64)
    #expect(result.output == "", "nothing is trained")
    #expect(result.errors.hasPrefix("unroll: \(sentence)"))
  }

  // MARK: - The tables, the report and the figures

  @Test func `the tables have a row for each way and for each step`() throws {
    let (code, captured, files) = run([])
    #expect(code == .checkFailed, "few series and one epoch can't reach the lecture's figure")
    #expect(captured.errors.contains("Dense(10) did not come out as in the lecture"))
    let lines = captured.text.split(separator: "\n", omittingEmptySubsequences: false)
    func firstCells(below header: Regex<Substring>) throws -> [String?] {
      let head = try #require(lines.firstIndex { $0.contains(header) })
      return lines[(head + 2)...].prefix { !$0.isEmpty }.map {
        $0.split(separator: "  ").first { $0.contains { $0 != " " } }.map {
          $0.trimmingCharacters(in: .whitespaces)
        }
      }
    }
    #expect(try firstCells(below: header) == Forecast10.Way.allCases.map(\.rawValue))
    #expect(try firstCells(below: /Step +Naive/) == (1...10).map(String.init))
    #expect(captured.text.components(separatedBy: "Epoch 1/1  2/2").count == 4, "three trainings")
    #expect(captured.text.contains("--learning-rate 0.01"))
    #expect(!captured.text.contains("\u{1B}"))
    #expect(files.count == 5 && files.allSatisfy { $0.hasSuffix(".svg") })
    #expect(captured.text.contains("5 figures are in "))
  }

  @Test func `on a terminal no line is wider than 80 columns`() {
    let (_, captured, _) = run(["--seeds", "2"], columns: 80)
    // What was drawn over is no longer there.
    let shown = captured.text.replacing(/[^\n]*\r/, with: "")
    let lines = shown.split(separator: "\n").map(String.init)
    #expect(lines.filter { displayWidth($0) > 80 && !$0.contains("figures are in") } == [])
  }

  @Test func `the report has a row for each way, with the error at every step`() throws {
    let (_, captured, _) = run(["--json", "-"])
    #expect(captured.text == "")
    #expect(captured.errors.contains(header), "the text goes to standard error")
    let report = try ReportText(captured.data)
    #expect(report.command == "forecast10")
    let steps = (1...10).map { "step\($0)MSE" }
    let keys = ["model", "parameters", "lectureMSE", "validationMSE", "verdict"] + steps
    #expect(report.keys == Array(repeating: keys, count: 5))
    #expect(report.rows.map { $0["model"] as? String } == Forecast10.Way.allCases.map(\.rawValue))
    #expect(report.rows.map { $0["parameters"] as? Int } == [0, 130, 1281, 1470, 1470])
    #expect(report.rows.map { $0["lectureMSE"] as? Double } == [nil, nil, nil, 0.008, nil])
    for row in report.rows {
      let errors = steps.compactMap { row[$0] as? Double }
      let mean = try #require(row["validationMSE"] as? Double)
      #expect(errors.count == 10 && abs(errors.reduce(0, +) / 10 - mean) < 1e-12)
    }
  }

  @Test func `several seeds add the median, and the first seed's error stays`() throws {
    let one = try ReportText(run(["--json", "-", "--seed", "7"]).captured.data)
    let two = try ReportText(run(["--json", "-", "--seed", "7", "--seeds", "2"]).captured.data)
    #expect(
      two.rows.map { $0["validationMSE"] as? Double }
        == one.rows.map { $0["validationMSE"] as? Double })
    #expect(two.rows.map { $0["medianMSE"] is NSNull } == [true, true, false, false, false])
  }

  @Test func `another learning rate has no figure in the lecture, so nothing can fail`() throws {
    let (code, captured, _) = run(["--json", "-", "--learning-rate", "0.01"])
    #expect(code == .done)
    let report = try ReportText(captured.data)
    #expect(report.rows.allSatisfy { $0["lectureMSE"] is NSNull })
    #expect(report.rows.allSatisfy { $0["verdict"] as? String == "not in the lecture" })
    #expect(!captured.errors.contains("try --learning-rate"))
  }

  // MARK: - Ctrl-C

  @Test func `Ctrl-C ends training with the tables, the figures and exit 0`() async {
    let result = await #expect(processExitsWith: .exitCode(0), observing: [\.standardOutputContent])
    {
      // The thirtieth piece of text is an epoch of the first network; a thousand epochs would follow.
      runInterrupted(Self.command(epochs: 1000), atPiece: 30)
    }
    let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    #expect(output.contains(/Dense\(1\) iterated .*stopped early/))
    #expect(!output.contains("\nDense(10)"), "no further network begins")
    #expect(!output.contains("Epoch 1000/1000"))
    #expect(output.contains("figures are in"))
    #expect(output.contains("Ended early, as asked"))
  }
}
