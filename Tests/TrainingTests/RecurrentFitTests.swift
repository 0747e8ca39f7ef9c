import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// Training of what the recurrent family brings along: frozen weights, states, moving means, dropout,
/// several inputs.
@Suite struct RecurrentFitTests {
  private func series(_ shape: Shape) -> Tensor {
    var generator = SeededGenerator(seed: 5)
    return .uniform(shape, in: -1..<1, using: &generator)
  }

  @Test func `frozen weights stay, the others are trained`() throws {
    let model = Sequential(inputShape: [nil, 2], seed: 1) {
      SimpleRNN(3, returnSequences: true, trainable: false)
      BatchNormalization()
      LSTM(2)
      Dense(1)
    }
    let before = model.parameters
    let data = Dataset(series([12, 5, 2]), series([12, 1]))
    try model.fit(data, epochs: 2, loss: .meanSquaredError, progress: .none)
    for (old, new) in zip(before, model.parameters) {
      let isFrozen = old.path.hasPrefix("simple_rnn/")
      #expect((old.value == new.value) == isFrozen, "\(old.path)")
    }
  }

  @Test func `a training with dropout repeats exactly, and drops other units in every step`() throws
  {
    func trained(_ rate: Double) throws -> Sequential {
      let model = Sequential(inputShape: [nil, 2], seed: 1) {
        GRU(3, dropout: rate, recurrentDropout: rate)
        Dropout(rate)
        Dense(1)
      }
      let data = Dataset(series([12, 5, 2]), series([12, 1]))
      try model.fit(data, epochs: 2, batchSize: 4, loss: .meanSquaredError, progress: .none)
      return model
    }
    let (first, second, plain) = (try trained(0.5), try trained(0.5), try trained(0))
    for index in first.parameters.indices {
      #expect(first.parameters[index].value == second.parameters[index].value)
    }
    #expect(first.parameters[0].value != plain.parameters[0].value)
    // Nothing is dropped when predicting.
    let x = series([3, 5, 2])
    #expect(first(x) == first(x))
  }

  @Test
  func `states go on from batch to batch, begin anew in every epoch, and survive an evaluation`()
    throws
  {
    let model = Sequential(inputShape: [nil, 1], seed: 1) {
      LSTM(3, stateful: true)
      Dense(1)
    }
    let data = Dataset(series([8, 4, 1]), series([8, 1]))
    try model.fit(
      data, validation: data, epochs: 2, batchSize: 4, loss: .meanSquaredError, shuffle: false,
      progress: .none)
    let x = series([4, 4, 1])
    let twice = [model(x), model(x)]
    _ = model.evaluate(data, batchSize: 2, loss: .meanSquaredError)
    #expect(twice[0] != twice[1])
    model.resetState()
    let again = model(x)
    model.resetState()
    #expect(again == model(x))
  }

  @Test func `a second fit goes on with other dropout masks and another order`() throws {
    func losses(_ fits: Int, epochs: Int) throws -> [Double] {
      let model = Sequential(inputShape: [3], seed: 1) {
        Dense(6)
        Dropout(0.5)
        Dense(1)
      }
      let data = Dataset(series([6, 3]), series([6, 1]))
      return try (0..<fits).flatMap { _ in
        try model.fit(
          data, epochs: epochs, batchSize: 4, optimizer: SGD(learningRate: 0),
          loss: .meanSquaredError, progress: .none)["loss"]
      }
    }
    let once = try losses(1, epochs: 4)
    #expect(Set(once).count == 4)
    #expect(try losses(4, epochs: 1) == once)
  }

