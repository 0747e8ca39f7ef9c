import Unroll

// LAB01's deep network and its two relatives: two layers of 20 units, 50 steps of one feature.

let forecasting: [Workload] = [
  forecast("rnn", "SimpleRNN", gates: 1) {
    [SimpleRNN(20, returnSequences: true), SimpleRNN(20)]
  },
  forecast("lstm", "LSTM", gates: 4) { [LSTM(20, returnSequences: true), LSTM(20)] },
  forecast("gru", "GRU", gates: 3) { [GRU(20, returnSequences: true), GRU(20)] },
]

private func forecast(
  _ name: String, _ layer: String, gates: Int, layers: @escaping @Sendable () -> [any Layer]
) -> Workload {
  let size = RecurrentSize(
    gates: gates, units: 20, layers: 2, batch: 32, steps: 50, inputs: 1, outputs: 1)
  return Workload(
    name: "forecast-\(name)", title: "2 × \(layer)(20) + Dense(1), batch 32, 50 steps, Adam",
    operations: size.operationsOfTrainingStep, goal: Goal(ratio: 3, stretch: 5)
  ) { threads in
    let model = Sequential(inputShape: [nil, 1]) {
      for layer in layers() { layer }
      Dense(1)
    }
    let batch = Dataset(
      filled([size.batch, size.steps, 1], bound: 1, stream: Stream.inputs),
      filled([size.batch, 1], bound: 1, stream: Stream.targets))
    return .training(model, on: batch, optimizer: Adam(), loss: .meanSquaredError, threads: threads)
  }
}
