import UnrollNumerics

/// Independent words against words that depend on the one in front, fitted on the same sentences and judged
/// by others.
public struct SentenceComparison: Sendable {
  /// The sentences.
  public let text: SentenceText
  /// Words by themselves.
  public let independent: IndependentWords
  /// Words after the one in front.
  public let conditional: WordPairs

  /// Fits both models.
  public init(_ text: SentenceText) {
    self.text = text
    independent = IndependentWords(text.training)
    conditional = WordPairs(text.training)
  }

  /// Both models on one sentence, or on several.
  public struct Row: Sendable {
    /// The sentence, or what the sentences are.
    public let sentence: String
    /// The number of words, with an end for each sentence.
    public let words: Int
    /// `Σ ln p` of either model.
    public let independentLog, conditionalLog: Double
    /// The perplexity of either model.
    public let independent, conditional: Double
  }

  /// The held-out sentences one by one, and behind them all of them.
  public var rows: [Row] {
    text.heldOut.map { row($0.joined(separator: " "), [$0]) } + [total]
  }

  /// All held-out sentences.
  public var total: Row { row("all of them", text.heldOut) }

  private func row(_ name: String, _ sentences: [[String]]) -> Row {
    func sum(_ model: some SentenceModel) -> Double {
      sentences.reduce(0) { $0 + model.logProbability($1) }
    }
    return Row(
      sentence: name, words: sentences.reduce(0) { $0 + $1.count + 1 },
      independentLog: sum(independent), conditionalLog: sum(conditional),
      independent: independent.perplexity(sentences), conditional: conditional.perplexity(sentences)
    )
  }

  /// A factor of the chain rule by either model.
  public struct Factor: Sendable {
    /// The words in front, and the word.
    public let context, word: String
    /// Its probability by either model.
    public let independent, conditional: Double
  }

  /// The chain rule for a sentence, factor by factor.
  public func factors(_ sentence: [String]) -> [Factor] {
    let words = sentence + [SentenceText.end]
    let factors = zip(independent.factors(sentence), conditional.factors(sentence))
    return zip(words.indices, factors).map { t, factors in
      Factor(
        context: words[..<t].joined(separator: " "), word: words[t], independent: factors.0,
        conditional: factors.1)
    }
  }

  /// Sentences drawn from both models.
  public func drawn(_ count: Int, seed: UInt64) -> (independent: [String], conditional: [String]) {
    func draw(_ model: some SentenceModel, _ stream: String) -> [String] {
      var generator = SeededGenerator(seed: seed, stream: stream)
      return (0..<count).map { _ in model.sentence(using: &generator).joined(separator: " ") }
    }
    return (draw(independent, "independent words"), draw(conditional, "word pairs"))
  }
}
