import Foundation
import Unroll
import UnrollConsole

/// The vectors, and where they come from.
struct VectorsSource {
  enum Kind { case file, text, grammar }

  let kind: Kind
  let vectors: WordVectors
  /// Whether Ctrl-C ended the training.
  let wasEnded: Bool

  init(
    _ request: VectorsRequest, _ arguments: ParsedArguments, _ console: Console
  ) throws {
    if let path = arguments[VectorsCommand.glove] {
      let file = try WordVectorsFile(contentsOf: path)
      (kind, vectors, wasEnded) = (.file, file.vectors, false)
      console.say(file.description)
      return
    }
    let sentences: [[String]]
    if let path = arguments[VectorsCommand.train] {
      kind = .text
      sentences = wordSentences(in: try PlainText(contentsOf: path).text)
    } else {
      kind = .grammar
      sentences = GrammarText.sentences(seed: arguments[Shared.seed])
      console.say(
        """
        No file was given: word2vec is trained on \(sentences.count.grouped) sentences that a small grammar \
        made. With --train it is trained on a text of yours; with --glove it reads real vectors, which are at \
        \(VectorsOnDisk.source).
        """)
      console.print()
    }
    let result = try Self.train(sentences, kind, arguments, console)
    (vectors, wasEnded) = (result.vectors, console.interrupt.isRequested)
    console.print()
    console.say(
      """
      Read \(result.tokens.grouped) words \(result.losses.count) times; \(vectors.count.grouped) different ones \
      have vectors of \(vectors.dimensions) numbers.
      """)
  }

  private static func train(
    _ sentences: [[String]], _ kind: Kind, _ arguments: ParsedArguments, _ console: Console
  ) throws -> Word2VecResult {
    func value(_ option: Option<Int>, _ ours: Int) -> Int {
      arguments.wasGiven(option) || kind == .text ? arguments[option] : ours
    }
    let method = Word2Vec.Method(rawValue: arguments[VectorsCommand.method]) ?? .skipGram
    let ours = GrammarText.trainer(method)
    let trainer = Word2Vec(
      method: method, dimensions: value(VectorsCommand.dimensions, ours.dimensions),
      window: arguments[VectorsCommand.window],
      minimumCount: value(VectorsCommand.minimumCount, ours.minimumCount),
      subsampling: kind == .text ? 1e-3 : ours.subsampling,
      epochs: value(VectorsCommand.epochs, ours.epochs), seed: arguments[Shared.seed])
    do {
      return try trainer.train(sentences, watch: console.watch())
    } catch {
      let file = arguments[VectorsCommand.train] ?? "the text"
      throw CommandFailure(.badData, "\(file): \(error)")
    }
  }

  /// The vectors as a file.
  func data() throws -> Data {
    do {
      return try vectors.textFormat()
    } catch {
      throw CommandFailure(.badData, error.description)
    }
  }
}
