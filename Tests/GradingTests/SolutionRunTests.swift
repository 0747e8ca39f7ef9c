import Foundation
import Testing
import UnrollCourse

@testable import UnrollGrading

/// Programs that end amid their calls.
@Suite final class SolutionRunTests {
  private let place = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID())").path
  private let grader = Grader(Course.standard.sheets[0])

  deinit { try? FileManager.default.removeItem(atPath: place) }

  /// A program that ends at the first call of a function, and answers the other calls rightly.
  private func program(
    endingAt part: String, with code: String, after: String = ":", findsLine: Bool = false
  ) throws -> SolutionRun {
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    var script = """
      #!/bin/sh
      n=0
      while read -r line || [ -n "$line" ]; do
        case $line in *'"part":"\(part)"'*) \(code) ;; esac

      """
    let parts = grader.parts.sorted()
    for name in parts {
      script +=
        "  case $line in *'\"part\":\"\(name)\"'*) n=$((n_\(name))); n_\(name)=$((n + 1)); cat \(place)/\(name)-$n ;; esac\n"
      let own = grader.cases.filter { $0.call.part == name }
      for (index, item) in own.enumerated() {
        let reply = try ExerciseCall.encoder.encode(grader.sheet.rules.truth(item.call))
        try (reply + Data("\n".utf8)).write(to: URL(filePath: "\(place)/\(name)-\(index)"))
      }
    }
    script += "  \(after)\ndone\n"
    let file = place + "/program"
    try Data(script.utf8).write(to: URL(filePath: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    return SolutionRun(grader: grader, program: file, findsLine: findsLine)
  }

  @Test(arguments: ["exit 75", "exit 3", "kill -9 $$", "kill -XCPU $$"])
  func `what is right counts, wherever the function stands that ends the program`(code: String)
    throws
  {
    for part in grader.parts.sorted() {
      let run = try program(endingAt: part, with: code)
      let (verdict, rightParts) = run.resultByParts()
      #expect(rightParts == grader.parts.count - 1, "\(part): \(verdict)")
      switch verdict {
      case .notWritten(let told, _, let right):
        let before = grader.cases.map(\.call.part).prefix { $0 != part }
        #expect(code == "exit 75" && told == part && Set(right) == Set(before))
      case .timedOut(let told, _, let seconds):
        #expect(code == "kill -XCPU $$" && told == part && seconds == 10)
      case .crashed(let told, _, _): #expect(told == part)
      default: Issue.record("\(verdict)")
      }
    }
  }

  @Test func `what it printed in the case is shown, and no more`() throws {
    let mark = "printf '\\036' >&2"
    let run = try program(
      endingAt: "backward", with: "echo in backward >&2; kill -XCPU $$",
      after: "echo other >&2; \(mark)")
    let result = run.result()
    guard case .timedOut("backward", _, _) = result.verdict else {
      Issue.record("\(result.verdict)")
      return
    }
    #expect(result.printed == ["in backward"])
  }

  @Test func `memory without end is told, with no second run`() throws {
    let run = try program(
      endingAt: "forward",
      with: "echo run >> \(place)/runs; echo 'failed to allocate 9 bytes' >&2; kill -ILL $$",
      findsLine: true)
    guard case .crashed(_, _, let said) = run.result().verdict else {
      Issue.record("it did not crash")
      return
    }
    #expect(said.contains("Is there a list that grows without end?"))
    #expect(try String(contentsOfFile: place + "/runs", encoding: .utf8) == "run\n")
  }

  @Test func `a program that answers all is asked once`() throws {
    let run = try program(endingAt: "nothing", with: ":")
    let (verdict, rightParts) = run.resultByParts()
    #expect(verdict.isPassed && rightParts == grader.parts.count)
  }

  @Test func `answers without number are not all read`() throws {
    let start = ContinuousClock.now
    let run = try program(
      endingAt: "forward",
      with: "yes 1 | head -c 12000000; exit 0")
    let (verdict, rightParts) = run.resultByParts()
    guard case .stopped = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(rightParts == 0 && ContinuousClock.now - start < .seconds(60))
  }
}
