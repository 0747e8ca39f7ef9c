import Foundation
import UnrollHunt
import UnrollProcesses

/// What a program of the hunt comes to.
public enum HuntVerdict: Sendable {
  /// The compiler's words.
  case notCompiled(String)
  /// The program did not end well: what it said last.
  case notFinished(String)
  /// It ran; is it mended, and is the letter right?
  case judged(HuntOutcome)

  /// Whether the bug is found and mended.
  public var isSolved: Bool {
    if case .judged(let outcome) = self { outcome.isSolved } else { false }
  }
}

/// The letter in the file, and how the program behaves.
public struct HuntOutcome: Sendable {
  /// The program.
  public let bug: HuntBug
  /// What the file says is wrong; nil where it says nothing that is on the list.
  public let given: Diagnosis?
  /// Whether the program behaves as it should.
  public let isMended: Bool
  /// The numbers that say so.
  public let numbers: String

  init(_ bug: HuntBug, text: String, _ judgement: HuntJudgement) {
    self.bug = bug
    given = Diagnosis.letter(in: text).flatMap(Diagnosis.of)
    (isMended, numbers) = (judgement.isMended, judgement.sentence)
  }

  /// Whether the letter is right.
  public var isFound: Bool { given?.letter == bug.diagnosis }
  /// Whether both are.
  public var isSolved: Bool { isFound && isMended }

  /// What is to be said, in sentences.
  public var sentences: [String] {
    switch (isFound, isMended) {
    case (true, true):
      return ["Found and mended: \(given?.name ?? "").", given?.explanation ?? "", numbers]
    case (true, false):
      return ["The letter is right: \(given?.name ?? ""). The program is not mended yet.", numbers]
    case (false, true):
      return ["The program is mended.", numbers, aboutTheLetter, "What did your change put right?"]
    case (false, false):
      return ["The program is not mended yet.", numbers, aboutTheLetter]
    }
  }

  private var aboutTheLetter: String {
    guard let given else {
      return "There is no letter of the list behind '// Diagnosis:' yet."
    }
    return "But it is not \(given.letter), \(given.name). That would show otherwise: \(given.sign)"
  }
}

/// A program of the hunt, from its words to a verdict: it is compiled, run with data of the checker's, and judged.
///
/// It runs as its owner runs it: nothing is confined, because it is one's own.
public struct HuntCheck {
  private let bug: HuntBug
  private let folder: HuntFolder
  private let seed: UInt64

  /// Seconds for a compilation; the first one compiles the whole library.
  private static let compileSeconds = 3600.0
  /// Seconds for a run, which takes one or two.
  private static let runSeconds = 60.0

  /// A check of a program in a folder.
  public init(_ bug: HuntBug, in folder: HuntFolder, seed: UInt64 = 42) {
    (self.bug, self.folder, self.seed) = (bug, folder, seed)
  }

  /// Checks the program as it is now, and takes down where it is found and mended.
  /// - Throws: `CocoaError` where the file can't be read.
  public func run() throws -> HuntVerdict {
    let text = try String(contentsOfFile: folder.path + "/" + bug.file, encoding: .utf8)
    let compilation = Compilation(
      package: folder.path, product: bug.program, file: bug.file, configuration: .release)
    if let complaint = compilation.complaint(within: Self.compileSeconds) {
      return .notCompiled(complaint)
    }
    let run = ProgramRun(
      compilation.program,
      environment: [
        Hunt.seedVariable: "\(seed)", "SWIFT_BACKTRACE": "enable=no", "LANG": "C.UTF-8",
      ], limits: .init(seconds: Self.runSeconds))
    switch run.ending {
    case .exited(0): break
    case .timedOut:
      return .notFinished("It did not come to an end in \(Int(Self.runSeconds)) seconds.")
    case .tooMuchOutput: return .notFinished("It wrote without end.")
    case .notStarted(let reason): return .notFinished(reason)
    case .exited, .signalled:
      let lines = run.errorText.split(separator: "\n").prefix(8)
      return .notFinished(lines.joined(separator: "\n"))
    }
    let report = HuntReport(seed: seed, output: String(decoding: run.output, as: UTF8.self))
    let outcome = HuntOutcome(bug, text: text, bug.judge(report))
    if outcome.isSolved { try folder.note(bug) }
    return .judged(outcome)
  }
}
