import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

/// `unroll translate`, with few dates and one epoch.
@Suite struct TranslateCommandTests {
  private func run(
    _ options: [String], file text: String? = nil
  ) -> (code: ExitCode, captured: CapturedConsole) {
    let captured = CapturedConsole(columns: nil)
    let file = FileManager.default.temporaryDirectory.appending(path: "pairs-\(UUID()).tsv")
    defer { try? FileManager.default.removeItem(at: file) }
    if let text { try? Data(text.utf8).write(to: file) }
    let command = TranslateCommand { seed in
      var dates = Translation.dates(seed: seed, training: 40, test: 12)
      dates.units = 6
      return dates
    }
    let words =
      ["translate", "--epochs", "1"] + options + (text == nil ? [] : ["--pairs", file.path])
    return (Tool(commands: [command]).run(words, captured.console), captured)
  }

  @Test func `too few dates without a mistake end with 1 and the pass mark`() {
    let (code, captured) = run([])
    #expect(code == .checkFailed)
    #expect(captured.errors.contains("of the phrases came out exactly; expected 95.0 %"))
    #expect(captured.text.contains("40 phrases to train on, 12 to judge by"))
    #expect(captured.text.contains(/Phrase +Translation +Expected +Exact/))
    #expect(captured.text.components(separatedBy: "Epoch 1/1").count == 3, "two trainings")
    #expect(captured.text.contains("for the decoder alone"))
  }

  @Test func `the first translations are rows of the JSON`() throws {
    let rows = try ReportText(run(["--json", "-"]).captured.data).rows
    #expect(rows.count == 10)
    #expect(Set(rows[0].keys) == ["source", "translation", "expected", "isExact"])
  }

  @Test func `a person's own sentences are translated word by word`() {
    let lines = (0..<30).map { "Number \($0) goes.\tNombre \($0) va." }
    let (code, captured) = run([], file: lines.joined(separator: "\n"))
    #expect(code == .done)
    #expect(captured.text.contains("27 phrases to train on, 3 to judge by"))
    #expect(captured.text.contains(/nombre .* va \./))
  }

  @Test func `a file that is not there, too short, or without translations is refused`() {
    let missing = run(["--pairs", "nowhere.tsv"])
    #expect(missing.code == .noSuchFile)
    #expect(missing.captured.errors.contains("nowhere.tsv: no such file"))
    let short = run([], file: "Go.\tVa !\n")
    #expect(short.code == .badData)
    #expect(short.captured.errors.contains("found 1 different sentence; expected at least 20"))
    let plain = run([], file: "Go.\tVa !\nRun!\n")
    #expect(plain.code == .badData)
    #expect(plain.captured.errors.contains("line 2: found 'Run!'; expected a phrase and its"))
  }
}
