import Foundation
import TestSupport
import Testing

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct SentencesCommandTests {
  private func run(
    _ words: [String], file text: String? = nil, columns: Int? = nil
  ) -> (code: ExitCode, captured: CapturedConsole) {
    let captured = CapturedConsole(columns: columns)
    let file = FileManager.default.temporaryDirectory.appending(path: "text-\(UUID()).txt")
    defer { try? FileManager.default.removeItem(at: file) }
    if let text { try? Data(text.utf8).write(to: file) }
    let words = ["sentences"] + words + (text == nil ? [] : ["--text", file.path])
    return (Tool(commands: [SentencesCommand()]).run(words, captured.console), captured)
  }

  @Test func `the slides' numbers come first, then the chain rule and both models`() {
    let (code, captured) = run([])
    #expect(code == .done)
    #expect(captured.errors == "")
    let text = captured.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("0.049 · 0.028 · 0.0005 = 6.86e-07 in any order"))
    #expect(text.contains("is 1000 times as probable"))
    #expect(text.contains("34 sentences to count words in, 8 held out"))
    #expect(captured.text.contains(/Context +Word +p\(word\) +p\(word \| one in front\)\n/))
    #expect(captured.text.contains("all of them "))
    #expect(!captured.text.contains("\u{1B}"))
  }

  @Test func `the report has a row for each held-out sentence and one for all`() throws {
    let (code, captured) = run(["--json", "-", "--seed", "3"])
    #expect(code == .done && captured.text == "")
    let report = try ReportText(captured.data)
    #expect(report.command == "sentences" && report.rows.count == 9)
    #expect(
      report.keys[0] == [
        "sentence", "words", "independentLog", "conditionalLog", "independentPerplexity",
        "conditionalPerplexity",
      ])
    let all = report.rows[8]
    #expect(all["sentence"] as? String == "all of them")
    let (alone, pairs) = (
      all["independentPerplexity"] as? Double ?? 0, all["conditionalPerplexity"] as? Double ?? 99
    )
    #expect(pairs < alone)
  }

  @Test func `a text of one's own takes the slides' place`() {
    let text = (1...20).map { "The number \($0) comes." }.joined(separator: " ")
    let (code, captured) = run([], file: text)
    #expect(code == .done)
    #expect(captured.text.contains("16 sentences to count words in, 4 held out"))
    #expect(!captured.text.contains("slides"))
  }

  @Test func `a file that is not there, or too short, is refused in a sentence`() {
    let missing = run(["--text", "nowhere.txt"])
    #expect(missing.code == .noSuchFile)
    #expect(missing.captured.errors.contains("nowhere.txt: no such file"))
    let short = run([], file: "Only one. Only one.")
    #expect(short.code == .badData && short.captured.text == "")
    #expect(short.captured.errors.contains("found 1 different sentence; expected at least 10."))
    let empty = run([], file: "")
    #expect(empty.code == .badData)
    #expect(empty.captured.errors.contains("found nothing; expected text."))
    let blank = run([], file: "\n\n")
    #expect(blank.code == .badData)
    #expect(blank.captured.errors.contains("found 0 different sentences; expected at least 10."))
  }

  @Test func `a window of a hundred columns shows every line whole`() {
    let lines = run([], columns: 100).captured.text.split(separator: "\n").map(String.init)
    #expect(lines.filter { displayWidth($0) > 100 } == [])
  }
}
