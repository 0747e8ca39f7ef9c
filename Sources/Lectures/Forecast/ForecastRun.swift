import UnrollAutodiff
import UnrollNumerics
import UnrollSequences
import UnrollTraining

extension Forecast {
  /// Who forecasts.
  public enum Model: Sendable, CaseIterable, Hashable {
    /// The last value seen, again.
    case naive
    /// The value of one season ago.
    case seasonalNaive
    /// A weighted sum of the values seen, by least squares.
    case leastSquares
    /// The network of ``Forecast/network(seed:)``.
    case network

    /// The name in the table.
    public var name: String {
      switch self {
      case .naive: "Naive forecast"
      case .seasonalNaive: "Seasonal naive forecast"
      case .leastSquares: "Linear, least squares"
      case .network: networkName
      }
    }
  }

  /// What a model came to on the test rows, in the units of the file: a row of the table.
  public struct Row: Sendable {
    /// The model.
    public let model: Model
    /// The forecasts, `[windows][horizon]`.
    public let forecasts: [[Double]]
    /// The forecasts of the rows that follow the last one, `[horizon]`; nil where that sees a gap.
    public let next: [Double]?
    /// The mean squared error for each step ahead.
    public let mseByStep: [Double]
    /// The mean squared error.
    public let mse: Double
    /// The mean absolute error.
    public let mae: Double
    /// The squared error of each window, averaged over its steps.
    let squaredErrors: [Double]

    init(_ model: Model, forecasts: [[Double]], next: [Double]? = nil, truth: [[Double]]) {
      let errors = zip(forecasts, truth).map { zip($0, $1).map { $0 - $1 } }
      self.model = model
      self.forecasts = forecasts
      self.next = next
      squaredErrors = errors.map { mean($0.map { $0 * $0 }) }
      mse = mean(squaredErrors)
      mae = mean(errors.map { mean($0.map(\.magnitude)) })
      mseByStep = (truth.first ?? []).indices.map { step in
        mean(errors.map { $0[step] * $0[step] })
      }
    }
  }

  /// All models on the test rows.
  public struct Result: Sendable {
    /// The models that gave a forecast; the network comes last.
    public let rows: [Row]
    /// What came, `[windows][horizon]`.
    public let truth: [[Double]]
    /// For each window, the row of its first forecast.
    public let starts: [Int]
    /// The network's training.
    public let history: History
    /// The epoch whose weights were kept, from 1; nil where none was finished.
    public let bestEpoch: Int?
    /// What a reader of the table should know: a model that is not in it, and why.
    public let notes: [String]
  }

  /// Trains the network, and measures every model on the test rows.
  /// - Throws: What `fit` throws.
  public func run(
    epochs: Int = Forecast.epochs, seed: UInt64 = 42, watch: TrainingWatch = .nobody
  ) throws -> Result {
    let trained = try train(epochs: epochs, seed: seed, watch)
    var notes: [String] = []
    var forecasters: [(model: Model, forecast: Forecaster)] = [(.naive, naiveForecasts)]
    if let season {
      forecasters.append((.seasonalNaive, { seasonalForecasts(season, $0) }))
    } else {
      notes.append("No season is known or stands out, so there is no seasonal naive forecast.")
    }
    do {
      let weights = try linearWeights()
      forecasters.append((.leastSquares, { linearForecasts(weights, $0) }))
    } catch let error as LeastSquaresError {
      notes.append("There is no linear forecast: \(Self.reason(error)). Fewer steps may help.")
    }
    forecasters.append((.network, { unscaled(forecasts(of: trained.network, $0)) }))

    let truth = test.starts.map { Array(target.values[$0..<($0 + horizon)]) }
    let rows = forecasters.map { model, forecast in
      let next = ahead.count > 0 ? forecast(ahead)[0] : nil
      return Row(model, forecasts: forecast(test), next: next, truth: truth)
    }
    return Result(
      rows: rows, truth: truth, starts: test.starts, history: trained.history,
      bestEpoch: trained.bestEpoch, notes: notes)
  }

  /// Forecasts for windows in the units of the file: `[windows][horizon]`.
  private typealias Forecaster = (Windows) -> [[Double]]
}

// MARK: - The baselines

extension Forecast {
  private func naiveForecasts(_ windows: Windows) -> [[Double]] {
    windows.starts.map { naiveForecast(target.values, from: $0, horizon: horizon) }
  }

  private func seasonalForecasts(_ season: Int, _ windows: Windows) -> [[Double]] {
    windows.starts.map {
      seasonalNaiveForecast(target.values, season: season, from: $0, horizon: horizon)
    }
  }

  /// The weights that minimise the training error, `min ‖[X 1]·w − y‖²`: a row of w for each value
  /// seen and one for the constant, a column for each step ahead.
  private func linearWeights() throws -> Matrix {
    let y = Matrix(rows: train.count, columns: horizon, elements: train.y.elements)
    return try leastSquares(equations(train), y)
  }

  private func linearForecasts(_ weights: Matrix, _ windows: Windows) -> [[Double]] {
    let forecasts = equations(windows) * weights
    return unscaled(
      Tensor(forecasts.elements, shape: [windows.count, horizon], dtype: .float64))
  }

  /// Why least squares have no answer, in the words of windows and weights.
  private static func reason(_ error: LeastSquaresError) -> String {
    switch error {
    case .tooFewRows(let windows, let weights):
      "\(windows) windows can't determine \(weights) weights"
    case .dependentColumn:
      "a value seen always follows from the others, so that the weights are not unique"
    case .notFinite: "\(error)"
    }
  }

  /// The windows as rows `[x 1]` of a matrix.
  private func equations(_ windows: Windows) -> Matrix {
    let size = steps * columns.count
    let flat = windows.x.reshaped([windows.count, size]).elements
    let rows = (0..<windows.count).flatMap { flat[($0 * size)..<(($0 + 1) * size)] + [1] }
    return Matrix(rows: windows.count, columns: size + 1, elements: rows)
  }

  /// Scaled forecasts `[windows, horizon]` in the units of the file.
  private func unscaled(_ forecasts: Tensor) -> [[Double]] {
    let values = scaler.unscaled(forecasts.elements)
    return (0..<forecasts.shape[0]).map { Array(values[($0 * horizon)..<(($0 + 1) * horizon)]) }
  }
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
