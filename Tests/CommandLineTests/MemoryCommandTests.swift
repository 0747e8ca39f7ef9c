import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

/// `unroll memory`, with few steps over short sequences.
@Suite struct MemoryCommandTests {
  private static let command = MemoryCommand(learningRates: [0.01])

  /// Runs the command in this process, in a folder of its own.
  private func run(
    _ options: [String], columns: Int? = nil
  ) -> (code: ExitCode, captured: CapturedConsole, files: [String]) {
    let captured = CapturedConsole(columns: columns)
    let folder = FileManager.default.temporaryDirectory.appending(path: "memory-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let words = ["memory", "--out", folder.path] + options
    let code = Tool(commands: [Self.command]).run(words, captured.console)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return (code, captured, files.sorted())
  }

  private static let quick = ["--lengths", "10", "--budget", "20"]

  // MARK: - Help and wrong usage, through the built program

  @Test func `the help names every option and exit code`() throws {
    let result = try runUnroll(["memory", "--help"])
    #expect(result.status == 0)
    for option in [
      "--task NAME", "--lengths N,N", "--cells NAME,NAME", "--budget STEPS", "--seed N",
      "--json FILE", "--out DIR", "-h, --help",
    ] {
      #expect(result.output.contains("\n  \(option)"), "\(option)")
    }
    let text = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for code in ExitCode.allCases {
      #expect(text.contains("\(code.rawValue) \(code.meaning)"))
    }
    #expect(text.contains("default 10,30,100,300."))
    #expect(text.contains("default simple,orthogonal,lstm,gru."))
  }

  @Test(arguments: [
    (["--task", "parity"], "--task got 'parity'; expected one of adding, copying, order"),
    (
      ["--lengths", "5,10"],
      "--lengths got '5,10'; expected whole numbers from 10 to 1000, separated by commas"
    ),
    (
      ["--cells", "lstm,rnn"],
      "--cells got 'lstm,rnn'; expected some of simple, orthogonal, lstm, gru, separated by commas"
    ),
    (["--cells", ""], "--cells got ''; expected some of simple, orthogonal, lstm, gru"),
    (["--cells", "lstm,"], "--cells got 'lstm,'; expected some of simple"),
    (["--budget", "0"], "--budget got '0'; expected a whole number of at least 1"),
    (["--length", "10"], "unknown option '--length'. Did you mean '--lengths'?"),
  ])
  func `a wrong option ends with 64 and what was expected`(
    _ words: [String], _ sentence: String
  ) throws {
    let result = try runUnroll(["memory"] + words)
    #expect(result.status == 64)
    #expect(result.output == "", "nothing is trained")
    #expect(result.errors.hasPrefix("unroll: \(sentence)"))
  }

  // MARK: - The table, the report and the figure

  @Test func `the table has a row for each cell at each length, the shortest first`() {
    let (code, captured, files) = run([
      "--lengths", "12,10,12", "--budget", "20", "--cells", "gru,simple",
    ])
    #expect(code == .done)
    #expect(captured.errors == "")
    #expect(captured.text.hasPrefix("adding: What is the sum of the two marked numbers?\n"))
    #expect(captured.text.contains(/Task +Cell +T +Weights +Error +Chance +Rate +Steps +Verdict/))
    let row = /\nadding +(SimpleRNN|GRU) +(10|12) +[0-9]+ +0\.[0-9]+ +0\.1667 .* 20 +not solved/
    #expect(
      captured.text.matches(of: row).map { "\($0.1) \($0.2)" } == [
        "SimpleRNN 10", "GRU 10", "SimpleRNN 12", "GRU 12",
      ])
    #expect(captured.text.contains(/\nT = 12, GRU: not solved, error 0\.[0-9]+ after 20 steps\n/))
    #expect(captured.text.contains("in 20 steps or fewer: SimpleRNN: none; GRU: none.\n"))
    #expect(files == ["memory-adding.svg"])
    #expect(captured.text.contains("1 figure is in "))
    #expect(!captured.text.contains("\u{1B}"))
  }

  @Test func `a task that is learnt is solved, and a SimpleRNN has a memory`() {
    let (code, captured, files) = run(
      ["--task", "order", "--lengths", "10", "--cells", "orthogonal", "--budget", "300"])
    #expect(code == .done)
    #expect(captured.text.contains(/order +SimpleRNN, orthogonal +10 +1444 .* solved\n/))
    #expect(captured.text.contains("A SimpleRNN is not without memory: it learns T = 10 in "))
    #expect(files == ["memory-order.svg"])
  }

  @Test func `the report has the table's columns in order, and numbers with every digit`() throws {
    let (code, captured, _) = run(Self.quick + ["--task", "copying", "--json", "-"])
    #expect(code == .done)
    #expect(captured.text == "")
    let report = try ReportText(captured.data)
    #expect(report.command == "memory")
    let keys = [
      "task", "cell", "length", "parameters", "error", "chance", "goal", "learningRate", "steps",
      "verdict",
    ]
    #expect(report.keys == [keys, keys, keys, keys])
    #expect(
      report.rows.map { $0["cell"] as? String } == [
        "SimpleRNN", "SimpleRNN, orthogonal", "LSTM", "GRU",
      ])
    // By hand: 32 · (10 + 32 + 1) = 1,376 and 9 · 33; an LSTM has four such, a GRU three and a second bias.
    #expect(report.rows.map { $0["parameters"] as? Int } == [1673, 1673, 5801, 4521])
    #expect(report.rows.allSatisfy { abs(($0["chance"] as? Double ?? 0) - 0.693147) < 1e-6 })
    #expect(report.rows.allSatisfy { $0["steps"] as? Int == 20 })
  }

  @Test func `the same seed gives the same report, another seed another`() {
    let reports = ["7", "7", "8"].map {
      run(Self.quick + ["--cells", "lstm", "--json", "-", "--seed", $0]).captured.data
    }
    #expect(reports[0] == reports[1])
    #expect(reports[0] != reports[2])
  }

  @Test func `on a narrow terminal no line is wider than the window`() {
    let (_, captured, _) = run(Self.quick, columns: 80)
    let shown = captured.text.replacing(/[^\n]*\r/, with: "")
    let lines = shown.split(separator: "\n").map(String.init)
    #expect(lines.filter { displayWidth($0) > 80 && !$0.contains("figure is in") } == [])
  }

  // MARK: - Ctrl-C

  @Test func `Ctrl-C ends training with the table, the figure and exit 0`() async {
    let result = await #expect(processExitsWith: .exitCode(0), observing: [\.standardOutputContent])
    {
      // The second piece of text is the first result; fifteen more would follow.
      runInterrupted(MemoryCommand(learningRates: [0.01]), atPiece: 2)
    }
    let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    #expect(output.contains(/\nadding +SimpleRNN +10 .* solved\n/))
    #expect(!output.contains("LSTM  "), "no further cell is trained")
    #expect(output.contains("1 figure is in"))
    #expect(output.contains("Ended early, as asked"))
  }

  @Test func `Ctrl-C before the first training ends with 130`() {
    let captured = CapturedConsole()
    captured.console.interrupt.request()
    let code = Tool(commands: [Self.command]).run(["memory"], captured.console)
    #expect(code == .interrupted)
    #expect(captured.errors == "unroll: stopped by Ctrl-C; nothing was kept\n")
    #expect(!captured.text.contains("Verdict"))
  }
}
