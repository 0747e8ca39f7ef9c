import Foundation
import TestSupport
import Testing

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct ExplainCommandTests {
  private func run(_ options: [String]) -> (code: ExitCode, captured: CapturedConsole, folder: URL)
  {
    let captured = CapturedConsole()
    let folder = FileManager.default.temporaryDirectory.appending(path: "explain-\(UUID())")
    let words = ["explain", "--out", folder.path] + options
    return (Tool(commands: [ExplainCommand()]).run(words, captured.console), captured, folder)
  }

  @Test(arguments: [
    [], ["--cell", "gru", "--units", "2", "--steps", "30"], ["--network", "hello"],
    ["--network", "deep", "--units", "2"],
  ])
  func `one page is written, and the reader is told what to do with it`(options: [String]) throws {
    let (code, captured, folder) = run(options + ["--gain", "0.5"])
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(code == .done && captured.errors == "")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files == ["explain.html"])
    let page = try String(contentsOf: folder.appending(path: "explain.html"), encoding: .utf8)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("id=\"entries-0\""))
    #expect(captured.text.contains("Gain 0.5: the gradient vanishes"))
    #expect(captured.text.contains("Open it in a browser"))
  }

  @Test func `the report has a row for each value on the tape`() throws {
    let (code, captured, folder) = run(["--json", "-"])
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(code == .done)
    let object = try JSONSerialization.jsonObject(with: Data(captured.data.utf8)) as? [String: Any]
    let rows = try #require(object?["rows"] as? [[String: Any]])
    #expect(rows.count == 25)
    #expect(
      Set(rows[0].keys) == ["place", "entry", "name", "operation", "shape", "value", "gradient"])
    let wh = try #require(rows.first { $0["name"] as? String == "Wh" })
    let gradient = try #require(wh["gradient"] as? Double)
    #expect(abs(gradient - 0.6055) < 5e-5)
  }

  @Test(arguments: [
    (["--steps", "0"], "--steps"), (["--units", "17"], "--units"), (["--cell", "rnm"], "--cell"),
    (["--network", "hello", "--steps", "5"], "it reads four characters"),
    (["--network", "deep", "--cell", "lstm"], "deep is made of SimpleRNN"),
    (["--gain", "-1"], "--gain"),
    (
      ["--gain", "1", "--gain", "2", "--gain", "3", "--gain", "4", "--gain", "5"], "at most 4 runs"
    ),
  ])
  func `what can't be shown is refused with a sentence`(options: [String], words: String) {
    let (code, captured, folder) = run(options)
    #expect(code == .wrongUsage && captured.errors.contains(words), "\(captured.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }
}
