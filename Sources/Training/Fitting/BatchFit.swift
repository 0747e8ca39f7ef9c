import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// Batches that are made before training: of texts of similar length, for example.
///
/// ```swift
/// let byLength = LengthBatches(ids, batchSize: 32, seed: 42)
/// let targets = Tensor(labels.map(Double.init), shape: [ids.count, 1])
/// let batches = Batches("reviews by length") { epoch in
///   byLength.epoch(epoch).map { Dataset($0.tokens, targets.rows(at: IntTensor($0.indices))) }
/// }
/// try model.fit(batches, epochs: 3, loss: .binaryCrossentropy())
/// ```
public struct Batches {
  /// What the batches are, in words: a training is resumed on the same.
  public let name: String

  /// The batches of an epoch, counted from 0, in the order in which they are to be trained on.
  public let epoch: (_ epoch: Int) -> [Dataset]

  /// Batches that are made for each epoch; as many in every one.
  public init(_ name: String = "batches", _ epoch: @escaping (_ epoch: Int) -> [Dataset]) {
    self.name = name
    self.epoch = epoch
  }
}

extension Model {
  /// Trains the model on batches of your own, in their order, each of a size and length of its own.
  ///
  /// Means count every sample alike. Layers whose steps are repeated as a ``Program`` are recorded for each shape of
  /// batch, so few shapes are faster than many.
  ///
  /// Stops with a sentence where the model has a stateful layer, or an epoch has more or fewer batches than
  /// the first.
  /// - Throws: ``TrainingError`` where there are no batches, where the targets of one in the first epoch are
  ///   all padding, or when a loss, on validation data too, or a gradient is not finite; ``CheckpointError``,
  ///   ``SavingError`` or ``TensorFileError`` where the training can't be saved or resumed.
  @discardableResult
  public func fit(
    _ batches: Batches, validation: Dataset? = nil, epochs: Int = 1,
    optimizer: any Optimizer = Adam(), loss: Loss, metrics: [Metric] = [],
    progress: ProgressDisplay = .automatic, observers: [any TrainingObserver] = [],
    threads: Int = 1, checkpoints: Checkpoints? = nil
  ) throws -> History {
    require(epochs >= 0, "fit: got \(epochs) epochs; expected 0 or more")
    require(
      !isStateful,
      "fit: the model has a stateful layer, and batches of different sizes can't go on from one another"
    )
    let first = batches.epoch(assembly.trained.epochs)
    if first.isEmpty { throw TrainingError.emptyDataset(role: "training") }
    for batch in first { try batch.requireCounted("fit", "batches", loss, metrics) }
    let training = Training(
      self, ReadyBatches(batches: batches, stepCount: first.count),
      TrainingStep(self, loss: loss, threads: threads, optimizer: optimizer),
      TrainingPlan(
        epochs: epochs, optimizer: optimizer, loss: loss, metrics: metrics,
        observers: progress.reporters + observers,
        validate: validation.map { validator($0, batchSize: 256, loss, metrics, threads: threads) },
        checkpoints: checkpoints))
    return try training.run()
  }
}

/// Batches as they were made.
private struct ReadyBatches: BatchSource {
  let batches: Batches
  let stepCount: Int

  var description: String { "\(stepCount) \(batches.name)" }

  func batches(epoch: Int, seed: UInt64) -> (Int) -> Dataset {
    let all = batches.epoch(epoch)
    require(
      all.count == stepCount,
      "fit: epoch \(epoch) has \(all.count) batches; expected \(stepCount), as the first one had")
    return { all[$0] }
  }
}
