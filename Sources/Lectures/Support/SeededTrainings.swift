import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// A network after its training.
struct TrainedNetwork {
  let network: Sequential
  let history: History
  /// The error on the validation series.
  let validationMSE: Double
}

/// One training for each seed: the first is reported, and beside it the median of all.
struct SeededTrainings {
  /// The first seed's training.
  let first: TrainedNetwork
  /// The median error; nil where there was only one seed or not all were trained to the end.
  let medianMSE: Double?

  /// Trains once for every seed, and not again after a training was stopped.
  /// - Throws: What a training throws.
  init(_ seeds: [UInt64], train: (_ seed: UInt64) throws -> TrainedNetwork) rethrows {
    require(!seeds.isEmpty, "trainings: got no seeds; expected at least one")
    first = try train(seeds[0])
    var runs = [first]
    for seed in seeds.dropFirst() where !runs[runs.count - 1].history.wasStopped {
      runs.append(try train(seed))
    }
    let errors = runs.map(\.validationMSE).sorted()
    let isComplete = !runs.contains { $0.history.wasStopped }
    medianMSE =
      seeds.count > 1 && isComplete
      ? (errors[(errors.count - 1) / 2] + errors[errors.count / 2]) / 2 : nil
  }
}
