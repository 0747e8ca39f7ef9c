import UnrollAutodiff
import UnrollRecurrent
import UnrollSequences
import UnrollTraining

// What tells the three trained ways apart: the network, what it is told to answer, and how ten
// forecasts are got from it. The recurrent layers are the same in all of them.

extension Forecast10.Way {
  /// The network, with new weights; nil for the ways that need no training.
  public func network(seed: UInt64) -> Sequential? {
    switch self {
    case .naive, .leastSquares:
      nil
    case .iterated:
      Sequential(inputShape: [nil, 1], seed: seed) {
        SimpleRNN(20, returnSequences: true)
        SimpleRNN(20)
        Dense(1)
      }
    case .vector:
      Sequential(inputShape: [nil, 1], seed: seed) {
        SimpleRNN(20, returnSequences: true)
        SimpleRNN(20)
        Dense(Forecast10.horizon)
      }
    case .sequence:
      Sequential(inputShape: [nil, 1], seed: seed) {
        SimpleRNN(20, returnSequences: true)
        SimpleRNN(20, returnSequences: true)
        Dense(Forecast10.horizon)  // on the last axis, so at every time step
      }
    }
  }

  /// The series with what the network should answer.
  func dataset(_ part: ForecastingData.Part) -> Dataset {
    switch self {
    case .iterated: Dataset(part.x, part.y[0..., ..<1])  // [series, 1]
    case .sequence: Dataset(part.x, part.followersAtEveryStep)  // [series, steps, 10]
    case .naive, .leastSquares, .vector: Dataset(part.x, part.y)  // [series, 10]
    }
  }

  /// The ten forecasts of a trained network: `[series, 10]`.
  func forecast(_ x: Tensor, _ network: Sequential) -> Tensor {
    switch self {
    case .iterated: network.iteratedForecast(x, steps: Forecast10.horizon)
    case .sequence: network.predict(x)[0..., -1]  // what it says when it has seen all
    case .naive, .leastSquares, .vector: network.predict(x)
    }
  }

  /// What is watched beside the loss.
  var metrics: [Metric] { self == .sequence ? [Self.lastStep] : [] }

  /// The name of the figure in the history that tells how good the forecasts are. A sequence's loss is
  /// the mean over all time steps, the early ones included, where little is known yet.
  var watchedFigure: String { self == .sequence ? Self.lastStep.name : "loss" }

  private static let lastStep = Metric("last_step") { prediction, target in
    let loss = Loss.meanSquaredError.overLastSteps(1)
    return loss.callAsFunction(Variable(prediction), Variable(target)).item()
  }
}
