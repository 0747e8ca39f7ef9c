import UnrollCourse

/// What a submission gets for one exercise.
public struct Mark: Sendable {
  /// The exercise.
  public let sheet: ExerciseSheet
  /// The verdict; nil where nothing was handed in.
  public let verdict: Verdict?
  /// The functions that are right in every case.
  public let rightParts: Int
  /// All functions.
  public let parts: Int

  /// All points for a solution that passes; else for each function that is right its share of half of them, in whole
  /// points.
  public var points: Int {
    guard let verdict else { return 0 }
    if verdict.isPassed { return sheet.points }
    return parts == 0 ? 0 : sheet.points * rightParts / (2 * parts)
  }

  /// How it ended.
  public var outcome: Outcome {
    switch verdict {
    case nil: .missing
    case .passed?: .right
    case .notWritten?: .notWritten
    case .notCompiled?: .noProgram
    case .forbidden?: .forbidden
    case .timedOut?: .noEnd
    case .crashed?: .crashed
    case .stopped?: .stopped
    case .unreadable?: .unreadable
    case .wrong?: .wrong
    }
  }

  /// What was wrong first, where numbers were wrong.
  public var finding: Finding? {
    if case .wrong(let finding)? = verdict { finding } else { nil }
  }

  /// What was wrong, in a line for a list; empty where all is right.
  public var sentence: String {
    let line = whole.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return (line.count <= 100 ? line : line.prefix(99) + "…").printable
  }

  private var whole: String {
    switch verdict {
    case nil: "nothing was handed in"
    case .passed?: ""
    case .notWritten(let part, _, _)?: "\(part) is not written"
    case .notCompiled(let text)?: text
    case .forbidden(let name, let line)?: "line \(line) uses \(name)"
    case .timedOut(let part, let name, _)?: "\(part) came to no end (\(name))"
    case .crashed(let part, let name, let said)?:
      "\(part) came to no answer (\(name)): \(said)"
    case .stopped(let reason)?: reason
    case .unreadable(let reason)?: reason
    case .wrong(let finding)?:
      "\(finding.part), \(finding.caseName): "
        + (finding.explanation.map { "the numbers of \($0.name)" } ?? finding.sentence)
    }
  }
}

/// How an exercise of a submission ended, without the reason.
public enum Outcome: String, CaseIterable, Sendable {
  case right
  case wrong
  case notWritten = "not written"
  case noProgram = "no program"
  case crashed
  case noEnd = "no end"
  case stopped
  case forbidden
  case unreadable
  case missing

  /// A letter for a table that has no room for the word.
  public var letter: String {
    switch self {
    case .right: "r"
    case .wrong: "w"
    case .notWritten: "·"
    case .noProgram: "p"
    case .crashed: "c"
    case .noEnd: "e"
    case .stopped: "s"
    case .forbidden: "f"
    case .unreadable: "u"
    case .missing: "–"
    }
  }
}
