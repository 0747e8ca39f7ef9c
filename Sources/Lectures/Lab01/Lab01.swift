import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollSequences
import UnrollTraining

/// LAB01 of lecture 000 (also 003 §4): forecasting the next value of a series, five models in turn.
public struct Lab01: Sendable {
  /// The lecture's series, bit for bit: 7,000 to train on, 2,000 to validate, 1,000 to test.
  public let data: ForecastingData

  /// The number of passes through the training series, as in the lecture.
  public static let epochs = 20

  /// The laboratory with the lecture's data.
  public init(data: ForecastingData = .lecture()) { self.data = data }

  /// The models in the lecture's order, and the closed form behind them.
  public enum Model: String, Sendable, CaseIterable, Hashable {
    /// Predicts the last value again (000:745).
    case naive = "Naive forecast"
    /// Flatten and Dense(1), trained (000:785).
    case linear = "Flatten + Dense(1)"
    /// SimpleRNN(1) (000:840).
    case simpleRNN = "SimpleRNN(1)"
    /// SimpleRNN 20, 20, 1 (000:897).
    case deepRNN = "SimpleRNN 20, 20, 1"
    /// SimpleRNN 20, 20 and Dense(1) (000:953).
    case deepRNNWithDense = "SimpleRNN 20, 20 + Dense(1)"
    /// The 51 weights of the linear model by least squares: no training, the best there are.
    case leastSquares = "Least squares, closed form"

    /// The mean squared error on the validation series that the lecture published.
    public var lectureMSE: Double? {
      switch self {
      case .naive: 0.020211
      case .linear: 0.004168087150901556
      case .simpleRNN: 0.010881561785936356
      case .deepRNN: 0.0029105639550834894
      case .deepRNNWithDense: 0.0025271244812756777
      case .leastSquares: nil
      }
    }

    /// The network, with new weights; nil for the models that need no training.
    public func network(seed: UInt64, steps: Int) -> Sequential? {
      switch self {
      case .naive, .leastSquares:
        nil
      case .linear:
        Sequential(inputShape: [steps, 1], seed: seed) {
          Flatten()
          Dense(1)
        }
      case .simpleRNN:
        Sequential(inputShape: [nil, 1], seed: seed) {
          SimpleRNN(1)
        }
      case .deepRNN:
        Sequential(inputShape: [nil, 1], seed: seed) {
          SimpleRNN(20, returnSequences: true)
          SimpleRNN(20, returnSequences: true)
          SimpleRNN(1)
        }
      case .deepRNNWithDense:
        Sequential(inputShape: [nil, 1], seed: seed) {
          SimpleRNN(20, returnSequences: true)
          SimpleRNN(20)
          Dense(1)
        }
      }
    }

    /// The lecture's optimiser: Adam, with a larger step for the smallest network.
    var optimizer: Adam { self == .simpleRNN ? Adam(learningRate: 0.005) : Adam() }
  }
}

extension Dataset {
  /// A part of the lecture's series as a data set: what a model sees, and what follows.
  public init(_ part: ForecastingData.Part) { self.init(part.x, part.y) }
}
