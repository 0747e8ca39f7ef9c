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

  /// One word for the table.
  public var word: String {
    switch verdict {
    case nil: "missing"
    case .passed?: "right"
    case .notWritten?: "not written"
    case .notCompiled?: "no program"
    case .forbidden?: "forbidden"
    case .timedOut?: "no end"
    case .crashed?: "crashed"
    case .stopped?: "stopped"
    case .wrong?: "wrong"
    }
  }

  /// The verdict in a line, for a list.
  public var sentence: String {
    let line = whole.split(separator: "\n").first.map(String.init) ?? ""
    return line.count <= 100 ? line : line.prefix(99) + "…"
  }

  private var whole: String {
    switch verdict {
    case nil: "nothing was handed in"
    case .passed?: "right"
    case .notWritten(let part)?: "\(part) is not written"
    case .notCompiled(let text)?: text
    case .forbidden(let name, let line)?: "line \(line) uses \(name)"
    case .timedOut(let part, let name, _)?: "\(part) came to no end (\(name))"
    case .crashed(let part, let name, let said)?:
      "\(part) came to no answer (\(name)): \(said)"
    case .stopped(let reason)?: reason
    case .wrong(let finding)?:
      "\(finding.part), \(finding.caseName): "
        + (finding.explanation.map { "the numbers of \($0.name)" } ?? finding.sentence)
    }
  }
}
