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

  /// Who watches a training.
  public struct Watch {
    /// What `fit` shows by itself.
    public var progress: ProgressDisplay
    /// Who is told of every step.
    public var observers: [any TrainingObserver]

    /// A training with watchers.
    public init(progress: ProgressDisplay = .none, observers: [any TrainingObserver] = []) {
      self.progress = progress
      self.observers = observers
    }

    /// Nobody.
    public static var nobody: Watch { Watch() }
  }

  /// Runs a model, once for every seed; the first seed's result is the one reported.
  /// - Throws: What `fit` throws, or that the least squares have no solution.
  public func run(
    _ model: Model, seeds: [UInt64], epochs: Int = Lab01.epochs,
    watch: (_ seed: UInt64) -> Watch = { _ in .nobody }
  ) throws -> Row {
    require(!seeds.isEmpty, "LAB01: got no seeds; expected at least one")
    guard model.network(seed: 0, steps: data.steps) != nil else {
      return try runWithoutTraining(model)
    }
    var runs: [Trained] = []
    for seed in seeds {
      guard let network = model.network(seed: seed, steps: data.steps) else { continue }
      let run = try train(network, model, epochs: epochs, watch(seed))
      runs.append(run)
      if run.history.wasStopped { break }
    }
    let (first, errors) = (runs[0], runs.map(\.validationMSE).sorted())
    let isComplete = !runs.contains { $0.history.wasStopped }
    let median = (errors[(errors.count - 1) / 2] + errors[errors.count / 2]) / 2
    return Row(
      model: model, parameters: first.network.parameterCount, validationMSE: first.validationMSE,
      medianMSE: seeds.count > 1 && isComplete ? median : nil,
      verdict: model.lectureMSE.map { .onTraining(first.validationMSE, published: $0) },
      history: first.history, forecasts: first.network.predict(shown(data.validation.x)).elements)
  }

  private struct Trained {
    let network: Sequential
    let history: History
    let validationMSE: Double
  }

  private func train(
    _ network: Sequential, _ model: Model, epochs: Int, _ watch: Watch
  ) throws -> Trained {
    let validation = Dataset(data.validation)
    let history = try network.fit(
      Dataset(data.train), validation: validation, epochs: epochs,
      optimizer: model.optimizer, loss: .meanSquaredError, progress: watch.progress,
      observers: watch.observers)
    return Trained(
      network: network, history: history,
      validationMSE: network.evaluate(validation, loss: .meanSquaredError).loss)
  }

  /// The two models that have nothing to learn: the last value again, and the closed form.
  private func runWithoutTraining(_ model: Model) throws -> Row {
    let x = data.validation.x
    let forecast = model == .naive ? x[0..., -1] : try leastSquaresForecast(x)
    let error = meanSquaredError(forecast, data.validation.y)
    return Row(
      model: model, parameters: model == .naive ? 0 : data.steps + 1, validationMSE: error,
      medianMSE: nil,
      verdict: model.lectureMSE.map { .holds((error * 1e6).rounded() == ($0 * 1e6).rounded()) },
      history: nil, forecasts: shown(forecast).elements)
  }

  /// The first series, as many as the forecast figure shows.
  private func shown(_ x: Tensor) -> Tensor { x[0..<min(3, x.shape[0])] }

  /// Forecasts by the weights that minimise the training error, found at once: `min ‖[X 1]·w − y‖²`.
  private func leastSquaresForecast(_ x: Tensor) throws -> Tensor {
    func rows(_ x: Tensor) -> Matrix {
      let flat = x.reshaped([x.shape[0], data.steps])
      let ones = Tensor.ones([x.shape[0], 1])
      let joined = concatenate([Variable(flat), Variable(ones)], axis: 1).value
      return Matrix(rows: joined.shape[0], columns: joined.shape[1], elements: joined.elements)
    }
    let y = Matrix(rows: data.train.y.shape[0], columns: 1, elements: data.train.y.elements)
    let weights = try leastSquares(rows(data.train.x), y)
    return Tensor((rows(x) * weights).elements, shape: [x.shape[0], 1])
  }
}
