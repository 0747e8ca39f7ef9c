import Foundation
import Testing

@testable import UnrollGrading

/// The programs themselves, compiled and run: only where `UNROLL_HUNT` names a folder for them, because the first build
/// compiles the whole library.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["UNROLL_HUNT"] != nil))
struct HuntProgramTests {
  private func outcome(_ bug: HuntBug, _ text: String, seed: UInt64 = 42) throws -> HuntOutcome {
    let folder = try HuntFolder.start(ProcessInfo.processInfo.environment["UNROLL_HUNT"] ?? "")
    let file = URL(filePath: folder.path + "/" + bug.file)
    try Data(text.utf8).write(to: file)
    defer { try? Data(((try? HuntFolder.beginning(of: bug)) ?? "").utf8).write(to: file) }
    let verdict = try HuntCheck(bug, in: folder, seed: seed).run()
    guard case .judged(let outcome) = verdict else {
      Issue.record("\(bug.program): \(verdict)")
      throw CancellationError()
    }
    return outcome
  }

  @Test(arguments: 1...10)
  func `a wrong program is not taken for mended, though its letter be right`(number: Int) throws {
    let bug = try #require(HuntBug.named("\(number)"))
    let text = HuntMends.diagnosed(try HuntFolder.beginning(of: bug), bug.diagnosis)
    for seed in [42, 1] as [UInt64] {
      let outcome = try outcome(bug, text, seed: seed)
      #expect(outcome.isFound && !outcome.isMended, "\(outcome.numbers)")
    }
  }

  @Test(arguments: HuntMends.all.indices)
  func `a mended program passes with the right letter, and not with another`(index: Int) throws {
    let mend = HuntMends.all[index]
    let bug = try #require(HuntBug.named("\(mend.bug)"))
    let beginning = try HuntFolder.beginning(of: bug)
    for seed in [42, 1, 2] as [UInt64] {
      let text = HuntMends.mended(beginning, mend.changes, letter: bug.diagnosis)
      let outcome = try outcome(bug, text, seed: seed)
      #expect(outcome.isSolved, "seed \(seed), \(mend.changes[0].new): \(outcome.numbers)")
    }
    let other = try outcome(bug, HuntMends.mended(beginning, mend.changes, letter: "N"))
    #expect(other.isMended && !other.isSolved)
  }
}
