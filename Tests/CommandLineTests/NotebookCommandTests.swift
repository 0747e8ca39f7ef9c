import Foundation
import TestSupport
import Testing

@testable import CommandLineTool

/// What `unroll notebook` refuses before it compiles anything; `.ci/check-notebooks` does the rest.
@Suite struct NotebookCommandTests {
  private func run(_ words: String...) -> (code: ExitCode, errors: String) {
    let captured = CapturedConsole()
    let code = Tool(commands: [NotebookCommand()]).run(["notebook"] + words, captured.console)
    return (code, captured.errors)
  }

  @Test(arguments: [
    (["rnu", "a.md"], "ACTION got 'rnu'; expected one of run, update, verify"),
    (["run"], "FILE is missing; write unroll notebook run FILE."),
    (["run", "--workers", "3", "a.md"], "--workers has no meaning with run."),
    (["verify", "--cells", "1-2", "a.md"], "--cells has no meaning with verify."),
    (["update", "--out", "x", "a.md"], "--out has no meaning with update."),
    (["run", "--cells", "4-2", "a.md"], "--cells got '4-2'; expected a cell, or two as 1-4."),
    (["run", "--cells", "0", "a.md"], "--cells got '0'; expected a cell, or two as 1-4."),
    (["run", "--cells", "1-2-3", "a.md"], "--cells got '1-2-3'"),
    (["verify", "--limit", "0"], "--limit got '0'; expected a whole number"),
  ])
  func `wrong usage is told`(_ words: [String], _ sentence: String) {
    let captured = CapturedConsole()
    let code = Tool(commands: [NotebookCommand()]).run(["notebook"] + words, captured.console)
    #expect(code == .wrongUsage)
    #expect(captured.errors.contains(sentence))
  }

  @Test func `a page that is not there, is a folder or is not UTF-8 is told`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "unroll-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let missing = run("verify", folder.path + "/no.md")
    #expect(missing.code == .noSuchFile)
    #expect(missing.errors.contains("no.md: no such file"))
    let isFolder = run("run", folder.path)
    #expect(isFolder.code == .noSuchFile)
    #expect(isFolder.errors.contains("found a folder; expected a file"))
    let file = folder.appending(path: "latin.md")
    try (Data("# One\n\nzw".utf8) + [0xF6, 0x6C, 0x66]).write(to: file)
    let latin = run("update", file.path)
    #expect(latin.code == .badData)
    #expect(latin.errors.contains("latin.md, line 3: found bytes that are not UTF-8"))
  }

  @Test func `a command without a release build beside it says so`() throws {
    let page = FileManager.default.temporaryDirectory.appending(path: "unroll-\(UUID()).md")
    try Data("```swift\n```\n".utf8).write(to: page)
    defer { try? FileManager.default.removeItem(at: page) }
    #if DEBUG
      let (code, errors) = run("verify", page.path)
      #expect(code == .noSuchFile)
      #expect(errors.contains("no release build of the library"))
    #endif
  }
}
