import Unroll

// Networks that guess the next of 65 characters after each one they read, each a one-hot vector.

let characters: [Workload] = [
  character(
    "rnn-100", "SimpleRNN(100)", RecurrentSize(character: 100, gates: 1, batch: 1, steps: 25),
    Goal(ratio: 2, stretch: 4)
  ) { SimpleRNN(100, returnSequences: true) },
  character(
    "rnn-128", "SimpleRNN(128)", RecurrentSize(character: 128, gates: 1, batch: 50, steps: 50),
    Goal(ratio: 1.7, stretch: 2.5)
  ) { SimpleRNN(128, returnSequences: true) },
  character(
    "gru-256", "GRU(256)", RecurrentSize(character: 256, gates: 3, batch: 64, steps: 100),
    Goal(ratio: 1.3, stretch: 1.8)
  ) { GRU(256, returnSequences: true) },
  character(
    "lstm-512", "LSTM(512)", RecurrentSize(character: 512, gates: 4, batch: 50, steps: 50),
    Goal(ratio: 1.3, stretch: 1.8)
  ) { LSTM(512, returnSequences: true) },
]

/// The number of different characters.
let vocabularySize = 65

extension RecurrentSize {
  fileprivate init(character units: Int, gates: Int, batch: Int, steps: Int) {
    self.init(
      gates: gates, units: units, batch: batch, steps: steps, inputs: vocabularySize,
      outputs: vocabularySize, outputsEveryStep: true)
  }
}

private func character(
  _ name: String, _ title: String, _ size: RecurrentSize, _ goal: Goal,
  layer: @escaping @Sendable () -> any Layer
) -> Workload {
  Workload(
    name: "characters-\(name)",
    title: "\(title) + Dense(65), batch \(size.batch), \(size.steps) steps, Adam",
    operations: size.operationsOfTrainingStep, goal: goal
  ) { threads in
    let model = Sequential(inputShape: [nil, vocabularySize]) {
      layer()
      Dense(vocabularySize)
    }
    let shape: Shape = [size.batch, size.steps]
    let read = tokens(shape, below: vocabularySize, stream: Stream.inputs)
    let next = tokens(shape, below: vocabularySize, stream: Stream.targets)
    return .training(
      model, on: Dataset(read.oneHot(vocabularySize), next), optimizer: Adam(),
      loss: .sparseCategoricalCrossentropy(fromLogits: true), threads: threads)
  }
}
