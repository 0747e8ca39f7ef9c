import UnrollSequences

/// K19: a character model that learns our own text and writes more of it.
struct CharacterFindings {
  /// Passes through the text; fewer than `unroll chars` makes.
  static let epochs = 20

  /// The loss on the part that was held out.
  let heldOut: CharacterLoss
  /// What counting alone comes to.
  let entropy: TextEntropy
  /// What the model writes.
  let sample: String
  /// How much of that is words of the text.
  let knownWords: Double

  /// Trains a model on a text, and has it write.
  init(
    _ text: String = OwnText.text, epochs: Int = epochs, units: Int = 128, seed: UInt64,
    watch: TrainingWatch = .nobody
  ) throws {
    let characters = try CharacterText(text)
    let model = CharacterModel(characters, units: units, seed: seed)
    let training = CharacterTraining(.epochs(epochs), reports: 1, sampleLength: 0)
    let result = try training.run(model, characters, watch: watch)
    heldOut = result.last.heldOut
    entropy = result.entropy
    sample = try CharacterWriter(model, sampler: Sampler(temperature: 0.7), seed: seed).write(500)
    knownWords = Self.shareOfWords(of: text, in: sample)
  }

  /// Which share of the words of a sample are words of a text; the last one may be cut off, and does not count.
  static func shareOfWords(of text: String, in sample: String) -> Double {
    let known = Set(Tokenizer.words().tokens(of: text))
    let words = Tokenizer.words().tokens(of: sample).dropLast()
    return Double(words.count { known.contains($0) }) / Double(max(1, words.count))
  }

  /// Holds where the network foretells unseen text better than any count of pairs could, and where most of
  /// what it writes is words.
  var finding: Claim.Finding {
    let line = sample.split(separator: "\n").first.map { $0.prefix(60) } ?? ""
    return Claim.Finding(
      .text(
        "\(heldOut.bits.fixed(2)) bits a character on unseen text, pairs \(entropy.bigram.fixed(2)); "
          + "\((100 * knownWords).fixed(0)) % of what it writes are words of the text: \(line)"),
      .holds(heldOut.bits < entropy.bigram && knownWords > 0.5))
  }
}
