import Unroll

/// What the reader asked for, read and checked before any training begins.
struct VectorsRequest {
  let neighbours: [String]
  let sums: [WordSum]
  let questions: AnalogyQuestions?
  let similarities: WordSimilarities?
  let plot: [String]
  let keepsWords: Bool

  /// Whether nothing was asked for, and the command chooses what to show.
  var isOpen: Bool {
    neighbours.isEmpty && sums.isEmpty && questions == nil && similarities == nil && plot.isEmpty
  }

  init(_ arguments: ParsedArguments) throws {
    try Self.checkSources(arguments)
    neighbours = try Self.words(arguments[VectorsCommand.neighbours], "--neighbours", atLeast: 1)
    plot = try Self.words(arguments[VectorsCommand.plot], "--plot", atLeast: WordMap.fewest)
    do {
      sums = try arguments[VectorsCommand.analogy].map { try WordSum($0) }
    } catch let error as WordSumError {
      throw Self.wrongUsage("--analogy: \(error)")
    }
    questions = try arguments[VectorsCommand.analogies].map { try AnalogyQuestions(contentsOf: $0) }
    similarities = try arguments[VectorsCommand.similarity].map {
      try WordSimilarities(contentsOf: $0)
    }
    keepsWords = arguments[VectorsCommand.keepWords]
    if let path = arguments[VectorsCommand.save] { try OutputFile(path).checkWritable() }
  }

  /// Vectors come from one place, and options of the training go with a training.
  private static func checkSources(_ arguments: ParsedArguments) throws {
    guard arguments[VectorsCommand.glove] != nil else { return }
    if arguments[VectorsCommand.train] != nil {
      throw wrongUsage("--glove reads vectors and --train trains them; give one of the two.")
    }
    let training: [any Declaration] = [
      VectorsCommand.method, VectorsCommand.dimensions, VectorsCommand.window,
      VectorsCommand.minimumCount, VectorsCommand.epochs,
    ]
    if let option = training.first(where: arguments.wasGiven) {
      throw wrongUsage(
        "\(option.label) belongs to a training; --glove reads vectors and trains none.")
    }
  }

  private static func words(_ list: String?, _ option: String, atLeast fewest: Int) throws
    -> [String]
  {
    guard let list else { return [] }
    let words = list.split(separator: ",").map { String($0.trimmingPrefix(" ")) }
      .filter { !$0.isEmpty }
    var seen: Set<String> = []
    let different = words.filter { seen.insert($0).inserted }
    guard different.count >= fewest else {
      let found = "\(different.count) \(different.count == 1 ? "word" : "different words")"
      throw wrongUsage(
        "\(option): found \(found); expected at least \(fewest), separated by commas.")
    }
    return different
  }

  static func wrongUsage(_ sentence: String) -> CommandFailure {
    CommandFailure(.wrongUsage, sentence + "\nSee 'unroll vectors --help'.")
  }
}
