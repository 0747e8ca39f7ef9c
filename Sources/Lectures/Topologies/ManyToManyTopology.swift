import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// Many to many, in step: a network reads words, and names the part of speech of each.
///
/// ```text
/// pronoun   verb  determiner  noun
///    ↑       ↑        ↑        ↑
///  LSTM  ⇄ LSTM  ⇄  LSTM  ⇄  LSTM
///    ↑       ↑        ↑        ↑
///  they    watch     her     watch
/// ```
///
/// It reads from both ends, because "her" can be told only by what follows. A network that reads forwards
/// only, with an `LSTM(32)` in the same place, gets 92 or 93% of the words right.
public struct ManyToManyTopology: Topology {
  public let name = "many-to-many"
  public let task = "Which part of speech is each word?"
  public let counted = "words"
  public let passMark = 0.99

  /// The numbers of sentences to learn from and to be judged by.
  public var counts = (training: 2000, unseen: 500)
  /// How often the training data are gone through.
  public var epochs = 5

  /// The example.
  public init() {}

  public func data(seed: UInt64) -> (training: Dataset, unseen: Dataset) {
    var generator = SeededGenerator(seed: seed, stream: "tagged sentences")
    let training = (0..<counts.training).map { _ in
      TaggedSentences.sentence(using: &generator)
    }
    let unseen = unseenSamples(counts.unseen, besides: training) {
      TaggedSentences.sentence(using: &generator)
    }
    return (Self.dataset(training), Self.dataset(unseen))
  }

  public func network(seed: UInt64) -> Sequential {
    Sequential(inputShape: [nil], seed: seed) {
      Embedding(TaggedSentences.vocabulary.count, 8, maskZero: true)  // [batch, time, 8]
      Bidirectional(LSTM(16, returnSequences: true))  // [batch, time, 32]
      Dense(TaggedSentences.Tag.allCases.count + 1)  // logits, one for the padding too
    }
  }

  public func train(
    _ network: Sequential, on data: Dataset, watch: TrainingWatch
  ) throws -> History {
    try network.fit(
      data, epochs: epochs, optimizer: Adam(learningRate: 0.01),
      loss: .sparseCategoricalCrossentropy(fromLogits: true, ignoring: 0),
      metrics: [.sparseCategoricalAccuracy(ignoring: 0)], progress: watch.progress,
      observers: watch.observers)
  }

  public func score(_ network: Sequential, on data: Dataset) -> Double {
    Metric.sparseCategoricalAccuracy(ignoring: 0)(network.predict(data.inputs), data.targets)
  }

  /// Three sentences, every word with the part of speech that the network finds: `they/pronoun`.
  public func samples(_ network: Sequential, on data: Dataset) -> [String] {
    let some = data.samples(0..<min(3, data.count)).inputs
    guard case .tokens(let tokens) = some else { return [] }
    let tags = network.predict(some).argmax().elements  // as long as tokens: [3 · longest]
    let words = zip(tokens.elements, tags).map { token, tag in
      let found = TaggedSentences.Tag(rawValue: tag).map { "\($0)" } ?? "padding"
      return token == 0 ? "" : TaggedSentences.vocabulary[token] + "/" + found
    }
    return stride(from: 0, to: words.count, by: tokens.shape[1]).map { start in
      words[start..<(start + tokens.shape[1])].filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  private static func dataset(_ sentences: [[TaggedSentences.Word]]) -> Dataset {
    Dataset(TaggedSentences.inputs(sentences), TaggedSentences.targets(sentences))
  }
}
