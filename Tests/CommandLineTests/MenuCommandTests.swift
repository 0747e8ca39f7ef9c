import Foundation
import TestSupport
import Testing

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct MenuCommandTests {
  private func run(_ words: [String], columns: Int? = nil) -> (ExitCode, CapturedConsole) {
    let captured = CapturedConsole(columns: columns)
    return (Tool(commands: [MenuCommand()]).run(["menu"] + words, captured.console), captured)
  }

  @Test func `the lecture's question is answered, after both matrices`() {
    let (code, captured) = run([])
    #expect(code == .done)
    #expect(captured.errors == "")
    #expect(captured.text.contains(/cutlet +\[\[1, 0, 0\], +\[\[0, 1, 0\],\n/))
    #expect(captured.text.contains(/Day +Weather +Dinner +By hand +Trained +Probability\n/))
    #expect(captured.text.contains(/Mon +– +stew +stew +stew/))
    #expect(captured.text.contains(/Fri +rain +noodles +noodles +noodles/))
    #expect(captured.text.contains(/Sat +rain +stew +stew +stew/))
    #expect(captured.text.contains(/unseen fortnights +200 +100.0 % +100.0 %/))
    #expect(captured.text.contains(/of 365 days +200 +100.0 % +100.0 %/))
    #expect(!captured.text.contains("\u{1B}") && !captured.text.contains("Epoch 1/"))
  }

  @Test func `a week of one's own is the table of the report`() throws {
    let (code, captured) = run(["--first", "noodles", "rain", "fine", "rain", "--json", "-"])
    #expect(code == .done && captured.text == "")
    let report = try ReportText(captured.data)
    #expect(report.command == "menu" && report.rows.count == 4)
    #expect(report.keys[0] == ["day", "weather", "dinner", "byHand", "trained", "probability"])
    for key in ["dinner", "byHand", "trained"] {
      #expect(report.rows.map { $0[key] as? String } == ["noodles", "stew", "stew", "cutlet"])
    }
    #expect(report.rows[0]["weather"] is NSNull)
    #expect(!captured.errors.contains("Friday"), "that is the lecture's week")
  }

  @Test func `a network that makes mistakes ends with 1`() {
    let (code, captured) = run(["--units", "1", "--epochs", "1"])
    #expect(code == .checkFailed)
    #expect(captured.errors.contains("the trained network makes mistakes; more --units or"))
  }

  @Test(arguments: [
    (["sun"], "WEATHER got 'sun'; expected one of fine, rain"),
    (["--first", "soup"], "--first got 'soup'; expected one of cutlet, noodles, stew"),
    (["--epochs", "0"], "--epochs got '0'; expected a whole number from 1 to 10000"),
  ])
  func `what is no weather, dish or number ends with 64`(
    _ words: [String], _ sentence: String
  ) throws {
    let result = try runUnroll(["menu"] + words)
    #expect(result.status == 64 && result.output == "")
    #expect(result.errors.hasPrefix("unroll: \(sentence)"))
  }
}
