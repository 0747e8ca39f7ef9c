import Foundation
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// One training, and what its gradients did.
public struct RemedyRun: Sendable {
  /// The error on sequences that were not trained on, as a share of the answers' variance; infinite where
  /// the training diverged.
  public let error: Double
  /// The number of steps whose gradient, before clipping, had a norm above ten times the median of all steps.
  public let explosions: Int
  /// `‖∂L/∂h₁‖ / ‖∂L/∂h_T‖` before training.
  public let reachBefore: Double
  /// The same after training; NaN where no gradient is left at all.
  public let reachAfter: Double
  /// Whether the training was asked to end.
  public let wasStopped: Bool
}

/// What a remedy came to, with every seed.
public struct RemedyResult: Sendable {
  /// What was changed.
  public let remedy: Remedy
  /// In which network.
  public let base: Remedy.Base
  /// The learning rate.
  public let rate: Double
  /// The number of weights that are trained.
  public let parameters: Int
  /// A training for each seed.
  public let runs: [RemedyRun]

  /// The errors, one for each seed.
  public var errors: [Double] { runs.map(\.error) }
  /// The middle one.
  public var median: Double { RemedyVerdict.median(errors) }
  /// The largest.
  public var worst: Double { errors.max() ?? .nan }
  /// Whether the last training was asked to end.
  public var wasStopped: Bool { runs.contains(where: \.wasStopped) }

  /// The median of what was measured of each training.
  public func median(_ figure: (RemedyRun) -> Double) -> Double {
    RemedyVerdict.median(runs.map(figure))
  }
}

extension RemedyStudy {
  /// Trains a network; ends early where a gradient is no longer a number.
  func train(
    _ network: Sequential, _ optimizer: any Optimizer, _ watch: TrainingWatch
  ) -> RemedyRun {
    var generator = SeededGenerator(seed: network.seed, stream: "first number")
    let test = problem.samples(testCount, using: &generator)
    let reachBefore = reach(network, test)
    let step = TrainingStep(network, loss: .meanSquaredError, optimizer: optimizer)
    var state = OptimizerState(optimizer, for: network.parameters)
    var (norms, losses): ([Double], Double) = ([], 0)
    var (hasDiverged, wasStopped) = (false, false)
    let start = Date()
    func progress() -> TrainingProgress {
      TrainingProgress(
        epoch: 1, epochs: 1, step: norms.count, steps: steps,
        figures: [History.Figure("loss", losses / Double(max(1, norms.count)))],
        elapsed: Date().timeIntervalSince(start))
    }
    flushingSubnormals {
      while norms.count < steps && !hasDiverged && !wasStopped {
        let result = step(problem.samples(batchSize, using: &generator))
        let norm = Tensor(result.gradients.map { $0.norm() }, dtype: .float64).norm()
        hasDiverged = !norm.isFinite
        if hasDiverged { break }
        norms.append(norm)
        losses += result.loss.item()
        state.apply(
          optimizer, to: &network.assembly.parameters, compactGradients: result.compactGradients)
        network.assembly.takeUpdates()
        network.assembly.trained.steps += 1
        wasStopped = watch.observers.map { $0.stepEnded(progress()) }.contains(false)
      }
    }
    if !wasStopped { for observer in watch.observers { _ = observer.epochEnded(progress()) } }
    let typical = norms.isEmpty ? 0 : RemedyVerdict.median(norms)
    return RemedyRun(
      error: hasDiverged ? .infinity : error(network, test),
      explosions: norms.count { $0 > 10 * typical },
      reachBefore: reachBefore, reachAfter: hasDiverged ? .nan : reach(network, test),
      wasStopped: wasStopped)
  }

  /// The mean squared error as a share of the answers' variance: 1 for who always answers 0.
  private func error(_ network: Sequential, _ test: Dataset) -> Double {
    let error = meanSquaredError(network.predict(test.x), test.y) / FirstNumber.variance
    return error.isFinite ? error : .infinity
  }

  /// `‖∂L/∂h₁‖ / ‖∂L/∂h_T‖` over all parts of the state, the LSTM's carry too.
  private func reach(_ network: Sequential, _ test: Dataset) -> Double {
    let some = test.samples(0..<min(100, testCount))
    let layer = TimeLedger(network, some.x) { meanSquaredError($0, Variable(some.y)) }.layers[0]
    let parts = layer.stateNames.map { layer.stateGradientNorms($0) }
    func norm(at t: Int) -> Double {
      Tensor(parts.map { $0[t] }, dtype: .float64).norm()
    }
    return norm(at: 0) / norm(at: layer.stepCount - 1)
  }
}
