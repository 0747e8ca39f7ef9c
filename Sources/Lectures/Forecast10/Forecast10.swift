import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollSequences

/// Forecasting ten steps ahead, three ways (003:173, § 4.3), beside two that need no training.
public struct Forecast10: Sendable {
  /// The lecture's series (003:186): 50 values to see, and the 10 that follow.
  public let data: ForecastingData

  /// How many values are to be forecast.
  public static let horizon = 10

  /// The number of passes through the training series, as in the lecture's other trainings.
  public static let epochs = 20

  /// How far Adam steps: Keras's default, as in the lecture's other trainings.
  public static let learningRate = 0.001

  /// The experiment with the lecture's data, or with other series that ten values follow; stops with a
  /// sentence where another number does.
  public init(data: ForecastingData = .lecture(horizon: Forecast10.horizon)) {
    require(
      data.train.y.shape[1] == Self.horizon,
      """
      forecast10: \(data.train.y.shape[1]) values follow each series; \
      expected \(Self.horizon), as from ForecastingData.lecture(horizon: \(Self.horizon))
      """)
    self.data = data
  }

  /// The ways to forecast ten values.
  public enum Way: String, Sendable, CaseIterable, Hashable {
    /// The last value seen, ten times.
    case naive = "Naive"
    /// Ten linear forecasts by least squares, 51 weights each.
    case leastSquares = "Least squares"
    /// A model of the next value only: each forecast is appended to its input for the next.
    case iterated = "Dense(1) iterated"
    /// All ten values from the last state: the lecture's sequence-to-vector model (003:177).
    case vector = "Dense(10)"
    /// At every time step the ten values behind it: sequence-to-sequence. Only its answer at the last
    /// step is a forecast of what was not seen.
    case sequence = "Dense(10) all steps"

    /// The mean squared error that the lecture gives (003:200), if it does.
    public var lectureMSE: Double? { self == .vector ? 0.008 : nil }
  }
}
