import UnrollAutodiff
import UnrollNumerics

/// Questions of the kind "man is to king as woman is to …", in sections: Mikolov's `questions-words.txt`.
///
/// A line `: family` begins a section; every other line has four words, the last of them the answer.
public struct AnalogyQuestions: Equatable, Sendable {
  /// One question: a is to b as c is to `answer`.
  public struct Question: Hashable, Sendable {
    /// The words a, b and c.
    public let a, b, c: String
    /// The word d.
    public let answer: String

    /// a is to b as c is to `answer`.
    public init(_ a: String, _ b: String, _ c: String, answer: String) {
      (self.a, self.b, self.c, self.answer) = (a, b, c, answer)
    }
  }

  /// Questions of one kind.
  public struct Section: Equatable, Sendable {
    /// What they ask about.
    public let name: String
    /// The questions in the file's order.
    public var questions: [Question]

    /// Questions under a name.
    public init(_ name: String, _ questions: [Question]) {
      self.name = name
      self.questions = questions
    }
  }

  /// The sections in the file's order.
  public let sections: [Section]

  /// Sections of questions.
  public init(_ sections: [Section]) { self.sections = sections }

  /// The number of questions.
  public var count: Int { sections.reduce(0) { $0 + $1.questions.count } }
}

extension WordVectors {
  /// How many questions of each section are answered, and how many of them rightly.
  ///
  /// A question counts where all its four words have vectors; words are looked up as they are written,
  /// or else in small letters. The answer is the nearest word but for a, b and c; these stay in where
  /// `keepingWords` says so.
  ///
  /// Questions are answered many at a time: with U `[words, dimensions]` the vectors divided by their
  /// lengths, and T `[questions, dimensions]` the rows `u_b − u_a + u_c`, all their cosines but for
  /// T's lengths, which change no order, are the product `T Uᵀ`.
  public func score(
    on questions: AnalogyQuestions, keepingWords: Bool = false
  ) -> AnalogyScore {
    let unit = Variable(unitVectors)
    // At most 32 MB of cosines at a time, however many words there are.
    let batchSize = max(1, min(256, 8_000_000 / max(1, count)))
    return AnalogyScore(
      rows: questions.sections.map { section in
        AnalogyScore.Row(
          section: section.name, count: section.questions.count,
          answered: section.questions.compactMap(questionRows).batches(of: batchSize).map {
            rightAnswers($0, among: unit, keepingWords)
          }.reduce((0, 0)) { ($0.0 + $1.right, $0.1 + $1.count) })
      })
  }

  private typealias QuestionRows = (a: Int, b: Int, c: Int, answer: Int)

  private func questionRows(_ question: AnalogyQuestions.Question) -> QuestionRows? {
    guard let a = rowOfEitherCase(question.a), let b = rowOfEitherCase(question.b),
      let c = rowOfEitherCase(question.c), let answer = rowOfEitherCase(question.answer)
    else { return nil }
    return (a, b, c, answer)
  }

  private func rightAnswers(
    _ questions: [QuestionRows], among unit: Variable, _ keepingWords: Bool
  ) -> (right: Int, count: Int) {
    func vectors(_ rows: [Int]) -> Variable { gather(unit, IntTensor(rows)) }
    let targets =
      vectors(questions.map(\.b)) - vectors(questions.map(\.a)) + vectors(questions.map(\.c))
    var cosines = matmul(targets, unit, transposeB: true).value.floats  // [questions, words]
    if !keepingWords {
      for (index, question) in questions.enumerated() {
        for row in [question.a, question.b, question.c] {
          cosines[index * count + row] = -.infinity
        }
      }
    }
    let best = Tensor(cosines, shape: [questions.count, count]).max(axes: [1]).floats
    let right = questions.indices.count { index in
      let answer = index * count + questions[index].answer
      guard best[index].isFinite, cosines[answer] == best[index] else { return false }
      // Of equally near words the first counts.
      return cosines[(index * count)..<((index + 1) * count)].firstIndex(of: best[index]) == answer
    }
    return (right, questions.count)
  }
}

/// How well vectors answer questions, section by section.
public struct AnalogyScore: Equatable, Sendable {
  /// The questions of one section.
  public struct Row: Equatable, Sendable {
    /// What they ask about.
    public let section: String
    /// How many there are.
    public let count: Int
    /// How many have vectors for all four words.
    public let covered: Int
    /// How many of these are answered rightly.
    public let right: Int

    /// The share of right answers among the covered questions; nil where none is covered.
    public var accuracy: Double? { covered == 0 ? nil : Double(right) / Double(covered) }

    init(section: String, count: Int, answered: (right: Int, covered: Int)) {
      self.section = section
      self.count = count
      (right, covered) = answered
    }
  }

  /// The sections in the questions' order.
  public let rows: [Row]

  /// All sections together.
  public var total: Row {
    Row(
      section: "all of them", count: rows.reduce(0) { $0 + $1.count },
      answered: (rows.reduce(0) { $0 + $1.right }, rows.reduce(0) { $0 + $1.covered }))
  }
}

extension Array {
  /// The elements in runs of a length, the last one perhaps shorter.
  fileprivate func batches(of length: Int) -> [[Element]] {
    stride(from: 0, to: count, by: length).map {
      Array(self[$0..<Swift.min($0 + length, count)])
    }
  }
}
