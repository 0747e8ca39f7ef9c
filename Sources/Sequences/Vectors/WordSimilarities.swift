import UnrollAutodiff
import UnrollNumerics

/// Pairs of words and how similar people find them: WordSim-353, for one.
public struct WordSimilarities: Equatable, Sendable {
  /// Two words and their similarity, on any scale.
  public struct Pair: Equatable, Sendable {
    /// The words.
    public let first, second: String
    /// How similar people find them.
    public let similarity: Double

    /// Two words and their similarity.
    public init(_ first: String, _ second: String, _ similarity: Double) {
      (self.first, self.second, self.similarity) = (first, second, similarity)
    }
  }

  /// The pairs in the file's order.
  public let pairs: [Pair]

  /// Pairs of words.
  public init(_ pairs: [Pair]) { self.pairs = pairs }
}

/// How well cosines agree with what people say.
public struct SimilarityScore: Equatable, Sendable {
  /// The number of pairs.
  public let count: Int
  /// How many of them have vectors for both words.
  public let covered: Int
  /// Spearman's ρ between cosines and similarities of the covered pairs; nil where either does not vary.
  public let correlation: Double?
}

extension WordVectors {
  /// Compares cosines with what people say of pairs of words, by Spearman's ρ.
  ///
  /// A pair counts where both words have vectors; words are looked up as they are written, or else in
  /// small letters.
  public func score(on similarities: WordSimilarities) -> SimilarityScore {
    var (first, second): ([Int], [Int]) = ([], [])
    var people: [Double] = []
    for pair in similarities.pairs {
      guard let i = rowOfEitherCase(pair.first), let j = rowOfEitherCase(pair.second) else {
        continue
      }
      first.append(i)
      second.append(j)
      people.append(pair.similarity)
    }
    let unit = Variable(unitVectors)
    let products = gather(unit, IntTensor(first)) * gather(unit, IntTensor(second))
    let cosines = products.value.sum(axes: [1]).elements
    return SimilarityScore(
      count: similarities.pairs.count, covered: people.count,
      correlation: spearmanCorrelation(cosines, people))
  }
}
