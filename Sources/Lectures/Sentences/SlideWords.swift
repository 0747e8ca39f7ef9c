import Foundation

/// The numbers that the slides give for words, and what can be computed from them (000:404, 000:423).
///
/// The sentence is "Modeling word probabilities is really difficult". Of its words only "really" has a
/// probability on the slides, so that of the sentence cannot be computed, with or without independence.
public enum SlideWords {
  /// A word and its probability.
  public struct Entry: Sendable {
    /// The word.
    public let word: String
    /// Its probability on the slide.
    public let probability: Double

    /// How surprising the word is: its cross-entropy as a target, `−ln p`.
    public var surprise: Double { -log(probability) }
  }

  /// Words by themselves (000:412).
  public static let alone = [
    Entry(word: "the", probability: 0.049), Entry(word: "be", probability: 0.028),
    Entry(word: "really", probability: 0.0005),
  ]

  /// Words behind "Modeling word probabilities is really" (000:429).
  public static let afterReally = [
    Entry(word: "difficult", probability: 0.01), Entry(word: "hard", probability: 0.009),
    Entry(word: "fun", probability: 0.005), Entry(word: "easy", probability: 0.000_01),
  ]

  /// The three words with a number, in any order, if words were independent: `p(the) p(be) p(really)`.
  public static let product = alone.reduce(1) { $0 * $1.probability }

  /// The most that the sentence can have with independent words: every other factor is at most 1.
  public static let bound = alone[2].probability

  /// How many times as probable the sentence with "difficult" is as that with "easy".
  ///
  /// By the chain rule both have the same first five factors; only the last one differs.
  public static let ratio = afterReally[0].probability / afterReally[3].probability

  /// What is left for all words that the second slide does not list.
  public static let rest = 1 - afterReally.reduce(0) { $0 + $1.probability }
}
