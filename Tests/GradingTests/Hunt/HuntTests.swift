import Foundation
import Testing
import Unroll
import UnrollHunt

@testable import UnrollGrading

/// The bug hunt: its programs, its letters, and the judgement on numbers.
@Suite struct HuntTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: "hunt-\(UUID())").path

  private func bug(_ number: Int) throws -> HuntBug {
    try #require(HuntBug.named("\(number)"))
  }

  @Test func `ten programs have ten causes of a list that is longer`() {
    let letters = Diagnosis.all.map(\.letter)
    #expect(letters == Array("ABCDEFGHIJKLMN"))
    #expect(HuntBug.all.map(\.number) == Array(1...10))
    let causes = Set(HuntBug.all.map(\.diagnosis))
    #expect(causes.count == 10)
    #expect(causes.isSubset(of: letters))
    #expect(HuntBug.named("03")?.number == 3)
    #expect(HuntBug.named("Bug10")?.number == 10)
    #expect(HuntBug.named("11") == nil)
  }

  @Test(arguments: 1...10)
  func `a program says what was expected and what is seen, and not why`(number: Int) throws {
    let bug = try bug(number)
    let text = try HuntFolder.beginning(of: bug)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "// Bug \(bug.id): \(bug.title).")
    #expect((20...60).contains(lines.count), "\(lines.count) lines")
    for heading in ["// Expected: ", "// Seen:     ", "// Diagnosis: ?"] {
      let count = lines.count { $0.hasPrefix(heading) }
      #expect(count == 1, "\(heading)")
    }
    #expect(Diagnosis.letter(in: text) == nil)
    let cause = try #require(Diagnosis.of(bug.diagnosis))
    #expect(!text.contains(cause.name))
  }

  @Test(arguments: HuntMends.all.indices)
  func `a mend changes what stands in its program`(index: Int) throws {
    let mend = HuntMends.all[index]
    let text = try HuntFolder.beginning(of: try bug(mend.bug))
    for change in mend.changes { #expect(text.contains(change.old), "\(change.old)") }
    #expect(Set(HuntMends.all.map(\.bug)) == Set(1...10))
  }

  @Test(
    arguments: [
      ("// Diagnosis: ?\n", nil), ("// Diagnosis: f\n", "f"), ("x\n// Diagnosis:G", "G"),
      ("// Diagnosis: because", nil), ("// Diagnosis:", nil), ("// Diagnosis: C, the padding", "C"),
    ] as [(String, Character?)])
  func `the letter is read from its line`(text: String, letter: Character?) {
    #expect(Diagnosis.letter(in: text) == letter)
    #expect(Diagnosis.of("f")?.letter == "F")
    #expect(Diagnosis.of("z") == nil)
  }

  /// What a program that is right would hand in.
  private func rightNumbers(_ number: Int, seed: UInt64) -> [String: [Double]] {
    func answers(_ task: HuntTask) -> [String: [Double]] {
      ["predictions": task.answers.elements]
    }
    switch number {
    case 1:
      let slopes = Hunt.points(seed: seed).elements.map { 1 / (cosh($0) * cosh($0)) }
      return answers(Hunt.recall(steps: 10, seed: seed)).merging(["slopes": slopes]) { $1 }
    case 2:
      let labels = Hunt.frequencies(seed: seed).answers.elements
      return ["probabilities": labels.flatMap { label in (0..<3).map { Int(label) == $0 ? 1 : 0 } }]
    case 3, 4, 5: return ["predictions": Hunt.waveAnswers(seed: seed).elements]
    case 6: return answers(Hunt.switches(seed: seed))
    case 7: return answers(Hunt.marked(seed: seed))
    case 8: return answers(Hunt.sums(seed: seed))
    case 9: return answers(Hunt.recall(steps: 30, seed: seed))
    default:
      let right = Hunt.padded(to: 60, seed: seed).answers.elements
      return ["predictions": right, "longer": right]
    }
  }

  @Test(arguments: 1...10, [42, 7])
  func `right numbers are taken for mended, and others are not`(number: Int, seed: UInt64) throws {
    let bug = try bug(number)
    let right = rightNumbers(number, seed: seed)
    func judged(_ numbers: [String: [Double]]) -> HuntJudgement {
      bug.judge(HuntReport(seed: seed, numbers: numbers))
    }
    let best = judged(right)
    #expect(best.isMended, "\(best.sentence)")
    for wrong in [0, 0.25, Double.nan] {
      let judgement = judged(right.mapValues { $0.map { _ in wrong } })
      #expect(!judgement.isMended, "\(wrong): \(judgement.sentence)")
    }
    let others = judged(rightNumbers(number, seed: seed + 1))
    #expect(!others.isMended, "answers to other data: \(others.sentence)")
    #expect(judged([:]).sentence.contains("handed in none as"))
    let few = judged(right.mapValues { Array($0.dropLast()) })
    #expect(!few.isMended && few.sentence.contains("numbers as"))
  }

  @Test func `what a program writes for people is not read`() {
    let report = HuntReport(seed: 1, output: "epoch 1\n@slopes 0.5 -nan 1e-3\n@empty\n")
    #expect(report.numbers.keys.sorted() == ["empty", "slopes"])
    let slopes = report.numbers["slopes"] ?? []
    #expect(slopes.count == 3 && slopes[0] == 0.5 && slopes[1].isNaN && slopes[2] == 0.001)
  }

  @Test func `letter and mend are judged apart, and each way has its own sentence`() throws {
    let bug = try bug(9)
    func first(_ letter: String, isMended: Bool) -> [String] {
      HuntOutcome(
        bug, text: "// Diagnosis: \(letter)", HuntJudgement(isMended, "The error is 0.")
      ).sentences
    }
    #expect(first("F", isMended: true)[0].hasPrefix("Found and mended: gradients vanish"))
    #expect(first("F", isMended: false)[0].hasPrefix("The letter is right: gradients vanish"))
    let mended = first("M", isMended: true)
    #expect(mended[0] == "The program is mended.")
    #expect(mended[2].hasPrefix("But it is not M, gradients explode. That would show otherwise:"))
    let neither = first("?", isMended: false)
    #expect(neither[0] == "The program is not mended yet.")
    #expect(neither[2].hasPrefix("There is no letter of the list"))
  }

  @Test func `a folder is made once, and what is in it is the student's`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = try HuntFolder.start(path)
    #expect(folder.solved == [])
    let bug = try bug(4)
    let file = URL(filePath: path + "/" + bug.file)
    try Data("mine".utf8).write(to: file)
    try folder.note(bug)
    let again = try HuntFolder.start(path)
    #expect(again.solved == [4])
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text == "mine")
    let list = try String(contentsOfFile: path + "/Diagnoses.txt", encoding: .utf8)
    #expect(list.split(separator: "\n").count == Diagnosis.all.count)
  }

  @Test func `other folders are left alone`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data("x".utf8).write(to: URL(filePath: path + "/thesis.txt"))
    #expect(throws: HuntFolderError.inUse(path: path)) { try HuntFolder.start(path) }
    #expect(throws: HuntFolderError.notStarted(path: path)) { try HuntFolder(at: path) }
  }
}
