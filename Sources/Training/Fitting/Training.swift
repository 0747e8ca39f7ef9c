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

  /// What the batches are, in words: a training is resumed on the same.
  var description: String { get }
}

extension BatchSource {
  func result(
    of step: TrainingStep, on batch: Dataset, at index: Int, _ model: any Model
  ) -> TrainingStep.Result { step(batch) }

  func weight(ofSampleAt index: Int) -> Double { 1 }
}

/// What a training aims at, for how long, and who watches.
struct TrainingPlan {
  /// Finds figures after an epoch, counted from 1.
  typealias Validator = (_ epoch: Int) throws -> [History.Figure]

  let epochs: Int
  let optimizer: any Optimizer
  let loss: Loss
  let metrics: [Metric]
  let observers: [any TrainingObserver]
  /// Figures on data that is not trained on; nil where there is none.
  let validate: Validator?
  /// Where the training saves itself; nil for nowhere.
  let checkpoints: Checkpoints?

  /// The names of what is averaged in an epoch.
  var figures: [String] { ["loss"] + metrics.map(\.name) }
}

/// One call of `fit`: the loop over epochs and batches.
final class Training {
  private let model: any Model
  private let source: any BatchSource
  private let step: TrainingStep
  private let plan: TrainingPlan

  /// The paths of the parameters that are trained.
  private let trained: [String]
  private var now: TrainingSnapshot
  private var saver: CheckpointSaver?
  private var clock = Clock(training: 0, epoch: 0)

  init(
    _ model: any Model, _ source: any BatchSource, _ step: TrainingStep, _ plan: TrainingPlan
  ) {
    self.model = model
    self.source = source
    self.step = step
    self.plan = plan
    trained = model.parameters.filter(\.isTrainable).map(\.path)
    now = TrainingSnapshot(
      means: RunningMeans(plan.figures),
      optimizer: OptimizerState(plan.optimizer, for: model.parameters),
      observers: plan.remembering.map(\.memory))
  }

  /// Trains; float32 models take subnormal numbers as zero meanwhile.
  func run() throws -> History {
    if let checkpoints = plan.checkpoints { try begin(checkpoints) }
    let isFloat32 = model.parameters.allSatisfy { $0.value.dtype == .float32 }
    return try isFloat32 ? flushingSubnormals(runEpochs) : runEpochs()
  }

  /// Goes on from a checkpoint, where there is one and that is wanted.
  private func begin(_ checkpoints: Checkpoints) throws {
    let identity = TrainingIdentity(
      model, data: source.description, plan, observers: plan.remembering)
    let saver = try CheckpointSaver(checkpoints, model, identity)
    self.saver = saver
    guard let found = try saver.begin(&now, steps: source.stepCount) else { return }
    now.history.resumed = found
    for (observer, memory) in zip(plan.remembering, now.observers) { observer.memory = memory }
    for observer in plan.observers { observer.resumed(found) }
  }

  private func runEpochs() throws -> History {
    clock = Clock(training: now.history.seconds, epoch: now.epochSeconds)
    var goesOn = !now.isEnded
    while goesOn && now.epochs < plan.epochs {
      goesOn = try runEpoch()
      if goesOn, let saver, saver.isDue(after: now.epochs) { try? save(saver) }
    }
    now.history.wasStopped = !goesOn
    now.history.seconds = clock.training
    do { if let saver { try save(saver) } } catch {
      throw CheckpointError("", .endNotSaved("\(error)"))
    }
    return now.history
  }

  /// Saves the training with what its observers remember; where that fails, they are told.
  private func save(_ saver: CheckpointSaver) throws {
    now.observers = plan.remembering.map(\.memory)
    (now.history.seconds, now.epochSeconds) = (clock.training, clock.epoch)
    do { try saver.save(now) } catch {
      for observer in plan.observers { observer.savingFailed(error) }
      throw error
    }
  }

