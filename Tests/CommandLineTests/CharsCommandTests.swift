import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct CharsCommandTests {
  private static let rhyme = String(
    repeating: "The state goes on from step to step,\nthe gradient comes back.\n", count: 12)

  /// Runs the command in this process on a short text with a small network, in a folder of its own.
  private func run(
    _ options: [String], files: [String: String] = [:], columns: Int? = nil,
    small: Bool = true, interrupted: Bool = false
  ) -> (code: ExitCode, captured: CapturedConsole, files: [String]) {
    let captured = CapturedConsole(columns: columns)
    let folder = FileManager.default.temporaryDirectory.appending(path: "chars-\(UUID())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      try? Data(text.utf8).write(to: folder.appending(path: name))
    }
    var words = ["chars", "--out", folder.path]
    if small {
      words += [
        "--units", "12", "--epochs", "3", "--batch", "4", "--threads", "1", "--sample", "60",
      ]
    }
    words += options.map { $0.replacing("DIR", with: folder.path) }
    if interrupted { captured.console.interrupt.request() }
    let code = Tool(commands: [CharsCommand(ownText: { Self.rhyme })]).run(words, captured.console)
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return (code, captured, found.sorted())
  }

  private func words(_ captured: CapturedConsole, errors: Bool = false) -> String {
    (errors ? captured.errors : captured.text).split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
  }

  @Test func `looks on the way, a sample, a table, a verdict and a figure`() {
    let (code, captured, files) = run([])
    #expect(code == .done && captured.errors == "")
    let said = words(captured)
    #expect(said.contains("744 characters, 22 different ones; 669 to learn from, 75 held out."))
    #expect(said.contains("LSTM(12), ") && said.contains(" weights; 3 epochs."))
    let looks = captured.text.split(separator: "\n").filter { $0.dropFirst(3).hasPrefix(" %  ") }
    #expect((5...12).contains(looks.count) && looks.last?.hasPrefix("100 %") == true)
    #expect(looks.allSatisfy { displayWidth(String($0)) <= 80 })
    #expect(captured.text.contains(/Foretold by +Bits a character +Perplexity\n/))
    #expect(captured.text.contains(/Uniform: all characters alike +4\.459 +22\.00\n/))
    #expect(captured.text.contains(/LSTM\(12\) +\d\.\d{3} +\d+\.\d\d\n/))
    #expect(said.contains("1 figure is in") && !captured.text.contains("\u{1B}"))
    #expect(files == ["chars-learning.svg"])
  }

  @Test func `on a terminal the step is redrawn, and no line is too wide`() {
    let lines = run([], columns: 100).captured.text.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.contains("\r\u{1B}[K") && $0.contains("bits in training") })
    let shown = lines.map { $0.split(separator: "\u{1B}[K").last.map(String.init) ?? "" }
    #expect(shown.filter { displayWidth($0) > 100 } == [])
  }

  @Test func `the report has the table's rows, and the sample`() throws {
    let (code, captured, _) = run(["--json", "-", "--cell", "gru", "--prompt", "The "])
    #expect(code == .done && captured.text == "")
    let report = try ReportText(captured.data)
    #expect(report.command == "chars" && report.rows.count == 4)
    #expect(
      report.keys[0] == [
        "model", "bits", "perplexity", "parameters", "charactersRead", "seconds", "sample",
      ])
    let last = report.rows[3]
    #expect(last["model"] as? String == "GRU(12)")
    let sample = last["sample"] as? String ?? ""
    #expect(sample.hasPrefix("The ") && sample.count == 64)
    let (bits, perplexity) = (last["bits"] as? Double ?? 0, last["perplexity"] as? Double ?? 0)
    #expect(abs(pow(2, bits) - perplexity) < 1e-9)
  }

  @Test func `a saved model writes on, and is measured on a text`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chars-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (model, text) = (folder.path + "/m.safetensors", folder.path + "/t.txt")
    try Data(Self.rhyme.utf8).write(to: URL(fileURLWithPath: text))
    let trained = run(["--text", text, "--save", model, "--json", "-"])
    #expect(trained.code == .done)
    let bits = try #require(try ReportText(trained.captured.data).rows[3]["bits"] as? Double)
    let read = run(
      ["--model", model, "--text", text, "--prompt", "the", "--sample", "30"], small: false)
    #expect(read.code == .done && read.files == [])
    let said = words(read.captured)
    #expect(said.contains("LSTM(12)") && said.contains("22 characters."))
    #expect(said.contains("\(bits.fixed(3)) bits a character, perplexity"))
    #expect(read.captured.text.contains("\nthe"))

    let other = run(["--model", model, "--epochs", "3"], small: false)
    #expect(other.code == .wrongUsage && other.captured.errors.contains("leave out --epochs"))
    let unknown = run(["--model", model, "--prompt", "Σ"], small: false)
    #expect(unknown.code == .wrongUsage)
    #expect(unknown.captured.errors.contains("the prompt has 'Σ', which the model has never seen"))
  }

  @Test func `a training that goes on comes to what an uninterrupted one comes to`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chars-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    func sample(_ options: [String]) throws -> [String: Any] {
      let found = run(options + ["--json", "-"])
      #expect(found.code == .done, "\(found.captured.errors)")
      return try ReportText(found.captured.data).rows[3]
    }
    // A rate that falls to 0 at the end leaves nothing to go on with.
    let ended = ["--checkpoints", folder.path + "/ended"]
    _ = try sample(ended)
    let longer = run(ended + ["--resume", "--epochs", "5"])
    #expect(longer.code == .wrongUsage)
    #expect(
      words(longer.captured, errors: true).contains(
        "optimizer's schedule: cosineDecay(over: .epochs(3.0), alpha: 0.0) there"))
    let checkpoints = ["--checkpoints", folder.path + "/open", "--schedule", "constant"]
    _ = try sample(checkpoints)
    let resumed = try sample(checkpoints + ["--resume", "--epochs", "5"])
    let whole = try sample(["--epochs", "5", "--schedule", "constant"])
    for key in ["bits", "sample", "charactersRead"] {
      #expect("\(resumed[key] ?? "")" == "\(whole[key] ?? "none")")
    }
    #expect(run(checkpoints).code == .wrongUsage)
  }

  @Test func `Ctrl-C keeps and saves what was learnt`() {
    let (code, captured, files) = run(["--save", "DIR/m.safetensors"], interrupted: true)
    #expect(code == .done && files == ["chars-learning.svg", "m.safetensors"])
    #expect(words(captured).contains("Ended early, as asked"))
    #expect(words(captured).contains("What it writes"))
  }

  @Test(
    arguments: [
      (["--minutes", "1"], ExitCode.wrongUsage, "--epochs and --minutes both say how long"),
      (["--resume"], .wrongUsage, "--resume goes with --checkpoints"),
      (["--cell", "elman"], .wrongUsage, "--cell got 'elman'; expected one of rnn, lstm, gru"),
      (["--temperature", "-1"], .wrongUsage, "expected a number from 0 to 100"),
      (["--top-k", "0"], .wrongUsage, "expected a whole number of at least 1"),
      (["--text", "DIR/none.txt"], .noSuchFile, "none.txt: no such file"),
      (
        ["--text", "DIR/short.txt"], .badData,
        "short.txt: found 3 characters; expected at least 100."
      ),
      (["--text", "DIR/same.txt"], .badData, "same.txt: found no other character than 'a'"),
      (["--prompt", "Σ"], .wrongUsage, "--prompt: the prompt has 'Σ'"),
      (["--save", "DIR/no/m.safetensors"], .cannotWrite, "does not exist; create it first"),
    ] as [([String], ExitCode, String)])
  func `what can't be done is said before any training`(
    _ options: [String], _ code: ExitCode, _ words: String
  ) {
    let files = ["short.txt": "abc", "same.txt": String(repeating: "a", count: 200)]
    let found = run(options, files: files)
    #expect(found.code == code)
    #expect(found.captured.errors.contains(words), "\(found.captured.errors)")
    #expect(!found.captured.text.contains(" 0 %"))
  }

  @Test(arguments: [
    ("DIR/none", ExitCode.noSuchFile, "no such file"),
    ("DIR/text.txt", .badData, "text.txt"),
  ])
  func `a file without a model is refused`(_ path: String, _ code: ExitCode, _ words: String) {
    let found = run(["--model", path], files: ["text.txt": Self.rhyme], small: false)
    #expect(found.code == code && found.captured.errors.contains(words))
  }

  @Test func `samples leave a terminal as it is, and fit their line`() {
    #expect(CharsScreen.visible("a\u{1B}[31m\tb\n") == "a\u{FFFD}[31m\tb\n")
    #expect(CharsScreen.oneLine("a\tb\r\nc\nd", 80) == "a b↵c↵d")
    #expect(CharsScreen.oneLine("각각각", 5) == "각각")
  }
}
