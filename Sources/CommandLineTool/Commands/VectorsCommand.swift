import Unroll
import UnrollConsole

/// `unroll vectors`: word vectors, read or trained, and what is near to what among them.
struct VectorsCommand: Command {
  static let glove = Option(
    "glove", "FILE", .text, isSingle: true,
    help: "Word vectors in the text format of GloVe or word2vec.")
  static let train = Option(
    "train", "FILE", .text, isSingle: true, help: "A text to train word2vec on.")
  static let method = Option(
    "method", "NAME", .choice(Word2Vec.Method.allCases.map(\.rawValue)),
    default: Word2Vec.Method.skipGram.rawValue,
    help: "A word foretells those around it (skip-gram), or they foretell it (cbow).")
  static let dimensions = Option(
    "dimensions", "N", .int(in: 2...1000), default: 100, help: "The length of trained vectors.")
  static let window = Option(
    "window", "N", .int(in: 1...100), default: 5,
    help: "The most words on either side that count as near.")
  static let minimumCount = Option(
    "min-count", "N", .positiveInt, default: 5, help: "How often a word must occur to get a vector."
  )
  static let epochs = Option(
    "epochs", "N", .int(in: 1...10_000), default: 15, help: "Times that the text is read.")
  static let neighbours = Option(
    "neighbours", "WORD,WORD", .text, help: "Show the words nearest to these.")
  static let analogy = Option(
    repeated: "analogy", "SUM", .text,
    help: "Add and subtract words, for example \"king - man + woman\"; may be given again.")
  static let keepWords = Option(
    flag: "keep-query", help: "Leave the words of a sum in: the answer is then one of them.")
  static let analogies = Option(
    "analogies", "FILE", .text, help: "Answer the questions of a file such as questions-words.txt.")
  static let similarity = Option(
    "similarity", "FILE", .text,
    help:
      "Compare with what people say of pairs of words: word, word and number, with tabs between.")
  static let plot = Option(
    "plot", "WORD,WORD", .text, help: "Draw these words on a plane.")
  static let save = Option(
    "save", "FILE", .text, help: "Write the vectors, in GloVe's text format.")

  let name = "vectors"
  let summary = "Find words that are near to each other, in vectors read or trained."
  let discussion = """
    A word vector is a list of numbers for a word, such that words used alike point in like directions. \
    Nearness is the cosine of the angle. Sums of words are compared by 3CosAdd (Mikolov 2013): vectors are \
    brought to length 1, added and subtracted, and the nearest word is shown, those of the sum left out.

    With --glove vectors are read; with --train word2vec is trained on a text of yours. With neither it is \
    trained on a text that a small grammar makes, which takes a few seconds. Words of a text are taken in \
    small letters; those of a file as they are written there.

    Ctrl-C ends the training and keeps what was learnt.
    """
  var accepts: [any Declaration] {
    [
      Self.glove, Self.train, Self.method, Self.dimensions, Self.window, Self.minimumCount,
      Self.epochs, Self.neighbours, Self.analogy, Self.keepWords, Self.analogies,
      Self.similarity, Self.plot, Self.save,
    ] + Shared.all
  }
  let examples = [
    Example("vectors", "Train on a text of our own: neighbours, sums, the figure."),
    Example(
      "vectors --glove glove.6B.50d.txt --neighbours frog --analogy \"king - man + woman\"",
      "Vectors that others trained."),
    Example(
      "vectors --train novel.txt --neighbours love,king --save novel-vectors.txt",
      "word2vec on a text of yours."),
    Example(
      "vectors --glove glove.6B.50d.txt --analogies questions-words.txt",
      "How many analogies are right, kind by kind."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let request = try VectorsRequest(arguments)
    console.interrupt.listen()
    let source = try VectorsSource(request, arguments, console)
    if let path = arguments[Self.save] {
      try OutputFile(path).write(try source.data())
      console.print("The vectors of \(source.vectors.count.grouped) words are in \(path).")
    }
    try VectorsReport(source, request).show(arguments, console)
  }
}
