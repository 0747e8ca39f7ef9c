import TestSupport
import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

@Suite struct EvaluationTests {
  @Test(arguments: [1, 3, 6, 7, 8, 100])
  func `predicting in batches equals predicting at once`(_ batchSize: Int) {
    let (model, data) = (smallModel(dtype: .float64), smallData(7, dtype: .float64))
    let prediction = model.predict(data.x, batchSize: batchSize)
    #expect(prediction.shape == [7, 1])
    #expect(error(prediction, model(data.x)) <= 1e-15)
  }

  @Test(arguments: [1, 3, 6, 7, 8, 100])
  func `evaluating in batches of any size gives the figures of all samples`(_ batchSize: Int) {
    let (model, data) = (smallModel(dtype: .float64), smallData(7, dtype: .float64))
    let found = model.evaluate(
      data, batchSize: batchSize, loss: .meanSquaredError, metrics: [.meanAbsoluteError])
    let differences = zip(model(data.x).elements, data.y.elements).map { $0 - $1 }
    let squares = differences.map { $0 * $0 }.reduce(0, +) / 7
    let sizes = differences.map(abs).reduce(0, +) / 7
    #expect(error([found.loss], [squares]) < 1e-15)
    #expect(error([found["mean_absolute_error"]], [sizes]) < 1e-15)
  }

  @Test func `predictions keep every axis behind the batch`() {
    let model = Sequential(inputShape: [nil, 1]) { SimpleRNN(4, returnSequences: true) }
    #expect(model.predict(smallData(7).x, batchSize: 3).shape == [7, 6, 4])
  }

  @Test func `figures stand in their order, under their names`() {
    let found = smallModel().evaluate(
      smallData(), loss: .meanAbsoluteError, metrics: [.meanSquaredError, .meanAbsoluteError])
    #expect(found.figures.map(\.name) == ["loss", "mean_squared_error", "mean_absolute_error"])
    #expect(found["loss"] == found["mean_absolute_error"])
  }

  @Test func `a figure that was not measured is refused, with those that were`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let found = smallModel().evaluate(smallData(), loss: .meanSquaredError)
      _ = found["accuracy"]
    }
    expectSentence(result, "evaluation: there is no accuracy; there are loss")
  }

  @Test func `an evaluation prints its figures in a line`() {
    let model = Sequential(inputShape: [1]) { Dense(1, kernelInitializer: .ones) }
    let found = model.evaluate(
      Dataset([[1], [2]], [[1.5], [2]]), loss: .meanSquaredError, metrics: [.meanAbsoluteError])
    #expect("\(found)" == "loss 0.125  mean_absolute_error 0.25")
  }

  @Test
  func `a prediction that is not finite stops the evaluation, and is none of predict's business`()
    async
  {
    let x = Tensor([.nan, 1, 2, 3], shape: [2, 2, 1])
    #expect(smallModel().predict(x).elements.map(\.isNaN) == [true, false])
    let inputs = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Tensor([1, .nan, 2, 3], shape: [2, 2, 1])
      _ = smallModel().evaluate(Dataset(x, [[1], [2]]), loss: .meanSquaredError)
    }
    expectSentence(
      inputs, "evaluate: the loss is not finite; the first to go wrong: variable inputs")
    expectSentence(
      inputs, "Look for such values in the data, or for weights that have grown too large")
    let targets = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let data = Dataset(smallData(2).x, Tensor([.infinity, 2], shape: [2, 1]))
      _ = smallModel().evaluate(data, loss: .meanSquaredError)
    }
    expectSentence(targets, "the first to go wrong: variable targets")
  }

  @Test func `evaluating and predicting change no weight`() {
    let model = smallModel()
    let before = model.values
    _ = model.evaluate(smallData(), loss: .meanSquaredError)
    _ = model.predict(smallData().x)
    #expect(model.values == before)
  }

  @Test func `nothing to evaluate or to predict stops with a sentence`() async {
    let evaluate = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let empty = Dataset(.zeros([0, 6, 1]), .zeros([0, 1]))
      _ = smallModel().evaluate(empty, loss: .meanSquaredError)
    }
    expectSentence(evaluate, "evaluate: the data has no samples; expected at least one")
    let predict = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = smallModel().predict(.zeros([0, 6, 1])) }
    expectSentence(predict, "predict: the input has no samples; expected at least one")
  }

  @Test func `batches of no samples stop with the number`() async {
    let evaluate = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = smallModel().evaluate(smallData(), batchSize: 0, loss: .meanSquaredError) }
    expectSentence(evaluate, "evaluate: got a batch size of 0; expected at least 1")
    let predict = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = smallModel().predict(smallData().x, batchSize: -3) }
    expectSentence(predict, "predict: got a batch size of -3; expected at least 1")
  }

  @Test func `two metrics of one name stop with the names`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = smallModel().evaluate(
        smallData(), loss: .meanSquaredError, metrics: [.binaryAccuracy, .categoricalAccuracy])
    }
    expectSentence(
      result,
      #"metrics: a name stands twice in ["loss", "accuracy", "accuracy"]"#)
  }
}

@Suite struct DatasetTests {
  @Test func `samples keep their targets, by range and by index`() {
    let data = Dataset(
      Tensor((0..<10).map(Double.init), shape: [5, 2]), Tensor([0, 1, 2, 3, 4], shape: [5, 1]))
    #expect(data.count == 5)
    #expect(data.samples(1..<3).x == [[2, 3], [4, 5]])
    #expect(data.samples(1..<3).y == [[1], [2]])
    #expect(data.samples(at: [4, 0, 4]).x == [[8, 9], [0, 1], [8, 9]])
    #expect(data.samples(at: [4, 0, 4]).y == [[4], [0], [4]])
    #expect(data.samples(2..<2).count == 0)
  }

  @Test func `inputs and targets of different lengths stop with both shapes`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Dataset(.zeros([3, 6, 1]), .zeros([4, 1])) }
    expectSentence(
      result,
      """
      dataset: inputs of shape [3, 6, 1] and targets of shape [4, 1] need the same number of rows
      """)
  }

  @Test func `a scalar is no dataset`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Dataset(Tensor(1), Tensor(1)) }
    expectSentence(result, "dataset: inputs of shape []")
  }
}

@Suite struct ModelCheckTests {
  @Test func `a whole model's gradients are right, by path`() {
    let model = Sequential(inputShape: [nil, 2], seed: 1) {
      SimpleRNN(4, returnSequences: true)
      SimpleRNN(3)
      Dense(1)
    }
    let x = Tensor((0..<30).map { Double($0 % 7) / 7 - 0.4 }, shape: [3, 5, 2])
    let report = model.checkGradients(x, [[0.1], [-0.5], [0.9]], loss: .meanSquaredError)
    #expect(report.verdict == .correct, "\(report)")
    #expect(report.rows.map(\.name) == model.parameters.map(\.path))
  }
}
