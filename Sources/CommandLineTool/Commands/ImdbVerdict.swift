import Unroll
import UnrollConsole

// `unroll imdb --predict`: a saved network judges a review.

extension ImdbCommand {
  /// How many words are shown.
  private static let shownWords = 12
  /// The longest bar, in columns.
  private static let barWidth = 20

  func judge(_ arguments: ParsedArguments, _ console: Console) throws {
    guard let text = arguments[Self.predict], let path = arguments[Self.model] else {
      let missing = arguments[Self.model] == nil ? "--model FILE" : "--predict TEXT"
      throw CommandFailure(
        .wrongUsage,
        "a review is judged with --predict TEXT and --model FILE; \(missing) is missing. "
          + "'unroll imdb --save FILE' trains a network and writes it.")
    }
    let training: [any Declaration] = [
      Self.data, Self.networks, Self.glove, Self.epochs, Self.save, Self.resume,
    ]
    if let other = training.first(where: arguments.wasGiven) {
      throw CommandFailure(
        .wrongUsage,
        "\(other.label) trains a network, and --predict asks one that is there; take one away.")
    }
    let reader = try ReviewReader(contentsOf: path)
    let verdict = try reader(text)
    console.say("\(path): \(reader.remark).")
    console.print()
    console.say(
      "The review is \(verdict.probability > 0.5 ? "good" : "bad"): the probability that it is good is "
        + "\(NumberFormat.percent(1).text(verdict.probability)), its score \(verdict.score.fixed(2))."
    )
    for sentence in Self.remarks(verdict, reader) { console.say(sentence) }
    console.print()
    console.say("The words that moved the score most:")
    console.print()
    let words = verdict.strongest(Self.shownWords)
    let largest = words.first?.effect.magnitude ?? 0
    try console.report(
      Table(rows: words, columns: Self.columns + [Self.bars(largest)]),
      json: Self.jsonTable(verdict), arguments)
    console.print()
    console.say(
      """
      An effect is ∂score/∂e · e, where e is the word's vector: above 0 the word speaks for the film, below 0 \
      against it. It is a first estimate of what would be missing without the word, and a rough one where the \
      network is very sure.
      """)
  }

  private static func remarks(_ verdict: ReviewVerdict, _ reader: ReviewReader) -> [String] {
    var sentences: [String] = []
    if verdict.words.count < verdict.wordCount, reader.reading != .distinct {
      let part = if case .first = reader.reading { "first" } else { "last" }
      sentences.append(
        "The network reads the \(part) \(verdict.words.count.grouped) of its \(verdict.wordCount.grouped) words."
      )
    }
    if !verdict.unknown.isEmpty {
      let shown = verdict.unknown.prefix(8).joined(separator: ", ")
      let rest = verdict.unknown.count > 8 ? " and \(verdict.unknown.count - 8) more" : ""
      sentences.append("Words that the network does not know: \(shown)\(rest).")
    }
    return sentences
  }

  private static let columns: [Column<ReviewVerdict.Word>] = [
    Column("Word", key: "word") { .text($0.isKnown ? $0.word : "\($0.word) (unknown)") },
    Column("Place", key: "place") { .integer($0.place) },
    Column("Effect", key: "effect", .fixed(3), tint: { $0.effect < 0 ? .red : .green }) {
      .number($0.effect)
    },
  ]

  /// A bar as long as the effect; signs tell for and against where there is no colour.
  private static func bars(_ largest: Double) -> Column<ReviewVerdict.Word> {
    Column("", key: "bar", tint: { $0.effect < 0 ? .red : .green }) { word in
      guard largest > 0 else { return .none }
      let length = Int((word.effect.magnitude / largest * Double(barWidth)).rounded())
      return .text(String(repeating: word.effect < 0 ? "▒" : "█", count: max(1, length)))
    }
  }

  /// All words in their order.
  private static func jsonTable(_ verdict: ReviewVerdict) -> Table {
    let (probability, score) = (verdict.probability, verdict.score)
    return Table(
      rows: verdict.words,
      columns: [
        Column("Word", key: "word") { .text($0.word) },
        Column("Place", key: "place") { .integer($0.place) },
        Column("Known", key: "isKnown") { .bool($0.isKnown) },
        Column("Effect", key: "effect") { .number($0.effect) },
        Column("Probability", key: "probability") { _ in .number(probability) },
        Column("Score", key: "score") { _ in .number(score) },
      ])
  }
}
