import Unroll

/// Time and memory of a training step against the length of the sequence: both should be proportional
/// to it, and no length should be too much.
func showLengths() {
  var grid = TextGrid(titles: [
    "SimpleRNN(8), batch 1, steps", "ms", "µs a step", "peak MB",
  ])
  for steps in [100, 1_000, 10_000, 100_000] {
    let model = Sequential(inputShape: [nil, 1]) {
      SimpleRNN(8)
      Dense(1)
    }
    let batch = Dataset(
      filled([1, steps, 1], bound: 1, stream: Stream.inputs),
      filled([1, 1], bound: 1, stream: Stream.targets))
    let session = Session.training(
      model, on: batch, optimizer: Adam(), loss: .meanSquaredError, threads: 1)
    let time = milliseconds(seconds: 0.5, session.step)
    grid.rows.append([
      "\(steps)", time.short, (time * 1e3 / Double(steps)).short,
      peakMegabytes().short,
    ])
  }
  print(grid.text)
}
