// Bug 04: a forecast that is too good.
//
// Expected: a forecast of the next step of a wave from 20 steps, better than the naive one, whose error is about 0.02.
// Seen:     the error falls to nearly nothing, on validation data too. But on new waves the forecast is no better than
//           the naive one.
//
// Diagnosis: ?

import Unroll
import UnrollHunt

/// Inputs and targets from series of 21 steps, [series, 21, 1]: 20 steps and the one that follows.
func windows(_ series: Tensor) -> Dataset {
  let steps = series.shape[1]
  return Dataset(series[0..., (steps - 20)..<steps], series[0..., steps - 1])
}

let waves = Hunt.waves()
let model = Sequential(inputShape: [nil, 1]) {
  SimpleRNN(16)
  Dense(1)
}
let history = try model.fit(
  windows(waves.series[..<200]), validation: windows(waves.series[200...]), epochs: 60,
  batchSize: 16, optimizer: Adam(learningRate: 0.005), loss: .meanSquaredError, progress: .none)
for epoch in stride(from: 9, to: history.epochs, by: 10) {
  print(
    "epoch \(epoch + 1)  error \(history["loss"][epoch])  validation \(history["val_loss"][epoch])")
}

// New waves: only their first 20 steps are known.
Hunt.report("predictions", model.predict(waves.test))
