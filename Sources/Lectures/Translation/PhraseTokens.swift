import UnrollAutodiff
import UnrollRecurrent
import UnrollSequences
import UnrollTraining

/// Phrases and their translations in tokens.
struct PhraseTokens {
  private let source, target: Vocabulary
  private let sourceLength, targetLength: Int

  /// Vocabularies of what is trained on; words that occur only in tests are unknown.
  init(_ translation: Translation) {
    func vocabulary(_ texts: [String]) -> Vocabulary {
      Vocabulary(
        texts, tokenizer: translation.tokenizer, reserved: [.padding, .start, .end, .unknown],
        order: .alphabetical)
    }
    let source = vocabulary(translation.training.map(\.source))
    let target = vocabulary(translation.training.map(\.target))
    let all = translation.training + translation.test
    self.source = source
    self.target = target
    sourceLength = 1 + (all.map { source.length(of: $0.source) }.max() ?? 0)
    targetLength = 1 + (all.map { target.length(of: $0.target) }.max() ?? 0)
  }

  /// The network: a GRU that reads, and one that writes.
  func model(units: Int, readsSource: Bool = true, seed: UInt64) -> EncoderDecoder<GRUCell> {
    EncoderDecoder(
      sourceTokens: source.count, targetTokens: target.count, embedding: 32, cell: GRUCell(units),
      start: target.id(of: .start), readsSource: readsSource, seed: seed)
  }

  /// What a network is trained on: sources, and targets for teacher forcing and to be compared with.
  func data(_ pairs: [PhrasePair], for model: EncoderDecoder<GRUCell>) -> Dataset {
    let sources = source.encode(pairs.map(\.source), length: sourceLength)
    let targets = target.encode(pairs.map(\.target), length: targetLength)
    return Dataset(model.inputs(sources: sources, targets: targets), .tokens(targets))
  }

  /// What a network makes of phrases.
  func translations(
    of sources: [String], by model: EncoderDecoder<GRUCell>
  ) -> [String] {
    let tokens = source.encode(sources, length: sourceLength)
    return target.decode(model.translate(tokens, steps: targetLength))
  }

  /// Translations as they look after tokens were made of them and texts again.
  func normalized(_ texts: [String]) -> [String] {
    target.decode(target.encode(texts, length: targetLength))
  }

  /// The phrases in the tokens of a data set.
  func phrases(_ data: Dataset) -> [PhrasePair] {
    guard case .several(let parts) = data.inputs, case .tokens(let sources) = parts[0],
      case .tokens(let targets) = data.targets
    else { return [] }
    return zip(source.decode(sources), target.decode(targets)).map { PhrasePair($0, $1) }
  }
}
