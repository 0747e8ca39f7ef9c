import Unroll

/// The IMDB network: is a review of 500 words a good one?
let reviews = Workload(
  name: "reviews-rnn",
  title: "Embedding(10000, 32) + SimpleRNN(32) + Dense(1), batch 32, 500 steps, RMSprop",
  operations: reviewSize.operationsOfTrainingStep, goal: Goal(ratio: 2.5, stretch: 4)
) { threads in
  let words = 10_000
  let model = Sequential(inputShape: [nil]) {
    Embedding(words, reviewSize.inputs)
    SimpleRNN(reviewSize.units)
    Dense(1)
  }
  let opinions = uniform(reviewSize.batch, stream: Stream.targets).map { $0.rounded() }
  let batch = Dataset(
    tokens([reviewSize.batch, reviewSize.steps], below: words, stream: Stream.inputs),
    Tensor(opinions, shape: [reviewSize.batch, 1]))
  // Keras adds epsilon under the root, PyTorch behind it; so small a one makes no difference.
  let rule = RMSprop(epsilon: 1e-30)
  return .training(
    model, on: batch, optimizer: rule, loss: .binaryCrossentropy(fromLogits: true),
    threads: threads)
}

private let reviewSize = RecurrentSize(
  gates: 1, units: 32, batch: 32, steps: 500, inputs: 32, outputs: 1, inputIsLearnt: true)
