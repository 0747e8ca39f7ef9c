/// The exercises of a term, in order.
public struct Course: Sendable {
  /// What this term's numbers and conventions are.
  public let variant: CourseVariant
  /// All exercises.
  public let sheets: [ExerciseSheet]

  /// The questions that are answered in words and letters.
  public var questions: QuestionSheet { .lecture003(variant) }

  /// The course as the tutorials tell it.
  public static let standard = Course()

  /// The exercises in a variant.
  public init(_ variant: CourseVariant = .standard) {
    self.variant = variant
    sheets = (Self.spine(variant) + Self.more(variant) + Self.capstones(variant)).map { sheet in
      var sheet = sheet
      sheet.rules = sheet.rules.adapted(to: variant)
      return sheet
    }
  }

  /// From the chain rule to a network that spells.
  private static func spine(_ variant: CourseVariant) -> [ExerciseSheet] {
    [
      .chainRule(variant), .ownTape(variant), .matmulPullback(variant),
      .softmaxCrossEntropy(variant), .rnnStep(variant), .untiedWeights(variant),
      .backpropagation(variant), .vanishingRate(variant), .truncation(variant), .lstmStep(variant),
      .lstmThroughTime(variant), .hello(variant),
    ]
  }

  /// What the spine leaves out: counting, checking, and what training needs besides.
  private static func more(_ variant: CourseVariant) -> [ExerciseSheet] {
    [
      .shapesAndCounts(variant), .broadcasting(variant), .numericalGradient(variant),
      .clipping(variant), .gruStep(variant), .embedding(variant), .maskedSequenceLoss(variant),
      .perplexityAndTemperature(variant), .optimizers(variant), .windowing(variant),
      .lstmWiring(variant),
    ]
  }

  /// What makes use of all the rest.
  private static func capstones(_ variant: CourseVariant) -> [ExerciseSheet] {
    [.lab01(variant)]
  }

  /// The exercise of a number or a name: `5`, `05`, `rnn-step`, `05-rnn-step`.
  public func sheet(named name: String) -> ExerciseSheet? {
    sheets.first { [$0.id, "\($0.number)", $0.slug, $0.folder].contains(name) }
  }

  /// The course with these exercises alone, by their numbers: an assignment of it.
  public func only(_ numbers: [Int]) -> Course {
    numbers.isEmpty
      ? self : Course(variant: variant, sheets: sheets.filter { numbers.contains($0.number) })
  }

  private init(variant: CourseVariant, sheets: [ExerciseSheet]) {
    self.variant = variant
    self.sheets = sheets
  }
}
