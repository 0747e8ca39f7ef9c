import UnrollAutodiff
import UnrollRecurrent
import UnrollSequences
import UnrollTraining

/// Many to many, of different lengths: one network reads a date, another writes it in another form.
///
/// ```text
///                          2    0    0    1    -  …
///                          ↑    ↑    ↑    ↑    ↑
/// GRU → GRU → GRU → … → GRU → GRU → GRU → GRU → GRU → …
///  ↑     ↑     ↑           ↑    ↑    ↑    ↑    ↑
///  7           M        start   2    0    0    1  …
/// ```
public struct EncoderDecoderTopology: Topology {
  public let name = "encoder-decoder"
  public let task = "7 March 2001 → 2001-03-07"
  public let counted = "dates"
  public let passMark = 0.95

  /// The numbers of dates to learn from and to be judged by.
  public var counts = (training: 10_000, unseen: 1000)
  /// How often the training data are gone through.
  public var epochs = 16

  /// The example.
  public init() {}

  public func data(seed: UInt64) -> (training: Dataset, unseen: Dataset) {
    let translation = translation(seed: seed)
    let (tokens, network) = (PhraseTokens(translation), network(seed: seed))
    return (
      tokens.data(translation.training, for: network), tokens.data(translation.test, for: network)
    )
  }

  public func network(seed: UInt64) -> EncoderDecoder<GRUCell> {
    let translation = translation(seed: seed)
    return PhraseTokens(translation).model(units: translation.units, seed: seed)
  }

  public func train(
    _ network: EncoderDecoder<GRUCell>, on data: Dataset, watch: TrainingWatch
  ) throws -> History {
    try network.fit(
      data, epochs: epochs, batchSize: 64, optimizer: Adam(learningRate: 0.004),
      loss: Translation.loss,
      metrics: [.sparseCategoricalAccuracy(ignoring: Vocabulary.padding)],
      progress: watch.progress, observers: watch.observers)
  }

  /// The share of dates that are written without a mistake, each character from the one before.
  public func score(_ network: EncoderDecoder<GRUCell>, on data: Dataset) -> Double {
    let tokens = PhraseTokens(translation(seed: network.seed))
    let phrases = tokens.phrases(data)
    let found = tokens.translations(of: phrases.map(\.source), by: network)
    return Double(zip(found, phrases).count { $0 == $1.target }) / Double(phrases.count)
  }

  public func samples(_ network: EncoderDecoder<GRUCell>, on data: Dataset) -> [String] {
    let tokens = PhraseTokens(translation(seed: network.seed))
    let sources = tokens.phrases(data.samples(0..<min(3, data.count))).map(\.source)
    let found = tokens.translations(of: sources, by: network)
    return zip(sources, found).map { "\($0) → \($1)" }
  }

  private func translation(seed: UInt64) -> Translation {
    .dates(seed: seed, training: counts.training, test: counts.unseen)
  }
}
