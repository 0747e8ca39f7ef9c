import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

/// A network with one weight that learns to double a number: quick to train, and judged by any pass mark.
private struct Doubling: Topology {
  let name: String
  let passMark: Double
  let epochs: Int
  let task = "What is twice as much?"
  let counted = "numbers"
  private let accuracy = Metric("accuracy") { (_: Tensor, _: Tensor) in 0.5 }

  init(name: String, passMark: Double = 0, epochs: Int = 2) {
    self.name = name
    self.passMark = passMark
    self.epochs = epochs
  }

  func data(seed: UInt64) -> (training: Dataset, unseen: Dataset) {
    (Dataset([[1], [2], [3]], [[2], [4], [6]]), Dataset([[4]], [[8]]))
  }

  func network(seed: UInt64) -> Sequential {
    Sequential(inputShape: [1], seed: seed) { Dense(1, useBias: false) }
  }

  func train(_ network: Sequential, on data: Dataset, watch: TrainingWatch) throws -> History {
    try network.fit(
      data, epochs: epochs, batchSize: 1, loss: .meanSquaredError,
      metrics: [accuracy], progress: .none, observers: watch.observers)
  }

  /// The weight's share of 2, so that seeds differ.
  func score(_ network: Sequential, on data: Dataset) -> Double {
    abs(network.parameters[0].value.elements[0]) / 2
  }

  func samples(_ network: Sequential, on data: Dataset) -> [String] { ["Twice 4 is nearly 8."] }
}

/// `unroll topologies`, with networks that are trained in no time.
@Suite struct TopologiesCommandTests {
  private static let passing = TopologiesCommand(topologies: [
    Doubling(name: "one-to-many"), Doubling(name: "many-to-one"),
  ])
  private static let missing = TopologiesCommand(topologies: [
    Doubling(name: "one-to-many", passMark: 1), Doubling(name: "many-to-one"),
    Doubling(name: "many-to-many", passMark: 1),
  ])

  /// Runs the command in this process, in a folder of its own.
  private func run(
    _ options: [String], _ command: TopologiesCommand = passing, columns: Int? = nil
  ) -> (code: ExitCode, captured: CapturedConsole, files: [String]) {
    let captured = CapturedConsole(columns: columns)
    let folder = FileManager.default.temporaryDirectory.appending(path: "topologies-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let words = ["topologies", "--out", folder.path] + options
    let code = Tool(commands: [command]).run(words, captured.console)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return (code, captured, files.sorted())
  }

  // MARK: - Help and wrong usage, through the built program

  @Test func `the help names every option and exit code`() throws {
    let result = try runUnroll(["topologies", "--help"])
    #expect(result.status == 0)
    for option in ["--only NAME", "--seed N", "--json FILE", "--out DIR", "-h, --help"] {
      #expect(result.output.contains("\n  \(option)"))
    }
    let text = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for code in ExitCode.allCases {
      #expect(text.contains("\(code.rawValue) \(code.meaning)"))
    }
  }

  @Test(arguments: [
    (
      ["--only", "many"],
      "--only got 'many'; expected one of one-to-many, many-to-one, many-to-many"
    ),
    (["--onyl", "x"], "unknown option '--onyl'. Did you mean '--only'?"),
    (["many-to-one"], "unexpected 'many-to-one': topologies takes options only."),
  ])
  func `a wrong option ends with 64 and what was expected`(
    _ words: [String], _ sentence: String
  ) throws {
    let result = try runUnroll(["topologies"] + words)
    #expect(result.status == 64)
    #expect(result.output == "", "nothing is trained")
    #expect(result.errors.hasPrefix("unroll: \(sentence)"))
  }

  // MARK: - The table, the report and the figures

  @Test func `the table has a row a topology, after summaries, training and samples`() {
    let (code, captured, files) = run([])
    #expect(code == .done)
    #expect(captured.errors == "")
    let header = /Topology +Task +Network +Weights +Pass mark +Reached +Verdict/
    #expect(captured.text.contains(header))
    for name in ["one-to-many", "many-to-one"] {
      #expect(captured.text.contains("\(name): What is twice as much?\n"))
    }
    let row = /(one-to-many|many-to-one) +What is twice as much\? +Dense +1 +0 % +[0-9.]+ % +passed/
    #expect(
      captured.text.matches(of: row).map { String($0.1) } == ["one-to-many", "many-to-one"])
    #expect(captured.text.components(separatedBy: "Total params: 1\n").count == 3)
    #expect(captured.text.components(separatedBy: "Epoch 2/2  3/3").count == 3)
    #expect(captured.text.components(separatedBy: "\nTwice 4 is nearly 8.\n").count == 3)
    #expect(files == ["topologies-learning.svg"])
    #expect(captured.text.contains("1 figure is in "))
    #expect(!captured.text.contains("\u{1B}"))
  }

