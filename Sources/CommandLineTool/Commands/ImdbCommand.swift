import Foundation
import Unroll
import UnrollConsole

/// `unroll imdb`: is a film review good or bad? The lectures' networks, and others, on the lectures' data.
struct ImdbCommand: Command {
  static let data = Option(
    "data", "PATH", .text, isSingle: true,
    help: """
      The reviews: the folder aclImdb, a folder with imdb_train.tsv and imdb_test.tsv, or a table of your own.
      """)
  static let networks = Option(
    "network", "NAME,NAME", .choices(ReviewNetwork.allCases.map(\.rawValue) + ["all"]),
    default: ReviewNetwork.usual.map(\.rawValue), help: "Which networks are trained.")
  static let glove = Option(
    "glove", "FILE", .text, isSingle: true,
    help: "Word vectors for the network glove, in GloVe's or word2vec's text format.")
  static let epochs = Option(
    "epochs", "N", .int(in: 1...1000),
    help: "Passes through the reviews; unless given, as many as in the lectures.")
  static let threads = Option(
    "threads", "N", .int(in: 1...64), default: 2,
    help: "Threads that share a batch; results depend on their number.")
  static let resume = Option(
    "resume", "DIR", .text,
    help: "Save each training in this folder after every epoch, and go on from what is there.")
  static let save = Option(
    "save", "FILE", .text, help: "Write the best network, with its vocabulary, to a file.")
  static let predict = Option(
    "predict", "TEXT", .text, isSingle: true,
    help: "Judge this review by a saved network, and show which words moved it most.")
  static let model = Option(
    "model", "FILE", .text, isSingle: true, help: "The network for --predict, written by --save.")

  /// The reviews where no file is given; a test takes fewer.
  var madeUp: @Sendable (_ seed: UInt64) -> Reviews = { .madeUp(seed: $0) }

  let name = "imdb"
  let summary = "Tell good film reviews from bad ones, by the lectures' networks and others."
  let discussion = """
    The networks of lectures 001 and 002 read film reviews: first20 and last20 look at 20 words, simple100 and \
    simple500 are SimpleRNNs, all-states answers from all states, glove has vectors from elsewhere and 200 \
    reviews. Beside them stand lstm, gru, bidirectional (a GRU in each direction), and bag, which knows which \
    words a review has and not their order. The table shows the lecture's accuracy and ours.

    The data is the Large Movie Review Dataset (Maas et al. 2011), 25,000 reviews to train on and as many to \
    test by, at ai.stanford.edu/~amaas/data/sentiment. Unpack it and give its folder as --data; six networks \
    then take about two minutes with two processors, all of them about six. Without --data a small grammar \
    makes reviews up, which takes less than half a minute.

    Ctrl-C ends the training and keeps what was learnt.
    """
  var accepts: [any Declaration] {
    [
      Self.data, Self.networks, Self.glove, Self.epochs, Self.threads, Self.save, Self.resume,
      Self.predict, Self.model,
    ] + Shared.all
  }
  let examples = [
    Example("imdb", "Made-up reviews: the table, and the figures in unroll-out/."),
    Example("imdb --data aclImdb --network simple500", "Lecture 002's network on its data."),
    Example("imdb --data aclImdb --network lstm --save lstm.safetensors", "Train and keep one."),
    Example(
      #"imdb --model lstm.safetensors --predict "This film was not bad at all.""#,
      "Let it judge a review."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    if arguments[Self.predict] != nil || arguments[Self.model] != nil {
      return try judge(arguments, console)
    }
    let networks = try Self.chosen(arguments)
    if let path = arguments[Self.save] { try OutputFile(path).checkWritable() }
    console.interrupt.listen()
    let start = Date()
    let reviews = try reviews(arguments, console)
    Self.introduce(reviews, seconds: Date().timeIntervalSince(start), console)
    let vectors = try Self.vectors(reviews, arguments, console)
    console.print()
    if console.interrupt.isRequested { throw CommandFailure.interrupted() }

    let results = try train(networks, reviews, vectors, arguments, console)
    console.print()
    try console.report(Self.table(results, reviews), arguments)
    console.print()
    for sentence in Self.reading(results, reviews) { console.say(sentence) }
    if let best = ReviewResult.best(results), let path = arguments[Self.save] {
      try ReviewReader(best, reviews).save(to: path)
      console.say("\(best.network.layers) is in \(path), with its vocabulary; --predict reads it.")
    }
    try Self.writeFigures(results, arguments, console)
    if console.interrupt.isRequested {
      console.print("Ended early, as asked; the rows above are what was learnt so far.")
    }
  }
}

// MARK: - Before training

extension ImdbCommand {
  /// The networks to train, in their own order.
  private static func chosen(_ arguments: ParsedArguments) throws -> [ReviewNetwork] {
    let names = arguments[networks]
    let hasVectors = arguments[glove] != nil
    if names.contains("glove"), !hasVectors {
      throw CommandFailure(
        .wrongUsage,
        "the network glove needs word vectors; give a file of them with --glove FILE. "
          + "nlp.stanford.edu/projects/glove has glove.6B.zip, with glove.6B.100d.txt in it.")
    }
    let isUsual = !arguments.wasGiven(networks)
    return ReviewNetwork.allCases.filter { network in
      if network == .glove, names.contains("all") || isUsual { return hasVectors }
      // Made-up reviews are shorter than 100 words: the one would be the other.
      if network == .simple100, isUsual, arguments[data] == nil { return false }
      return names.contains("all") || names.contains(network.rawValue)
    }
  }

