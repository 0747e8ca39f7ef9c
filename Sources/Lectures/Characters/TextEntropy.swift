import Foundation

/// What a text gives away to those who only count: bits a character, from above the bounds that a network is
/// held against.
///
/// - uniform: all V characters alike, `log₂ V`;
/// - unigram: each as often as it occurs, `−Σ p(c) log₂ p(c)`;
/// - bigram: each as often as it follows the one before, `−Σ p(c, d) log₂ p(d | c)`.
///
/// The last two are counted in the very text they describe, so no model that sees as little can do better on
/// it: a network below the bigram entropy has learnt more than counting pairs could teach.
/// Source: C. Shannon, "Prediction and entropy of printed English", Bell System Technical Journal 30 (1951).
public struct TextEntropy: Sendable, Equatable {
  /// The number of different characters V.
  public let classes: Int
  /// `log₂ V`.
  public let uniform: Double
  /// The entropy of a character.
  public let unigram: Double
  /// The entropy of a character, where the one before is known.
  public let bigram: Double

  /// Counts characters by their ids.
  public init(_ ids: some Collection<Int>, classes: Int) {
    var single = [Int](repeating: 0, count: classes)
    var first = single
    var pairs: [Int: Int] = [:]
    var before: Int?
    for id in ids {
      single[id] += 1
      if let before {
        first[before] += 1
        pairs[before * classes + id, default: 0] += 1
      }
      before = id
    }
    self.classes = classes
    uniform = log2(Double(classes))
    let total = Double(single.reduce(0, +))
    unigram = single.reduce(0) { $0 - Self.share($1, of: total, given: total) }
    let pairTotal = Double(first.reduce(0, +))
    // In a fixed order: a sum in a dictionary's order would differ in its last digits from run to run.
    bigram = pairs.sorted { $0.key < $1.key }.reduce(0) { sum, pair in
      sum - Self.share(pair.value, of: pairTotal, given: Double(first[pair.key / classes]))
    }
  }

  /// `count/total · log₂(count/given)`, and 0 where nothing was counted.
  private static func share(_ count: Int, of total: Double, given: Double) -> Double {
    count == 0 ? 0 : Double(count) / total * log2(Double(count) / given)
  }
}

/// How well a model foretells each character of a text.
public struct CharacterLoss: Sendable, Equatable {
  /// The mean cross-entropy `−ln p(character)`, in nats.
  public let nats: Double

  /// A loss in nats, as losses are computed.
  public init(nats: Double) { self.nats = nats }

  /// A loss in bits.
  public init(bits: Double) { nats = bits * log(2) }

  /// The same in bits: `nats / ln 2`.
  public var bits: Double { nats / log(2) }

  /// Among how many equally likely characters the model hesitates: `2^bits = e^nats`.
  public var perplexity: Double { exp(nats) }
}
