@testable import UnrollAutodiff
@testable import UnrollRecurrent
@testable import UnrollTraining

/// A small training that can be resumed: a table of which few rows are looked up, a state that is carried on, and an
/// optimiser that remembers.
struct InterruptedTraining {
  static let steps = 8

  let model = Sequential(inputShape: [nil], seed: 7) {
    Embedding(5, 2)
    LSTM(2, returnSequences: true, stateful: true)
    Dense(3)
  }
  let identity: TrainingIdentity
  var snapshot: TrainingSnapshot

  init() {
    let plan = TrainingPlan(
      epochs: 2, optimizer: Adam(clipping: .globalNorm(0.5)),
      loss: .sparseCategoricalCrossentropy(fromLogits: true), metrics: [.categoricalAccuracy],
      observers: [],
      validate: nil, checkpoints: nil)
    identity = TrainingIdentity(model, data: "some", plan, observers: [])
    snapshot = TrainingSnapshot(
      means: RunningMeans(plan.figures),
      optimizer: OptimizerState(plan.optimizer, for: model.parameters),
      observers: [])
  }
}
