import TestSupport
import Testing

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct TapeCommandTests {
  private func run(_ options: [String]) -> (code: ExitCode, text: String, errors: String) {
    let captured = CapturedConsole()
    let code = Tool(commands: [TapeCommand()]).run(["tape"] + options, captured.console)
    return (code, captured.text, captured.errors)
  }

  @Test func `the course's pass has the numbers of the worksheet`() {
    let (code, text, errors) = run([])
    #expect(code == .done && errors == "")
    #expect(text.contains(/2 +-1 +0.6803 +0.5917/))
    #expect(text.contains(/3 +2.0388 +0.6699 +0.6699 +0.3964 +0.6699/))
    #expect(text.contains(/sum +0.5213 +0.6055 +0.9874/))
  }

  @Test(arguments: ["rnn", "lstm", "gru"])
  func `every cell is printed, with many units too`(cell: String) {
    #expect(run(["--cell", cell]).code == .done)
    let (code, text, _) = run(["--cell", cell, "--units", "3", "--steps", "6"])
    #expect(code == .done && text.contains("|"))
    #expect(!text.contains("nan"))
  }

  @Test func `one step is shown operation by operation`() {
    let (code, text, _) = run(["--at", "3"])
    #expect(code == .done && text.contains(/h_3 +tanh/) && !text.contains("h_2"))
    let (wrong, _, errors) = run(["--at", "9"])
    #expect(wrong == .wrongUsage && errors.contains("there is no step 9; the sequence has 3"))
  }
}