  /// Trains for one epoch, or for what is left of it; false where an observer asked to stop.
  private func runEpoch() throws -> Bool {
    if now.steps == 0 { model.resetState() }
    let steps = source.stepCount
    let batches = source.batches(epoch: model.assembly.trained.epochs, seed: model.seed)

    func progress(_ step: Int, _ figures: [History.Figure]) -> TrainingProgress {
      TrainingProgress(
        epoch: now.epochs + 1, epochs: plan.epochs, step: step, steps: steps, figures: figures,
        elapsed: clock.epoch)
    }

    while now.steps < steps {
      now.means.add(try takeStep(batches(now.steps)))
      now.steps += 1
      let figures = now.means.figures
      if !goesOn(after: { $0.stepEnded(progress(now.steps, figures)) }) { return false }
      if let saver, saver.isDueAfterStep { try? save(saver) }
    }

    var figures = now.means.figures
    do {
      if let found = try plan.validate?(now.epochs + 1) {
        figures += found.map { .init("val_" + $0.name, $0.value) }
      }
    } catch {
      // What was learnt is kept, whatever is wrong with the data that it is judged by.
      if let saver { try? save(saver) }
      throw error
    }
    model.assembly.trained.epochs += 1
    now.history.append(figures)
    let goesOn = goesOn { $0.epochEnded(progress(steps, figures)) }
    (now.epochs, now.steps, now.means) = (now.epochs + 1, 0, RunningMeans(plan.figures))
    clock.beginEpoch()
    return goesOn
  }

  /// Asks every observer, also after one has asked to stop; what a rule decides is for good.
  private func goesOn(after ask: (any TrainingObserver) -> Bool) -> Bool {
    let stops = plan.observers.filter { !ask($0) }
    if stops.contains(where: { !$0.isInterruption }) { now.isEnded = true }
    return stops.isEmpty
  }

  /// Forward, backward, update: one training step. Returns the loss and the metrics of the batch.
  private func takeStep(_ batch: Dataset) throws -> [Tally] {
    let states = model.assembly.states
    let result = source.result(of: step, on: batch, at: now.steps, model)
    if let failure = failure(result, batch, states) { throw failure }
    now.optimizer.epochs = Double(now.epochs) + Double(now.steps) / Double(source.stepCount)
    now.optimizer.seconds = clock.training
    now.optimizer.apply(
      plan.optimizer, to: &model.assembly.parameters, compactGradients: result.compactGradients)
    model.assembly.takeUpdates()
    model.assembly.trained.steps += 1
    return tallies(
      result.loss.item(), result.prediction, batch.targets, plan.loss, plan.metrics,
      weight: source.weight(ofSampleAt: now.steps))
  }

  /// Why a step can't be taken, if its numbers are not finite; it is computed again from the states that it
  /// began with.
  private func failure(
    _ result: TrainingStep.Result, _ batch: Dataset, _ states: LayerStates
  ) -> TrainingError? {
    let (epoch, step) = (now.epochs + 1, now.steps + 1)
    let wrong = zip(result.compactGradients, trained).first { !$0.0.isFinite }
    if result.loss.item().isFinite && wrong == nil { return nil }
    model.assembly.states = states
    guard result.loss.item().isFinite, let path = wrong?.1 else {
      return .nonFiniteLoss(epoch: epoch, step: step, origin: self.step.originOfLoss(batch))
    }
    return .nonFiniteGradient(
      epoch: epoch, step: step, parameter: path, origin: self.step.originOfGradient(batch))
  }
}

/// The seconds that a training and its epoch have taken, those before a checkpoint among them.
private struct Clock {
  private var start, epochStart: Date

  init(training: Double, epoch: Double) {
    start = Date(timeIntervalSinceNow: -training)
    epochStart = Date(timeIntervalSinceNow: -epoch)
  }

  var training: Double { Date().timeIntervalSince(start) }
  var epoch: Double { Date().timeIntervalSince(epochStart) }

  mutating func beginEpoch() { epochStart = Date() }
}

extension TrainingPlan {
  /// The observers that remember.
  fileprivate var remembering: [any RememberingObserver] {
    observers.compactMap { $0 as? any RememberingObserver }
  }
}
