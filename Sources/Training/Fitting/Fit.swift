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
  /// - Throws: ``TrainingError`` for a data set that is empty or all padding, or when a loss, on validation
  ///   data too, or a gradient is not finite.
  @discardableResult
  public func fit(
    _ train: Dataset, validation: Dataset? = nil, epochs: Int = 1, batchSize: Int = 32,
    optimizer: any Optimizer = Adam(), loss: Loss, metrics: [Metric] = [], shuffle: Bool = true,
    progress: ProgressDisplay = .automatic, observers: [any TrainingObserver] = [],
    threads: Int = 1
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
    let reporters = progress == .automatic ? [ProgressReporter(.standard())] : []
    let training = Training(
      self, train, validation, epochs: epochs, batchSize: batchSize, optimizer, loss, metrics,
      shuffle: shuffle, observers: reporters + observers, threads: threads)
    let isFloat32 = parameters.allSatisfy { $0.value.dtype == .float32 }
    return try isFloat32 ? flushingSubnormals(training.run) : training.run()
  }
}

/// One call of `fit`: the loop over epochs and batches.
private final class Training {
  private let model: any Model
  private let train: Dataset
  private let validation: Dataset?
  private let epochs, batchSize: Int
  private let optimizer: any Optimizer
  private let loss: Loss
  private let metrics: [Metric]
  private let shuffle: Bool
  private let observers: [any TrainingObserver]

  private let step: TrainingStep
  /// The paths of the parameters that are trained.
  private let trained: [String]
  private var state: OptimizerState
  private var history = History()

  init(
    _ model: any Model, _ train: Dataset, _ validation: Dataset?, epochs: Int, batchSize: Int,
    _ optimizer: any Optimizer, _ loss: Loss, _ metrics: [Metric], shuffle: Bool,
    observers: [any TrainingObserver], threads: Int
  ) {
    self.model = model
    self.train = train
    self.validation = validation
    self.epochs = epochs
    self.batchSize = batchSize
    self.optimizer = optimizer
    self.loss = loss
    self.metrics = metrics
    self.shuffle = shuffle
    self.observers = observers
    step = TrainingStep(model, loss: loss, threads: threads, optimizer: optimizer)
    trained = model.parameters.filter(\.isTrainable).map(\.path)
    state = OptimizerState(optimizer, for: model.parameters)
  }

  func run() throws -> History {
    let start = Date()
    for epoch in 0..<epochs {
      let goesOn = try runEpoch(epoch)
      if !goesOn {
        history.wasStopped = true
        break
      }
    }
    history.seconds = Date().timeIntervalSince(start)
    return history
  }

  /// Trains for one epoch; false where an observer asked to stop.
  private func runEpoch(_ epoch: Int) throws -> Bool {
    model.resetState()
    let start = Date()
    let steps = (train.count + batchSize - 1) / batchSize
    let order = order(of: model.assembly.trained.epochs)
    var means = RunningMeans(["loss"] + metrics.map(\.name))

    func progress(_ step: Int, _ figures: [History.Figure]) -> TrainingProgress {
      TrainingProgress(
        epoch: epoch + 1, epochs: epochs, step: step, steps: steps, figures: figures,
        elapsed: Date().timeIntervalSince(start))
    }

    for step in 0..<steps {
      let range = (step * batchSize)..<min((step + 1) * batchSize, train.count)
      let batch = order.map { train.samples(at: IntTensor($0[range])) } ?? train.samples(range)
      let figures = try takeStep(batch, epoch: epoch + 1, step: step + 1)
      means.add(figures)
      // Every observer sees every step, also after one has asked to stop.
      let goesOn = observers.map { $0.stepEnded(progress(step + 1, means.figures)) }
      if goesOn.contains(false) { return false }
    }

    var figures = means.figures
    if let validation {
      // A state is carried over batches of one size only; elsewhere large batches are faster.
      let size = model.isStateful ? batchSize : 256
      let result = try model.evaluation(
        of: validation, batchSize: size, loss: loss, metrics: metrics, epoch: epoch + 1)
      figures += result.figures.map { .init("val_" + $0.name, $0.value) }
    }
    model.assembly.trained.epochs += 1
    history.append(figures)
    return !observers.map { $0.epochEnded(progress(steps, figures)) }.contains(false)
  }

  /// The order of the samples in an epoch, from a random stream of its own; nil for their own order.
  private func order(of epoch: Int) -> [Int]? {
    guard shuffle else { return nil }
    var generator = SeededGenerator(seed: model.seed, stream: "shuffle", step: epoch)
    return generator.permutation(train.count)
  }

  /// Forward, backward, update: one training step. Returns the loss and the metrics of the batch.
  private func takeStep(_ batch: Dataset, epoch: Int, step: Int) throws -> [Tally] {
    let result = self.step(batch)
    guard result.loss.item().isFinite else {
      throw TrainingError.nonFiniteLoss(
        epoch: epoch, step: step, origin: self.step.originOfLoss(batch))
    }
    for (gradient, path) in zip(result.compactGradients, trained) where !gradient.isFinite {
      throw TrainingError.nonFiniteGradient(
        epoch: epoch, step: step, parameter: path,
        origin: self.step.originOfGradient(batch))
    }
    state.apply(
      optimizer, to: &model.assembly.parameters, compactGradients: result.compactGradients)
    model.assembly.takeUpdates()
    model.assembly.trained.steps += 1
    return [loss.tally(result.loss.item(), batch.targets)]
      + metrics.map { $0.tally(result.prediction, batch.targets) }
  }
}
