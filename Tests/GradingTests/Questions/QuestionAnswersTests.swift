import Foundation
import Testing

@testable import UnrollGrading

/// Files of answers as they come back from editors and people.
@Suite struct QuestionAnswersTests {
  private let sheet: QuestionSheet
  private let single, several: ChoiceQuestion

  init() throws {
    sheet = Course.standard.questions
    single = try #require(sheet.choices.first { $0.id == "15.2a" })
    several = try #require(sheet.choices.first { $0.id == "15.5b" })
  }

  private func right(_ question: ChoiceQuestion) -> [String] {
    zip(question.letters, question.choices).filter { $1.explanation == nil }.map(\.0)
  }

  /// The section of a question in the file as it is in the beginning.
  private func section(_ question: ChoiceQuestion) -> String {
    let parts = sheet.markdown.components(separatedBy: "## ")
    return "## " + (parts.first { $0.hasPrefix(question.id + "\n") } ?? "")
  }

  private func verdict(_ question: ChoiceQuestion, _ change: (String) -> String) -> QuestionVerdict
  {
    let section = section(question)
    return QuestionAnswers(
      sheet.markdown.replacing(section, with: change(section)), to: sheet
    ).verdict(on: question)
  }

  private func answered(_ question: ChoiceQuestion, _ line: String) -> QuestionVerdict {
    verdict(question) { $0.replacing("Answer:", with: line) }
  }

  @Test(arguments: [
    "Answer: X", "Answer:X", "answer: x", "  Answer :  X  ", "**Answer:** X", "**Answer: X**",
    "Answer: **X**", "Answer: _x_", "- Answer: X.", "> Answer: (X)", "ANSWER: X)", "Answer:\tX",
    "Answer:\nX", "Answer:\n\n  **X**", "Answer: X X", "Answer: 'X'", "*Answer:* `X`", "Answer = X",
    "Answer:\nAnswer: X", "Answer:\u{A0}X",
  ])
  func `a letter is found, however it is written`(line: String) {
    let letter = right(single)[0]
    let line = line.replacing("X", with: letter).replacing("x", with: letter.lowercased())
    #expect(answered(single, line) == .right, "\(line)")
  }

  @Test(arguments: [", ", ",", " ", "; ", " and ", "", " & ", "/", "**, **"])
  func `several letters are found, in any order`(separator: String) {
    let letters = right(several)
    #expect(answered(several, "Answer: " + letters.joined(separator: separator)) == .right)
    let turned = letters.reversed().map { $0.lowercased() }
    #expect(answered(several, "Answer: " + turned.joined(separator: separator)) == .right)
  }

  @Test func `the words of a choice may stand behind its letter`() throws {
    let letter = right(single)[0]
    #expect(answered(single, "Answer: \(letter). Three.") == .right)
    #expect(answered(single, "Answer: \(letter)) three") == .right)
    guard case .unreadable = answered(single, "Answer: \(letter) or something else") else {
      Issue.record("taken for an answer")
      return
    }
  }

