import UnrollNumerics

/// What changes from term to term and leaves the exercises what they are: numbers, sizes and conventions.
///
/// The standard course is that of the tutorials. Any other variant has a network of its own that is computed by hand,
/// other sizes in its cases, and conventions that a solution of the term before does not follow.
public struct CourseVariant: Sendable {
  /// Its number; 0 is the standard course.
  public let seed: UInt64
  /// The network that is computed by hand.
  let network: HandNetwork
  /// How matrices of weights stand.
  let layout: WeightLayout
  /// What each size from 2 to 6 becomes.
  private let sizes: [Int]

  /// The course as the tutorials tell it.
  public static let standard = CourseVariant(0)

  /// The course of a number: the same for the same number, everywhere.
  public init(_ seed: UInt64) {
    self.seed = seed
    guard seed != 0 else {
      network = .standard
      layout = .inputsByUnits
      sizes = Array(2...6)
      return
    }
    var generator = SeededGenerator(seed: seed, stream: "course/variant")
    network = HandNetwork.drawn(by: &generator)
    // The first variants differ in convention from one to the next, so that two terms in a row do.
    layout = seed.isMultiple(of: 2) ? .inputsByUnits : .unitsByInputs
    sizes = Array(2...6).shuffled(using: &generator)
  }

  /// A size in this variant: 1 remains 1, and sizes up to 6 that differ still do.
  func size(_ standard: Int) -> Int {
    (2...6).contains(standard) ? sizes[standard - 2] : standard
  }

  /// Three sizes in this variant.
  func sizes(_ standard: (Int, Int, Int)) -> (Int, Int, Int) {
    (size(standard.0), size(standard.1), size(standard.2))
  }

  /// The seed of its cases, from the one that is asked for: each variant has numbers of its own.
  func caseSeed(_ seed: UInt64) -> UInt64 { seed &+ 1_000_003 &* self.seed }

  /// What this variant is, in a sentence for instructors.
  public var summary: String {
    "variant \(seed): \(network.summary); \(layout.summary)"
  }
}
