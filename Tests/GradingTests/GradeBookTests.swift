import Foundation
import Testing

@testable import UnrollGrading

/// What an instructor gets of marks.
@Suite struct GradeBookTests {
  private static func mark(_ index: Int, _ verdict: Verdict?, right: Int = 0) -> Mark {
    Mark(sheet: Course.standard.sheets[index], verdict: verdict, rightParts: right, parts: 2)
  }

  /// What the grader says of a known mistake in the first exercise.
  private static func mistake() throws -> Verdict {
    let sheet = Course.standard.sheets[0]
    return Grader(sheet).verdict(on: try #require(sheet.rules.misconceptions.first).answer)
  }

  private static func book(_ submissions: [GradeBook.Submission]) -> GradeBook {
    GradeBook(
      course: Course.standard.only([1, 2]), submissions: submissions, confinement: [])
  }

  private static func example() throws -> GradeBook {
    book([
      .init(name: "=cmd()", variant: 0, marks: [mark(0, .passed), mark(1, .passed)]),
      .init(
        name: "Ada, \"A\"", variant: 7, marks: [mark(0, try mistake(), right: 1), mark(1, nil)]),
      .init(
        name: "Zoë", variant: nil,
        marks: [mark(0, try mistake(), right: 1), mark(1, .notCompiled("x ``` y"))]),
    ])
  }

  @Test func `names in a file for grade books are quoted, and never formulas`() throws {
    let lines = try Self.example().csv.split(separator: "\r\n").map(String.init)
    let points = Course.standard.sheets.prefix(2).map(\.points)
    let all = points[0] + points[1]
    #expect(lines[0] == "Student,01-chain-rule,02-own-tape,Sum,Possible")
    #expect(lines[1] == "\"'=cmd()\",\(points[0]),\(points[1]),\(all),\(all)")
    let part = points[0] / 4
    #expect(lines[2] == "\"Ada, \"\"A\"\"\",\(part),0,\(part),\(all)")
    #expect(lines.count == 4 && lines[3].hasPrefix("Zoë,"))
    for (text, field) in [
      ("+1 555", "\"'+1 555\""), ("-2", "-2"), ("-x", "\"'-x\""), ("@a", "\"'@a\""),
      (" =x", "\"' =x\""), ("a\nb", "\"a\nb\""), ("O'Hara", "\"O'Hara\""), ("ok", "ok"),
    ] {
      #expect(CSVField.quoted(text) == field)
    }
  }

  @Test func `the points of the questions stand beside the sum`() throws {
    let place = FileManager.default.temporaryDirectory.appending(path: "class-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: place) }
    let questions = Course.standard.questions
    try FileManager.default.createDirectory(
      atPath: place + "/ada/Questions", withIntermediateDirectories: true)
    try questions.begin(in: place + "/ada")
    let submissions = ["ada", "ben"].map { name in
      GradeBook.Submission(
        name: name, variant: 0, marks: [Self.mark(0, .passed), Self.mark(1, nil)],
        questions: QuestionMarks(questions, of: name, at: "\(place)/\(name)"))
    }
    let book = Self.book(submissions)
    let lines = book.csv.split(separator: "\r\n")
    #expect(lines[0].hasSuffix(",Sum,Possible,lecture-003,lecture-003 possible"))
    #expect(lines[1].hasSuffix(",\(book.possible),0,\(questions.possible)"))
    let feedback = submissions.map(book.feedback)
    let head = "## Questions to lecture 003: 0 of \(questions.possible)"
    #expect(feedback[0].contains(head) && !feedback[1].contains("Questions"))
    #expect(feedback[0].contains("Not right yet: nothing is answered yet."))
  }

  @Test func `feedback says what the check would have said`() throws {
    let book = try Self.example()
    let text = book.feedback(on: book.submissions[1])
    let sheet = book.course.sheets[0]
    let misconception = try #require(sheet.rules.misconceptions.first)
    #expect(text.hasPrefix("# Ada, \"A\"\n\n"))
    #expect(text.contains("started with variant 7 of the course, and are marked by variant 0"))
    #expect(text.contains("## 01 \(sheet.title): \(sheet.points / 4) of \(sheet.points)"))
    #expect(text.contains("1 of 2 parts is right in every case."))
    #expect(text.contains(Markdown.escaped("the numbers of \(misconception.name)")))
    #expect(text.contains("Nothing was handed in."))
    #expect(text.hasSuffix("\n") && !text.contains("\n\n\n"))
    #expect(book.feedback(on: book.submissions[2]).contains("````text\nx ``` y\n````"))
  }

  @Test func `exercises and misconceptions are counted`() throws {
    let book = try Self.example()
    #expect(book.results.map { $0.outcomes[.right] } == [1, 1])
    #expect(book.results.map { $0.outcomes[.wrong] } == [2, nil])
    #expect(book.results[1].outcomes[.noProgram] == 1 && book.results[1].outcomes[.missing] == 1)
    let points = Double(book.course.sheets[1].points)
    #expect(book.results[1].meanPoints == points / 3)
    #expect(book.misconceptions.map(\.submissions) == [2])
  }

  @Test func `another variant is told of`() throws {
    let sentences = try Self.example().otherVariants
    #expect(sentences.count == 1)
    #expect(sentences.first?.hasPrefix("Ada, \"A\" was started with variant 7") == true)
    #expect(sentences.first?.contains("--variant 7") == true)
    let many = (1...7).map { GradeBook.Submission(name: "s\($0)", variant: 2, marks: []) }
    let sentence = Self.book(many).otherVariants.first ?? ""
    #expect(sentence.hasPrefix("7 submissions (s1, s2, s3, s4, s5, …) were started"))
  }

  @Test func `Gradescope's results have a test for each exercise`() throws {
    struct Results: Decodable {
      struct Test: Decodable {
        let number, name, status, output, outputFormat, visibility: String
        let score, maxScore: Double
      }
      let tests: [Test]
      let output, visibility, stdoutVisibility: String
    }
    let book = try Self.example()
    let json = GradescopeResults(book.submissions[1], in: book).json
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    #expect(json.contains("\"max_score\"") && json.contains("\"stdout_visibility\""))
    let results = try decoder.decode(Results.self, from: Data(json.utf8))
    #expect(results.tests.map(\.number) == ["01", "02"])
    #expect(results.tests.map(\.status) == ["failed", "failed"])
    #expect(results.tests.map(\.maxScore) == book.course.sheets.map { Double($0.points) })
    #expect(results.tests[0].score == Double(book.course.sheets[0].points / 4))
    #expect(results.tests[0].outputFormat == "md" && results.tests[0].visibility == "visible")
    #expect(results.stdoutVisibility == "hidden" && results.output.contains("variant 7"))
  }

  @Test func `what others wrote moves no cursor`() {
    #expect("a\u{1B}[2Jb\u{202E}c\n\td".printable == "a\u{FFFD}[2Jb\u{FFFD}c\n\td")
    #expect(GradeBook.Submission(name: "a\nb\u{7}", variant: nil, marks: []).label == "a b\u{FFFD}")
  }
}
