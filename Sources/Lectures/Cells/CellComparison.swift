import UnrollRecurrent
import UnrollSequences
import UnrollTraining

/// The LSTM and the GRU with equally many units on the lecture's series (003:244).
///
/// Three epochs with a learning rate of 0.005 come near the end of what both reach. Twenty epochs with
/// Adam's own 0.001 take a minute, and leave the GRU further behind: 0.0034 against 0.0026, a factor of 1.30.
struct CellComparison {
  let data: ForecastingData
  var units = 20
  var epochs = 3
  var seeds = 3

  /// What a cell came to.
  struct Entry {
    /// The number of weights.
    let parameters: Int
    /// The median validation error; nil where a training was stopped.
    let error: Double?
  }

  /// Trains both, once for every seed.
  /// - Throws: What `fit` throws.
  func run(
    seed: UInt64, watch: (_ model: String, _ seed: UInt64) -> TrainingWatch = { _, _ in .nobody }
  ) throws -> (lstm: Entry, gru: Entry) {
    (lstm: try entry(LSTM(units), seed, watch), gru: try entry(GRU(units), seed, watch))
  }

  private func entry(
    _ layer: some Layer, _ seed: UInt64, _ watch: (String, UInt64) -> TrainingWatch
  ) throws -> Entry {
    let validation = Dataset(data.validation)
    let trainings = try SeededTrainings((0..<UInt64(seeds)).map { seed &+ $0 }) { seed in
      let network = Sequential(inputShape: [nil, 1], seed: seed) {
        layer
        Dense(1)
      }
      let watch = watch("\(layer.kind)(\(units))", seed)
      let history = try network.fit(
        Dataset(data.train), epochs: epochs, optimizer: Adam(learningRate: 0.005),
        loss: .meanSquaredError, progress: watch.progress, observers: watch.observers)
      return TrainedNetwork(
        network: network, history: history,
        validationMSE: network.evaluate(validation, loss: .meanSquaredError).loss)
    }
    return Entry(parameters: trainings.first.network.parameterCount, error: trainings.medianMSE)
  }
}
