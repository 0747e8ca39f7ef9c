import UnrollNumerics

/// The questions to a lecture that are answered in words or letters instead of Swift.
public struct QuestionSheet: Sendable {
  /// The lecture's number: `003`.
  public let lecture: String
  /// What it is about.
  public let title: String
  /// Those that a person reads.
  public let texts: [TextQuestion]
  /// Those with choices.
  public let choices: [ChoiceQuestion]

  /// The name of the student's file, in the student's folder.
  public var file: String { "Questions/lecture-\(lecture).md" }
  /// What the choices count together.
  public var possible: Int { choices.reduce(0) { $0 + $1.points } }
  /// The names of all questions.
  public var ids: [String] { texts.map(\.id) + choices.map(\.id) }

  /// The names that are meant by one: `15.3` is all that begin with it, 15.3a and 15.3b.
  public func ids(named name: String) -> [String] {
    let name = name.lowercased()
    return ids.filter { $0 == name || ($0.hasPrefix(name) && $0.dropFirst(name.count).count == 1) }
  }
}

/// A question that is answered in a few sentences.
public struct TextQuestion: Sendable {
  /// Its number in the lecture: `15.1`.
  public let id: String
  /// What is asked.
  public let text: String
  /// What it counts.
  public let points: Int
}

/// A question of which one choice is right, or several.
public struct ChoiceQuestion: Sendable {
  /// One of the things that may be answered.
  public struct Choice: Sendable {
    /// What it says.
    public let text: String
    /// Why it is wrong; nil where it is right.
    public let explanation: String?

    static func right(_ text: String) -> Choice { Choice(text: text, explanation: nil) }

    static func wrong(_ text: String, because explanation: String) -> Choice {
      Choice(text: text, explanation: explanation)
    }
  }

  /// Its number in the lecture, with a letter of its own: `15.3a`.
  public let id: String
  /// What is asked.
  public let text: String
  /// The choices, in the order of the term.
  public let choices: [Choice]
  /// What it counts.
  public var points: Int { 1 }

  /// Whether more than one choice is right.
  public var asksForAll: Bool { choices.count { $0.explanation == nil } > 1 }
  /// `A`, `B`, … for the choices in order.
  public var letters: [String] {
    choices.indices.map { String("ABCDEFGH".dropFirst($0).prefix(1)) }
  }

  /// A question whose choices come in the order of a term.
  init(_ id: String, _ text: String, _ variant: CourseVariant, _ choices: [Choice]) {
    (self.id, self.text) = (id, text)
    var generator = SeededGenerator(seed: variant.seed, stream: "questions/\(id)")
    self.choices = choices.shuffled(using: &generator)
  }
}
