import Foundation

/// A student's file from its words to a verdict: it is searched, compiled, run, and judged.
public struct SolutionCheck {
  /// The student's folder.
  public let folder: StudentFolder
  /// The exercise.
  public let sheet: ExerciseSheet
  /// Where the random numbers of the cases start.
  public let seed: UInt64

  /// A check of an exercise in a student's folder.
  public init(_ sheet: ExerciseSheet, in folder: StudentFolder, seed: UInt64 = 42) {
    (self.sheet, self.folder, self.seed) = (sheet, folder, seed)
  }

  /// Seconds for a compilation; the first one compiles the course's own part too.
  private static let compileSeconds = 600.0

  /// What came of a check.
  public struct Result {
    /// The verdict.
    public let verdict: Verdict
    /// The lines that the solution printed in the case that the verdict is about, or in the first.
    public let printed: [String]
    /// The name of that case.
    public let printedCase: String
  }

  /// Checks the solution as it is now, and takes the check down.
  /// - Throws: `CocoaError` where the student's file can't be read.
  public func run() throws -> Result {
    let text = try String(contentsOfFile: folder.path + "/\(sheet.file)", encoding: .utf8)
    let result = result(text)
    if text == sheet.stub { return result }
    try folder.note(sheet) { progress in
      progress.checks += 1
      if result.verdict.isPassed { progress.isPassed = true }
    }
    return result
  }

  private func result(_ text: String) -> Result {
    if let refusal = sheet.refusal(of: text) { return Result(refusal) }
    let compilation = Compilation(of: sheet, in: folder.path, shownFolder: folder.path)
    if let complaint = compilation.complaint(within: Self.compileSeconds) {
      return Result(.notCompiled(complaint))
    }
    let result = SolutionRun(
      grader: Grader(sheet, seed: seed), program: compilation.program, findsLine: true
    ).result()
    return Result(
      verdict: result.verdict, printed: result.printed, printedCase: result.printedCase)
  }
}

extension SolutionCheck.Result {
  /// The verdict on a file that was not run.
  fileprivate init(_ verdict: Verdict) {
    self.init(verdict: verdict, printed: [], printedCase: "")
  }
}