  @Test func `a step that fails leaves the moving means as they were`() throws {
    let model = Sequential(inputShape: [2], seed: 1) {
      BatchNormalization()
      Dense(1)
    }
    let before = model.parameters.map(\.value)
    var x = series([4, 2])
    x = (Variable(x) * Variable(Tensor([1, .nan, 1, 1], shape: [4, 1]))).value
    #expect(throws: TrainingError.self) {
      try model.fit(Dataset(x, series([4, 1])), loss: .meanSquaredError, progress: .none)
    }
    #expect(model.parameters.map(\.value) == before)
  }

  @Test func `validation of a stateful model goes in the same batches`() throws {
    let model = Sequential(inputShape: [nil, 1], seed: 1) {
      LSTM(3, stateful: true)
      Dense(1)
    }
    let data = Dataset(series([12, 4, 1]), series([12, 1]))
    let history = try model.fit(
      data, validation: data, batchSize: 4, loss: .meanSquaredError, shuffle: false, progress: .none
    )
    let after = model.evaluate(data, batchSize: 4, loss: .meanSquaredError)
    #expect(history.last("val_loss") == after.loss)
    #expect(after.loss != model.evaluate(data, batchSize: 12, loss: .meanSquaredError).loss)
  }

  @Test func `validation data that leave a smaller batch are refused in a stateful training`() async
  {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let model = Sequential(inputShape: [nil, 1]) { GRU(1, stateful: true) }
      let (train, rest) = (smallData(8), smallData(6))
      try model.fit(
        train, validation: rest, batchSize: 4, loss: .meanSquaredError, shuffle: false,
        progress: .none)
    }
    expectSentence(
      result, "evaluate: the model has a stateful layer, and 6 samples in batches of 4")
  }

  @Test func `batches that leave a smaller one are refused before a stateful training`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [nil, 1]) { GRU(3, stateful: true) }
      let data = Dataset(.ones([10, 2, 1]), .ones([10, 3]))
      try model.fit(data, batchSize: 4, loss: .meanSquaredError, shuffle: false)
    }
    expectSentence(
      result,
      """
      fit: the model has a stateful layer, and 10 samples in batches of 4 leave a smaller one at the end; take \
      a batch size that 10 is a multiple of
      """)
  }

  @Test func `several inputs need as many samples each`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let parts = [Samples.tokens(IntTensor([[1], [2]])), .tokens(IntTensor([[1], [2], [3]]))]
      _ = Dataset(.several(parts), .tokens([1, 2]))
    }
    expectSentence(result, "dataset: inputs of shape [2, 1] and [3, 1] and targets of shape [2]")
  }

  @Test func `a stateful model is not trained in a shuffled order`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [nil, 1]) { GRU(3, stateful: true) }
      try model.fit(Dataset(.ones([4, 2, 1]), .ones([4, 3])), loss: .meanSquaredError)
    }
    expectSentence(
      result,
      """
      fit: the model has a stateful layer, so batches have to follow one another in order; pass shuffle: \
      false
      """)
  }

  @Test func `the gradient of a whole model with tokens and masks is checked`() {
    let model = Sequential(inputShape: [nil], seed: 1) {
      Embedding(6, 3, maskZero: true)
      Bidirectional(LSTM(2, returnSequences: true))
      GRU(2)
      Dense(4)
    }
    let data = Dataset(
      IntTensor([[3, 1, 5, 0], [2, 0, 0, 0], [4, 4, 1, 2]]), IntTensor([1, 0, 3]))
    let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true)
    let report = model.checkGradients(data, loss: loss)
    #expect(report.passed, "\(report)")
    #expect(report.rows.count == model.parameters.count)
  }

  @Test func `an encoder–decoder is trained with teacher forcing, and its gradient is right`()
    throws
  {
    let model = EncoderDecoder(
      sourceTokens: 6, targetTokens: 5, embedding: 3, cell: LSTMCell(4), start: 1, seed: 2)
    let sources = IntTensor([[3, 4, 0], [5, 3, 4], [4, 0, 0], [5, 5, 3]])
    let targets = IntTensor([[2, 3], [3, 4], [2, 0], [4, 2]])
    let data = Dataset(model.inputs(sources: sources, targets: targets), .tokens(targets))
    let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true, ignoring: 0)
    let report = model.checkGradients(data, loss: loss)
    #expect(report.passed, "\(report)")
    let history = try model.fit(
      data, epochs: 60, optimizer: Adam(learningRate: 0.05), loss: loss, progress: .none)
    #expect((history.last("loss") ?? 1) < 0.05)
    // What it was taught, it writes by itself too.
    #expect(model.translate(sources, steps: 2).rows(0..<2) == targets.rows(0..<2))
  }
}
