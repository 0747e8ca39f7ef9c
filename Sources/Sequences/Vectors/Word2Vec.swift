import Foundation
import UnrollAutodiff
import UnrollNumerics

/// word2vec with negative sampling: vectors for the words of a text, so that words with the same neighbours
/// in the text get vectors of the same direction.
///
/// ```swift
/// let result = try Word2Vec(method: .skipGram, epochs: 20).train(sentences)
/// try result.vectors.neighbours(of: "king")
/// ```
///
/// The loss is ``negativeSamplingLoss(input:output:examples:)``, one example a step, by plain gradient
/// descent; the learning rate falls linearly to a ten-thousandth. Options and defaults are those of the
/// original program (code.google.com/archive/p/word2vec).
public struct Word2Vec: Sendable, Equatable {
  /// What is read, and what is foretold.
  public enum Method: String, Sendable, CaseIterable {
    /// A word foretells each of the words around it.
    case skipGram = "skip-gram"
    /// The words around a place foretell the one in the middle (continuous bag of words).
    case cbow

    /// The learning rate at the beginning.
    public var defaultLearningRate: Double { self == .skipGram ? 0.025 : 0.05 }
  }

  /// What is read, and what is foretold.
  public var method: Method
  /// The length of the vectors.
  public var dimensions: Int
  /// The most words on either side that count as near; each time 1 to so many are drawn.
  public var window: Int
  /// How many words are drawn for each that is to be foretold.
  public var negatives: Int
  /// How often a word has to occur to get a vector.
  public var minimumCount: Int
  /// Words with a larger share of the text than this fraction are read less often than they occur; 0 for
  /// none.
  public var subsampling: Double
  /// How many times the text is read.
  public var epochs: Int
  /// The learning rate at the beginning.
  public var learningRate: Double
  /// Where the random numbers start.
  public var seed: UInt64

  /// word2vec with its options; the learning rate's default is 0.025 for skip-gram and 0.05 for CBOW. Stops
  /// with a sentence where a number is out of its range.
  public init(
    method: Method = .skipGram, dimensions: Int = 100, window: Int = 5, negatives: Int = 5,
    minimumCount: Int = 5, subsampling: Double = 1e-3, epochs: Int = 5, learningRate: Double? = nil,
    seed: UInt64 = 42
  ) {
    let rate = learningRate ?? method.defaultLearningRate
    require(
      [dimensions, window, negatives, minimumCount, epochs].allSatisfy { $0 > 0 },
      """
      Word2Vec: got \(dimensions) dimensions, a window of \(window), \(negatives) negatives, a minimum count \
      of \(minimumCount), \(epochs) epochs; expected at least 1 of each
      """)
    require(
      rate > 0 && rate.isFinite && subsampling >= 0 && subsampling.isFinite,
      """
      Word2Vec: got a learning rate of \(rate) and subsampling of \(subsampling); expected a rate above 0 and \
      subsampling of at least 0
      """)
    self.method = method
    self.dimensions = dimensions
    self.window = window
    self.negatives = negatives
    self.minimumCount = minimumCount
    self.subsampling = subsampling
    self.epochs = epochs
    self.learningRate = rate
    self.seed = seed
  }

  /// The part of the first learning rate that is never gone below.
  static let smallestShare = 1e-4

  /// Vectors for the words of some sentences; the same seed gives the same vectors on the same machine.
  ///
  /// `goOn` is told of the progress every few thousand words; where it returns false, training ends, and
  /// what was learnt is kept.
  /// - Throws: ``Word2VecError`` where there is nothing to train on, or the vectors are no longer finite.
  public func train(
    _ sentences: [[String]], while goOn: (Word2VecProgress) -> Bool = { _ in true }
  ) throws(Word2VecError) -> Word2VecResult {
    let corpus = Word2VecCorpus(sentences, minimumCount: minimumCount)
    guard corpus.words.count > 1, corpus.tokens.count > corpus.ends.count else {
      throw .tooFewWords(found: corpus.words.count, minimumCount: minimumCount)
    }
    var losses: [Double] = []
    var tables = Word2VecTables<Float>(words: corpus.words.count, settings: self)
    for epoch in 1...epochs {
      guard let loss = tables.read(corpus, settings: self, epoch: epoch, while: goOn) else { break }
      guard loss.isFinite else { throw .diverged(epoch: epoch, learningRate: learningRate) }
      losses.append(loss)
    }
    let numbers = tables.inputElements
    guard numbers.allSatisfy(\.isFinite) else {
      throw .diverged(epoch: losses.count + 1, learningRate: learningRate)
    }
    return Word2VecResult(
      vectors: WordVectors(
        corpus.words, Tensor(numbers, shape: [corpus.words.count, dimensions])),
      counts: corpus.counts, tokens: corpus.tokens.count, losses: losses)
  }
}

