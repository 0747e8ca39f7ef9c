import Foundation
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// Where a training takes its batches from, an epoch at a time.
protocol BatchSource {
  /// The number of steps in an epoch.
  var stepCount: Int { get }

  /// The batches of an epoch, by their steps; random numbers follow from the epoch and the seed.
  func batches(epoch: Int, seed: UInt64) -> (_ step: Int) -> Dataset

  /// Takes a step on a batch, and leaves the states of stateful layers where the next step begins.
  func result(of step: TrainingStep, on batch: Dataset, at index: Int, _ model: any Model)
    -> TrainingStep.Result

  /// How much each sample of a batch counts in the means of an epoch.
  func weight(ofSampleAt index: Int) -> Double
}

extension BatchSource {
  func result(
    of step: TrainingStep, on batch: Dataset, at index: Int, _ model: any Model
  ) -> TrainingStep.Result { step(batch) }

  func weight(ofSampleAt index: Int) -> Double { 1 }
}

/// What a training aims at, for how long, and who watches.
struct TrainingPlan {
  let epochs: Int
  let optimizer: any Optimizer
  let loss: Loss
  let metrics: [Metric]
  let observers: [any TrainingObserver]
  /// Figures on data that is not trained on; nil where there is none.
  let validate: (_ epoch: Int) throws -> [History.Figure]?
}

/// One call of `fit`: the loop over epochs and batches.
final class Training {
  private let model: any Model
  private let source: any BatchSource
  private let step: TrainingStep
  private let plan: TrainingPlan

  /// The paths of the parameters that are trained.
  private let trained: [String]
  private var state: OptimizerState
  private var history = History()

  init(
    _ model: any Model, _ source: any BatchSource, _ step: TrainingStep, _ plan: TrainingPlan
  ) {
    self.model = model
    self.source = source
    self.step = step
    self.plan = plan
    trained = model.parameters.filter(\.isTrainable).map(\.path)
    state = OptimizerState(plan.optimizer, for: model.parameters)
  }

  /// Trains; float32 models take subnormal numbers as zero meanwhile.
  func run() throws -> History {
    let isFloat32 = model.parameters.allSatisfy { $0.value.dtype == .float32 }
    return try isFloat32 ? flushingSubnormals(runEpochs) : runEpochs()
  }

  private func runEpochs() throws -> History {
    let start = Date()
    for epoch in 0..<plan.epochs {
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
    let steps = source.stepCount
    let batches = source.batches(epoch: model.assembly.trained.epochs, seed: model.seed)
    var means = RunningMeans(["loss"] + plan.metrics.map(\.name))

    func progress(_ step: Int, _ figures: [History.Figure]) -> TrainingProgress {
      TrainingProgress(
        epoch: epoch + 1, epochs: plan.epochs, step: step, steps: steps, figures: figures,
        elapsed: Date().timeIntervalSince(start))
    }

    for step in 0..<steps {
      means.add(try takeStep(batches(step), epoch: epoch, step: step))
      // Every observer sees every step, also after one has asked to stop.
      let goesOn = plan.observers.map { $0.stepEnded(progress(step + 1, means.figures)) }
      if goesOn.contains(false) { return false }
    }

    var figures = means.figures
    if let found = try plan.validate(epoch + 1) {
      figures += found.map { .init("val_" + $0.name, $0.value) }
    }
    model.assembly.trained.epochs += 1
    history.append(figures)
    return !plan.observers.map { $0.epochEnded(progress(steps, figures)) }.contains(false)
  }

  /// Forward, backward, update: one training step. Returns the loss and the metrics of the batch.
  private func takeStep(_ batch: Dataset, epoch: Int, step index: Int) throws -> [Tally] {
    let states = model.assembly.states
    let result = source.result(of: step, on: batch, at: index, model)
    if let failure = failure(result, batch, states, epoch: epoch + 1, step: index + 1) {
      throw failure
    }
    state.apply(
      plan.optimizer, to: &model.assembly.parameters, compactGradients: result.compactGradients)
    model.assembly.takeUpdates()
    model.assembly.trained.steps += 1
    return tallies(
      result.loss.item(), result.prediction, batch.targets, plan.loss, plan.metrics,
      weight: source.weight(ofSampleAt: index))
  }

  /// Why a step can't be taken, if its numbers are not finite; it is computed again from the states that it
  /// began with.
  private func failure(
    _ result: TrainingStep.Result, _ batch: Dataset, _ states: LayerStates, epoch: Int, step: Int
  ) -> TrainingError? {
    guard result.loss.item().isFinite else {
      model.assembly.states = states
      return .nonFiniteLoss(epoch: epoch, step: step, origin: self.step.originOfLoss(batch))
    }
    for (gradient, path) in zip(result.compactGradients, trained) where !gradient.isFinite {
      model.assembly.states = states
      return .nonFiniteGradient(
        epoch: epoch, step: step, parameter: path, origin: self.step.originOfGradient(batch))
    }
    return nil
  }
}
