import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

extension Forecast10 {
  /// What a way came to: a row of the table.
  public struct Row: Sendable {
    /// The way.
    public let way: Way
    /// The number of weights.
    public let parameters: Int
    /// The mean squared error on the validation series at each of the ten steps, from the first seed.
    public let errors: [Double]
    /// The median of the mean error over all seeds, or nil where there was only one or not all were
    /// trained to the end.
    public let medianMSE: Double?
    /// The first seed's training; nil for a way without one.
    public let history: History?
    /// The ten forecasts for each of the first validation series, from the first seed.
    public let forecasts: [[Double]]

    /// The lecture's error; nil where the lecture gives none for this way and learning rate.
    public let lectureMSE: Double?

    /// The mean squared error over all ten steps.
    public var validationMSE: Double { Forecast10.mean(errors) }
    /// What follows for the lecture's figure.
    public var verdict: Verdict? {
      lectureMSE.map { .onTraining(validationMSE, published: $0) }
    }
    /// Whether training ended before its last epoch because it was asked to.
    public var wasStopped: Bool { history?.wasStopped ?? false }
  }

  /// Runs a way, once for every seed; the first seed's result is the one reported.
  /// - Throws: What `fit` throws, or that the least squares have no solution.
  public func run(
    _ way: Way, seeds: [UInt64], epochs: Int = Forecast10.epochs,
    learningRate: Double = Forecast10.learningRate,
    watch: (_ seed: UInt64) -> TrainingWatch = { _ in .nobody }
  ) throws -> Row {
    switch way {
    case .naive:
      return row(way, parameters: 0, lastValueRepeated())
    case .leastSquares:
      let forecast = try LinearForecast(data.train)
      return row(way, parameters: forecast.parameterCount, forecast(data.validation.x))
    case .iterated, .vector, .sequence:
      let trainings = try SeededTrainings(seeds) { seed in
        let optimizer = Adam(learningRate: learningRate)
        return try train(way, seed: seed, epochs: epochs, optimizer, watch(seed))
      }
      let network = trainings.first.network
      return row(
        way, parameters: network.parameterCount, way.forecast(data.validation.x, network),
        medianMSE: trainings.medianMSE, history: trainings.first.history,
        lectureMSE: learningRate == Self.learningRate ? way.lectureMSE : nil)
    }
  }

  private func train(
    _ way: Way, seed: UInt64, epochs: Int, _ optimizer: Adam, _ watch: TrainingWatch
  ) throws -> TrainedNetwork {
    guard let network = way.network(seed: seed) else {
      stop("forecast10: \(way.rawValue) has no network to train")
    }
    let history = try network.fit(
      way.dataset(data.train), validation: way.dataset(data.validation), epochs: epochs,
      optimizer: optimizer, loss: .meanSquaredError, metrics: way.metrics,
      progress: watch.progress, observers: watch.observers)
    let errors = errors(of: way.forecast(data.validation.x, network))
    return TrainedNetwork(
      network: network, history: history, validationMSE: Self.mean(errors))
  }

  /// The naive forecast for all validation series: `[series, 10]`.
  private func lastValueRepeated() -> Tensor {
    let last = Variable(data.validation.x[0..., -1])  // [series, 1]
    return concatenate([Variable](repeating: last, count: Self.horizon), axis: 1).value
  }

  /// The row for forecasts `[series, 10]` of all validation series.
  private func row(
    _ way: Way, parameters: Int, _ forecast: Tensor, medianMSE: Double? = nil,
    history: History? = nil, lectureMSE: Double? = nil
  ) -> Row {
    let shown = 0..<min(3, forecast.shape[0])
    return Row(
      way: way, parameters: parameters, errors: errors(of: forecast), medianMSE: medianMSE,
      history: history, forecasts: shown.map { forecast[$0].elements }, lectureMSE: lectureMSE)
  }

  /// The mean squared error at each of the ten steps, `eₖ = Σₛ (ŷ[s, k] − y[s, k])² / n`.
  private func errors(of forecast: Tensor) -> [Double] {
    // In float64: thousands of small squares are added up.
    let difference = forecast.cast(to: .float64) - data.validation.y.cast(to: .float64)
    return (difference * difference).mean(axes: [0]).elements
  }

  private static func mean(_ errors: [Double]) -> Double {
    errors.reduce(0, +) / Double(errors.count)
  }
}