  private func reviews(_ arguments: ParsedArguments, _ console: Console) throws -> Reviews {
    guard let path = arguments[Self.data] else { return madeUp(arguments[Shared.seed]) }
    console.print(console.style(.dim, "Reading \(path)"))
    return try Reviews(LabelledTexts.read(path), threads: arguments[Self.threads])
  }

  private static func introduce(_ reviews: Reviews, seconds: Double, _ console: Console) {
    console.say(reviews.remark)
    let kept = reviews.vocabulary.entries.count
    console.say(
      "Found \(reviews.uniqueWords.grouped) different words in the reviews to train on; "
        + (kept < reviews.uniqueWords ? "the \(kept.grouped) most frequent ones" : "all of them")
        + " have a number. Reading took \(seconds.fixed(1)) s.")
    if reviews.isMadeUp {
      console.say(
        """
        These are not the lectures' reviews, so their accuracies are not compared. The real ones are the Large \
        Movie Review Dataset, at ai.stanford.edu/~amaas/data/sentiment: unpack it, and give the folder with \
        --data aclImdb.
        """)
    }
  }
}

// MARK: - Training and its table

extension ImdbCommand {
  private func train(
    _ networks: [ReviewNetwork], _ reviews: Reviews, _ vectors: Tensor?,
    _ arguments: ParsedArguments, _ console: Console
  ) throws -> [ReviewResult] {
    var results: [ReviewResult] = []
    for network in networks where !console.interrupt.isRequested {
      console.print(console.style(.dim, "Training \(network.rawValue): \(network.layers)"))
      results.append(
        try reviews.run(
          network, epochs: arguments[Self.epochs], vectors: network == .glove ? vectors : nil,
          seed: arguments[Shared.seed], threads: arguments[Self.threads],
          checkpoints: arguments[Self.resume].map {
            Checkpoints(in: "\($0)/\(network.rawValue)", resume: true)
          }, watch: console.watch()))
    }
    return results
  }

