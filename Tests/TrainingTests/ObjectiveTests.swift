import TestSupport
import Testing
import UnrollAutodiff
import UnrollTraining

/// A case of `losses.json` or `metrics.json`: what Keras gives for a prediction and its target.
struct ObjectiveCase: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let prediction: StoredTensor
  let target: StoredTensor
  let value: Double
  let gradient: StoredTensor?

  static let losses: [ObjectiveCase] = (try? reference("losses")) ?? []
  static let metrics: [ObjectiveCase] = (try? reference("metrics")) ?? []

  var testDescription: String { "\(name) of \(prediction.elements.prefix(3))…" }
}

private let losses: [String: Loss] = [
  "meanSquaredError": .meanSquaredError,
  "meanAbsoluteError": .meanAbsoluteError,
  "binaryCrossentropy": .binaryCrossentropy(),
  "binaryCrossentropy from logits": .binaryCrossentropy(fromLogits: true),
  "categoricalCrossentropy": .categoricalCrossentropy(),
  "categoricalCrossentropy from logits": .categoricalCrossentropy(fromLogits: true),
]

private let metrics: [String: Metric] = [
  "meanSquaredError": .meanSquaredError,
  "meanAbsoluteError": .meanAbsoluteError,
  "binaryAccuracy": .binaryAccuracy,
  "categoricalAccuracy": .categoricalAccuracy,
]

@Suite struct ObjectiveTests {
  @Test func `the reference holds every loss and every metric`() {
    #expect(Set(ObjectiveCase.losses.map(\.name)) == Set(losses.keys))
    #expect(Set(ObjectiveCase.metrics.map(\.name)) == Set(metrics.keys))
  }

  @Test(arguments: ObjectiveCase.losses)
  func `a loss and its gradient are Keras's`(_ test: ObjectiveCase) throws {
    let loss = try #require(losses[test.name])
    let tape = Tape()
    let prediction = tape.variable(test.prediction.tensor)
    let value = loss.callAsFunction(prediction, Variable(test.target.tensor))
    #expect(value.shape == [])
    #expect(error([value.item()], [test.value]) <= 1e-13)
    if let expected = test.gradient?.tensor {
      let gradient = tape.gradient(of: value, for: prediction).value
      #expect(error(gradient, expected) <= 1e-12)
    }
  }

  @Test(arguments: ObjectiveCase.losses)
  func `a loss's gradient passes the check by differences`(_ test: ObjectiveCase) throws {
    let loss = try #require(losses[test.name])
    guard test.gradient != nil, test.prediction.elements.allSatisfy({ abs($0) < 10 }) else {
      return  // probabilities of 0 and 1 lie on a kink, and differences of huge losses are coarse
    }
    let report = checkGradients(at: [test.prediction.tensor]) { prediction in
      loss.callAsFunction(prediction[0], Variable(test.target.tensor))
    }
    #expect(report.passed, "\(report)")
  }

  @Test(arguments: ObjectiveCase.metrics)
  func `a metric is Keras's`(_ test: ObjectiveCase) throws {
    let metric = try #require(metrics[test.name])
    let value = metric.callAsFunction(test.prediction.tensor, test.target.tensor)
    #expect(error([value], [test.value]) <= 1e-14)
  }

  @Test func `losses and metrics bear Keras's names`() {
    #expect(Loss.meanSquaredError.name == "mean_squared_error")
    #expect(Loss.meanAbsoluteError.name == "mean_absolute_error")
    #expect(Loss.binaryCrossentropy(fromLogits: true).name == "binary_crossentropy")
    #expect("\(Loss.categoricalCrossentropy())" == "categorical_crossentropy")
    #expect(Metric.meanAbsoluteError.name == "mean_absolute_error")
    #expect(Metric.binaryAccuracy.name == "accuracy")
    #expect(Metric.categoricalAccuracy.name == "accuracy")
  }

  @Test func `certain but wrong probabilities cost much and not infinitely much`() {
    let (prediction, target): (Tensor, Tensor) = ([[0, 1]], [[1, 0]])
    for loss in [Loss.binaryCrossentropy(), .categoricalCrossentropy()] {
      let value = loss.callAsFunction(Variable(prediction), Variable(target)).item()
      #expect((15...17).contains(value), "\(loss)")
    }
  }

  // MARK: [32, 1] against [32]

  /// Broadcasting would turn K12's 0.020 into 0.297, so each loss and metric refuses.
  private func expectRefusal(_ name: String, _ result: ExitTest.Result?) {
    expectSentence(
      result,
      """
      \(name): the prediction has shape [32, 1], but the target has [32]. They must be equal, \
      because broadcasting would compare every prediction with every target; reshape one
      """)
  }

