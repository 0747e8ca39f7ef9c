import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollSequences
import UnrollTraining

/// Translates with an encoder–decoder (000, 003: one network reads, another writes), and measures what
/// reading is worth: beside it, a decoder is trained that knows only what translations look like.
public struct Translation: Sendable {
  /// What is trained on.
  public let training: [PhrasePair]
  /// What is judged by; none of its sources is trained on.
  public let test: [PhrasePair]
  /// How a phrase is cut into tokens.
  public let tokenizer: Tokenizer
  /// The size of the state.
  public var units: Int
  /// The number of times that the phrases are trained on.
  public var epochs: Int
  /// The share of unseen phrases that must be translated without a mistake; nil where none is asked for.
  public let passMark: Double?
  /// Where the random numbers start.
  public let seed: UInt64

  /// Dates as people write them, into ISO 8601, character by character.
  public static func dates(seed: UInt64 = 42, training: Int = 10_000, test: Int = 1_000) -> Self {
    let phrases = DateLanguage.phrases(training + test, seed: seed)
    return Translation(
      training: Array(phrases[..<training]), test: Array(phrases[training...]),
      tokenizer: .characters, units: 96, epochs: 16, passMark: 0.95, seed: seed)
  }

  /// Sentence pairs of a person's own, word by word; one in ten is kept for judging.
  public static func sentences(_ pairs: [PhrasePair], seed: UInt64 = 42) -> Self {
    // Sentences with several translations stay together, so that none is on both sides; a capital letter or
    // a space more makes no other sentence.
    let key = { (pair: PhrasePair) in Tokenizer.wordsAndMarks.tokens(of: pair.source) }
    var generator = SeededGenerator(seed: seed, stream: "sentences")
    let keys = Array(Set(pairs.map(key))).sorted { $0.lexicographicallyPrecedes($1) }
    let order = generator.permutation(keys.count)
    let kept = Set(order.prefix(max(1, keys.count / 10)).map { keys[$0] })
    return Translation(
      training: pairs.filter { !kept.contains(key($0)) },
      test: pairs.filter { kept.contains(key($0)) }, tokenizer: .wordsAndMarks, units: 192,
      epochs: 12,
      passMark: nil, seed: seed)
  }
}

/// What came out of a ``Translation``.
public struct TranslationResult: Sendable {
  /// One translation.
  public struct Example: Sendable {
    /// What was translated.
    public let source: String
    /// What the network made of it.
    public let found: String
    /// What it should be; several where a phrase has several translations.
    public let expected: [String]

    /// Whether the network found one of the right translations.
    public var isExact: Bool { expected.contains(found) }
  }

  /// The unseen phrases with their translations.
  public let examples: [Example]
  /// The cross-entropy of a token, on unseen phrases, with teacher forcing.
  public let loss: Double
  /// The same for a decoder that does not read, trained as long.
  public let decoderOnlyLoss: Double
  /// The number of weights of the encoder–decoder.
  public let parameters: Int

  /// The share of unseen phrases that were translated without a mistake.
  public var exact: Double {
    Double(examples.count { $0.isExact }) / Double(examples.count)
  }
}

extension Translation {
  /// Trains both networks, and judges them.
  ///
  /// - Throws: ``TrainingError`` where training fails.
  public func run(
    watch: (_ network: String) -> TrainingWatch = { _ in .nobody }
  ) throws -> TranslationResult {
    let tokens = PhraseTokens(self)
    let translator = tokens.model(units: units, seed: seed)
    let decoder = tokens.model(units: units, readsSource: false, seed: seed)
    let loss = try train(translator, tokens, watch("Encoder and decoder"))
    let decoderOnlyLoss = try train(decoder, tokens, watch("Decoder alone"))
    return TranslationResult(
      examples: examples(of: translator, tokens), loss: loss, decoderOnlyLoss: decoderOnlyLoss,
      parameters: translator.parameterCount)
  }

  /// Trains a network, and gives its loss on phrases that it has not seen.
  private func train(
    _ model: EncoderDecoder<GRUCell>, _ tokens: PhraseTokens, _ watch: TrainingWatch
  ) throws -> Double {
    try model.fit(
      tokens.data(training, for: model), epochs: epochs, batchSize: 64,
      optimizer: Adam(learningRate: 0.004), loss: Self.loss, progress: watch.progress,
      observers: watch.observers)
    return model.evaluate(tokens.data(test, for: model), loss: Self.loss).loss
  }

  /// Padding is no token to be guessed.
  static let loss = Loss.sparseCategoricalCrossentropy(
    fromLogits: true, ignoring: Vocabulary.padding)

  private func examples(
    of model: EncoderDecoder<GRUCell>, _ tokens: PhraseTokens
  ) -> [TranslationResult.Example] {
    let expected = Dictionary(grouping: test, by: \.source).mapValues { $0.map(\.target) }
    var seen: Set<String> = []
    let sources = test.map(\.source).filter { seen.insert($0).inserted }
    let found = tokens.translations(of: sources, by: model)
    return zip(sources, found).map { source, found in
      TranslationResult.Example(
        source: source, found: found,
        expected: tokens.normalized(expected[source] ?? []))
    }
  }
}
