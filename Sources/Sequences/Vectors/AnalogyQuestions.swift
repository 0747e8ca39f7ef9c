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
  /// Beside it, how many would be answered rightly by the word nearest to c alone: what a sum is worth shows
  /// only where it beats that (T. Linzen, "Issues in evaluating semantic spaces using word analogies", 2016).
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
            answered($0, among: unit, keepingWords)
          }.reduce(AnalogyScore.Answered()) { $0 + $1 })
      })
  }

  private typealias QuestionRows = (a: Int, b: Int, c: Int, answer: Int)

  private func questionRows(_ question: AnalogyQuestions.Question) -> QuestionRows? {
    guard let a = rowOfEitherCase(question.a), let b = rowOfEitherCase(question.b),
      let c = rowOfEitherCase(question.c), let answer = rowOfEitherCase(question.answer)
    else { return nil }
    return (a, b, c, answer)
  }

  private func answered(
    _ questions: [QuestionRows], among unit: Variable, _ keepingWords: Bool
  ) -> AnalogyScore.Answered {
    func vectors(_ rows: [Int]) -> Variable { gather(unit, IntTensor(rows)) }
    let c = vectors(questions.map(\.c))
    let sums = vectors(questions.map(\.b)) - vectors(questions.map(\.a)) + c
    return AnalogyScore.Answered(
      covered: questions.count,
      right: rightAnswers(questions, near: sums, among: unit, keepingWords),
      rightByNeighbour: rightAnswers(questions, near: c, among: unit, false))
  }

  /// How many questions' answers are the word nearest to the question's target.
  private func rightAnswers(
    _ questions: [QuestionRows], near targets: Variable, among unit: Variable, _ keepingWords: Bool
  ) -> Int {
    var cosines = matmul(targets, unit, transposeB: true).value.floats  // [questions, words]
    if !keepingWords {
      for (index, question) in questions.enumerated() {
        for row in [question.a, question.b, question.c] {
          cosines[index * count + row] = -.infinity
        }
      }
    }
    let best = Tensor(cosines, shape: [questions.count, count]).max(axes: [1]).floats
    return questions.indices.count { index in
      let answer = index * count + questions[index].answer
      guard best[index].isFinite, cosines[answer] == best[index] else { return false }
      // Of equally near words the first counts.
      return cosines[(index * count)..<((index + 1) * count)].firstIndex(of: best[index]) == answer
    }
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
    public var covered: Int { answered.covered }
    /// How many of these are answered rightly.
    public var right: Int { answered.right }
    /// How many of these would be answered rightly by the word nearest to c, the other words of the question left out.
    public var rightByNeighbour: Int { answered.rightByNeighbour }

    /// The share of right answers among the covered questions; nil where none is covered.
    public var accuracy: Double? { covered == 0 ? nil : Double(right) / Double(covered) }

    /// The share of the covered questions that the word nearest to c answers; nil where none is covered.
    public var accuracyByNeighbour: Double? {
      covered == 0 ? nil : Double(rightByNeighbour) / Double(covered)
    }

    let answered: Answered
  }

  /// How many questions were answered, and how many of them rightly.
  struct Answered: Equatable, Sendable {
    var covered = 0
    var right = 0
    var rightByNeighbour = 0

    static func + (a: Answered, b: Answered) -> Answered {
      Answered(
        covered: a.covered + b.covered, right: a.right + b.right,
        rightByNeighbour: a.rightByNeighbour + b.rightByNeighbour)
    }
  }

  /// The sections in the questions' order.
  public let rows: [Row]

  /// All sections together.
  public var total: Row {
    Row(
      section: "all of them", count: rows.reduce(0) { $0 + $1.count },
      answered: rows.map(\.answered).reduce(Answered()) { $0 + $1 })
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