  private static func table(_ results: [ReviewResult], _ reviews: Reviews) -> Table {
    let isMadeUp = reviews.isMadeUp
    return Table(
      rows: results.map { row(of: $0, isMadeUp: isMadeUp) },
      columns: [
        Column("Network", key: "network") { .text($0.name) },
        Column("Made of", key: "layers", isPrinted: false) { .text($0.layers) },
        Column("Weights", key: "parameters") { .integer($0.parameters) },
        Column("Lecture", key: "lecture") { .optional($0.lecture) },
        Column("Validation", key: "validationAccuracy", .percent(1)) { .number($0.validation) },
        Column("Test", key: "testAccuracy", .percent(1)) { .number($0.test.accuracy) },
        Column("Loss", key: "testLoss", .fixed(3)) { .number($0.testLoss) },
        Column("Epoch", key: "epoch") { .optional($0.epoch) },
        Column("Seconds", key: "seconds", .fixed(1)) { .number($0.seconds) },
        Column("", key: "goodAsGood", isPrinted: false) { .integer($0.test.goodAsGood) },
        Column("", key: "goodAsBad", isPrinted: false) { .integer($0.test.goodAsBad) },
        Column("", key: "badAsGood", isPrinted: false) { .integer($0.test.badAsGood) },
        Column("", key: "badAsBad", isPrinted: false) { .integer($0.test.badAsBad) },
      ])
  }

  /// A result without its model, which no table may hold.
  private struct Row: Sendable {
    let name, layers: String
    let parameters: Int
    let lecture: String?
    let validation: Double
    let test: Confusion
    let testLoss: Double
    let epoch: Int?
    let seconds: Double
  }

  private static func row(of result: ReviewResult, isMadeUp: Bool) -> Row {
    Row(
      name: result.network.rawValue, layers: result.network.layers,
      parameters: result.parameters,
      lecture: isMadeUp ? nil : result.network.lecture?.text, validation: result.validationAccuracy,
      test: result.test, testLoss: result.testLoss, epoch: result.epoch, seconds: result.seconds)
  }

  /// What a newcomer should see in the table.
  private static func reading(_ results: [ReviewResult], _ reviews: Reviews) -> [String] {
    guard let best = ReviewResult.best(results) else { return [] }
    let test = best.test
    var sentences = [
      """
      Accuracies are shares of right answers, those of the test and its loss on \(reviews.test.count.grouped) reviews \
      that no network has seen; the lecture's are on test reviews too, that of simple100 on validation ones. \
      Epoch is the one whose weights were kept; seconds are those of training and test.
      """,
      """
      The best on the validation reviews is \(best.network.rawValue): of \
      \((test.goodAsGood + test.goodAsBad).grouped) good test reviews it takes \(test.goodAsBad.grouped) for bad, \
      of \((test.badAsBad + test.badAsGood).grouped) bad ones \(test.badAsGood.grouped) for good.
      """,
    ]
    if reviews.isMadeUp, let bag = results.first(where: { $0.network == .bag }),
      best.network != .bag
    {
      sentences.append(
        """
        The words alone give the bag of words \((100 * bag.test.accuracy).fixed(1)) %: here "not good" and \
        "good" are told apart by their order.
        """)
    }
    return sentences
  }

  private static func writeFigures(
    _ results: [ReviewResult], _ arguments: ParsedArguments, _ console: Console
  ) throws {
    let figures = ReviewResult.figures(results)
    guard let first = figures.first else { return }
    let folder = OutputFolder(arguments[Shared.out])
    try folder.write(figures)
    console.draw(first.figure, height: 20)
    console.print()
    console.print(folder.whereabouts(ofFigures: figures.count))
  }
}

// MARK: - Word vectors

extension ImdbCommand {
  /// The vectors of the vocabulary's words, where a file of vectors is given.
  private static func vectors(
    _ reviews: Reviews, _ arguments: ParsedArguments, _ console: Console
  ) throws -> Tensor? {
    guard let path = arguments[glove] else { return nil }
    let vectors = try WordVectorsFile(contentsOf: path).vectors
    let table = vectors.table(
      for: reviews.vocabulary.entries, reserved: reviews.vocabulary.reserved.count)
    console.say("\(path): \(table)")
    return table.matrix
  }
}
