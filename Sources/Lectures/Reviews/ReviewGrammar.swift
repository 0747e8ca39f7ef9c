import Foundation
import UnrollNumerics
import UnrollSequences

/// Reviews that a small grammar makes up, for those who have no others at hand.
///
/// Each has one to four opinions on a film and its parts, and among them some sentences that say nothing of it. More than
/// half of the opinions are turned round by other words ("not good at all", "far from dull", "I expected a dull plot and
/// was wrong"), so that which words a review has says little, and their order says nearly all. Names are made up too, and
/// are mostly too rare to have a number.
public struct ReviewGrammar {
  private var generator: SeededGenerator

  /// The same seed gives the same reviews.
  public init(seed: UInt64) { generator = SeededGenerator(seed: seed, stream: "review grammar") }

  /// So many reviews, good and bad ones in turn.
  public mutating func reviews(_ count: Int) -> [LabelledText] {
    (0..<count).map { index in
      LabelledText(review(isGood: index % 2 == 1), label: index % 2, file: "made up")
    }
  }

  /// A review whose opinions are all good, or all bad.
  public mutating func review(isGood: Bool) -> String {
    var sentences = [opinions(isGood: isGood)]
    if generator.integer(below: 3) > 0 { sentences.append(opinions(isGood: isGood)) }
    for _ in 0..<generator.integer(below: 4) {
      let aside = generator.integer(below: 4) == 0 ? "\(name()) is in it" : pick(Self.asides)
      sentences.insert(aside, at: generator.integer(below: sentences.count + 1))
    }
    return sentences.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
      .joined(separator: " ")
  }

  /// One or two opinions in a sentence.
  private mutating func opinions(isGood: Bool) -> String {
    let first = opinion(isGood: isGood)
    if generator.integer(below: 3) > 0 { return first }
    return "\(first) and \(opinion(isGood: isGood))"
  }

  private mutating func opinion(isGood: Bool) -> String {
    let part = pick(Self.parts)
    let subject = "\(pick(["the", "this"])) \(part)"
    let verb = pick(["was", "is"])
    let (plain, opposite) = isGood ? (Self.good, Self.bad) : (Self.bad, Self.good)
    let (word, other) = (pick(plain), pick(opposite))
    switch generator.integer(below: 12) {
    case 0, 1: return "\(subject) \(verb) \(pick(Self.degrees))\(word)"
    case 2: return "I found \(subject) \(pick(Self.degrees))\(word)"
    case 3: return "what \(article(word)) \(part)"
    case 4: return "\(subject) \(verb) \(word) and \(pick(plain))"
    case 5: return "I was told of \(article(other)) \(part), but it was \(word)"
    case 6: return "\(subject) \(verb) not \(pick(Self.degrees))\(other)"
    case 7: return "\(subject) \(verb) not \(other) at all"
    case 8: return "nobody could call \(subject) \(other)"
    case 9: return "\(subject) \(verb) far from \(other)"
    case 10: return "there is nothing \(other) about \(subject)"
    default: return "I expected \(article(other)) \(part) and was wrong"
    }
  }

  /// `a dull`, `an awful`.
  private func article(_ word: String) -> String {
    (word.first.map { "aeiou".contains($0) } == true ? "an " : "a ") + word
  }

  /// Three syllables: `Lomika`.
  private mutating func name() -> String {
    let syllables = (0..<3).map { _ in pick(Self.consonants) + pick(Self.vowels) }
    return syllables.joined().capitalized
  }

  private mutating func pick(_ words: [String]) -> String {
    words[generator.integer(below: words.count)]
  }

  private static let consonants = "bdfghjklmnprstvz".map { "\($0)" }
  private static let vowels = "aeiou".map { "\($0)" }
  private static let parts = [
    "film", "film", "movie", "plot", "acting", "music", "ending", "story", "script", "camera",
    "hero", "villain", "dialogue",
    "opening", "cast",
  ]
  private static let good = [
    "good", "great", "moving", "funny", "brilliant", "clever", "fresh", "charming", "gripping",
    "wonderful",
  ]
  private static let bad = [
    "bad", "dull", "boring", "awful", "weak", "flat", "stale", "silly", "clumsy", "terrible",
  ]
  private static let degrees = ["", "very ", "quite ", "really "]
  private static let asides = [
    "We saw it on a rainy Sunday", "My brother had paid for the tickets",
    "It runs for two hours", "The cinema was half empty", "I had read the book before",
    "It is set in a small town by the sea", "There is a dog in it",
    "We talked about it on the way home", "It was made in the eighties",
    "The film begins with a train", "Somebody behind us ate popcorn all the time",
  ]
}

extension Reviews {
  /// Reviews that a grammar makes up: 8,000 to train on and 2,000 to test by, unless told.
  public static func madeUp(train: Int = 8000, test: Int = 2000, seed: UInt64) -> Reviews {
    var grammar = ReviewGrammar(seed: seed)
    let texts = (train: grammar.reviews(train), test: grammar.reviews(test))
    do {
      return try Reviews(
        texts.train, test: texts.test,
        remark:
          "\(train.grouped) reviews to train on and \(test.grouped) to test by, made up by a small grammar.",
        words: 150, isMadeUp: true)
    } catch { stop("Reviews.madeUp: \(error)") }
  }
}
