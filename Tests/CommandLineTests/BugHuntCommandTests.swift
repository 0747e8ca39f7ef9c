import Foundation
import TestSupport
import Testing
import UnrollGrading

@testable import CommandLineTool
@testable import UnrollConsole

/// `unroll bug-hunt` and `unroll check-bug`, without compiling anything.
@Suite struct BugHuntCommandTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: "hunt-\(UUID())").path

  private func run(_ words: [String]) -> (code: ExitCode, captured: CapturedConsole) {
    let captured = CapturedConsole(columns: nil)
    let tool = Tool(commands: [BugHuntCommand(), CheckBugCommand()])
    return (tool.run(words, captured.console), captured)
  }

  @Test func `the folder has ten programs, and the list says so`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let result = run(["bug-hunt", path])
    #expect(result.code == .done)
    let text = result.captured.text
    for bug in HuntBug.all {
      #expect(text.contains(bug.title) && text.contains(bug.file))
      #expect(FileManager.default.fileExists(atPath: path + "/" + bug.file))
    }
    for diagnosis in Diagnosis.all {
      let line = "  \(diagnosis.letter)  \(diagnosis.name)\n"
      #expect(text.contains(line))
    }
    #expect(text.contains("Next: bug 01, an activation of one's own."))
    #expect(!text.contains("mended\n"))
    try Data("1\n2\n".utf8).write(to: URL(filePath: path + "/.hunt/found"))
    #expect(run(["bug-hunt", path]).captured.text.contains("Next: bug 03"))
  }

  @Test func `wrong numbers and folders end with a sentence and their code`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let nowhere = run(["check-bug", "03", "--in", path])
    #expect(nowhere.code == .noSuchFile)
    #expect(nowhere.captured.errors.contains("is no folder of the bug hunt"))
    _ = run(["bug-hunt", path])
    let wrong = run(["check-bug", "11", "--in", path])
    #expect(wrong.code == .wrongUsage)
    #expect(wrong.captured.errors.contains("there is no bug '11'; there are 01, 02"))
    let other = FileManager.default.temporaryDirectory.appending(path: "hunt-\(UUID())").path
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: other) }
    try Data("x".utf8).write(to: URL(filePath: other + "/thesis.txt"))
    #expect(run(["bug-hunt", other]).code == .cannotWrite)
  }

  @Test func `a verdict says what is mended, what is found, and what would show the cause`() throws
  {
    let bug = try #require(HuntBug.named("7"))
    let captured = CapturedConsole(columns: nil)
    Hunting.show(.notCompiled("Bug07/Bug07.swift:3:1: error: x"), of: bug, captured.console)
    Hunting.show(.notFinished("no"), of: bug, captured.console)
    #expect(captured.text.contains("The compiler does not understand it:"))
    #expect(captured.text.contains("The program came to no result:\n  no"))
  }
}
