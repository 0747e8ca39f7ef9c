import Foundation
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// One training on sequences that never come twice, until the goal is reached or the budget is used up.
///
/// The error of a batch is taken before its step, so it is that of sequences the network has not seen; the
/// error of the training is the mean over the last 100 batches.
struct MemoryTraining {
  /// After so many steps the error is looked at.
  static let interval = 100

  let network: Sequential
  let learningRate: Double
  private let study: MemoryStudy
  private let length: Int
  private let budget: Int

  /// The steps taken.
  private(set) var steps = 0
  private(set) var isSolved = false
  private(set) var wasStopped = false
  /// The mean error of each interval.
  private(set) var errors: [Double] = []
  /// The sum of the errors since then.
  private var sum = 0.0

  init(
    _ study: MemoryStudy, _ cell: MemoryCell, length: Int, seed: UInt64, learningRate: Double,
    budget: Int
  ) {
    self.study = study
    self.length = length
    self.learningRate = learningRate
    self.budget = budget
    network = cell.network(for: study.task, units: study.units, seed: seed)
  }

  /// The mean error of the last whole interval, or of the steps taken where there is none; infinite
  /// where gradients exploded beyond all numbers.
  var error: Double { errors.last ?? (steps > 0 ? sum / Double(steps) : .infinity) }

  /// Trains.
  mutating func run(_ watch: TrainingWatch, round: (number: Int, of: Int)) {
    let optimizer = Adam(learningRate: learningRate, clipping: study.clipping)
    let step = TrainingStep(network, loss: study.task.loss, optimizer: optimizer)
    var state = OptimizerState(optimizer, for: network.parameters)
    let start = Date()
    while steps < budget && !isSolved && !wasStopped {
      let batch = batch(steps + 1)
      let result = step(batch)
      guard result.compactGradients.allSatisfy(\.isFinite) else {
        errors.append(.infinity)
        return
      }
      state.apply(
        optimizer, to: &network.parameters, compactGradients: result.compactGradients)
      count(study.task.error(result.prediction, batch.targets))
      let progress = TrainingProgress(
        epoch: round.number, epochs: round.of, step: steps, steps: budget,
        figures: [.init("error", error)], elapsed: Date().timeIntervalSince(start))
      // Every observer sees every step, also after one has asked to stop.
      wasStopped = watch.observers.map { $0.stepEnded(progress) }.contains(false)
    }
  }

  /// The sequences of a step: the same for all cells and learning rates.
  private func batch(_ step: Int) -> Dataset {
    var generator = SeededGenerator(
      seed: network.seed, stream: "\(study.task.name), length \(length)", step: step)
    return study.task.data(study.batchSize, length: length, using: &generator)
  }

  private mutating func count(_ error: Double) {
    steps += 1
    sum += error
    if steps.isMultiple(of: Self.interval) {
      errors.append(sum / Double(Self.interval))
      sum = 0
      isSolved = self.error < study.task.goal(length: length)
    }
  }
}
