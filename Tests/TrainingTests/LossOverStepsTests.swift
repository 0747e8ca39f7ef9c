import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

@Suite struct LossOverStepsTests {
  // MARK: - By hand: batch 1, three steps, two features

  private let prediction: Tensor = [[[1, 2], [3, 4], [5, 6]]]
  private let target: Tensor = [[[0, 2], [0, 0], [6, 9]]]

  @Test func `the squared error of the first and the last of three steps is (1 + 0 + 1 + 9) / 4`() {
    let loss = Loss.meanSquaredError.overSteps([0, 2])
    #expect(loss.callAsFunction(Variable(prediction), Variable(target)).item() == 2.75)
    let last = Loss.meanSquaredError.overLastSteps(1)  // (1 + 9) / 2
    #expect(last.callAsFunction(Variable(prediction), Variable(target)).item() == 5)
    let absolute = Loss.meanAbsoluteError.overSteps(1..<3)  // (3 + 4 + 1 + 3) / 4
    #expect(absolute.callAsFunction(Variable(prediction), Variable(target)).item() == 2.75)
  }

  @Test func `the gradient by hand is 2 (p − t) ÷ 4 at the steps counted and 0 between them`() {
    let tape = Tape()
    let p = tape.variable(prediction)
    let value = Loss.meanSquaredError.overSteps([0, 2]).callAsFunction(p, Variable(target))
    let gradient = tape.gradient(of: value, for: p).value
    #expect(gradient == [[[0.5, 0], [0, 0], [-0.5, -1.5]]])
  }

  // MARK: - Any loss, any steps

  /// Losses over steps of batch 2, 5 steps, 3 features, and the steps that they count.
  private static let cases: [(steps: [Int], loss: @Sendable (Loss) -> Loss)] = [
    ([3], { $0.overSteps([3]) }), ([0, 3], { $0.overSteps([0, 3]) }),
    ([4, 1, 2], { $0.overSteps([-1, 1, 2]) }), ([1, 2], { $0.overSteps(1..<3) }),
    ([3, 4], { $0.overSteps(-2..<0) }), ([2, 3, 4], { $0.overLastSteps(3) }),
    ([0, 1, 2, 3, 4], { $0.overLastSteps(5) }),
  ]

  private static func random(_ stream: String, _ shape: Shape) -> Tensor {
    var generator = SeededGenerator(seed: 3, stream: stream)
    return .uniform(shape, in: 0.1..<0.9, dtype: .float64, using: &generator)
  }

  @Test(
    arguments: cases.indices,
    [Loss.meanSquaredError, .meanAbsoluteError, .binaryCrossentropy(), .categoricalCrossentropy()])
  func `ignored outputs get exactly zero, the others what the plain loss of them gives`(
    _ index: Int, _ plain: Loss
  ) {
    let (steps, modified) = Self.cases[index]
    let (prediction, target) = (
      Self.random("prediction", [2, 5, 3]), Self.random("target", [2, 5, 3])
    )
    let tape = Tape()
    let p = tape.variable(prediction)
    let value = modified(plain).callAsFunction(p, Variable(target))
    let gradient = tape.gradient(of: value, for: p).value

    // The plain loss of the chosen steps, which were picked one by one.
    func picked(_ x: Tensor) -> Tensor {
      stack(steps.map { Variable(x[0..., $0]) }, axis: 1).value
    }
    let plainTape = Tape()
    let chosen = plainTape.variable(picked(prediction))
    let expected = plain.callAsFunction(chosen, Variable(picked(target)))
    let expectedGradient = plainTape.gradient(of: expected, for: chosen).value
    #expect(value.item() == expected.item())
    #expect(picked(gradient) == expectedGradient)
    #expect(expectedGradient.elements.allSatisfy { $0 != 0 })
    for step in 0..<5 where !steps.contains(step) {
      #expect(gradient[0..., step].elements == [Double](repeating: 0, count: 6))
    }
  }

  @Test func `what an ignored output says makes no difference, not even if it is not a number`() {
    let target = Variable(Self.random("target", [2, 5, 3]))
    var spoilt = Self.random("prediction", [2, 5, 3])
    let loss = Loss.meanSquaredError.overLastSteps(2)
    let before = loss.callAsFunction(Variable(spoilt), target).item()
    spoilt[0..., 2] = Tensor(repeating: .nan, shape: [2, 3], dtype: .float64)
    #expect(loss.callAsFunction(Variable(spoilt), target).item() == before)
  }

