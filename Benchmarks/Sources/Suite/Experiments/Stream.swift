import Unroll

/// Memory of truncated backpropagation through time over a stream of a million characters: it should be that
/// of one window, besides the stream itself.
func showStream() throws {
  var grid = TextGrid(titles: ["characters read", "seconds", "µs a character", "peak MB"])
  for count in [10_000, 100_000, 1_000_000] {
    let model = Sequential(inputShape: [nil]) {
      Embedding(65, 16)
      SimpleRNN(64, returnSequences: true, stateful: true)
      Dense(65)
    }
    // Letters that follow from those before, with something new every few hundred.
    let tokens = (0...count).map { ($0 % 13 * 5 + $0 / 301 * 7) % 65 }
    let streams = Streams(tokens: tokens, streams: 10)
    let history = try model.fit(
      streams, window: 50, loss: .sparseCategoricalCrossentropy(fromLogits: true),
      progress: .none)
    grid.rows.append([
      "\(count)", history.seconds.short, (history.seconds * 1e6 / Double(count)).short,
      peakMegabytes().short,
    ])
  }
  print(grid.text)
}
