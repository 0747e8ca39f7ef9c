import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct CheckCommandTests {
  private func run(
    _ words: [String], _ command: CheckCommand = CheckCommand(), columns: Int? = nil
  ) -> (code: ExitCode, captured: CapturedConsole) {
    let captured = CapturedConsole(columns: columns)
    let code = Tool(commands: [command]).run(["check"] + words, captured.console)
    return (code, captured)
  }

  /// `y = x²`, whose pullback forgets the 2.
  private static let wrongSquare = CustomOperation(
    "square", forward: { $0[0] * $0[0] }, pullback: { dy, _, x in [dy * x[0]] })

  private static let wrong = CheckSubject("square", .operation, [.any("x", [2, 3])]) {
    [wrongSquare($0[0])]
  }

  @Test func `everything there is passes, both orders, with four columns`() throws {
    let (code, captured) = run(["--json", "-"])
    #expect(code == .done)
    let report = try ReportText(captured.data)
    #expect(report.command == "check")
    let subjects = CheckCommand().subjects.map(\.name)
    #expect(Set(subjects).count == subjects.count)
    #expect(report.rows.map { $0["subject"] as? String } == subjects.flatMap { [$0, $0] })
    for (row, keys) in zip(report.rows, report.keys) {
      #expect(keys == ["subject", "order", "largestRelativeError", "verdict"])
      let (order, error) = (row["order"] as? Int, row["largestRelativeError"] as? Double)
      #expect(row["verdict"] as? String == "correct", "\(row)")
      #expect(try #require(error) <= (order == 1 ? 1e-9 : 1e-7), "\(row)")
    }
    #expect(Set(report.rows.compactMap { $0["order"] as? Int }) == [1, 2])
    #expect(captured.text == "")
    #expect(captured.errors.contains("Largest error"))
  }

  @Test(arguments: [
    ("tanh", ["tanh"]),
    ("TANH", ["tanh"]),
    ("matmul (batched)", ["matmul (batched)"]),
    ("transpose", ["transpose", "transpose (square)", "transpose (three axes)"]),
    ("meanSquaredError", ["meanSquaredError", "Loss.meanSquaredError"]),
    ("Loss.meanSquaredError", ["Loss.meanSquaredError"]),
  ])
  func `a name stands for an operation with its variants`(name: String, subjects: [String]) throws {
    let (code, captured) = run(["--operation", name, "--json", "-"])
    #expect(code == .done)
    let rows = try ReportText(captured.data).rows
    #expect(rows.map { $0["subject"] as? String } == subjects.flatMap { [$0, $0] })
    #expect(rows.compactMap { $0["order"] as? Int } == subjects.flatMap { _ in [1, 2] })
  }

  @Test func `layers and losses are known by their names too, several at once`() throws {
    let (code, captured) = run([
      "--operation", "Flatten", "--operation=meanAbsoluteError", "--json", "-",
    ])
    #expect(code == .done)
    let rows = try ReportText(captured.data).rows
    #expect(Set(rows.map { $0["subject"] as? String }) == ["Flatten", "Loss.meanAbsoluteError"])
  }

  @Test(arguments: [("tahn", "tanh"), ("transposed", "transpose"), ("simplernn1", "SimpleRNN")])
  func `an unknown name ends with 64 and the nearest there is`(name: String, meant: String) throws {
    let result = try runUnroll(["check", "--operation", name])
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(
      result.errors == """
        unroll: there is no operation, loss or layer '\(name)'. Did you mean '\(meant)'?
        See 'unroll check --help'.

        """)
  }

  @Test func `a name unlike any other ends with 64 and the list of those there are`() {
    let (code, captured) = run(["--operation", "zzzzzz"])
    #expect(code == .wrongUsage)
    #expect(captured.errors.contains("There are add, subtract, "))
    #expect(captured.errors.contains(" TimeDistributed.\nSee 'unroll check --help'."))
  }

  @Test func `a wrong gradient ends with 1 and the report of where it is wrong`() throws {
    let tanh = CheckCommand().subjects.filter { $0.name == "tanh" }
    let (code, captured) = run(["--json", "-"], CheckCommand(subjects: tanh + [Self.wrong]))
    #expect(code == .checkFailed)
    let rows = try ReportText(captured.data).rows
    let verdicts = rows.compactMap { $0["verdict"] as? String }
    #expect(verdicts == ["correct", "correct", "wrong", "wrong"])
    #expect(try #require(rows[2]["largestRelativeError"] as? Double) > 0.1)
    #expect(captured.errors.contains("\nsquare, order 1\ninput"))
    #expect(captured.errors.contains("unroll: 2 of 4 gradients are wrong\n"))
    #expect(!captured.errors.contains("tanh, order"))
    #expect(!captured.errors.contains("square, order 2"))
    #expect(captured.errors.contains("\nOrder 2 is computed from order 1, "))
  }

  @Test func `where only a gradient's gradient is wrong, that is shown`() {
    // The pullback is right, but it hides from the tape that it depends on x.
    let secretive = CustomOperation(
      "square", forward: { $0[0] * $0[0] }, pullback: { dy, _, x in [2 * dy * x[0].value] })
    let subject = CheckSubject("square", .operation, [.any("x", [2, 3])]) { [secretive($0[0])] }
    let (code, captured) = run([], CheckCommand(subjects: [subject]))
    #expect(code == .checkFailed)
    #expect(captured.text.contains("\nsquare, order 2\ninput"))
    #expect(!captured.text.contains("square, order 1"))
    #expect(captured.errors == "unroll: 1 of 2 gradients are wrong\n")
  }

  @Test func `a subject that can't be checked ends with 1 and says why`() {
    let matrix = CheckSubject("broken", .operation, [.any("x", [2, 3])]) { [$0[0] / 0] }
    let (code, captured) = run([], CheckCommand(subjects: [matrix]))
    #expect(code == .checkFailed)
    #expect(captured.text.contains("check: the function gave"))
    #expect(captured.text.contains("the first to go wrong: divide"))
  }

  @Test func `a kink is shown and is no failure`() {
    let corner = CheckSubject("corner", .operation, [CheckInput("x", exactly: [0, 1])]) {
      [abs($0[0])]
    }
    let (code, captured) = run([], CheckCommand(subjects: [corner]))
    #expect(code == .done)
    #expect(captured.text.contains("kink"))
  }

  @Test func `the seed decides the point, and the same seed gives the same numbers`() {
    let words = ["--operation", "softmax", "--json", "-", "--seed"]
    #expect(run(words + ["7"]).captured.data == run(words + ["7"]).captured.data)
    #expect(run(words + ["7"]).captured.data != run(words + ["8"]).captured.data)
    for seed in 1...3 {
      let (code, captured) = run(["--seed", "\(seed)"])
      #expect(code == .done, "seed \(seed)\n\(captured.errors)")
      for verdict in ["wrong", "kink", "undecidable", "zero to"] {
        #expect(!captured.text.contains(verdict), "seed \(seed)")
      }
    }
  }

  @Test func `Ctrl-C ends the check with 130`() {
    let captured = CapturedConsole()
    let subject = CheckSubject("slow", .operation, [.any("x", [2])]) { variables in
      captured.console.interrupt.request()
      return variables
    }
    let code = Tool(commands: [CheckCommand(subjects: [subject])]).run(["check"], captured.console)
    #expect(code == .interrupted)
    #expect(captured.text == "")
  }
}