  @Test func `the squared error refuses a prediction [32, 1] for a target [32]`() async {
    let loss = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let (prediction, target) = (Variable(.zeros([32, 1])), Variable(.zeros([32])))
      _ = Loss.meanSquaredError.callAsFunction(prediction, target)
    }
    expectRefusal("meanSquaredError", loss)
    let metric = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Metric.meanSquaredError.callAsFunction(.zeros([32, 1]), .zeros([32])) }
    expectRefusal("meanSquaredError", metric)
  }

  @Test func `the absolute error refuses a prediction [32, 1] for a target [32]`() async {
    let loss = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let (prediction, target) = (Variable(.zeros([32, 1])), Variable(.zeros([32])))
      _ = Loss.meanAbsoluteError.callAsFunction(prediction, target)
    }
    expectRefusal("meanAbsoluteError", loss)
    let metric = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Metric.meanAbsoluteError.callAsFunction(.zeros([32, 1]), .zeros([32])) }
    expectRefusal("meanAbsoluteError", metric)
  }

  @Test func `the binary cross-entropy refuses a prediction [32, 1] for a target [32]`() async {
    let probabilities = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let (prediction, target) = (Variable(.zeros([32, 1])), Variable(.zeros([32])))
      _ = Loss.binaryCrossentropy().callAsFunction(prediction, target)
    }
    expectRefusal("binaryCrossentropy", probabilities)
    let logits = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let (prediction, target) = (Variable(.zeros([32, 1])), Variable(.zeros([32])))
      _ = Loss.binaryCrossentropy(fromLogits: true).callAsFunction(prediction, target)
    }
    expectRefusal("binaryCrossentropy", logits)
    let accuracy = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Metric.binaryAccuracy.callAsFunction(.zeros([32, 1]), .zeros([32])) }
    expectRefusal("binaryAccuracy", accuracy)
  }

  @Test func `the cross-entropy of classes refuses a prediction [32, 1] for a target [32]`() async {
    let probabilities = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let (prediction, target) = (Variable(.zeros([32, 1])), Variable(.zeros([32])))
      _ = Loss.categoricalCrossentropy().callAsFunction(prediction, target)
    }
    expectRefusal("categoricalCrossentropy", probabilities)
    let accuracy = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Metric.categoricalAccuracy.callAsFunction(.zeros([32, 1]), .zeros([32])) }
    expectRefusal("categoricalAccuracy", accuracy)
  }
}

@Suite struct UnfitTargetTests {
  @Test func `classes where numbers are expected stop with what makes numbers of them`() async {
    let metric = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Metric.binaryAccuracy(Tensor.zeros([4, 3]), .tokens([0, 1, 2, 0])) }
    expectSentence(
      metric,
      """
      metric accuracy: the targets are classes or token ids of shape [4]; expected numbers. For classes there \
      is sparseCategoricalAccuracy(); labels.tensor() makes numbers of them
      """)
    let loss = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Loss.binaryCrossentropy()(Variable(.zeros([2, 1])), IntTensor([0, 1])) }
    expectSentence(
      loss,
      """
      labels 0 and 1 become numbers, a row for each, with labels.tensor().reshaped([labels.elementCount, 1])
      """)
    let labels = IntTensor([0, 1])
    #expect(labels.tensor().reshaped([labels.elementCount, 1]) == [[0], [1]])
    #expect(IntTensor([[-3, 2]]).tensor(dtype: .float64) == Tensor([[-3, 2]], dtype: .float64))
  }

  @Test(arguments: [false, true])
  func `targets outside 0…1 are no probabilities`(fromLogits: Bool) async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [fromLogits = fromLogits as Bool] in
      let loss = Loss.binaryCrossentropy(fromLogits: fromLogits)
      _ = loss(Tensor([[0.5], [0.5]]), Tensor([[1], [-3]]))
    }
    expectSentence(
      result,
      "binaryCrossentropy: a target is -3.0; expected numbers from 0 to 1, as a yes or no is")
  }

  @Test func `one class is none to choose from`() async {
    let sparse = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true)
      _ = loss(Variable(.zeros([8, 1])), IntTensor([0, 0, 0, 0, 0, 0, 0, 0]))
    }
    expectSentence(
      sparse,
      """
      sparseCategoricalCrossentropy: a prediction of shape [8, 1] has one class, whose probability is 1 \
      whatever is learnt; for a yes or no take Dense(1, activation: .sigmoid) with binaryCrossentropy
      """)
    let dense = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Loss.categoricalCrossentropy()(Tensor.ones([8, 1]), .ones([8, 1])) }
    expectSentence(dense, "categoricalCrossentropy: a prediction of shape [8, 1] has one class")
  }

  @Test func `logits are on the right side of zero, or of any threshold`() {
    // Keras 3.15: BinaryAccuracy(threshold=0.0) and (threshold=0.5) on these give 0.75 and 0.5.
    let (logits, target): (Tensor, Tensor) = ([[0.2], [-3], [2], [-0.1]], [[1], [0], [1], [1]])
    #expect(Metric.binaryAccuracy(threshold: 0)(logits, target) == 0.75)
    #expect(Metric.binaryAccuracy(logits, target) == 0.5)
  }

  @Test func `learning rates that lead uphill or nowhere are refused`() async {
    let uphill = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Adam(learningRate: -1) }
    expectSentence(uphill, "Adam: got a learning rate of -1.0; expected 0 or more")
    let nowhere = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = SGD(learningRate: .nan) }
    expectSentence(nowhere, "SGD: got a learning rate of nan; expected 0 or more")
  }
}