  @Test func `a missed pass mark ends with 1 and its name`() {
    let (code, captured, _) = run([], Self.missing)
    #expect(code == .checkFailed)
    #expect(captured.errors == "unroll: below the pass mark: one-to-many, many-to-many\n")
    #expect(captured.text.components(separatedBy: "  missed\n").count == 3)
    #expect(captured.text.components(separatedBy: "  passed\n").count == 2)
  }

  @Test func `only the named ones are trained`() {
    #expect(run(["--only", "many-to-one"], Self.missing).code == .done)
    let (code, captured, _) = run(
      ["--only", "many-to-one", "--only=one-to-many", "--json", "-"], Self.missing)
    #expect(code == .checkFailed)
    #expect(captured.errors.hasSuffix("unroll: below the pass mark: one-to-many\n"))
    #expect(!captured.errors.contains("many-to-many:"))
  }

  @Test func `the report has the table's columns in order, and numbers with every digit`() throws {
    let (code, captured, _) = run(["--json", "-"], Self.missing)
    #expect(code == .checkFailed)
    #expect(captured.text == "")
    let report = try ReportText(captured.data)
    #expect(report.command == "topologies")
    let keys = [
      "topology", "task", "network", "parameters", "counted", "passMark", "reached", "verdict",
    ]
    #expect(report.keys == [keys, keys, keys])
    #expect(
      report.rows.map { $0["topology"] as? String } == [
        "one-to-many", "many-to-one", "many-to-many",
      ])
    #expect(report.rows.map { $0["passMark"] as? Double } == [1, 0, 1])
    #expect(report.rows.map { $0["parameters"] as? Int } == [1, 1, 1])
    #expect(report.rows.map { $0["counted"] as? String } == ["numbers", "numbers", "numbers"])
    #expect(report.rows.map { $0["verdict"] as? String } == ["missed", "passed", "missed"])
    #expect(report.rows.allSatisfy { (0..<1).contains($0["reached"] as? Double ?? -1) })
  }

  @Test func `the same seed gives the same report, another seed another`() {
    let reports = ["7", "7", "8"].map { run(["--json", "-", "--seed", $0]).captured.data }
    #expect(reports[0] == reports[1])
    #expect(reports[0] != reports[2])
  }

  @Test func `on a narrow terminal no line of the real table is wider than the window`() {
    // The real names and layers, hardly trained.
    var (pen, bits, words) = (OneToManyTopology(), ManyToOneTopology(), ManyToManyTopology())
    (pen.counts, bits.counts, words.counts) = ((4, 5), (4, 5), (4, 5))
    (pen.epochs, bits.epochs, words.epochs) = (1, 1, 1)
    let (code, captured, files) = run(
      [], TopologiesCommand(topologies: [pen, bits, words]), columns: 80)
    #expect(code == .checkFailed, "so little training can't be enough")
    let shown = captured.text.replacing(/[^\n]*\r/, with: "")
    let lines = shown.split(separator: "\n").map(String.init)
    #expect(lines.filter { displayWidth($0) > 80 && !$0.contains("figures are in") } == [])
    #expect(captured.text.contains("\u{1B}[1mmany-to-one: Is the number of ones odd?\u{1B}[0m"))
    #expect(files == ["topologies-learning.svg", "topologies-one-to-many.svg"])
  }

  // MARK: - Ctrl-C

  @Test func `Ctrl-C ends training with the table, the figures and exit 0`() async {
    let result = await #expect(processExitsWith: .exitCode(0), observing: [\.standardOutputContent])
    {
      // The tenth piece of text is an epoch of the first network; a million epochs would follow.
      let endless = Doubling(name: "one-to-many", passMark: 1, epochs: 1_000_000)
      let command = TopologiesCommand(topologies: [endless, Doubling(name: "many-to-one")])
      runInterrupted(command, atPiece: 10)
    }
    let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    #expect(output.contains(/one-to-many +What is twice as much\? .* stopped/))
    #expect(!output.contains("many-to-one"), "no further network begins")
    #expect(output.contains("1 figure is in"))
    #expect(output.contains("Ended early, as asked"))
  }
}
