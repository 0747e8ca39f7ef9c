import Foundation
import TestSupport
import Testing

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct HelloCommandTests {
  /// Runs the command in this process, in a folder of its own.
  private func run(
    _ options: [String], columns: Int? = nil
  ) -> (code: ExitCode, captured: CapturedConsole, files: [String]) {
    let captured = CapturedConsole(columns: columns)
    let folder = FileManager.default.temporaryDirectory.appending(path: "hello-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let words = ["hello", "--out", folder.path] + options
    let code = Tool(commands: [HelloCommand()]).run(words, captured.console)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return (code, captured, files.sorted())
  }

  @Test func `the tape comes by time step, then a table of what both networks say`() {
    let (code, captured, files) = run([])
    #expect(code == .done)
    #expect(captured.errors == "")
    for name in ["x_1", "h_2", "y_3", "L_4"] {
      #expect(captured.text.contains(" \(name) "))
    }
    #expect(captured.text.contains("step 1: h → e\n") && captured.text.contains("step 4: l → o\n"))
    let header = /Network +Step +Reads +Expected +p\(h\) +p\(e\) +p\(l\) +p\(o\) +Says +Right/
    #expect(captured.text.contains(header))
    #expect(captured.text.components(separatedBy: " yes\n").count == 1 + 4 + 3)
    #expect(captured.text.components(separatedBy: " no\n").count == 1 + 1)
    let words = captured.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("it writes 'hello'"))
    #expect(words.contains("(2 ln 2)/4 = 0.3466"))
    #expect(words.contains("That is why state exists"))
    #expect(!captured.text.contains("\u{1B}") && !captured.text.contains("Epoch 1/"))
    #expect(files == ["hello-loss.svg", "hello-probabilities.svg"])
  }

  @Test func `a window of a hundred columns shows every line whole`() {
    let lines = run([], columns: 100).captured.text.split(separator: "\n").map(String.init)
    #expect(lines.filter { displayWidth($0) > 100 } == [])
    #expect(lines.contains { $0.contains("\u{1B}[1m") })
  }

  @Test func `the report has a row for each network and step, with numbers`() throws {
    let (code, captured, _) = run(["--json", "-"])
    #expect(code == .done && captured.text == "")
    let report = try ReportText(captured.data)
    #expect(report.command == "hello" && report.rows.count == 8)
    #expect(
      report.keys[0] == [
        "network", "step", "reads", "expected", "h", "e", "l", "o", "says", "isRight",
      ])
    #expect(report.rows.prefix(4).map { $0["says"] as? String } == ["e", "l", "l", "o"])
    let last = report.rows[7]
    #expect(last["network"] as? String == "Dense" && last["reads"] as? String == "l")
    #expect(abs((last["o"] as? Double ?? 0) - 0.5) < 0.02)
  }

  @Test func `the whole tape has the entries without a name too`() {
    let (short, whole) = (run([]).captured.text, run(["--tape"]).captured.text)
    #expect(!short.contains("matmul") && whole.contains("matmul"))
    #expect(whole.contains(/inputs +shape/))
  }

  @Test func `a network that learnt nothing ends with 1 and what it says`() {
    let (code, captured, _) = run(["--epochs", "1"])
    #expect(code == .checkFailed)
    #expect(captured.errors.contains("expected e, l, l, o. More --units or --epochs help"))
  }

  @Test(arguments: [
    (["--units", "0"], "--units got '0'; expected a whole number from 1 to 100"),
    (["--epochs", "many"], "--epochs got 'many'; expected a whole number from 1 to 10000"),
    (["world"], "unexpected 'world': hello takes options only."),
  ])
  func `a wrong option ends with 64 and what was expected`(
    _ words: [String], _ sentence: String
  ) throws {
    let result = try runUnroll(["hello"] + words)
    #expect(result.status == 64 && result.output == "")
    #expect(result.errors.hasPrefix("unroll: \(sentence)"))
  }
}
