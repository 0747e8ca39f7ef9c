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
