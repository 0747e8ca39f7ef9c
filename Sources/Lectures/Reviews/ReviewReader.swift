import Foundation
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollSequences

/// A trained network that judges reviews, and says which words moved it most.
public struct ReviewReader {
  /// The network.
  public let model: Sequential
  /// The words it knows.
  public let vocabulary: Vocabulary
  /// Which words of a review it reads.
  public let reading: ReviewRows
  /// What it is made of, and what it was trained on.
  public let remark: String

  private let layers: [any Layer]

  /// The network of a result.
  public init(_ result: ReviewResult, _ reviews: Reviews) {
    (model, vocabulary, reading) = (result.model, reviews.vocabulary, result.reading)
    remark =
      "\(result.network.layers), trained on \(reviews.isMadeUp ? "made-up reviews" : "reviews")"
    layers = Self.layersToScore(model) ?? []
  }

  /// The layers, the last of them without the sigmoid: what comes out is the score that it turns into a
  /// probability. Nil where the model is none of ours.
  private static func layersToScore(_ model: Sequential) -> [any Layer]? {
    var layers = model.layers.map(\.layer)
    guard layers.first is any TokenLayer, model.layers.last?.outputShape.sizes == [1] else {
      return nil
    }
    switch layers.removeLast() {
    case var dense as Dense where dense.activation == .sigmoid:
      dense.activation = .linear
      layers.append(dense)
    case var sum as SumOfScores where sum.activation == .sigmoid:
      sum.activation = .linear
      layers.append(sum)
    default: return nil
    }
    return layers
  }
}

// MARK: - Files

extension ReviewReader {
  private enum Extra {
    static let reading = "reviews.reading"
    static let remark = "reviews.remark"
  }

  /// Writes the network with its vocabulary.
  /// - Throws: What ``Sequential/save(to:extras:)`` throws.
  public func save(to path: String) throws {
    try model.save(
      to: path,
      extras: vocabulary.extras().merging(
        [Extra.reading: "\(reading)", Extra.remark: remark]) { $1 })
  }

  /// Reads a file of ``save(to:)``.
  /// - Throws: ``ReviewError`` for another model, ``VocabularyError`` for its words, and what ``SavedModel``
  ///   throws.
  public init(contentsOf path: String) throws {
    let saved = try SavedModel(reading: path, layers: [WordScores.self, SumOfScores.self])
    guard let words = try Vocabulary(extras: saved.extras, file: path),
      let reading = saved.extras[Extra.reading].flatMap(ReviewRows.init)
    else {
      throw ReviewError.otherModel(file: path, reason: "the model has no vocabulary of reviews")
    }
    guard let layers = Self.layersToScore(saved.model) else {
      throw ReviewError.otherModel(
        file: path, reason: "the model does not answer words with one probability")
    }
    model = saved.model
    vocabulary = words
    self.reading = reading
    remark = saved.extras[Extra.remark] ?? "a network"
    self.layers = layers
    guard vocabulary.reserved == Reviews.reservedIDs,
      model.parameters.first?.value.shape.first == vocabulary.count,
      [nil, reading.length].contains(model.inputShape.sizes.first ?? nil)
    else {
      throw ReviewError.otherModel(file: path, reason: "its vocabulary is not the model's")
    }
  }
}

// MARK: - Reading

/// What a network makes of a review.
public struct ReviewVerdict: Sendable {
  /// A word that was read.
  public struct Word: Sendable {
    /// The word, in small letters.
    public let word: String
    /// Its place in the review, from 1; for words that count once, that where they come first.
    public let place: Int
    /// Whether the network has a vector for it; one for all others stands for those.
    public let isKnown: Bool
    /// `∂score/∂e · e`, e being its vector: above 0 it speaks for the film, below 0 against it.
    public let effect: Double
  }

  /// How probable it is that the review is good, `σ(score)`.
  public let probability: Double
  /// What the probability comes from; 0 is undecided.
  public let score: Double
  /// The words that were read, in their order.
  public let words: [Word]
  /// The number of words in the review.
  public let wordCount: Int
  /// The words that the network does not know, each once.
  public let unknown: [String]

  /// The words that moved the score most, the strongest first.
  public func strongest(_ count: Int) -> [Word] {
    // Of equal ones the first, so that the list is always the same.
    Array(
      words.sorted { ($1.effect.magnitude, $0.place) < ($0.effect.magnitude, $1.place) }.prefix(
        count))
  }
}

extension ReviewReader {
  /// Judges a review.
  /// - Throws: ``ReviewError`` where no word of it is known.
  public func callAsFunction(_ text: String) throws(ReviewError) -> ReviewVerdict {
    let tokens = vocabulary.tokenizer.tokens(of: text)
    let ids = vocabulary.encode(text)
    let unknown = vocabulary.id(of: .unknown)
    guard ids.contains(where: { $0 != unknown }) else {
      throw .noKnownWords(known: vocabulary.entries.count)
    }
    // The places in the review of what is read; nil for the start.
    let places: [Int?] =
      switch reading {
      case .first(let length): Array(ids.indices.prefix(length))
      case .last(let length): Array(([nil] + ids.indices.map { $0 }).suffix(length))
      case .distinct:
        reading.ids(ids, vocabulary).map { id in ids.firstIndex(of: id) }
      }
    let rows = reading([ids], vocabulary)
    let (score, effects) = effects(of: rows)
    let words = zip(places, effects.suffix(places.count)).compactMap { place, effect in
      place.map {
        ReviewVerdict.Word(
          word: tokens[$0], place: $0 + 1, isKnown: ids[$0] != unknown, effect: effect)
      }
    }
    var seen: Set<String> = []
    return ReviewVerdict(
      probability: 1 / (1 + exp(-score)), score: score, words: words.sorted { $0.place < $1.place },
      wordCount: ids.count,
      unknown: zip(tokens, ids).filter { $1 == unknown && seen.insert($0).inserted }.map(\.0))
  }

  /// The score of a row `[1, length]`, and `∂score/∂e · e` for the vector e of each of its ids, in float64.
  func effects(of row: IntTensor) -> (score: Double, effects: [Double]) {
    let tape = Tape()
    let weights = model.parameters.map { Variable($0.value.cast(to: .float64)) }
    var signal: Variable?
    var vectors: Variable?
    for (place, layer) in zip(model.layers, layers) {
      let own = model.assembly.weights(of: place, from: weights)
      let context = model.assembly.context(of: place, in: Run(tape: tape))
      if let table = layer as? any TokenLayer {
        let looked = tape.variable(table.call(row, own, context).value, name: "vectors")
        (signal, vectors) = (looked, looked)
      } else if let x = signal {
        signal = layer.call(x, own, context)
      }
    }
    guard let score = signal, let vectors else {
      stop("ReviewReader: the model has no layer that takes words; expected an Embedding first")
    }
    let gradient = tape.gradient(of: score.sum(), for: vectors)
    let effects = (gradient.value * vectors.value).sum(axes: [-1])
    return (score.value.elements[0], effects.elements)
  }
}
