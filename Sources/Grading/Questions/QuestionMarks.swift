import Foundation

/// What a submission gets for the questions with choices; a row beside those of the exercises.
public struct QuestionMarks: Sendable {
  /// The student's folder.
  public let name: String
  /// The questions.
  public let sheet: QuestionSheet
  /// What each answer comes to, in order; nil where no file was handed in.
  public let verdicts: [QuestionVerdict]?

  /// The marks of a student's folder within a folder of submissions.
  public init(_ sheet: QuestionSheet, of name: String, in folder: String) {
    self.init(sheet, of: name, at: folder + "/" + name)
  }

  /// The marks of a student's folder at a path.
  init(_ sheet: QuestionSheet, of name: String, at path: String) {
    (self.name, self.sheet) = (name, sheet)
    let answers = sheet.answers(in: path)
    verdicts = answers.map { answers in sheet.choices.map(answers.verdict) }
  }

  /// The points of the answers that are right.
  public var points: Int {
    zip(sheet.choices, verdicts ?? []).reduce(0) { $0 + ($1.1 == .right ? $1.0.points : 0) }
  }

  /// A few words for the table.
  public var word: String {
    guard let verdicts else { return "missing" }
    return "\(verdicts.count { $0 == .right }) of \(verdicts.count) right"
  }

  /// What is not right, in a line: `wrong 15.3b; not answered 15.5a, 15.5b`.
  public var sentence: String {
    guard let verdicts else { return "no \(sheet.file) was handed in" }
    if verdicts.allSatisfy({ $0 == .notAnswered }) { return "nothing is answered yet" }
    func list(_ title: String, _ isMeant: (QuestionVerdict) -> Bool) -> String? {
      let ids = zip(sheet.choices, verdicts).filter { isMeant($1) }.map(\.0.id)
      return ids.isEmpty ? nil : "\(title) \(ids.joined(separator: ", "))"
    }
    return [
      list("wrong") { if case .wrong = $0 { true } else { false } },
      list("can't be read") { if case .unreadable = $0 { true } else { false } },
      list("not answered") { $0 == .notAnswered },
    ].compactMap(\.self).joined(separator: "; ")
  }
}
