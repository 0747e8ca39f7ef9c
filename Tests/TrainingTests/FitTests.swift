import Foundation
import TestSupport
import Testing
import UnrollAutodiff
import UnrollConsole
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// Writes down all it is told, and asks to stop where it is told to.
private final class Recorder: TrainingObserver {
  var steps: [TrainingProgress] = []
  var epochs: [TrainingProgress] = []
  let stopsAfterSteps: Int
  let stopsAfterEpochs: Int

  init(stopsAfterSteps: Int = .max, stopsAfterEpochs: Int = .max) {
    self.stopsAfterSteps = stopsAfterSteps
    self.stopsAfterEpochs = stopsAfterEpochs
  }

  func stepEnded(_ progress: TrainingProgress) -> Bool {
    steps.append(progress)
    return steps.count < stopsAfterSteps
  }

  func epochEnded(_ progress: TrainingProgress) -> Bool {
    epochs.append(progress)
    return epochs.count < stopsAfterEpochs
  }
}

@Suite struct FitTests {
  /// Trains in silence with options that show most: batches of 8 from 20 samples.
  @discardableResult
  private func fit(
    _ model: Sequential, _ data: Dataset = smallData(), validation: Dataset? = nil, epochs: Int = 3,
    batchSize: Int = 8, optimizer: any Optimizer = Adam(learningRate: 0.01),
    loss: Loss = .meanSquaredError, metrics: [Metric] = [], shuffle: Bool = true,
    observers: [any TrainingObserver] = []
  ) throws -> History {
    try model.fit(
      data, validation: validation, epochs: epochs, batchSize: batchSize, optimizer: optimizer,
      loss: loss, metrics: metrics, shuffle: shuffle, progress: .none, observers: observers)
  }

  // MARK: It repeats

  @Test(arguments: DType.allCases)
  func `the same seed gives the same weights and the same history, bit for bit`(
    _ dtype: DType
  ) throws {
    let (a, b) = (smallModel(dtype: dtype), smallModel(dtype: dtype))
    let validation = smallData(5, seed: 2, dtype: dtype)
    let first = try fit(a, smallData(dtype: dtype), validation: validation)
    let second = try fit(b, smallData(dtype: dtype), validation: validation)
    #expect(a.values == b.values)
    #expect(first.names == second.names)
    #expect(first.figures == second.figures)
  }

  @Test func `another seed gives another training`() throws {
    let (a, b) = (smallModel(), smallModel(seed: 43))
    #expect(try fit(a)["loss"] != fit(b)["loss"])
  }

  @Test func `another seed gives another order even to equal weights`() throws {
    let (a, b) = (smallModel(), smallModel(seed: 43))
    b.parameters = a.parameters
    try fit(a)
    try fit(b)
    #expect(a.values != b.values)
    let (c, d) = (smallModel(), smallModel(seed: 43))
    d.parameters = c.parameters
    try fit(c, shuffle: false)
    try fit(d, shuffle: false)
    #expect(c.values == d.values)
  }

  // MARK: Batches and their order

  /// The targets of each step of a training on the numbers 0, 1, 2, …, and whether each came with its
  /// own input.
  private func order(count: Int, epochs: Int, shuffle: Bool) throws -> (
    steps: [[Double]], arePaired: Bool
  ) {
    let steps = Locked<[[Double]]>([])
    let arePaired = Locked(true)
    // The model passes its input through and never changes.
    let model = Sequential(inputShape: [1]) {
      Dense(1, useBias: false, kernelInitializer: .ones)
    }
    let numbers = Tensor((0..<count).map(Double.init), shape: [count, 1])
    let spy = Loss("spy") { prediction, target in
      steps.withLock { $0.append(target.value.elements) }
      arePaired.withLock { $0 = $0 && prediction.value == target.value }
      return meanSquaredError(prediction, target)
    }
    try fit(
      model, Dataset(numbers, numbers), epochs: epochs, optimizer: SGD(learningRate: 0), loss: spy,
      shuffle: shuffle)
    return (steps.withLock { $0 }, arePaired.withLock { $0 })
  }

  @Test func `every epoch sees every sample once, in an order of its own`() throws {
    let (steps, arePaired) = try order(count: 20, epochs: 4, shuffle: true)
    #expect(steps.map(\.count) == [8, 8, 4, 8, 8, 4, 8, 8, 4, 8, 8, 4])
    try #require(steps.count == 12)
    let epochs = (0..<4).map { Array(steps[($0 * 3)..<($0 * 3 + 3)].joined()) }
    let sorted = (0..<20).map(Double.init)
    for epoch in epochs {
      #expect(epoch.sorted() == sorted)
      #expect(epoch != sorted)
    }
    #expect(Set(epochs).count == 4)
    #expect(arePaired)
  }

  @Test func `without shuffling the samples come in their own order`() throws {
    let (steps, arePaired) = try order(count: 20, epochs: 2, shuffle: false)
    #expect(steps.map(\.count) == [8, 8, 4, 8, 8, 4])
    let epoch = (0..<20).map(Double.init)
    #expect(Array(steps.joined()) == epoch + epoch)
    #expect(arePaired)
  }

