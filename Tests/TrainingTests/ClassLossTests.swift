import TestSupport
import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// What Keras computed for integer classes.
private struct ClassCase: Decodable, Sendable, CustomTestStringConvertible {
  let fromLogits: Bool
  let ignoring: Int?
  let prediction: StoredTensor
  let classes: [Int]
  let value: Double
  let gradient: StoredTensor

  static let all: [ClassCase] = (try? reference("classes")) ?? []

  var testDescription: String { "fromLogits \(fromLogits), ignoring \(ignoring ?? -1)" }
}

@Suite struct ClassLossTests {
  @Test func `the reference holds both forms, with and without padding`() {
    #expect(ClassCase.all.count == 4)
  }

  @Test(arguments: ClassCase.all)
  private func `the cross-entropy of classes and its gradient are Keras's`(test: ClassCase) {
    let loss = Loss.sparseCategoricalCrossentropy(
      fromLogits: test.fromLogits, ignoring: test.ignoring)
    let tape = Tape()
    let prediction = tape.variable(test.prediction.tensor)
    let shape = Shape(Array(prediction.shape.dropLast()))
    let value = loss(prediction, IntTensor(test.classes, shape: shape))
    #expect(error([value.item()], [test.value]) <= 1e-13)
    let gradient = tape.gradient(of: value, for: prediction).value
    #expect(error(gradient, test.gradient.tensor) <= 1e-12)
  }

  @Test func `classes of another shape, and numbers in their place, are refused`() async {
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let loss = Loss.sparseCategoricalCrossentropy()
      _ = loss(Variable(.ones([2, 3, 5])), IntTensor([[1, 2]]))
    }
    expectSentence(
      shape,
      """
      sparseCategoricalCrossentropy: a prediction of shape [2, 3, 5] needs classes of shape [2, 3], but got \
      [1, 2]
      """)
    let numbers = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let loss = Loss.sparseCategoricalCrossentropy()
      _ = loss(Variable(.ones([2, 5])), Variable(.ones([2, 5])))
    }
    expectSentence(
      numbers,
      "sparse_categorical_crossentropy: the targets are numbers; expected classes or token ids")
    let classes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Loss.meanSquaredError(Variable(.ones([2, 5])), [1, 2] as IntTensor)
    }
    expectSentence(
      classes,
      """
      mean_squared_error: the targets are classes or token ids; expected numbers. For classes there is \
      sparseCategoricalCrossentropy
      """)
    let metric = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Metric.sparseCategoricalAccuracy()(.ones([1, 3, 2]), .tokens([1]))
    }
    expectSentence(
      metric,
      """
      sparseCategoricalAccuracy: a prediction of shape [1, 3, 2] needs classes of shape [1, 3], but got [1]
      """)
  }

  @Test func `padding may be no class at all, and a batch's loss counts by its tokens`() {
    let prediction = Variable(Tensor([[[1, 2, 3], [3, 1, 0]], [[0, 1, 0], [2, 2, 1]]]))
    let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true, ignoring: -100)
    let few = loss(prediction, IntTensor([[2, -100], [1, -100]])).item()
    let same = Loss.sparseCategoricalCrossentropy(fromLogits: true)(
      prediction[0..., 0], IntTensor([2, 1])
    ).item()
    #expect(abs(few - same) < 1e-6)

    let model = Sequential(inputShape: [nil]) {
      Embedding(3, 3, embeddingsInitializer: .glorotUniform)
    }
    let data = Dataset(
      IntTensor([[1, 2, 1], [2, 0, 0], [1, 1, 0]]), IntTensor([[2, 1, 1], [1, 0, 0], [2, 1, 0]]))
    let byToken = Loss.sparseCategoricalCrossentropy(fromLogits: true, ignoring: 0)
    let losses = [1, 2, 3].map { model.evaluate(data, batchSize: $0, loss: byToken).loss }
    #expect(abs(losses[0] - losses[2]) < 1e-6 && abs(losses[1] - losses[2]) < 1e-6)
  }

  @Test func `metrics of classes leave padding out`() {
    // Right, wrong, padding; right, right, wrong; right, padding, padding.
    let classes = IntTensor([[1, 2, 0], [2, 1, 1], [2, 0, 0]])
    let found = IntTensor([[1, 1, 2], [2, 1, 2], [2, 2, 1]])
    let prediction = found.oneHot(3)
    let all = Metric.sparseCategoricalAccuracy()(prediction, .tokens(classes))
    let counted = Metric.sparseCategoricalAccuracy(ignoring: 0)(prediction, .tokens(classes))
    #expect(all == 4.0 / 9 && counted == 4.0 / 6)
    #expect(Metric.exactMatch(ignoring: 0)(prediction, .tokens(classes)) == 1.0 / 3)
    #expect(Metric.exactMatch()(prediction, .tokens(classes)) == 0)
  }

  @Test func `an accuracy over batches counts tokens, not batches`() {
    // One batch with five tokens of which four are right, one with one token, which is wrong.
    let x = IntTensor([[1, 2, 1, 2, 2], [1, 0, 0, 0, 0]])
    let y = IntTensor([[1, 2, 1, 2, 1], [2, 0, 0, 0, 0]])
    let model = Sequential(inputShape: [nil]) {
      Embedding(3, 3, embeddingsInitializer: .identity)
    }
    let result = model.evaluate(
      Dataset(x, y), batchSize: 1, loss: .sparseCategoricalCrossentropy(fromLogits: true),
      metrics: [.sparseCategoricalAccuracy(ignoring: 0)])
    #expect(result["accuracy"] == 4.0 / 6)
  }

  @Test func `a loss and a metric of one's own need no types`() {
    let loss = Loss("difference") { prediction, target in (prediction - target).sum() }
    #expect(loss(Variable([3, 4]), Variable([1, 1])).item() == 5)
    let metric = Metric("first") { prediction, _ in prediction[0].item() }
    #expect(metric([7, 8], [0, 0]) == 7)
    let tokens = Metric(tokens: "count") { _, classes in Double(classes.elementCount) }
    #expect(tokens([7], .tokens([1, 2, 3])) == 3)
  }
}