  @Test func `lines may end as on Windows, and the file may begin with a mark`() {
    let file = sheet.markdown.replacing("Answer:", with: "Answer: \(right(single)[0])")
    let windows = "\u{FEFF}" + file.replacing("\n", with: "\r\n")
    #expect(QuestionAnswers(windows, to: sheet).verdict(on: single) == .right)
    #expect(
      QuestionAnswers(windows.replacing("##", with: "  ###"), to: sheet).verdict(on: single)
        == .right)
    for heading in ["**15.2A**", "15.2a", "# 15.2a:"] {
      let other = file.replacing("## 15.2a", with: heading)
      #expect(QuestionAnswers(other, to: sheet).verdict(on: single) == .right)
    }
  }

  @Test func `what can't be read gets a sentence`() {
    let letter = right(single)[0]
    let cases: [(QuestionVerdict, String)] = [
      (answered(single, "Answer: E"), "there is no choice E; expected one of A, B, C, D"),
      (answered(single, "Answer: A, B"), "found A, B; expected one letter"),
      (answered(single, "Answer: ab"), "found A, B; expected one letter"),
      (answered(single, "Answer: A or B"), "found 'A or B'; expected one of A, B, C, D"),
      (answered(single, "Answer: three"), "found 'three'; expected one of A, B, C, D"),
      (answered(single, "Answer: ?"), "found '?'; expected one of A, B, C, D"),
      (
        answered(several, "Answer: A, Z"), "there is no choice Z; expected letters of A, B, C, D, E"
      ),
      (answered(single, "Answer: 3"), "there is no choice 3; expected one of A, B, C, D"),
      (
        answered(single, "Answer: a\u{1B}[31m very long remark about what all of this may be"),
        "found 'a\u{FFFD}[31m very long remark about what all …'; expected one of A, B, C, D"
      ),
      (
        answered(single, "My answer is \(letter)"),
        "the line 'Answer:' is gone below '## 15.2a' in Questions/lecture-003.md; write it again, with your letter"
      ),
      (
        verdict(single) { $0.replacing("## 15.2a", with: "") },
        "the heading '## 15.2a' is gone from Questions/lecture-003.md; write it again above its 'Answer:'"
      ),
    ]
    for (verdict, sentence) in cases { #expect(verdict == .unreadable(sentence)) }
  }

  @Test func `two answers, or a question twice, are told with their lines`() {
    guard case .unreadable(let two) = answered(single, "Answer: A\nAnswer: B"),
      case .unreadable(let twice) = verdict(single, { $0 + $0 })
    else {
      Issue.record("taken for an answer")
      return
    }
    let lines = sheet.markdown.components(separatedBy: "\n")
    let heading = (lines.firstIndex(of: "## 15.2a") ?? 0) + 1
    #expect(two.hasPrefix("there are two answers, in lines \(heading + 9) and \(heading + 10) of "))
    #expect(lines[heading + 8] == "Answer:")
    #expect(twice.hasPrefix("the heading '## 15.2a' stands in lines \(heading) and "))
  }

  @Test func `a letter means what stands behind it in the student's file`() throws {
    // Graded in another term's order, and with choices that the student moved about.
    let other = Course(CourseVariant(1)).questions
    for question in sheet.choices {
      let file = sheet.markdown.replacing(
        section(question),
        with: section(question).replacing(
          "Answer:", with: "Answer: " + right(question).joined(separator: " ")))
      let same = try #require(other.choices.first { $0.id == question.id })
      #expect(QuestionAnswers(file, to: other).verdict(on: same) == .right, "\(question.id)")
    }
    // Where the choices are gone, the term's order counts.
    let letter = right(single)[0]
    #expect(verdict(single) { _ in "## 15.2a\nAnswer: \(letter)\n" } == .right)
  }

  @Test func `a text is all that stands behind its Answer, up to the next question`() throws {
    let question = sheet.texts[0]
    func text(_ file: String) -> String? { QuestionAnswers(file, to: sheet).text(of: question) }
    let file = sheet.markdown
    #expect(text(file) == "")
    let mine = "First.\n\n## Of my own\n\n- a\n- b\n\nAnswer: none"
    #expect(text(file.replacing("Answer:", with: "Answer: \(mine)", maxReplacements: 1)) == mine)
    #expect(
      text(file.replacing("Answer:", with: "Answer:\n\n\(mine)\n", maxReplacements: 1)) == mine)
    #expect(text(file.replacing("Answer:", with: "Only this.", maxReplacements: 1)) == "Only this.")
    #expect(text(file.replacing("## 15.1", with: "## 15.x")) == nil)
    // What stands there does not disturb the questions below.
    let both = file.replacing("Answer:", with: "Answer: \(mine)", maxReplacements: 1)
    #expect(QuestionAnswers(both, to: sheet).verdict(on: single) == .notAnswered)
  }

  @Test(arguments: ["", "\n", "## 15.2a", "## ", "Answer: A", "\u{0}\u{FFFD}", "## 15.2a\nAnswer:"])
  func `a file that is none stops nothing`(file: String) {
    let answers = QuestionAnswers(file, to: sheet)
    for question in sheet.choices {
      let verdict = answers.verdict(on: question)
      #expect(verdict != .right)
    }
  }
}
