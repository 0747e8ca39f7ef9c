import Foundation
import Testing

@testable import UnrollGrading

/// The questions to lecture 003, each right and each wrong choice of them.
@Suite struct QuestionSheetTests {
  private static let sheet = Course.standard.questions
  static let ids = sheet.choices.map(\.id)

  /// A file with one answer.
  private func answers(_ id: String, _ answer: String, _ variant: UInt64) throws -> (
    QuestionVerdict, ChoiceQuestion
  ) {
    let sheet = Course(CourseVariant(variant)).questions
    let question = try #require(sheet.choices.first { $0.id == id })
    let parts = sheet.markdown.components(separatedBy: "## \(id)\n")
    let below = try #require(parts.last).replacing(
      "\nAnswer:", with: "\nAnswer: \(answer)", maxReplacements: 1)
    let file = parts[0] + "## \(id)\n" + below
    return (QuestionAnswers(file, to: sheet).verdict(on: question), question)
  }

  private func letters(_ question: ChoiceQuestion, _ isMeant: (ChoiceQuestion.Choice) -> Bool)
    -> [String]
  {
    zip(question.letters, question.choices).filter { isMeant($1) }.map(\.0)
  }

  @Test(arguments: ids, [0, 1, 2])
  func `what is right is right, and each wrong choice has its own explanation`(
    id: String, variant: UInt64
  ) throws {
    let (empty, question) = try answers(id, "", variant)
    #expect(empty == .notAnswered)
    let right = letters(question) { $0.explanation == nil }
    #expect(try answers(id, right.joined(separator: ", "), variant).0 == .right)
    for (letter, choice) in zip(question.letters, question.choices) {
      let (verdict, _) = try answers(id, letter, variant)
      guard let explanation = choice.explanation else {
        #expect(verdict == (question.asksForAll ? .wrong([], isIncomplete: true) : .right))
        continue
      }
      let mistake = QuestionVerdict.Mistake(letter: letter, explanation: explanation)
      #expect(verdict == .wrong([mistake], isIncomplete: question.asksForAll))
      guard question.asksForAll else { continue }
      let (both, _) = try answers(id, (right + [letter]).joined(separator: " "), variant)
      #expect(both == .wrong([mistake], isIncomplete: false))
    }
  }

  @Test func `every choice of every question is different, and so is every explanation`() {
    let sheet = Self.sheet
    #expect((8...12).contains(sheet.choices.count))
    #expect(Set(sheet.ids).count == sheet.ids.count)
    #expect(
      Set(sheet.ids.map { String($0.prefix(4)) }) == ["15.1", "15.2", "15.3", "15.4", "15.5"])
    let explanations = sheet.choices.flatMap { $0.choices.compactMap(\.explanation) }
    #expect(Set(explanations).count == explanations.count)
    for question in sheet.choices {
      let texts = question.choices.map { QuestionAnswers.letters($0.text) }
      #expect(Set(texts).count == texts.count && texts.count >= 4)
      let right = question.choices.filter { $0.explanation == nil }
      #expect(!right.isEmpty && right.count < texts.count)
      // No explanation says what is right instead.
      for text in right.map({ QuestionAnswers.letters($0.text) }) {
        let tell = question.choices.compactMap(\.explanation).filter {
          QuestionAnswers.letters($0).contains(text)
        }
        #expect(tell == [], "\(question.id)")
      }
    }
  }

  @Test func `in another term the letters are others`() {
    func right(_ seed: UInt64) -> [String] {
      Course(CourseVariant(seed)).questions.choices.map { question in
        letters(question) { $0.explanation == nil }.joined()
      }
    }
    #expect(right(0) == right(0))
    for (a, b) in [(0, 1), (1, 2), (0, 2)] as [(UInt64, UInt64)] {
      let changed = zip(right(a), right(b)).count { $0 != $1 }
      #expect(changed >= 6, "\(changed) of 12")
    }
    // And none is the right one's more often than not.
    let all = (0...9).flatMap { right($0) }
    for letter in ["A", "B", "C", "D"] { #expect(all.count { $0 == letter } < all.count / 2) }
  }

  @Test func `a question is found by its number, or all of an exercise`() {
    #expect(Self.sheet.ids(named: "15.3") == ["15.3a", "15.3b"])
    #expect(Self.sheet.ids(named: "15.2C") == ["15.2c"])
    #expect(Self.sheet.ids(named: "15.1") == ["15.1"])
    #expect(Self.sheet.ids(named: "15").isEmpty && Self.sheet.ids(named: "").isEmpty)
  }
}
