import Unroll
import UnrollConsole

/// `unroll translate`: an encoder–decoder that rewrites dates, or translates a person's own sentences.
struct TranslateCommand: Command {
  static let pairs = Option(
    "pairs", "FILE", .text,
    help: """
      Sentence pairs of your own in place of dates: on every line a sentence, a tab, and its translation.
      """)
  static let epochs = Option(
    "epochs", "N", .int(in: 1...1000), help: "Passes through the training phrases.")

  /// The dates; a test takes fewer.
  var dates: @Sendable (_ seed: UInt64) -> Translation = { .dates(seed: $0) }

  let name = "translate"
  let summary = "Translate dates, or your own sentences, with an encoder–decoder."
  let discussion = """
    One recurrent network reads a phrase, another writes its translation from the first one's last state \
    (lectures 000 and 003: many-to-many). Without --pairs, the phrases are dates as people write them, \
    and the translation is that of ISO 8601: Sat 7 March 1998 becomes 1998-03-07. Dates of the test \
    were not trained on; 95 % of them must come out without a mistake.

    Beside it, the same decoder is trained without the reader. It learns what translations look like, but \
    not which one is asked for: what it can't know is what reading is worth. Dates take about half a \
    minute, 10,000 sentences a few minutes.
    """
  var accepts: [any Declaration] { [Self.pairs, Self.epochs, Shared.seed, Shared.json] }
  let examples = [
    Example("translate", "Dates."),
    Example("translate --pairs fra.tsv --epochs 20", "Sentences, word by word."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    console.interrupt.listen()
    var translation = try translation(arguments)
    if let epochs = arguments[Self.epochs] { translation.epochs = epochs }
    console.print(
      "\(translation.training.count.grouped) phrases to train on, \(translation.test.count.grouped) "
        + "to judge by, such as \(quoted(translation.test[0].source)).")
    let result = try translation.run { network in
      console.print(console.style(.bold, network))
      return console.watch()
    }

    console.print()
    let shown = result.examples.prefix(10)
    try console.report(Self.table(Array(shown)), arguments)
    console.print()
    console.say(Self.words(result))
    if console.interrupt.isRequested { return console.print("Ended early, as asked.") }
    if let mark = translation.passMark, result.exact < mark {
      throw CommandFailure.checkFailed(
        "\(Self.percent(result.exact)) of the phrases came out exactly; expected \(Self.percent(mark))"
      )
    }
  }

  private func translation(_ arguments: ParsedArguments) throws -> Translation {
    guard let path = arguments[Self.pairs] else { return dates(arguments[Shared.seed]) }
    let pairs = try PhrasePair.pairs(contentsOf: path)
    let sources = Set(pairs.map(\.source)).count
    guard sources >= 20 else {
      throw CommandFailure.badData(
        file: path, found: "\(sources) different sentence\(sources == 1 ? "" : "s")",
        expected: "at least 20")
    }
    return .sentences(pairs, seed: arguments[Shared.seed])
  }

  private static func words(_ result: TranslationResult) -> String {
    """
    \(percent(result.exact)) of \(result.examples.count.grouped) unseen phrases came out without a mistake. \
    The cross-entropy of a token is \(result.loss.significant(3)) with the reader and \
    \(result.decoderOnlyLoss.significant(3)) for the decoder alone.
    """
  }

  private static func percent(_ share: Double) -> String { "\((100 * share).fixed(1)) %" }

  private static func table(_ examples: [TranslationResult.Example]) -> Table {
    Table(
      rows: examples,
      columns: [
        Column("Phrase", key: "source") { .text($0.source) },
        Column("Translation", key: "translation") { .text($0.found) },
        Column("Expected", key: "expected") { .text($0.expected.joined(separator: " / ")) },
        Column("Exact", key: "isExact", tint: { $0.isExact ? .green : .red }) {
          .text($0.isExact ? "yes" : "no")
        },
      ])
  }
}
