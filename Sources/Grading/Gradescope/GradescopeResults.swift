import Foundation

/// The marks of a submission in the form that Gradescope reads: `results.json`.
public struct GradescopeResults: Encodable, Sendable {
  /// A box with points: an exercise.
  struct Test: Encodable {
    let number: String
    let name: String
    let score: Int
    let maxScore: Int
    let status: String
    let output: String
    let outputFormat = "md"
    let visibility = "visible"
  }

  private let output: String
  private let visibility = "visible"
  // What the script prints tells of the machine; it is for the instructor.
  private let stdoutVisibility = "hidden"
  private let tests: [Test]

  /// The results of a submission of a grade book.
  public init(_ submission: GradeBook.Submission, in book: GradeBook) {
    tests = submission.marks.map { mark in
      Test(
        number: mark.sheet.id, name: mark.sheet.title, score: mark.points,
        maxScore: mark.sheet.points, status: mark.outcome == .right ? "passed" : "failed",
        output: [mark.partsSentence, VerdictWords(mark.verdict, mark.sheet).markdown]
          .compactMap { $0 }.joined(separator: "\n\n"))
    }
    output =
      [
        "\(submission.points) of \(book.possible) points.",
        submission.otherVariant(than: book.course),
      ]
      .compactMap { $0 }.joined(separator: "\n\n")
  }

  /// The file's text.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let data = (try? encoder.encode(self)) ?? Data()
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
