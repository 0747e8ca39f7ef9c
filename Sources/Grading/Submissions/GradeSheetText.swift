import Foundation

extension GradeBook {
  /// The points as a table for grade books: a line for each student, a column for each exercise, and the sum; and behind
  /// it, where anybody answered the questions, the points of these.
  public var csv: String {
    let questions = course.questions
    let lecture = "lecture-\(questions.lecture)"
    let head =
      ["Student"] + course.sheets.map(\.folder) + ["Sum", "Possible"]
      + (hasQuestions ? [lecture, "\(lecture) possible"] : [])
    let lines = submissions.map { submission in
      [submission.label] + submission.marks.map { "\($0.points)" }
        + ["\(submission.points)", "\(possible)"]
        + (hasQuestions ? ["\(submission.questions?.points ?? 0)", "\(questions.possible)"] : [])
    }
    return ([head] + lines).map { $0.map(CSVField.quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  /// What a student is told of a submission, in Markdown.
  public func feedback(on submission: Submission) -> String {
    var parts = [
      "# \(Markdown.escaped(submission.label))", "\(submission.points) of \(possible) points.",
    ]
    if let sentence = submission.otherVariant(than: course) { parts.append(sentence) }
    for mark in submission.marks {
      parts.append(
        "## \(mark.sheet.id) \(Markdown.escaped(mark.sheet.title)): \(mark.points) of \(mark.sheet.points)"
      )
      if let sentence = mark.partsSentence { parts.append(sentence) }
      parts.append(VerdictWords(mark.verdict, mark.sheet).markdown)
    }
    if let marks = submission.questions, marks.verdicts != nil {
      parts.append(
        "## Questions to lecture \(marks.sheet.lecture): \(marks.points) of \(marks.sheet.possible)"
      )
      parts.append("They are not in the sum. What was answered in words is read by a person.")
      if !marks.sentence.isEmpty {
        parts.append("Not right yet: \(Markdown.escaped(marks.sentence)).")
      }
    }
    return parts.joined(separator: "\n\n") + "\n"
  }
}

extension Mark {
  /// What the points of a solution that does not pass are for; nil where there are none, or all.
  var partsSentence: String? {
    guard points > 0, verdict?.isPassed != true else { return nil }
    return rightParts == parts
      ? "All numbers that came are right."
      : "\(rightParts) of \(parts) parts \(rightParts == 1 ? "is" : "are") right in every case."
  }
}

/// A field of a file of comma-separated values.
enum CSVField {
  /// What a spreadsheet would take for the beginning of a formula.
  private static let beginnings: Set<Character> = [
    "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠",
  ]

  /// The field, in quotes where it needs them; a name that begins like a formula gets an apostrophe, which makes it text.
  static func quoted(_ text: String) -> String {
    let isFormula =
      text.drop(while: \.isWhitespace).first.map(beginnings.contains) == true && Double(text) == nil
    let safe = isFormula ? "'" + text : text
    let isPlain =
      safe.allSatisfy { !$0.isNewline && $0 != "," && $0 != "\"" && $0 != ";" && $0 != "'" }
      && safe.first != " " && safe.last != " "
    return isPlain ? safe : "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
