import Foundation
import Testing
import TestSupport
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct ToolTests {
  /// Runs the sample command with a body, and returns the exit code and what was written.
  private func run(
    _ words: [String], on captured: CapturedConsole = CapturedConsole(),
    body: @escaping @Sendable (ParsedArguments, Console) throws -> Void = { _, _ in }
  ) -> (code: ExitCode, captured: CapturedConsole) {
    let tool = Tool(commands: [SampleCommand(body: body), BareCommand()])
    return (tool.run(words, captured.console), captured)
  }

  struct Odd: Error, CustomStringConvertible { let description = "the tape is empty" }

  static let failures: [(error: any Error & Sendable, code: ExitCode, sentence: String)] = [
    (CommandFailure.checkFailed("3 of 31 checks failed."), .checkFailed, "3 of 31 checks failed."),
    (
      CommandFailure.badData(file: "a.csv", line: 3, found: "'n/a'", expected: "a number"),
      .badData,
      "a.csv, line 3: found 'n/a'; expected a number."
    ),
    (
      CommandFailure.noSuchFile("a.csv"), .noSuchFile,
      "a.csv: no such file; check the spelling and the folder."
    ),
    (
      TextFileError(file: "a.txt", .noSuchFile), .noSuchFile,
      "a.txt: no such file; check the spelling and the folder."
    ),
    (
      TextFileError(file: "a", .isFolder), .noSuchFile,
      "a: found a folder; expected a file. Name a file in it."
    ),
    (
      TextFileError(file: "a.tsv.xz", .packed(.xz)), .badData,
      "a.tsv.xz: found a file packed by xz; expected text. Unpack it first: xz -dk a.tsv.xz"
    ),
    (
      CSVError(file: "a.csv", line: 2, .text(.zeroByte)), .badData,
      "a.csv, line 2: found a byte 0, which stands in no text; expected text in UTF-8. Name another file, "
        + "or save this one as UTF-8."
    ),
    (CommandFailure.cannotWrite("x", because: "no"), .cannotWrite, "can't write x: no."),
    (CommandFailure.interrupted(), .interrupted, "stopped by Ctrl-C; nothing was kept"),
    (Odd(), .internalError, "the tape is empty"),
  ]

  @Test(arguments: failures)
  func `an error becomes a sentence and an exit code`(
    _ failure: (error: any Error & Sendable, code: ExitCode, sentence: String)
  ) {
    let (code, captured) = run(["sample", "wave"]) { _, _ in throw failure.error }
    #expect(code == failure.code)
    #expect(captured.errors == "unroll: \(failure.sentence)\n")
    #expect(captured.text == "")
  }

  @Test func `a missing file that Foundation reports is a missing file`() {
    let (code, captured) = run(["sample", "wave"]) { _, _ in
      _ = try Data(contentsOf: URL(fileURLWithPath: "/none/a.csv"))
    }
    #expect(code == .noSuchFile)
    #expect(captured.errors.contains("/none/a.csv: no such file"))
  }

  @Test func `the exit codes are those the shell expects`() {
    #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 64, 65, 66, 70, 73, 130])
  }

  @Test(arguments: [
    [], ["--help"], ["-h"], ["help"], ["help", "help"], ["help", "--help"], ["sample", "--help"],
    ["sample", "--bogus", "-h"], ["help", "sample"], ["help", "sample", "-h"], ["bare", "-h"],
    ["--version"],
  ])
  func `help and version succeed and write to standard output`(_ words: [String]) {
    let (code, captured) = run(words) { _, _ in Issue.record("the command should not run") }
    #expect(code == .done)
    #expect(captured.errors == "")
    #expect(captured.text.contains(words == ["--version"] ? "unroll 0." : "Usage\n"))
    let isAboutSample = words.contains("sample")
    #expect(captured.text.contains("unroll sample") == isAboutSample)
  }

  @Test(arguments: [
    (
      ["smaple"],
      "unknown command 'smaple'. Did you mean 'sample'?\nSee 'unroll --help' for the list."
    ),
    (["help", "zzz"], "unknown command 'zzz'.\nSee 'unroll --help' for the list."),
    (["--versoin"], "unknown option '--versoin'. Did you mean '--version'?\nSee 'unroll --help'."),
    (
      ["--seed", "3", "sample"],
      "unknown option '--seed'. A command's own options follow its name.\nSee 'unroll --help'."
    ),
    ([""], "unknown command ''.\nSee 'unroll --help' for the list."),
  ])
  func `wrong usage is told with a suggestion and a way on`(_ words: [String], _ sentence: String) {
    let (code, captured) = run(words)
    #expect(code == .wrongUsage)
    #expect(captured.errors == "unroll: \(sentence)\n")
  }

  @Test func `an unwritable report is refused before the command runs`() {
    let (code, captured) = run(["sample", "wave", "--json", "/none/a.json"]) { _, _ in
      Issue.record("the command should not run")
    }
    #expect(code == .cannotWrite)
    #expect(
      captured.errors
        == "unroll: can't write /none/a.json: the folder /none does not exist; create it first.\n")
    #expect(run(["sample", "wave", "--out", "/dev/null/figures"]).code == .cannotWrite)
  }

  @Test func `one table is printed and reported`() throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "unroll-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    let report: @Sendable (ParsedArguments, Console) throws -> Void = { arguments, console in
      try console.report(Table(rows: SampleRow.rows, columns: SampleRow.columns), arguments)
    }
    let printed = Table(rows: SampleRow.rows, columns: SampleRow.columns).text() + "\n"

    let (code, captured) = run(["sample", "wave", "--json", file.path], body: report)
    #expect(code == .done)
    #expect(captured.text == printed)
    #expect(captured.data == "")
    let json = try String(contentsOf: file, encoding: .utf8)
    #expect(
      json.hasPrefix(
        "{\n  \"command\": \"sample\",\n  \"rows\": [\n    {\"model\": \"naive\", \"test"))

    let (_, piped) = run(["sample", "wave", "--json", "-"], body: report)
    #expect(piped.data == json)
    #expect(piped.errors == printed)
    #expect(piped.text == "")
  }

  @Test func `text lost on a full disk is a failure`() {
    let isFull = Locked(true)
    let captured = CapturedConsole(writing: {
      isFull.withLock { full in
        defer { full = false }
        return full ? ENOSPC : nil
      }
    })
    #expect(run(["--help"], on: captured).code == .cannotWrite)
    #expect(captured.errors == "unroll: can't write the output: No space left on device.\n")
  }

  @Test func `a command that stops because the reader left has done what was wanted`() {
    let (code, captured) = run(["sample", "wave"], on: CapturedConsole(writing: { EPIPE })) {
      _, console in
      console.print("line")
      if console.interrupt.isRequested { throw CommandFailure.interrupted() }
      Issue.record("the command should have stopped")
    }
    #expect(code == .done)
    #expect(captured.errors == "")
  }

  @Test func `a command that stops on a full disk tells that reason, not Ctrl-C`() {
    let isFull = Locked(true)
    let captured = CapturedConsole(writing: {
      isFull.withLock { full in
        defer { full = false }
        return full ? ENOSPC : nil
      }
    })
    let (code, _) = run(["sample", "wave"], on: captured) { _, console in
      console.print("line")
      if console.interrupt.isRequested { throw CommandFailure.interrupted() }
    }
    #expect(code == .cannotWrite)
    #expect(captured.errors == "unroll: can't write the output: No space left on device.\n")
  }

  @Test func `text lost during a report on standard output is noticed`() {
    let (code, _) = run(
      ["sample", "wave", "--json", "-"], on: CapturedConsole(writing: { ENOSPC })
    ) {
      try $1.report(Table(rows: SampleRow.rows, columns: SampleRow.columns), $0)
    }
    #expect(code == .cannotWrite)
  }
}
