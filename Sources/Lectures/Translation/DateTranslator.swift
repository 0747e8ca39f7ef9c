import UnrollAutodiff
import UnrollRecurrent
import UnrollSequences
import UnrollTraining

/// Translates dates with an encoder–decoder (000, 003: one network reads, another writes), and measures
/// what reading is worth: a decoder alone knows only how dates look.
public struct DateTranslator: Sendable {
  /// The number of phrases to train on.
  public var trainingCount = 10_000
  /// The number of phrases to judge by, none of them trained on.
  public var testCount = 1_000
  /// The size of the state.
  public var units = 96
  /// The number of times that the phrases are trained on.
  public var epochs = 12
  /// Where the random numbers start.
  public var seed: UInt64

  /// The share of unseen dates that must be translated without a mistake.
  public static let passMark = 0.95

  /// An experiment; the same seed gives the same result.
  public init(seed: UInt64 = 42) { self.seed = seed }

  /// What came out.
  public struct Result: Sendable {
    /// The share of unseen dates that were translated without a mistake.
    public let exact: Double
    /// The cross-entropy of a character, on unseen dates, with teacher forcing.
    public let loss: Double
    /// The same for a decoder that knows nothing of the source, trained as long.
    public let decoderOnlyLoss: Double
    /// The number of weights.
    public let parameters: Int
    /// Some unseen dates with their translations.
    public let examples: [Example]

    /// One translation.
    public struct Example: Sendable {
      /// How a person wrote the date.
      public let written: String
      /// What the network made of it.
      public let translated: String
      /// What it should be.
      public let expected: String
    }

    /// Whether enough dates were translated, and reading was worth it.
    public var hasPassed: Bool { exact >= passMark && loss < 0.5 * decoderOnlyLoss }
  }

  /// Trains both networks, and judges them.
  public func run(observers: @Sendable () -> [any TrainingObserver] = { [] }) throws -> Result {
    let phrases = DateLanguage.phrases(training: trainingCount, test: testCount, seed: seed)
    let task = try Task(phrases.training + phrases.test)
    let translator = model(task, readsSource: true)
    let loss = try train(translator, task, phrases, observers())
    let decoder = model(task, readsSource: false)
    let decoderOnlyLoss = try train(decoder, task, phrases, observers())

    let sources = try task.sources(phrases.test)
    let found = task.target.decode(translator.translate(sources, steps: Task.targetLength))
    let examples = zip(phrases.test, found).map {
      Result.Example(written: $0.written, translated: $1, expected: $0.iso)
    }
    return Result(
      exact: Double(examples.count { $0.translated == $0.expected }) / Double(examples.count),
      loss: loss, decoderOnlyLoss: decoderOnlyLoss, parameters: translator.parameterCount,
      examples: examples)
  }

  /// The network: a GRU that reads and one that writes.
  private func model(_ task: Task, readsSource: Bool) -> EncoderDecoder<GRUCell> {
    EncoderDecoder(
      sourceTokens: task.source.count, targetTokens: task.target.count, embedding: 32,
      cell: GRUCell(units), start: CharacterVocabulary.start, readsSource: readsSource, seed: seed)
  }

  private func train(
    _ model: EncoderDecoder<GRUCell>, _ task: Task,
    _ phrases: (training: [DatePhrase], test: [DatePhrase]), _ observers: [any TrainingObserver]
  ) throws -> Double {
    let loss = Loss.sparseCategoricalCrossentropy(
      fromLogits: true, ignoring: CharacterVocabulary.padding)
    try model.fit(
      try task.data(phrases.training, for: model), epochs: epochs, batchSize: 64,
      optimizer: Adam(learningRate: 0.004), loss: loss, progress: .none, observers: observers)
    return model.evaluate(try task.data(phrases.test, for: model), loss: loss).loss
  }

  /// The characters on both sides.
  private struct Task {
    let source: CharacterVocabulary
    let target: CharacterVocabulary

    static let targetLength = DateLanguage.isoLength + 1

    init(_ phrases: [DatePhrase]) throws {
      source = CharacterVocabulary(phrases.map(\.written))
      target = CharacterVocabulary(phrases.map(\.iso))
    }

    func sources(_ phrases: [DatePhrase]) throws -> IntTensor {
      try source.encode(phrases.map(\.written), length: DateLanguage.longest + 1)
    }

    func data(_ phrases: [DatePhrase], for model: EncoderDecoder<GRUCell>) throws -> Dataset {
      let targets = try target.encode(phrases.map(\.iso), length: Self.targetLength)
      return Dataset(
        model.inputs(sources: try sources(phrases), targets: targets), .tokens(targets))
    }
  }
}
