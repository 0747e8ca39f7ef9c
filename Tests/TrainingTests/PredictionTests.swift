import TestSupport
import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// Predicting and evaluating in batches: as programs, on several threads, beside plain calls.
@Suite struct PredictionTests {
  @Test(arguments: [1, 2, 5], [1, 4, 7, 40])
  func `outputs of batches are those of one call`(threads: Int, batchSize: Int) {
    let models = bothWays([nil, 2]) {
      Bidirectional(LSTM(3, returnSequences: true))
      GRU(4)
      Dense(2, activation: .softmax)
    }
    let x = stepNumbers([23, 6, 2], 1)
    let expected = models.tape(x)
    for model in [models.program, models.tape] {
      #expect(error(model.predict(x, batchSize: batchSize, threads: threads), expected) <= 1e-14)
    }
  }

  @Test(arguments: [1, 3])
  func `the loss and metrics are those of plain calls, in every type`(threads: Int) {
    for dtype in [DType.float64, .float32] {
      let models = bothWays([nil], dtype: dtype) {
        Embedding(9, 3)
        SimpleRNN(4)
        Dense(5)
      }
      let data = Dataset(stepTokens([31, 4], below: 9, 1), stepTokens([31], below: 5, 2))
      let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true)
      let found = [models.program, models.tape].map {
        $0.evaluate(
          data, batchSize: 6, loss: loss, metrics: [.sparseCategoricalAccuracy()], threads: threads)
      }
      #expect(error([found[0].loss], [found[1].loss]) <= (dtype == .float64 ? 1e-14 : 1e-6))
      #expect(found[0]["accuracy"] == found[1]["accuracy"])
    }
  }

  @Test(arguments: [1, 2])
  func `states go on from batch to batch, and the model's own are put back`(threads: Int) {
    let models = bothWays([nil, 2]) {
      GRU(3, stateful: true)
      Dense(2)
    }
    let x = stepNumbers([24, 5, 2], 1)
    let other = stepNumbers([4, 5, 2], 2)
    for model in [models.program, models.tape] { _ = model(other) }
    let data = Dataset(x, stepNumbers([24, 2], 3))
    let losses = [models.program, models.tape].map {
      $0.evaluate(data, batchSize: 4, loss: .meanSquaredError, threads: threads).loss
    }
    #expect(error([losses[0]], [losses[1]]) <= 1e-14)
    // What both go on with is what they had before.
    #expect(error(models.program(other), models.tape(other)) <= 1e-14)
    let predictions = [models.program, models.tape].map {
      $0.predict(x, batchSize: 4, threads: threads)
    }
    #expect(error(predictions[0], predictions[1]) <= 1e-14)
  }

  @Test(arguments: [1, 2])
  func `streams are read window by window as programs too`(threads: Int) {
    let models = bothWays([nil]) {
      Embedding(7, 3)
      LSTM(4, returnSequences: true, stateful: true)
      Dense(7)
    }
    let streams = Streams(tokens: stepTokens([203], below: 7, 1).elements, streams: 5)
    let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true)
    let losses = [models.program, models.tape].map {
      $0.evaluate(streams, window: 6, loss: loss, threads: threads)[0].value
    }
    #expect(error([losses[0]], [losses[1]]) <= 1e-14)
  }

  @Test func `ids that name nothing are refused in the layer's own words`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [nil]) {
        Embedding(5, 2)
        SimpleRNN(3)
      }
      var ids = [Int](repeating: 1, count: 40)
      ids[33] = 5
      _ = model.predict(IntTensor(ids, shape: [20, 2]), batchSize: 2)
    }
    expectSentence(result, "embedding")
  }

  @Test func `no threads stop`() async {
    let predicted = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [3]) { Dense(2) }
      _ = model.predict(Tensor.ones([2, 3]), threads: 0)
    }
    expectSentence(predicted, "predict: got 0 threads; expected at least 1")
    let evaluated = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [3]) { Dense(2) }
      _ = model.evaluate(
        Dataset(Tensor.ones([2, 3]), Tensor.ones([2, 2])), loss: .meanSquaredError, threads: 0)
    }
    expectSentence(evaluated, "evaluate: got 0 threads; expected at least 1")
  }
}