  @Test func `a batch larger than the data is all of it`() throws {
    #expect(try order(count: 5, epochs: 1, shuffle: false).steps == [[0, 1, 2, 3, 4]])
  }

  @Test func `an epoch's loss weights the last, smaller batch by its size`() throws {
    let model = smallModel(dtype: .float64)
    let data = smallData(dtype: .float64)
    let history = try fit(
      model, data, epochs: 1, optimizer: SGD(learningRate: 0), metrics: [.meanAbsoluteError])
    let whole = model.evaluate(data, loss: .meanSquaredError, metrics: [.meanAbsoluteError])
    #expect(error(history["loss"], [whole.loss]) < 1e-14)
    #expect(error(history["mean_absolute_error"], [whole["mean_absolute_error"]]) < 1e-14)
  }

  // MARK: What it reports

  @Test func `figures stand in the order loss, metrics, and again for validation`() throws {
    let history = try fit(
      smallModel(), validation: smallData(5, seed: 2), metrics: [.meanAbsoluteError])
    #expect(
      history.names == ["loss", "mean_absolute_error", "val_loss", "val_mean_absolute_error"])
    for name in history.names { #expect(history[name].count == 3) }
    #expect(history.epochs == 3)
    #expect(history.last("loss") == history["loss"][2])
    #expect(history.last("accuracy") == nil)
    #expect(!history.wasStopped)
    #expect(history.seconds > 0)
  }

