import Foundation
import UnrollNumerics

/// What the probability of a sentence is made of: that of each word after the words in front of it.
///
/// The chain rule, `p(w₁ … w_T) = ∏ p(wₜ | w₁ … wₜ₋₁)` (000:442), needs nothing else. The sentence's end
/// counts as its last word, so that the probabilities of all sentences, short and long, add up to 1.
public protocol SentenceModel: Sendable {
  /// All words that it gives a probability to; they add up to 1.
  var vocabulary: [String] { get }

  /// The probability of a word after the words in front of it.
  func probability(of word: String, after context: some BidirectionalCollection<String>) -> Double
}

extension SentenceModel {
  /// The factors of the chain rule, the end's among them.
  public func factors(_ sentence: [String]) -> [Double] {
    let words = sentence + [SentenceText.end]
    return words.indices.map { probability(of: words[$0], after: words[..<$0]) }
  }

  /// `Σ ln p(wₜ | w₁ … wₜ₋₁)`: a product of many small numbers would soon be zero.
  public func logProbability(_ sentence: [String]) -> Double {
    factors(sentence).reduce(0) { $0 + log($1) }
  }

  /// `exp(−(1/T) Σ ln p)` over the words of all sentences and their ends: among how many equally likely
  /// words the model is as unsure.
  public func perplexity(_ sentences: [[String]]) -> Double {
    let words = sentences.reduce(0) { $0 + $1.count + 1 }
    return exp(-sentences.reduce(0) { $0 + logProbability($1) } / Double(words))
  }

  /// A sentence drawn word by word, of so many words at the most.
  public func sentence(longest: Int = 12, using generator: inout SeededGenerator) -> [String] {
    var words: [String] = []
    while words.count < longest {
      var left = generator.uniform()
      let word = vocabulary.first { word in
        left -= probability(of: word, after: words)
        return left < 0
      }
      guard let word, word != SentenceText.end else { break }
      words.append(word)
    }
    return words
  }
}

/// How often words occur in some sentences: by themselves, and behind another.
struct WordCounts: Sendable {
  /// What stands for a word that does not occur.
  static let unknown = "⟨unknown⟩"
  /// What stands in front of the first word.
  private static let start = ""

  private(set) var words: [String: Int] = [:]
  private(set) var pairs: [String: [String: Int]] = [:]

  init(_ sentences: [[String]]) {
    for sentence in sentences {
      var previous = Self.start
      for word in sentence + [SentenceText.end] {
        words[word, default: 0] += 1
        pairs[previous, default: [:]][word, default: 0] += 1
        previous = word
      }
    }
  }

  /// All words, the end and the unknown word among them.
  var vocabulary: [String] { words.keys.sorted() + [Self.unknown] }

  /// The words that stand behind the last one of a context, with their numbers.
  func followers(of context: some BidirectionalCollection<String>) -> [String: Int] {
    pairs[context.last ?? Self.start] ?? [:]
  }
}
