import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

@Suite struct FitFailureTests {
  /// Trains on the samples in their own order, in batches of 8, and returns what went wrong.
  private func failure(
    _ model: Sequential, _ data: Dataset, validation: Dataset? = nil, epochs: Int = 3,
    optimizer: any Optimizer = SGD(), loss: Loss = .meanSquaredError
  ) throws -> TrainingError {
    try #require(throws: TrainingError.self) {
      try model.fit(
        data, validation: validation, epochs: epochs, batchSize: 8, optimizer: optimizer,
        loss: loss, shuffle: false, progress: .none)
    }
  }

  /// The failure, if it is one of the loss.
  private func lossFailure(_ error: TrainingError) throws -> (
    epoch: Int, step: Int, origin: NonFiniteOrigin
  ) {
    guard case .nonFiniteLoss(let epoch, let step, let origin) = error else { throw error }
    return (epoch, step, try #require(origin))
  }

  /// The small data with one number replaced.
  private func data(x: (row: Int, step: Int, value: Double)) -> Dataset {
    var inputs = smallData().x
    inputs[scalarAt: x.row, x.step, 0] = x.value
    return Dataset(inputs, smallData().y)
  }

  // MARK: Empty data

  @Test func `no samples to train on is an error that says so`() throws {
    let error = try failure(smallModel(), Dataset(.zeros([0, 6, 1]), .zeros([0, 1])))
    guard case .emptyDataset(role: "training") = error else { throw error }
    #expect("\(error)" == "fit: the training data has no samples; expected at least one")
  }

  @Test func `no samples to validate on is an error before anything is learnt`() throws {
    let model = smallModel()
    let before = model.values
    let error = try failure(
      model, smallData(), validation: Dataset(.zeros([0, 6, 1]), .zeros([0, 1])))
    guard case .emptyDataset(role: "validation") = error else { throw error }
    #expect("\(error)" == "fit: the validation data has no samples; expected at least one")
    #expect(model.values == before)
  }

  // MARK: Nothing that counts

  @Test func `targets that are all padding are an error before anything is learnt`() throws {
    let model = Sequential(inputShape: [nil]) {
      Embedding(10, 4, maskZero: true)
      Dense(3, activation: .softmax)
    }
    let before = model.values
    let (padding, words) = (IntTensor([[0, 0], [0, 0]]), IntTensor([[1, 2], [0, 1]]))
    let loss = Loss.sparseCategoricalCrossentropy(ignoring: 0)
    let error = try failure(model, Dataset(words, padding), loss: loss)
    #expect(
      "\(error)" == """
        fit: every target of the training data is 0, the class that the loss ignores, so nothing is left to \
        count; expected at least one other
        """)
    let validation = try failure(
      model, Dataset(words, words), validation: Dataset(words, padding), loss: loss)
    #expect(
      "\(validation)".hasPrefix("fit: every target of the validation data is 0, the class that"))
    let lastStep = try failure(
      model, Dataset(words, IntTensor([[1, 0], [2, 0]])), loss: loss.overLastSteps(1))
    #expect("\(lastStep)".contains("the loss ignores"))
    let metric = try #require(throws: TrainingError.self) {
      try model.fit(
        Dataset(words, padding), loss: .sparseCategoricalCrossentropy(),
        metrics: [.sparseCategoricalAccuracy(ignoring: 0)], progress: .none)
    }
    #expect("\(metric)".contains("the class that the metric accuracy ignores"))
    #expect(model.values == before)
  }

  // MARK: Numbers that are not finite

  @Test func `a NaN in the validation data is found there, after the epoch`() throws {
    var targets = smallData(5).y
    targets[scalarAt: 3, 0] = .nan
    let model = smallModel()
    let error = try failure(
      model, smallData(), validation: Dataset(smallData(5).x, targets))
    guard case .nonFiniteEvaluation(epoch: 1, let origin?) = error else { throw error }
    #expect(origin.operation == "variable targets")
    #expect(
      "\(error)".hasPrefix(
        "fit: the validation loss is not finite after epoch 1; the first to go wrong: variable targets"
      ))
    #expect(model.values.allSatisfy { $0.elements.allSatisfy(\.isFinite) })
  }

  @Test func `a NaN among the inputs is found there`() throws {
    let model = smallModel()
    let error = try failure(model, data(x: (row: 9, step: 2, value: .nan)))
    let (epoch, step, origin) = try lossFailure(error)
    #expect([epoch, step] == [1, 2])
    #expect(origin.operation == "variable inputs")
    #expect(origin.shape == [8, 6, 1])
    #expect(origin.value == "nan")
    #expect(
      "\(error)".hasPrefix(
        """
        fit: the loss is not finite in epoch 1, step 2; the first to go wrong: variable \
        inputs (tape entry \(origin.entry), shape [8, 6, 1]) gave nan. \
        The weights are those before this step.
        """))
  }

  @Test func `an infinity among the targets is found there`() throws {
    var targets = smallData().y
    targets[scalarAt: 19, 0] = -.infinity
    let error = try failure(smallModel(), Dataset(smallData().x, targets))
    let (epoch, step, origin) = try lossFailure(error)
    #expect([epoch, step] == [1, 3])
    #expect(origin.operation == "variable targets")
    #expect(origin.shape == [4, 1])
    #expect(origin.value == "-inf")
  }

  @Test func `a weight that is not finite is named`() throws {
    let model = smallModel()
    model.parameters[1].value[scalarAt: 2, 3] = .nan
    let (_, _, origin) = try lossFailure(failure(model, smallData()))
    #expect(origin.operation == "variable simple_rnn/recurrent_kernel")
    #expect(origin.shape == [4, 4])
  }

  @Test func `a state that overflows is found with its time step`() throws {
    // A linear unit whose state grows a hundred-thousand-billion-fold each step: 1, 1e14, 1e28, inf.
    let model = Sequential(inputShape: [nil, 1]) {
      SimpleRNN(
        1, activation: .linear, kernelInitializer: .ones, recurrentInitializer: .constant(1e14))
    }
    let data = Dataset(.ones([2, 6, 1]), .zeros([2, 1]))
    let (epoch, step, origin) = try lossFailure(failure(model, data))
    #expect([epoch, step] == [1, 1])
    #expect(origin.operation == "matmul")
    #expect(origin.scope == "simple_rnn/step 3")
    #expect(origin.value == "inf")
  }

  @Test func `a logarithm of zero in a loss of one's own is found`() throws {
    let loss = Loss("mine") { prediction, target in
      (target * log(relu(prediction) * 0)).mean()
    }
    let (_, _, origin) = try lossFailure(failure(smallModel(), smallData(), loss: loss))
    #expect(origin.operation == "log")
    #expect(origin.scope == "loss")
    #expect(origin.value == "-inf")
  }

  @Test func `too large a learning rate explodes and keeps the weights before that step`() throws {
    let (exploded, reference) = (smallModel(), smallModel())
    let optimizer = SGD(learningRate: 1e25)
    let error = try failure(exploded, smallData(), optimizer: optimizer)
    let (epoch, step, origin) = try lossFailure(error)
    #expect([epoch, step] == [1, 2])
    #expect(origin.operation == "meanSquaredError")
    #expect(origin.scope == "loss")
    #expect(origin.value == "inf")
    #expect("\(error)".contains("Try a smaller learning rate, or look for such values in the data"))

    // One step was taken before.
    try reference.fit(
      smallData().samples(0..<8), batchSize: 8, optimizer: optimizer, loss: .meanSquaredError,
      shuffle: false, progress: .none)
    #expect(exploded.values == reference.values)
    #expect(exploded.values.allSatisfy { $0.elements.allSatisfy { $0.isFinite } })
  }

  @Test func `an infinite input that tanh hides is caught by its gradient`() throws {
    let model = smallModel()
    let before = model.values
    let error = try failure(model, data(x: (row: 1, step: 0, value: .infinity)))
    guard case .nonFiniteGradient(let epoch, let step, let parameter, _) = error else {
      throw error
    }
    #expect([epoch, step] == [1, 1])
    #expect(parameter == "simple_rnn/kernel")
    #expect(
      "\(error)".hasPrefix(
        """
        fit: the gradient of simple_rnn/kernel is not finite in epoch 1, step 1, although the loss \
        is; the first to go wrong: the pullback of matmul in simple_rnn
        """))
    #expect(
      "\(error)".hasSuffix("Try a smaller learning rate, or inputs scaled to about −1 to 1"))
    #expect("\(error)".contains(" to inf and "), "the infinity is among the inputs' ranges")
    #expect(model.values == before)
  }

  @Test func `large but finite gradients are no reason to stop`() throws {
    // Their sum overflows float32, none of them does.
    let model = Sequential(inputShape: [3]) { Dense(1, kernelInitializer: .zeros) }
    let data = Dataset(Tensor(repeating: 1.5e19, shape: [2, 3]), .ones([2, 1]))
    let huge = Loss("huge") { prediction, target in (prediction * 2e19 - target).mean() }
    let history = try model.fit(
      data, optimizer: SGD(learningRate: 0), loss: huge, progress: .none)
    #expect(history["loss"] == [-1])
  }
}
