import Foundation

/// A student's file of answers as it came back: edited by hand, in whatever editor.
public struct QuestionAnswers: Sendable {
  /// What stands below a question's heading.
  private struct Section: Sendable {
    /// The number of the heading's line, from 1.
    let line: Int
    var lines: [String] = []
  }

  /// The questions.
  public let sheet: QuestionSheet
  private let sections: [String: [Section]]

  /// Reads a file.
  public init(_ text: String, to sheet: QuestionSheet) {
    self.sheet = sheet
    var sections: [String: [Section]] = [:]
    var current: String?
    let ids = Set(sheet.ids)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.map(String.init).enumerated() {
      if let id = Self.heading(line), ids.contains(id) {
        current = id
        sections[id, default: []].append(Section(line: index + 1))
      } else if let id = current, let last = sections[id]?.indices.last {
        sections[id]?[last].lines.append(line)
      }
    }
    self.sections = sections
  }

  /// What was answered to a question with choices, and whether it is right.
  public func verdict(on question: ChoiceQuestion) -> QuestionVerdict {
    switch answer(to: question.id) {
    case .failure(let problem): return .unreadable(problem.sentence)
    case .success(let text) where text.isEmpty: return .notAnswered
    case .success(let text):
      let printed = Self.printed(question, sections[question.id]?.first?.lines ?? [])
      return QuestionVerdict(text, to: question, printed: printed)
    }
  }

  /// What was written to a question that a person reads; nil where its place in the file is gone.
  public func text(of question: TextQuestion) -> String? {
    guard let section = sections[question.id]?.first else { return nil }
    guard let start = section.lines.firstIndex(where: { Self.answer($0) != nil }) else {
      // The line is gone: whatever stands there beside the question was written by the student.
      let own = section.lines.filter { Self.letters($0) != Self.letters(question.text) }
      let text = own.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
      return text.isEmpty ? nil : text
    }
    let lines = [Self.answer(section.lines[start]) ?? ""] + section.lines[(start + 1)...]
    return lines.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  // MARK: - The answer's line

  private struct Problem: Error { let sentence: String }

  private func answer(to id: String) -> Result<String, Problem> {
    func failure(_ sentence: String) -> Result<String, Problem> {
      .failure(Problem(sentence: sentence))
    }
    let file = sheet.file
    guard let found = sections[id], let section = found.first else {
      return failure(
        "the heading '## \(id)' is gone from \(file); write it again above its 'Answer:'")
    }
    if found.count > 1 {
      let places = found.map { "\($0.line)" }.joined(separator: " and ")
      return failure(
        "the heading '## \(id)' stands in lines \(places) of \(file); expected it once")
    }
    var lines = section.lines.indices.compactMap { index in
      Self.answer(section.lines[index]).map { (index, $0) }
    }
    guard let first = lines.first else {
      return failure(
        "the line 'Answer:' is gone below '## \(id)' in \(file); write it again, with your letter")
    }
    // Where the next heading is gone, what follows is the next question's.
    let next = sheet.ids.drop { $0 != id }.dropFirst().first
    let endsHere = next.map { sections[$0] != nil } ?? true
    if !endsHere { lines = [first] }
    let written = lines.filter { !$0.1.isEmpty }
    if written.count > 1 {
      let places = written.map { "\(section.line + 1 + $0.0)" }.joined(separator: " and ")
      return failure("there are two answers, in lines \(places) of \(file); expected one")
    }
    if let only = written.first { return .success(only.1) }
    // Perhaps it stands below.
    let last = lines.last ?? first
    let below = section.lines[(last.0 + 1)...].map(Self.plain).first { !$0.isEmpty }
    return .success(endsHere ? below ?? "" : "")
  }

  /// The name in a heading: `## 15.2a`, `**15.2a**`, or the name alone.
  private static func heading(_ line: String) -> String? {
    let line = line.trimmingCharacters(in: .whitespaces)
    let words = line.trimmingCharacters(in: marks).split(separator: " ")
    guard let word = words.first, line.hasPrefix("#") || line.hasPrefix("**") || words.count == 1
    else { return nil }
    return word.trimmingCharacters(in: marks.union(.init(charactersIn: ".:)("))).lowercased()
  }

  /// What stands behind `Answer:` in a line that begins so.
  private static func answer(_ line: String) -> String? {
    let line = line.trimmingCharacters(in: marks)
    guard line.lowercased().hasPrefix("answer") else { return nil }
    let rest = line.dropFirst("answer".count).drop { " *_\t".contains($0) }
    guard let sign = rest.first, ":：=".contains(sign) else { return nil }
    return plain(String(rest.dropFirst()))
  }

  /// A line without what makes it bold or a quotation.
  private static func plain(_ line: String) -> String { line.trimmingCharacters(in: marks) }

  private static let marks = CharacterSet(charactersIn: "*_#>`~-\u{FEFF}").union(.whitespaces)

  // MARK: - The choices as they stand in the file

  /// Which choice stands behind each letter in the student's file, where that can be told by its words.
  ///
  /// So a letter means what the student read, whatever the order of the term that the file is graded in.
  private static func printed(_ question: ChoiceQuestion, _ lines: [String]) -> [String: Int] {
    var found: [String: Int] = [:]
    let known = question.choices.map { letters($0.text) }
    for line in lines {
      let text = line.trimmingCharacters(in: marks.union(.init(charactersIn: "+•")))
      guard let letter = text.first?.uppercased(), question.letters.contains(letter),
        let sign = text.dropFirst().first, ".)".contains(sign)
      else { continue }
      let words = letters(String(text.dropFirst(2)))
      let same = known.indices.filter { known[$0] == words }
      let begun = known.indices.filter { words.count >= 12 && known[$0].hasPrefix(words) }
      if let index = same.count == 1 ? same[0] : begun.count == 1 ? begun[0] : nil {
        found[letter] = index
      }
    }
    return found
  }

  /// Letters and digits alone, to compare what may have been laid out anew.
  static func letters(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
