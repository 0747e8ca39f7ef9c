extension GradeBook {
  /// What one student handed in.
  public struct Submission: Sendable {
    /// The name of its folder.
    public let name: String
    /// The number of the variant of the course that it was made with; nil where it does not say.
    public let variant: UInt64?
    /// A mark for each exercise, in their order.
    public let marks: [Mark]
    /// The marks for the questions, which are no part of the sum.
    public var questions: QuestionMarks?

    /// The name as it may be printed.
    public var label: String {
      name.printable.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
    /// The sum of its points.
    public var points: Int { marks.reduce(0) { $0 + $1.points } }

    /// That it was made with another variant than the course's, in a sentence; nil where it was not.
    public func otherVariant(than course: Course) -> String? {
      guard let variant, variant != course.variant.seed else { return nil }
      return
        "The exercises were started with variant \(variant) of the course, and are marked by variant \(course.variant.seed): "
        + "what asks for other numbers or conventions is wrong for that reason."
    }
  }

  /// The submissions that were made with another variant, in sentences that say how to mark them.
  public var otherVariants: [String] {
    let strangers = submissions.filter { $0.otherVariant(than: course) != nil }
    return Set(strangers.compactMap(\.variant)).sorted().map { variant in
      let names = strangers.filter { $0.variant == variant }.map(\.label)
      let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
      return names.count == 1
        ? "\(shown) was started with variant \(variant) of the course, and marked here by variant \(course.variant.seed). "
          + "It is to be marked with --variant \(variant), unless it is of another term."
        : "\(names.count) submissions (\(shown)) were started with variant \(variant) of the course, and marked here by "
          + "variant \(course.variant.seed). They are to be marked with --variant \(variant), unless they are of another term."
    }
  }
}

// MARK: - Questions

extension GradeBook {
  /// Whether anybody handed in answers to the questions.
  var hasQuestions: Bool { submissions.contains { $0.questions?.verdicts != nil } }
}

// MARK: - Statistics

extension GradeBook {
  /// How an exercise went.
  public struct ExerciseResult: Sendable {
    /// The exercise.
    public let sheet: ExerciseSheet
    /// How many submissions ended how.
    public let outcomes: [Outcome: Int]
    /// The mean of their points.
    public let meanPoints: Double
  }

  /// How each exercise went.
  public var results: [ExerciseResult] {
    course.sheets.indices.map { index in
      let marks = submissions.map { $0.marks[index] }
      return ExerciseResult(
        sheet: course.sheets[index],
        outcomes: Dictionary(marks.map { ($0.outcome, 1) }, uniquingKeysWith: +),
        meanPoints: Double(marks.reduce(0) { $0 + $1.points }) / Double(max(1, marks.count)))
    }
  }

  /// How often a misconception was found.
  public struct Count: Sendable {
    /// The exercise.
    public let sheet: ExerciseSheet
    /// The misconception.
    public let misconception: Misconception
    /// In how many submissions.
    public let submissions: Int
  }

  /// The misconceptions that were found, the commonest first.
  public var misconceptions: [Count] {
    course.sheets.enumerated().flatMap { index, sheet in
      sheet.rules.misconceptions.compactMap { misconception in
        let found = submissions.count {
          $0.marks[index].finding?.explanation?.name == misconception.name
        }
        return found == 0
          ? nil : Count(sheet: sheet, misconception: misconception, submissions: found)
      }
    }.sorted { $0.submissions > $1.submissions }
  }
}
