import Unroll
import UnrollConsole

/// `unroll sentences`: how probable a sentence is, with independent words and with words that depend on the
/// one in front.
struct SentencesCommand: Command {
  static let text = Option(
    "text", "FILE", .text,
    help: "A text of your own; a sentence ends with a full stop, ? or !, or an empty line.")

  let name = "sentences"
  let summary = "Compute how probable a sentence is, word by word."
  let discussion = """
    Lecture 000 asks for the probability of "Modeling word probabilities is really difficult". Its tables \
    hold numbers for a few words only; what follows from these is computed. For the rest, two models are \
    fitted on 42 small sentences, or on a text of yours: one with independent words, one in which a word \
    depends on the one in front of it. One sentence in five is held out; the seed decides which. The \
    models are judged by these.

    Perplexity says among how many equally likely words a model is as unsure; lower is better. No network \
    is trained.
    """
  var accepts: [any Declaration] { [Self.text, Shared.seed, Shared.json] }
  let examples = [
    Example("sentences", "The slides' numbers, the chain rule, both models."),
    Example("sentences --text novel.txt", "Both models on a text of yours."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let text = try Self.sentences(arguments)
    let comparison = SentenceComparison(text)
    if arguments[Self.text] == nil { Self.showSlides(console) }

    let longest = text.heldOut.max { $0.count < $1.count } ?? []
    Self.show("The chain rule: a held-out sentence, factor by factor", console)
    console.print(
      Self.table(comparison.factors(longest)).text(
        width: console.windowWidth, style: console.style))
    Self.show(
      "\(text.training.count) sentences to count words in, \(text.heldOut.count) held out", console)
    try console.report(Self.table(comparison.rows), arguments)
    console.print()
    console.say(Self.reading(comparison))

    let drawn = comparison.drawn(3, seed: arguments[Shared.seed])
    Self.show("Sentences drawn from independent words", console)
    for sentence in drawn.independent { console.print("  " + sentence) }
    Self.show("… and from words that depend on the one in front", console)
    for sentence in drawn.conditional { console.print("  " + sentence) }
  }

  /// The reader's text, or ours.
  private static func sentences(_ arguments: ParsedArguments) throws -> SentenceText {
    let (path, seed) = (arguments[text], arguments[Shared.seed])
    do {
      let read = try path.map { try PlainText(contentsOf: $0).text }
      return try SentenceText(read ?? SentenceText.own, seed: seed)
    } catch let error as SentenceTextError {
      throw CommandFailure.badData(
        file: path ?? "the text",
        found: "\(error.found) different sentence\(error.found == 1 ? "" : "s")",
        expected: "at least \(SentenceText.fewest)")
    }
  }

  /// A heading between empty lines.
  private static func show(_ heading: String, _ console: Console) {
    console.print()
    console.print(console.style(.bold, heading))
    console.print()
  }

  private static func reading(_ comparison: SentenceComparison) -> String {
    let total = comparison.total
    return """
      Alone, words are independent of each other; in pairs, a word depends on the one in front. Over all \
      held-out words the first model is as unsure as among \(total.independent.fixed(1)) equally likely words, \
      the second as among \(total.conditional.fixed(1)). A dot is a sentence's end.

      So that no sentence has the probability 0, each of the V words is counted once more than it occurs, \
      p(w) = (n(w) + 1) / (N + V), and behind each word v one word is added that does not look at it, \
      p(w | v) = (n(v, w) + p(w)) / (n(v) + 1).
      """
  }
}

// MARK: - The slides

extension SentencesCommand {
  private static func showSlides(_ console: Console) {
    console.print(console.style(.bold, "What the slides' numbers say (000:404, 000:423)"))
    for sentence in slideSentences {
      console.print()
      console.say(sentence)
    }
    console.print()
    let table = Table(
      rows: SlideWords.afterReally,
      columns: [
        Column("… is really", key: "word") { .text($0.word) },
        Column("p(word | context)", key: "probability", .fixed(5)) { .number($0.probability) },
        Column("−ln p", key: "surprise", .fixed(2)) { .number($0.surprise) },
      ])
    console.print(table.text(width: console.windowWidth, style: console.style))
    console.print()
    let last = """
      By the chain rule the sentence with "difficult" is \(Int(SlideWords.ratio.rounded())) times as probable \
      as that with "easy": the first five factors are the same, whatever they are. All words that are not \
      listed share \(SlideWords.rest.significant(5)).
      """
    console.say(last)
    show("Where the slides slip", console)
    for line in alignedPairs(slips, width: console.width) { console.print(line) }
  }

  private static let slideSentences = [
    """
    Independent words: "the", "be" and "really" have the probability 0.049 · 0.028 · 0.0005 = \
    \(SlideWords.product.significant(3)) in any order. For "Modeling word probabilities is really \
    difficult" that cannot be computed: of its six words only "really" has a number. It is at most \
    \(SlideWords.bound.significant(1)), because no other factor is above 1.
    """,
    "With a context, four words have a number:",
  ]

  private static let slips = [
    (
      term: "000:397",
      text: "calls Σ log p a loss. It is to be made large; the loss is −Σ log p, the cross-entropy."
    ),
    (
      term: "000:397",
      text: "writes log p(f(x)). f is the probability already, p ≈ f, so it should be log f(x)."
    ),
    (
      term: "000:427",
      text: "writes p(x_T) for p(x_T | x_1 … x_T−1); the two are equal for independent words only."
    ),
  ]
}

// MARK: - Tables

extension SentencesCommand {
  private static func table(_ factors: [SentenceComparison.Factor]) -> Table {
    Table(
      rows: factors,
      columns: [
        Column("Context", key: "context") { .text($0.context) },
        Column("Word", key: "word") { .text($0.word) },
        Column("p(word)", key: "independent", .fixed(4)) { .number($0.independent) },
        Column("p(word | one in front)", key: "conditional", .fixed(4)) {
          .number($0.conditional)
        },
      ])
  }

  private static func table(_ rows: [SentenceComparison.Row]) -> Table {
    Table(
      rows: rows,
      columns: [
        Column("Held-out sentence", key: "sentence") { .text($0.sentence) },
        Column("Words", key: "words") { .integer($0.words) },
        Column("ln p alone", key: "independentLog", .fixed(2)) { .number($0.independentLog) },
        Column("ln p in pairs", key: "conditionalLog", .fixed(2)) { .number($0.conditionalLog) },
        Column("Perplexity alone", key: "independentPerplexity", .fixed(1)) {
          .number($0.independent)
        },
        Column("in pairs", key: "conditionalPerplexity", .fixed(1)) { .number($0.conditional) },
      ])
  }
}
