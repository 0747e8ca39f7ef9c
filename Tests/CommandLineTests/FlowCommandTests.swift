import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

/// `unroll flow`, on few units and steps.
@Suite struct FlowCommandTests {
  private func run(_ options: [String]) -> (code: ExitCode, captured: CapturedConsole, folder: URL)
  {
    let captured = CapturedConsole(columns: nil)
    let folder = FileManager.default.temporaryDirectory.appending(path: "flow-\(UUID())")
    let words = ["flow", "--units", "3", "--steps", "12", "--out", folder.path] + options
    return (Tool(commands: [FlowCommand()]).run(words, captured.console), captured, folder)
  }

  @Test func `the table has a line a curve, and the report a row a distance`() throws {
    let json = FileManager.default.temporaryDirectory.appending(path: "flow-\(UUID()).json")
    let result = run(["--gain", "2", "--gain", "0.5", "--json", json.path])
    defer {
      try? FileManager.default.removeItem(at: result.folder)
      try? FileManager.default.removeItem(at: json)
    }
    #expect(result.code == .done)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: json)) as? [String: Any])
    let rows = try #require(report["rows"] as? [[String: Any]])
    // Four cells at two gains and the sheared matrix, at distances 0 to 12.
    #expect(rows.count == 9 * 13)
    #expect(
      Set(rows[0].keys) == ["cell", "gain", "distance", "norm", "bound", "inputNorm"])
    for row in rows {
      let hasBound = row["bound"] is Double
      let cell = try #require(row["cell"] as? String)
      #expect(hasBound == !["LSTM", "GRU"].contains(cell))
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: result.folder.path)
    #expect(
      files.sorted() == ["flow-contributions.svg", "flow-gradients.svg", "flow-transient.svg"])
    #expect(result.captured.text.contains("No norm is above its bound"))
  }

  @Test func `a saved model is followed as it was and as it is`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "flow-\(UUID()).safetensors")
    let model = Sequential(inputShape: [nil, 1]) {
      SimpleRNN(2)
      Dense(1)
    }
    try model.fit(
      Dataset(.ones([4, 5, 1]), .ones([4, 1])), loss: .meanSquaredError, progress: .none)
    try model.save(to: file.path)
    let result = run(["--model", file.path])
    defer {
      try? FileManager.default.removeItem(at: result.folder)
      try? FileManager.default.removeItem(at: file)
    }
    #expect(result.code == .done)
    #expect(result.captured.text.contains("trained for 1 steps (epochs: 1)"))
    #expect(result.captured.text.contains("simple_rnn, untrained"))
    #expect(result.captured.text.contains("simple_rnn: 12 steps back"))
    let files = try FileManager.default.contentsOfDirectory(atPath: result.folder.path)
    #expect(files == ["flow-model.svg"])
  }

  @Test func `a model that is none ends with a sentence and its code`() throws {
    #expect(run(["--model", "nowhere.safetensors"]).code == .noSuchFile)
    let file = FileManager.default.temporaryDirectory.appending(path: "flow-\(UUID()).safetensors")
    try Data("no model".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(run(["--model", file.path]).code == .badData)
  }

  @Test(arguments: [
    (["--gain", "0"], "--gain got '0'; expected a number from 0.01 to 100"),
    (["--steps", "1"], "--steps got '1'"), (["--units", "x"], "--units got 'x'"),
    (["--gian", "1"], "unknown option '--gian'. Did you mean '--gain'?"),
  ])
  func `a wrong option ends with 64 and what was expected`(_ words: [String], _ sentence: String)
    throws
  {
    let result = try runUnroll(["flow"] + words)
    #expect(result.status == 64)
    #expect(result.errors.hasPrefix("unroll: \(sentence)"))
  }

  @Test func `a column of one's own is followed before and after training`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "flow-\(UUID()).csv")
    let rows = (0..<40).map { "2020-01-\($0),\(sin(Double($0)))" }
    try (["day,value"] + rows).joined(separator: "\n").write(
      to: file, atomically: true, encoding: .utf8)
    let result = run(["--csv", file.path, "--epochs", "1"])
    defer {
      try? FileManager.default.removeItem(at: file)
      try? FileManager.default.removeItem(at: result.folder)
    }
    #expect(result.code == .done)
    #expect(result.captured.text.contains("40 rows of value, standardised."))
    #expect(result.captured.text.contains("GRU, trained"))
    let short = run(["--csv", file.path, "--steps", "50"])
    #expect(short.code == .badData)
    #expect(short.captured.errors.contains("found 40 steps; expected at least 52"))
    let both = run(["--csv", file.path, "--text", file.path])
    #expect(both.code == .wrongUsage)
    #expect(run(["--text", "/nowhere/at/all"]).code == .noSuchFile)
  }
}
