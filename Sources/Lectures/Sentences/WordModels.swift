/// The slide's simplest model: words are independent of each other (000:404).
///
/// `p(w) = (n(w) + 1) / (N + V)`: every word of the vocabulary, the unknown one too, is counted once more
/// than it occurs (add-one smoothing), so that no sentence is impossible.
public struct IndependentWords: SentenceModel {
  public let vocabulary: [String]
  private let counts: [String: Int]
  private let total: Int

  /// Counts the words of sentences.
  public init(_ sentences: [[String]]) {
    let counts = WordCounts(sentences)
    vocabulary = counts.vocabulary
    self.counts = counts.words
    total = counts.words.values.reduce(0, +)
  }

  public func probability(
    of word: String, after context: some BidirectionalCollection<String>
  ) -> Double {
    probability(of: word)
  }

  /// The probability of a word, wherever it stands.
  public func probability(of word: String) -> Double {
    Double((counts[word] ?? 0) + 1) / Double(total + vocabulary.count)
  }
}

/// A more realistic model: a word depends on the one in front of it (000:423), and on no other.
///
/// `p(w | v) = (n(v, w) + p(w)) / (n(v) + 1)`: to what follows v in the text, one word is added that is
/// drawn without looking at v. Where v is unknown, that is all there is.
public struct WordPairs: SentenceModel {
  private let counts: WordCounts
  private let independent: IndependentWords

  /// Counts the words of sentences, and those that follow each other.
  public init(_ sentences: [[String]]) {
    counts = WordCounts(sentences)
    independent = IndependentWords(sentences)
  }

  public var vocabulary: [String] { independent.vocabulary }

  public func probability(
    of word: String, after context: some BidirectionalCollection<String>
  ) -> Double {
    let followers = counts.followers(of: context)
    let total = followers.values.reduce(0, +)
    return (Double(followers[word] ?? 0) + independent.probability(of: word)) / Double(total + 1)
  }
}
