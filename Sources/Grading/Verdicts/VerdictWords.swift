import Foundation

/// What a reader is told of a verdict, paragraph by paragraph: on a screen, or in a file of feedback.
public struct VerdictWords: Sendable {
  /// A paragraph, and what it is.
  public enum Paragraph: Equatable, Sendable {
    /// The verdict in a few words.
    case verdict(String, isGood: Bool)
    /// A title.
    case heading(String)
    /// Running text.
    case text(String)
    /// One of several.
    case item(String)
    /// What a compiler or a program said, or a formula: laid out by hand.
    case verbatim(String)
    /// Some room.
    case gap
  }

  /// The paragraphs, in order.
  public let paragraphs: [Paragraph]

  /// What is to be said of a verdict on an exercise; nil is the verdict where nothing was handed in.
  public init(_ verdict: Verdict?, _ sheet: ExerciseSheet) {
    paragraphs = verdict.map { Self.paragraphs($0, sheet) } ?? [.text("Nothing was handed in.")]
  }

  private static func paragraphs(_ verdict: Verdict, _ sheet: ExerciseSheet) -> [Paragraph] {
    switch verdict {
    case .passed: passed(sheet)
    case .notWritten(let part, let what, let right):
      (right.isEmpty
        ? []
        : [.verdict("\(right.joined(separator: ", ")): right in every case.", isGood: true)])
        + [
          .text(
            "\(sentence(part)) is not written yet\(what.isEmpty ? "" : " (\(what))"). Put your code in place of notWritten(…)."
          )
        ]
    case .notCompiled(let text):
      [.verdict("The compiler does not understand it:", isGood: false), .verbatim(text)]
    case .forbidden(let name, let line):
      [
        .text(
          IsolationNames.why(name) ?? ForbiddenNames.why(import: name, line: line)
            ?? "Line \(line) uses \(name), which does what this exercise is about. Write it yourself, with what the file "
            + "begins with.")
      ]
    case .timedOut(let part, let caseName, let seconds):
      [
        .text(
          "\(sentence(part)) did not come to an end in \(Int(seconds)) seconds (\(caseName)), and was stopped. Is there a loop "
            + "whose condition stays true?")
      ]
    case .crashed(let part, let caseName, let said):
      [.verdict("\(sentence(part)) crashed (\(caseName)):", isGood: false), .verbatim(said)]
    case .stopped(let reason): [.text("The program was stopped: \(reason).")]
    case .unreadable(let reason): [.text("The file was not read: \(reason).")]
    case .wrong(let finding): paragraphs(finding, sheet)
    }
  }

  /// A function at the beginning of a sentence: its name as it is, words with a capital.
  private static func sentence(_ part: String) -> String {
    part.hasPrefix("the ") ? "T" + part.dropFirst() : part
  }

  private static func passed(_ sheet: ExerciseSheet) -> [Paragraph] {
    var words: [Paragraph] = [
      .verdict(
        "Passed: every \(sheet.noun) is right. \(sheet.points) point\(sheet.points == 1 ? "" : "s").",
        isGood: true), .gap,
    ]
    if let drawing = sheet.drawing { words += [.verbatim(drawing), .gap] }
    return words + [
      .heading("The question before"), .text(sheet.question.text), .text(sheet.question.answer),
      .gap,
    ]
  }

  private static func paragraphs(_ finding: Finding, _ sheet: ExerciseSheet) -> [Paragraph] {
    var words: [Paragraph] = [
      .verdict("Not right yet: \(finding.part), \(finding.caseName)", isGood: false),
      .text(finding.sentence),
    ]
    func list(_ heading: String, _ misconceptions: [Misconception]) {
      words += [.gap, .text(heading)]
      words += misconceptions.map { .item("\($0.name). \($0.explanation)") }
    }
    if let one = finding.explanation {
      words += [
        .gap, .text("These are, in every case, the \(sheet.noun)s of \(one.name)."),
        .text(one.explanation),
      ]
    } else if !finding.misconceptions.isEmpty {
      list(
        "These are the \(sheet.noun)s of several mistakes; it may be one of them:",
        finding.misconceptions)
    } else if !finding.candidates.isEmpty {
      list(
        finding.isEarly
          ? "The program ended before all was asked. Until then its \(sheet.noun)s are those of this:"
          : "What is wrong first is what comes out of this; elsewhere your \(sheet.noun)s are others, so it may not be all:",
        finding.candidates)
    }
    if finding.explanation == nil, !finding.relations.isEmpty {
      words.append(.gap)
      words += finding.relations.map { .text("In every case \($0).") }
    }
    if !finding.inputs.isEmpty {
      words += [.gap, .text("\(finding.part) was called with")]
      words.append(.verbatim(finding.inputs.map { "  " + $0 }.joined(separator: "\n")))
    }
    return words
  }
}

// MARK: - Markdown

extension VerdictWords {
  /// The paragraphs in Markdown.
  public var markdown: String {
    var lines: [String] = []
    var isList = false
    for paragraph in paragraphs {
      let text: String
      switch paragraph {
      case .gap: continue
      case .verdict(let words, _): text = "**\(Markdown.escaped(words))**"
      case .heading(let words): text = "*\(Markdown.escaped(words))*"
      case .text(let words): text = Markdown.escaped(words)
      case .item(let words): text = "- \(Markdown.escaped(words))"
      case .verbatim(let words): text = Markdown.fenced(words)
      }
      let isItem = text.hasPrefix("- ")
      if !lines.isEmpty && !(isItem && isList) { lines.append("") }
      lines.append(text)
      isList = isItem
    }
    return lines.joined(separator: "\n")
  }
}

/// Text that is to be read as it is.
enum Markdown {
  /// With what would be markup made harmless; words between backticks stay code.
  static func escaped(_ text: String) -> String {
    String(
      text.flatMap { character -> [Character] in
        "\\*_<[".contains(character) ? ["\\", character] : [character]
      })
  }

  /// As code, in a fence that it can't close.
  static func fenced(_ text: String) -> String {
    var fence = "```"
    while text.contains(fence) { fence += "`" }
    return "\(fence)text\n\(text)\n\(fence)"
  }
}