  @Test func `a figure that was not measured is refused, with those that were`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let model = Sequential(inputShape: [3], seed: 1) { Dense(1) }
      let data = Dataset(.ones([4, 3]), .ones([4, 1]))
      _ = try model.fit(data, loss: .meanSquaredError, progress: .none)["val_los"]
    }
    expectSentence(result, "history: there is no val_los; there are loss")
  }

  @Test func `without validation there are no validation figures`() throws {
    #expect(try fit(smallModel()).names == ["loss"])
  }

  @Test func `validation figures are those of the weights at the epoch's end`() throws {
    let validation = smallData(5, seed: 2)
    let model = smallModel()
    let history = try fit(model, validation: validation, metrics: [.meanAbsoluteError])
    let after = model.evaluate(
      validation, loss: .meanSquaredError, metrics: [.meanAbsoluteError])
    #expect(history.last("val_loss") == after.loss)
    #expect(history.last("val_mean_absolute_error") == after["mean_absolute_error"])
  }

  @Test func `validation changes nothing that is learnt`() throws {
    let (a, b) = (smallModel(), smallModel())
    try fit(a)
    try fit(b, validation: smallData(5, seed: 2))
    #expect(a.values == b.values)
  }

  @Test func `no epochs change nothing and report nothing`() throws {
    let model = smallModel()
    let before = model.values
    let history = try fit(model, epochs: 0)
    #expect(model.values == before)
    #expect(history.epochs == 0)
    #expect(history.names.isEmpty)
    #expect(!history.wasStopped)
  }

  @Test func `with progress none nothing is printed`() async {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent, \.standardErrorContent]
    ) {
      try smallModel().fit(
        smallData(), validation: smallData(5), epochs: 2, loss: .meanSquaredError, progress: .none)
    }
    #expect(result?.standardOutputContent == [])
    #expect(result?.standardErrorContent == [])
  }

  @Test func `in a pipe each epoch prints one line`() async {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) {
      try smallModel().fit(
        smallData(), validation: smallData(5), epochs: 2, batchSize: 8, loss: .meanSquaredError)
    }
    let text = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 3 && lines.last == "")
    for (line, epoch) in zip(lines, 1...2) {
      #expect(line.hasPrefix("Epoch \(epoch)/2  3/3  "))
      #expect(line.contains("  loss ") && line.contains("  val_loss "))
    }
  }

  // MARK: Observers

  @Test func `an observer is told of every step and every epoch`() throws {
    let recorder = Recorder()
    let history = try fit(
      smallModel(), validation: smallData(5), epochs: 2, metrics: [.meanAbsoluteError],
      observers: [recorder])
    #expect(recorder.steps.map(\.epoch) == [1, 1, 1, 2, 2, 2])
    #expect(recorder.steps.map(\.step) == [1, 2, 3, 1, 2, 3])
    #expect(recorder.steps.allSatisfy { $0.epochs == 2 && $0.steps == 3 })
    #expect(recorder.steps.allSatisfy { $0.figures.map(\.name) == Array(history.names.prefix(2)) })
    #expect(recorder.epochs.map(\.epoch) == [1, 2])
    for (epoch, progress) in recorder.epochs.enumerated() {
      #expect(progress.figures == history.names.map { .init($0, history[$0][epoch]) })
    }
    // The figures of an epoch's last step are those of the epoch.
    let last = try #require(recorder.epochs.last)
    #expect(recorder.steps.last?.figures == Array(last.figures.prefix(2)))
  }

  @Test func `an observer may end training after a step, and what was learnt is kept`() throws {
    let (stopped, reference) = (smallModel(), smallModel())
    let history = try fit(
      stopped, epochs: 5, shuffle: false, observers: [Recorder(stopsAfterSteps: 2)])
    // Two batches of eight are all that was seen.
    try fit(reference, smallData().samples(0..<16), epochs: 1, shuffle: false)
    #expect(stopped.values == reference.values)
    #expect(history.wasStopped)
    #expect(history.epochs == 0)
  }

  @Test func `an observer may end training after an epoch, whose figures are kept`() throws {
    let (stopped, reference) = (smallModel(), smallModel())
    let history = try fit(
      stopped, validation: smallData(5), epochs: 5, observers: [Recorder(stopsAfterEpochs: 2)])
    let expected = try fit(reference, validation: smallData(5), epochs: 2)
    #expect(stopped.values == reference.values)
    #expect(history.figures == expected.figures)
    #expect(history.wasStopped)
    #expect(!expected.wasStopped)
  }

  @Test func `every observer hears of the step after which another one stops`() throws {
    let (hasty, patient) = (Recorder(stopsAfterSteps: 4), Recorder())
    try fit(smallModel(), observers: [hasty, patient])
    #expect(hasty.steps.count == 4)
    #expect(patient.steps.count == 4)
    #expect(patient.epochs.count == 1)
  }

  @Test func `a condition that turns true ends training at the next step`() throws {
    let recorder = Recorder()
    let history = try fit(
      smallModel(), observers: [recorder, StopWhen { recorder.steps.count >= 5 }])
    #expect(recorder.steps.count == 5)
    #expect(history.epochs == 1)
    #expect(history.wasStopped)
  }

  // MARK: It learns

  @Test func `a linear model finds the line that the data lie on`() throws {
    var generator = SeededGenerator(seed: 5)
    let x = Tensor.uniform([30, 2], in: -1..<1, using: &generator)
    let rows = x.elements
    let y = (0..<30).map { row -> Double in 2 * rows[2 * row] - 3 * rows[2 * row + 1] + 0.5 }
    let model = Sequential(inputShape: [2]) { Dense(1) }
    let history = try fit(
      model, Dataset(x, Tensor(y, shape: [30, 1])), epochs: 60, optimizer: SGD(learningRate: 0.3))
    #expect(error(model.values[0].elements + model.values[1].elements, [2, -3, 0.5]) < 1e-4)
    #expect((history.last("loss") ?? 1) < 1e-8)
  }

  @Test(arguments: optimizers.keys.sorted())
  func `a recurrent model's loss falls with every optimiser`(_ name: String) throws {
    let history = try fit(smallModel(), epochs: 8, optimizer: #require(optimizers[name]))
    #expect(try #require(history.last("loss")) < history["loss"][0])
  }

  @Test func `a recurrent model learns to remember`() throws {
    let history = try fit(smallModel(), epochs: 60, optimizer: Adam(learningRate: 0.03))
    #expect(try #require(history.last("loss")) < 0.05 * history["loss"][0])
  }

  // MARK: Subnormal numbers

  @Test(arguments: DType.allCases)
  func `subnormal numbers count as zero while float32 trains, and only then`(
    _ dtype: DType
  ) throws {
    let half = Locked(Float(0.5))  // behind a lock, so that nothing is computed beforehand
    @Sendable func subnormal() -> Float { Float.leastNormalMagnitude * half.withLock { $0 } }
    let seen = Locked<[Float]>([])
    let spy = Loss("spy") { prediction, target in
      seen.withLock { $0.append(subnormal()) }
      return meanSquaredError(prediction, target)
    }
    try fit(smallModel(dtype: dtype), smallData(dtype: dtype), epochs: 1, loss: spy)
    #expect(seen.withLock { $0.count } == 3)
    #expect(seen.withLock { $0.allSatisfy { ($0 == 0) == (dtype == .float32) } })
    #expect(subnormal() > 0)
  }

  // MARK: Mistakes

  @Test func `a negative number of epochs and an empty batch stop with the number`() async {
    let epochs = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { try smallModel().fit(smallData(), epochs: -1, loss: .meanSquaredError, progress: .none) }
    expectSentence(epochs, "fit: got -1 epochs; expected 0 or more")
    let batch = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { try smallModel().fit(smallData(), batchSize: 0, loss: .meanSquaredError, progress: .none) }
    expectSentence(batch, "fit: got a batch size of 0; expected at least 1")
  }

  @Test func `targets in another shape than the output stop with both shapes`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let data = Dataset(.zeros([32, 6, 1]), .zeros([32]))
      try smallModel().fit(data, loss: .meanSquaredError, progress: .none)
    }
    expectSentence(
      result,
      "meanSquaredError: the prediction has shape [32, 1], but the target has [32]")
  }
}
