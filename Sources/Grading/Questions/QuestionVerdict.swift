import Foundation

/// What an answer to a question with choices comes to.
public enum QuestionVerdict: Sendable, Equatable {
  /// Nothing stands behind `Answer:`.
  case notAnswered
  /// It can't be told what is meant, or where it should stand: why.
  case unreadable(String)
  /// All that is right was chosen, and nothing else.
  case right
  /// What was chosen and is wrong, with its explanation; and whether something that is right is missing.
  case wrong([Mistake], isIncomplete: Bool)

  /// A choice that is wrong.
  public struct Mistake: Sendable, Equatable {
    /// Its letter in the student's file.
    public let letter: String
    /// Why it is wrong.
    public let explanation: String
  }

  /// Reads letters.
  /// - Parameter printed: Which choice stands behind a letter, where it is not the one that belongs there.
  init(_ text: String, to question: ChoiceQuestion, printed: [String: Int] = [:]) {
    let letters: [String]
    switch Self.letters(text, question) {
    case .failure(let problem):
      self = .unreadable(problem.sentence)
      return
    case .success(let found): letters = found
    }
    if !question.asksForAll, letters.count > 1 {
      self = .unreadable("found \(letters.joined(separator: ", ")); expected one letter")
      return
    }
    var chosen: Set<Int> = []
    var mistakes: [Mistake] = []
    for letter in letters {
      guard let index = printed[letter] ?? question.letters.firstIndex(of: letter) else { continue }
      chosen.insert(index)
      if let explanation = question.choices[index].explanation {
        mistakes.append(Mistake(letter: letter, explanation: explanation))
      }
    }
    let right = question.choices.indices.filter { question.choices[$0].explanation == nil }
    let isIncomplete = question.asksForAll && !chosen.isSuperset(of: right)
    self = mistakes.isEmpty && !isIncomplete ? .right : .wrong(mistakes, isIncomplete: isIncomplete)
  }

  private struct Problem: Error { let sentence: String }

  /// The letters in an answer, each once and in order: `b`, `A, C`, `a and c`, `AC`, `B. Three.`
  private static func letters(
    _ text: String, _ question: ChoiceQuestion
  ) -> Result<[String], Problem> {
    let marks = CharacterSet(charactersIn: "*_`~.:!?()[]{}<>\"'“”‘’–—-")
    let words = text.split { " ,;/&+\t\u{A0}".contains($0) }
      .map { $0.trimmingCharacters(in: marks).uppercased() }
      .filter { !$0.isEmpty && $0 != "AND" }
    let known = Set(question.letters)
    var found = words
    if words.count == 1, words[0].count > 1, words[0].allSatisfy({ known.contains("\($0)") }) {
      found = words[0].map { "\($0)" }
    } else if let first = words.first, words.count > 1,
      let index = question.letters.firstIndex(of: first)
    {
      // The words of the choice may stand behind its letter.
      let rest = QuestionAnswers.letters(String(text.drop { !$0.isLetter }.dropFirst()))
      let own = question.choices.map { QuestionAnswers.letters($0.text) }
      let isOwn = own[index] == rest || own.contains { rest.count >= 4 && $0.hasPrefix(rest) }
      if isOwn { found = [first] }
    }
    let expected = question.letters.joined(separator: ", ")
    let wanted = question.asksForAll ? "letters of \(expected)" : "one of \(expected)"
    guard !found.isEmpty, found.allSatisfy({ $0.count == 1 }) else {
      return .failure(Problem(sentence: "found '\(Self.shown(text))'; expected \(wanted)"))
    }
    if let unknown = found.first(where: { !known.contains($0) }) {
      return .failure(
        Problem(sentence: "there is no choice \(Self.shown(unknown)); expected \(wanted)"))
    }
    return .success(question.letters.filter(found.contains))
  }

  /// A student's words in a sentence of ours: a line, not too long, and nothing that a terminal obeys.
  private static func shown(_ text: String) -> String {
    let text = text.printable
    return text.count <= 40 ? text : text.prefix(39) + "…"
  }
}