  @Test func `a target may hold the chosen steps only`() {
    let (prediction, target) = (
      Variable(Self.random("prediction", [2, 5, 3])), Variable(Self.random("target", [2, 5, 3]))
    )
    let loss = Loss.meanSquaredError.overLastSteps(2)
    #expect(
      loss.callAsFunction(prediction, target).item()
        == loss.callAsFunction(prediction, target[0..., 3...]).item())
  }

  @Test func `neighbouring steps are one slice on the tape`() {
    let tape = Tape()
    let p = tape.variable(Self.random("prediction", [2, 5, 3]))
    let target = Variable(Self.random("target", [2, 5, 3]))
    _ = Loss.meanSquaredError.overLastSteps(4).callAsFunction(p, target)
    #expect(tape.description.matches(of: /slice/).count == 1)
    #expect(!tape.description.contains("concatenate"))
  }

  @Test func `the name tells the loss and the steps`() {
    #expect(Loss.meanSquaredError.overSteps([0, 2]).name == "mean_squared_error [steps 0, 2]")
    #expect(Loss.meanSquaredError.overSteps(3..<7).name == "mean_squared_error [steps 3..<7]")
    #expect(Loss.meanAbsoluteError.overLastSteps(10).name == "mean_absolute_error [last 10 steps]")
  }

  // MARK: - Classes

  private static let classes = IntTensor([[1, 2, 0, 2, 0], [0, 1, 1, 2, 1]])

  @Test(arguments: cases.indices, [nil, 0])
  func `classes at the chosen steps give what the plain loss of them gives`(
    _ index: Int, _ padding: Int?
  ) {
    let (steps, modified) = Self.cases[index]
    let plain = Loss.sparseCategoricalCrossentropy(ignoring: padding)
    let prediction = Self.random("prediction", [2, 5, 3])
    let picked = stack(steps.map { Variable(prediction[0..., $0]) }, axis: 1)
    let right = IntTensor(
      [0, 1].map { row in steps.map { Self.classes.elements[row * 5 + $0] } })
    let expected = plain.callAsFunction(picked, right).item()
    let loss = modified(plain)
    #expect(loss.callAsFunction(Variable(prediction), Self.classes).item() == expected)
    #expect(loss.callAsFunction(Variable(prediction), right).item() == expected)
  }

  @Test func `batches count by the classes at the chosen steps that are not padding`() {
    let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true, ignoring: 0).overLastSteps(3)
    let model = Sequential(inputShape: [nil, 2], dtype: .float64) {
      GRU(4, returnSequences: true)
      Dense(3)
    }
    let data = Dataset(Self.random("x", [2, 5, 2]), Self.classes)
    let (one, both) = (
      model.evaluate(data, batchSize: 1, loss: loss), model.evaluate(data, loss: loss)
    )
    #expect(abs(one.loss - both.loss) < 1e-15)
  }

  @Test func `targets of the other kind and of other steps stop with what was expected`() async {
    let numbers = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { Self.call(.sparseCategoricalCrossentropy().overLastSteps(2), [2, 5, 3], [2, 5]) }
    expectSentence(
      numbers,
      "sparse_categorical_crossentropy: the targets are numbers; expected classes or token ids")
    let steps = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let loss = Loss.sparseCategoricalCrossentropy().overLastSteps(2)
      _ = loss.callAsFunction(Variable(.ones([2, 5, 3])), IntTensor([[1, 1, 1], [1, 1, 1]]))
    }
    expectSentence(
      steps,
      """
      sparse_categorical_crossentropy [last 2 steps]: the target has shape [2, 3]; expected classes of shape \
      [2, 5], or [2, 2] for the chosen steps only
      """)
  }

  // MARK: - Mistakes

  private static func call(_ loss: Loss, _ prediction: Shape, _ target: Shape) {
    _ = loss.callAsFunction(Variable(.zeros(prediction)), Variable(.zeros(target)))
  }

  @Test func `a step that is not there stops with the shape`() async {
    let behind = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { Self.call(.meanSquaredError.overSteps([0, 5]), [2, 5, 3], [2, 5, 3]) }
    expectSentence(
      behind,
      "mean_squared_error [steps 0, 5]: there is no step 5 in a prediction of shape [2, 5, 3], which has 5"
    )
    let before = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { Self.call(.meanSquaredError.overLastSteps(6), [2, 5, 3], [2, 5, 3]) }
    expectSentence(before, "[last 6 steps]: there is no step -6 in a prediction of shape [2, 5, 3]")
  }

  @Test func `a step named twice stops, also when once from the back`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { Self.call(.meanSquaredError.overSteps([4, -1]), [2, 5, 3], [2, 5, 3]) }
    expectSentence(result, "[steps 4, -1]: step 4 of 5 is named twice; name it once")
  }

  @Test func `no steps stop`() async {
    let list = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Loss.meanSquaredError.overSteps([]) }
    expectSentence(list, "mean_squared_error: got no steps to be taken over; expected at least one")
    let count = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Loss.meanSquaredError.overLastSteps(0) }
    expectSentence(count, "can't be taken over the last 0 steps; expected at least 1")
  }

  @Test func `a prediction without time steps stops`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { Self.call(.meanSquaredError.overLastSteps(1), [5], [5]) }
    expectSentence(result, "expected a prediction [batch, time, …], but got shape [5]")
  }

  @Test func `a target with other steps than all or the chosen ones stops with both shapes`() async
  {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { Self.call(.meanSquaredError.overLastSteps(2), [2, 5, 3], [2, 4, 3]) }
    expectSentence(
      result,
      "the target has shape [2, 4, 3]; expected the prediction's [2, 5, 3], or [2, 2, 3] for")
  }
}
