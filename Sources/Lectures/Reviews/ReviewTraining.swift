import Foundation
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// A network that has been trained on reviews, and how it did: a row of the table.
public struct ReviewResult {
  /// Which network.
  public let network: ReviewNetwork
  /// The network with its weights.
  public let model: Sequential
  /// Which words it reads.
  public let reading: ReviewRows
  /// Its training.
  public let history: History
  /// The epoch whose weights it has, from 1; nil where no epoch was finished.
  public let epoch: Int?
  /// The share of right answers on the reviews that validate.
  public let validationAccuracy: Double
  /// Right and wrong answers on the reviews that test.
  public let test: Confusion
  /// The loss on these.
  public let testLoss: Double
  /// The seconds that training and testing took.
  public let seconds: Double

  /// The number of weights.
  public var parameters: Int { model.parameterCount }
  /// Whether training was ended early by its reader.
  public let wasStopped: Bool
}

/// How often reviews of each kind were taken for good and for bad.
public struct Confusion: Sendable, Equatable {
  /// Good reviews taken for good, bad ones taken for bad.
  public let goodAsGood, badAsBad: Int
  /// Good reviews taken for bad, bad ones taken for good.
  public let goodAsBad, badAsGood: Int

  /// The answers of a network, of which more than ½ means good, beside the truth, 1 for good and 0 for bad.
  /// Stops with a sentence where there are not as many of both.
  public init(_ probabilities: [Double], _ labels: [Int]) {
    require(
      probabilities.count == labels.count,
      "Confusion: got \(probabilities.count) answers and \(labels.count) labels; expected as many")
    func count(_ isGood: Bool, as answer: Bool) -> Int {
      zip(probabilities, labels).count { ($0 > 0.5) == answer && ($1 == 1) == isGood }
    }
    goodAsGood = count(true, as: true)
    goodAsBad = count(true, as: false)
    badAsGood = count(false, as: true)
    badAsBad = count(false, as: false)
  }

  /// The number of reviews.
  public var count: Int { goodAsGood + goodAsBad + badAsGood + badAsBad }

  /// The share of right answers, from 0 to 1.
  public var accuracy: Double { Double(goodAsGood + badAsBad) / Double(max(1, count)) }
}

extension Reviews {
  /// Trains a network by its recipe, and tests it. Stops with a sentence where ``ReviewNetwork/glove`` gets
  /// no vectors.
  ///
  /// - Parameters:
  ///   - epochs: Passes through the reviews; nil for those of the recipe.
  ///   - vectors: Word vectors, a row for each id of the vocabulary: what ``ReviewNetwork/glove`` reads.
  ///   - threads: How many threads share a batch; results depend on it in their last digits, which a training
  ///     makes larger.
  ///   - checkpoints: Where the training saves itself, and whether it goes on from there.
  /// - Throws: What `fit` throws.
  public func run(
    _ network: ReviewNetwork, epochs: Int? = nil, vectors: Tensor? = nil, seed: UInt64 = 42,
    threads: Int = 1, checkpoints: Checkpoints? = nil, watch: TrainingWatch = .nobody
  ) throws -> ReviewResult {
    let start = Date()
    let recipe = isMadeUp ? network.recipe.forMadeUpReviews : network.recipe
    let reading = reading(of: network)
    let model = network.model(
      words: vocabulary.count, length: reading.length, vectorSize: vectors?.shape[1] ?? 50,
      seed: seed)
    if network == .glove {
      guard let vectors else {
        stop("Reviews.run: \(network.layers) has no word vectors; expected vectors")
      }
      model.setWeights(["embeddings": vectors], of: "embedding")
    }
    let parts = parts(for: recipe)
    let validation = dataset(parts.validation, reading)
    let stopping = EarlyStopping(
      model, patience: recipe.stopsEarly ? 1 : .max, restoreBestWeights: recipe.stopsEarly)
    let history = try model.fit(
      dataset(parts.train, reading), validation: validation, epochs: epochs ?? recipe.epochs,
      batchSize: recipe.batchSize, optimizer: recipe.optimizer, loss: .binaryCrossentropy(),
      metrics: [.binaryAccuracy], progress: watch.progress, observers: [stopping] + watch.observers,
      threads: threads, checkpoints: checkpoints)
    stopping.restoreBest()
    let (test, testLoss) = answers(of: model, reading, threads)
    let epoch =
      recipe.stopsEarly ? stopping.bestEpoch : history.epochs == 0 ? nil : history.epochs
    return ReviewResult(
      network: network, model: model, reading: reading, history: history, epoch: epoch,
      validationAccuracy: epoch.map { history["val_accuracy"][$0 - 1] }
        ?? model.evaluate(
          validation, loss: .binaryCrossentropy(), metrics: [.binaryAccuracy], threads: threads)[
          "accuracy"],
      test: test, testLoss: testLoss, seconds: Date().timeIntervalSince(start),
      wasStopped: history.wasStopped && stopping.stoppedEpoch == nil)
  }

  private func answers(
    of model: Sequential, _ rows: ReviewRows, _ threads: Int
  ) -> (Confusion, loss: Double) {
    let data = dataset(test, rows)
    let answers = model.predict(data.inputs, threads: threads)
    let loss = Loss.binaryCrossentropy()(Variable(answers), Variable(data.y)).item()
    return (Confusion(answers.elements, test.labels), loss)
  }
}
