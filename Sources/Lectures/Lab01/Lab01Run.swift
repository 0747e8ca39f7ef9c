import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

extension Lab01 {
  /// What a model came to: a row of the table.
  public struct Row: Sendable {
    /// The model.
    public let model: Model
    /// The number of weights.
    public let parameters: Int
    /// The mean squared error on the validation series, from the first seed.
    public let validationMSE: Double
    /// The median over all seeds, or nil where there was only one or not all were trained to the end.
    public let medianMSE: Double?
    /// What follows for the lecture's figure; nil where the lecture gives none.
    public let verdict: Verdict?
    /// The first seed's training; nil for a model without one.
    public let history: History?
    /// The forecasts for the first validation series, from the first seed.
    public let forecasts: [Double]
    /// Whether training ended before its last epoch because it was asked to.
    public var wasStopped: Bool { history?.wasStopped ?? false }
  }

  /// Runs a model, once for every seed; the first seed's result is the one reported.
  /// - Throws: What `fit` throws, or that the least squares have no solution.
  public func run(
    _ model: Model, seeds: [UInt64], epochs: Int = Lab01.epochs,
    watch: (_ seed: UInt64) -> TrainingWatch = { _ in .nobody }
  ) throws -> Row {
    if model == .naive || model == .leastSquares { return try runWithoutTraining(model) }
    let trainings = try SeededTrainings(seeds) { seed in
      try train(model, seed: seed, epochs: epochs, watch(seed))
    }
    let first = trainings.first
    return Row(
      model: model, parameters: first.network.parameterCount, validationMSE: first.validationMSE,
      medianMSE: trainings.medianMSE,
      verdict: model.lectureMSE.map { .onTraining(first.validationMSE, published: $0) },
      history: first.history, forecasts: first.network.predict(shown(data.validation.x)).elements)
  }

  private func train(
    _ model: Model, seed: UInt64, epochs: Int, _ watch: TrainingWatch
  ) throws -> TrainedNetwork {
    guard let network = model.network(seed: seed, steps: data.steps) else {
      stop("LAB01: \(model.rawValue) has no network to train")
    }
    let validation = Dataset(data.validation)
    let history = try network.fit(
      Dataset(data.train), validation: validation, epochs: epochs,
      optimizer: model.optimizer, loss: .meanSquaredError, progress: watch.progress,
      observers: watch.observers)
    return TrainedNetwork(
      network: network, history: history,
      validationMSE: network.evaluate(validation, loss: .meanSquaredError).loss)
  }

  /// The two models that have nothing to learn: the last value again, and the closed form.
  private func runWithoutTraining(_ model: Model) throws -> Row {
    let x = data.validation.x
    let linear = model == .naive ? nil : try LinearForecast(data.train)
    let forecast = linear?(x) ?? x[0..., -1]
    let error = meanSquaredError(forecast, data.validation.y)
    return Row(
      model: model, parameters: linear?.parameterCount ?? 0, validationMSE: error, medianMSE: nil,
      verdict: model.lectureMSE.map { .holds((error * 1e6).rounded() == ($0 * 1e6).rounded()) },
      history: nil, forecasts: shown(forecast).elements)
  }

  /// The first series, as many as the forecast figure shows.
  private func shown(_ x: Tensor) -> Tensor { x[0..<min(3, x.shape[0])] }
}
