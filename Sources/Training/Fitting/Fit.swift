import Foundation
import UnrollAutodiff
import UnrollConsole
import UnrollNumerics
import UnrollRecurrent

extension Model {
  /// Trains the model: `epochs` times through the samples in a new order each time, one step of the
  /// optimiser for each batch.
  ///
  /// Float32 models take subnormal numbers as zero while they train (see ``flushingSubnormals(_:)``).
  /// The model's seed decides the order of the samples, so a training repeats exactly; a second `fit` goes
  /// on with other random numbers, but its optimiser begins anew. Stateful layers begin every epoch with a
  /// state of zeros.
  ///
  /// Layers of the library are recorded once and then run as a ``Program`` (see ``TrainingStep``). With
  /// several `threads` each computes a part of every batch; results then differ in their last digits.
  /// With `checkpoints` the training saves itself now and then, and can be resumed.
  ///
  /// Stops with a sentence where an option is out of range, or a stateful model is to be shuffled or would
  /// get batches of different sizes.
  /// - Throws: ``TrainingError`` for a data set that is empty or all padding, or when a loss, on validation
  ///   data too, or a gradient is not finite; ``CheckpointError``, ``SavingError`` or ``TensorFileError`` where it
  ///   can't be saved or resumed.
  @discardableResult
  public func fit(
    _ train: Dataset, validation: Dataset? = nil, epochs: Int = 1, batchSize: Int = 32,
    optimizer: any Optimizer = Adam(), loss: Loss, metrics: [Metric] = [], shuffle: Bool = true,
    progress: ProgressDisplay = .automatic, observers: [any TrainingObserver] = [],
    threads: Int = 1, checkpoints: Checkpoints? = nil
  ) throws -> History {
    require(epochs >= 0, "fit: got \(epochs) epochs; expected 0 or more")
    require(batchSize > 0, "fit: got a batch size of \(batchSize); expected at least 1")
    if train.count == 0 { throw TrainingError.emptyDataset(role: "training") }
    if let validation, validation.count == 0 {
      throw TrainingError.emptyDataset(role: "validation")
    }
    try train.requireCounted("fit", "training data", loss, metrics)
    try validation?.requireCounted("fit", "validation data", loss, metrics)
    require(
      !(isStateful && shuffle),
      """
      fit: the model has a stateful layer, so batches have to follow one another in order; pass \
      shuffle: false
      """)
    requireWholeBatches("fit", train.count, batchSize)
    // A state is carried over batches of one size only; elsewhere large batches are faster.
    let evaluated = isStateful ? batchSize : 256
    let training = Training(
      self, ShuffledBatches(data: train, size: batchSize, isShuffled: shuffle),
      TrainingStep(self, loss: loss, threads: threads, optimizer: optimizer),
      TrainingPlan(
        epochs: epochs, optimizer: optimizer, loss: loss, metrics: metrics,
        observers: progress.reporters + observers,
        validate: validation.map {
          validator($0, batchSize: evaluated, loss, metrics, threads: threads)
        },
        checkpoints: checkpoints))
    return try training.run()
  }
}

extension Model {
  /// Finds the figures on a data set after an epoch.
  func validator(
    _ data: Dataset, batchSize: Int, _ loss: Loss, _ metrics: [Metric], threads: Int
  ) -> TrainingPlan.Validator {
    let step = PredictionStep(self, threads: threads)
    return { epoch in
      try self.evaluation(
        of: data, step, batchSize: batchSize, loss: loss, metrics: metrics, epoch: epoch
      ).figures
    }
  }
}

/// The samples of a data set in batches, each epoch in an order of its own.
private struct ShuffledBatches: BatchSource {
  let data: Dataset
  let size: Int
  let isShuffled: Bool

  var stepCount: Int { (data.count + size - 1) / size }

  var description: String {
    "\(data.inputs.shapes) → \(data.targets.shapes) in batches of \(size)\(isShuffled ? ", shuffled" : "")"
  }

  func batches(epoch: Int, seed: UInt64) -> (Int) -> Dataset {
    func range(_ step: Int) -> Range<Int> { (step * size)..<min((step + 1) * size, data.count) }
    guard isShuffled else { return { data.samples(range($0)) } }
    // The order has a random stream of its own.
    var generator = SeededGenerator(seed: seed, stream: "shuffle", step: epoch)
    let order = generator.permutation(data.count)
    return { data.samples(at: IntTensor(order[range($0)])) }
  }
}
