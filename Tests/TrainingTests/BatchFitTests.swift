import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// Training on batches of one's own.
@Suite struct BatchFitTests {
  private func model() -> Sequential {
    Sequential(inputShape: [nil], seed: 3, dtype: .float64) {
      Embedding(7, 2, maskZero: true)
      LSTM(3)
      Dense(1)
    }
  }

  /// Texts of 2 and of 4 tokens; and all of them padded to 4 in front.
  private let short = IntTensor([[1, 2], [3, 4], [5, 6]])
  private let long = IntTensor([[1, 2, 3, 4], [6, 5, 4, 3]])
  private let padded = IntTensor([[0, 0, 1, 2], [0, 0, 3, 4], [0, 0, 5, 6]])
  private func targets(_ numbers: [Double]) -> Tensor {
    Tensor(numbers, shape: [numbers.count, 1], dtype: .float64)
  }

  /// A mask makes padding count for nothing, so batches without it are the same training.
  @Test func `batches of their own length are those padded to one length, under a mask`() throws {
    let (one, other) = (model(), model())
    let (few, many) = (targets([1, 0, 1]), targets([0, 1]))
    let history = try one.fit(
      Batches {
        $0 == 0
          ? [Dataset(short, few), Dataset(long, many)] : [Dataset(long, many), Dataset(short, few)]
      },
      validation: Dataset(long, many), epochs: 2, loss: .meanSquaredError, progress: .none)
    let expected = try other.fit(
      Batches {
        $0 == 0
          ? [Dataset(padded, few), Dataset(long, many)]
          : [Dataset(long, many), Dataset(padded, few)]
      },
      validation: Dataset(long, many), epochs: 2, loss: .meanSquaredError, progress: .none)
    #expect(history.names == ["loss", "val_loss"])
    for name in history.names {
      for (a, b) in zip(history[name], expected[name]) { #expect(abs(a - b) < 1e-14) }
    }
    for (a, b) in zip(one.parameters, other.parameters) {
      #expect((a.value - b.value).norm() < 1e-13)
    }
  }

  @Test func `every sample counts alike in the means`() throws {
    let model = model()
    let (few, many) = (targets([1, 0, 1]), targets([0, 1]))
    let losses = [Dataset(short, few), Dataset(long, many)].map {
      model.evaluate($0, loss: .meanSquaredError).loss
    }
    let history = try model.fit(
      Batches { _ in [Dataset(short, few), Dataset(long, many)] },
      optimizer: SGD(learningRate: 0), loss: .meanSquaredError, progress: .none)
    #expect(abs(history["loss"][0] - (3 * losses[0] + 2 * losses[1]) / 5) < 1e-14)
  }

  @Test func `no batches, other numbers of batches and states are answered with a sentence`() async
  {
    #expect(throws: TrainingError.self) {
      try model().fit(Batches { _ in [] }, loss: .meanSquaredError, progress: .none)
    }
    let other = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let batch = Dataset(Tensor.ones([1, 2]), .ones([1, 1]))
      let model = Sequential(inputShape: [2]) { Dense(1) }
      try model.fit(
        Batches { [Dataset](repeating: batch, count: 1 + $0) }, epochs: 2, loss: .meanSquaredError,
        progress: .none)
    }
    expectSentence(other, "fit: epoch 1 has 2 batches; expected 1, as the first one had")
    let stateful = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [nil, 1]) { SimpleRNN(2, stateful: true) }
      try model.fit(Batches { _ in [] }, loss: .meanSquaredError)
    }
    expectSentence(stateful, "fit: the model has a stateful layer")
  }
}