extension Word2VecTables {
  /// The tables at the beginning of a training.
  init(words: Int, settings: Word2Vec) {
    var generator = SeededGenerator(seed: settings.seed, stream: "word2vec/vectors")
    self.init(words: words, dimensions: settings.dimensions, using: &generator)
  }

  /// Reads a text once; returns the mean loss of its examples, or nil where it was told to stop.
  mutating func read(
    _ corpus: Word2VecCorpus, settings: Word2Vec, epoch: Int,
    while goOn: (Word2VecProgress) -> Bool
  ) -> Double? {
    let start = ProcessInfo.processInfo.systemUptime
    let total = Double(corpus.tokens.count) * Double(settings.epochs)
    var examples = Word2VecExamples(of: corpus, settings, epoch: epoch)
    var slopes = [Number](repeating: 0, count: settings.negatives + 1)
    var (loss, count) = (0.0, 0)
    var (begin, nextReport) = (0, 0)
    for end in corpus.ends {
      let done = Double((epoch - 1) * corpus.tokens.count + begin) / total
      let rate = Number(settings.learningRate * max(Word2Vec.smallestShare, 1 - done))
      examples.forEach(in: corpus.tokens[begin..<end]) { reads, targets in
        loss += Double(step(reads: reads, targets: targets, slopes: &slopes, rate: rate))
        count += 1
      }
      begin = end
      if end >= nextReport || end == corpus.tokens.count {
        nextReport = end + Word2VecProgress.wordsBetween
        let progress = Word2VecProgress(
          epoch: epoch, epochs: settings.epochs, words: end, wordsInEpoch: corpus.tokens.count,
          loss: loss / Double(max(1, count)), elapsed: ProcessInfo.processInfo.systemUptime - start)
        if !goOn(progress) && end < corpus.tokens.count { return nil }
      }
    }
    return loss / Double(max(1, count))
  }
}

/// How far a training of word2vec has come.
public struct Word2VecProgress: Sendable {
  /// The epoch, from 1.
  public let epoch: Int
  /// The number of epochs.
  public let epochs: Int
  /// The words read in this epoch.
  public let words: Int
  /// The words of an epoch.
  public let wordsInEpoch: Int
  /// The mean loss of this epoch's examples so far, in nats.
  public let loss: Double
  /// Seconds since the epoch began.
  public let elapsed: Double

  static let wordsBetween = 5000
}

/// What a training of word2vec gave.
public struct Word2VecResult: Sendable {
  /// The vectors with which words are read, the most frequent word first.
  public let vectors: WordVectors
  /// How often each word occurs.
  public let counts: [Int]
  /// How many words of the text have a vector, each occurrence counted.
  public let tokens: Int
  /// The mean loss of an example in each completed epoch, in nats.
  public let losses: [Double]
}

/// Why word2vec can't be trained.
public enum Word2VecError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Too few words occur often enough, or none has another beside it.
  case tooFewWords(found: Int, minimumCount: Int)
  /// The loss or a vector is no longer a finite number.
  case diverged(epoch: Int, learningRate: Double)

  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .tooFewWords(let found, let minimumCount):
      "found \(found) \(found == 1 ? "word that occurs" : "words that occur") at least \(minimumCount) times; "
        + "expected several, side by side in sentences. Take a longer text, or a smaller minimum count."
    case .diverged(let epoch, let learningRate):
      "the vectors are not finite any more in epoch \(epoch); the learning rate of \(learningRate) is too large. "
        + "Take a smaller one."
    }
  }
}
