import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

@testable import UnrollTraining

@Suite struct StreamWindowsTests {
  private func spans(_ steps: Int, _ window: Int, _ stride: Int) -> [StreamWindows.Span] {
    StreamWindows(steps: steps, window: window, stride: stride, "fit").spans
  }

  @Test func `windows follow one another, and the last may be shorter`() {
    #expect(spans(10, 4, 4).map(\.range) == [0..<4, 4..<8, 8..<10])
    #expect(spans(10, 4, 4).map(\.counted) == [0..<4, 4..<8, 8..<10])
    #expect(spans(3, 4, 4).map(\.range) == [0..<3])
  }

  @Test func `with a shorter stride windows overlap, and their last steps count`() {
    #expect(spans(9, 4, 2).map(\.range) == [0..<4, 2..<6, 4..<8, 6..<9])
    #expect(spans(9, 4, 2).map(\.counted) == [0..<4, 4..<6, 6..<8, 8..<9])
    #expect(spans(9, 4, 2).map(\.next) == [2, 4, 6, 8])
  }

  @Test func `every step counts once`() {
    for steps in 1...17 {
      for window in 1...6 {
        for stride in 1...window {
          let spans = spans(steps, window, stride)
          #expect(spans.flatMap { Array($0.counted) } == Array(0..<steps))
          #expect(
            spans.allSatisfy {
              $0.range.upperBound == $0.counted.upperBound && $0.range.count <= window
            })
        }
      }
    }
  }

  @Test func `a stride that skips steps is refused`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = StreamWindows(steps: 9, window: 2, stride: 3, "fit")
    }
    expectSentence(result, "fit: got a stride of 3 for a window of 2 steps; expected 1 to 2")
  }
}

@Suite struct StreamsTests {
  @Test func `tokens are cut into streams, each with the next token as its target`() {
    let streams = Streams(tokens: [0, 1, 2, 3, 4, 5, 6, 7], streams: 2)
    #expect(streams.count == 2 && streams.steps == 3)
    guard case .tokens(let inputs) = streams.data.inputs,
      case .tokens(let targets) = streams.window(1..<3).targets
    else {
      Issue.record("tokens expected")
      return
    }
    #expect(inputs.elements == [0, 1, 2, 3, 4, 5])
    #expect(targets.shape == [2, 2] && targets.elements == [2, 3, 5, 6])
  }

  @Test func `too few tokens, and targets without steps, are answered with a sentence`() async {
    let few = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Streams(tokens: [1, 2, 3], streams: 3)
    }
    expectSentence(few, "Streams: 3 tokens are too few for 3 streams; expected at least 4")
    let flat = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Streams(Dataset(.zeros([2, 5, 1]), .zeros([2])))
    }
    expectSentence(flat, "targets of shape [2]; expected [streams, steps, …] for both")
  }
}

@Suite struct StreamFitTests {
  private let streams: Streams = {
    var generator = SeededGenerator(seed: 5)
    func numbers(_ features: Int) -> Tensor {
      .uniform([3, 23, features], in: -1..<1, dtype: .float64, using: &generator)
    }
    return Streams(Dataset(numbers(2), numbers(1)))
  }()

  private func model(stateful: Bool = true) -> Sequential {
    Sequential(inputShape: [nil, 2], dtype: .float64) {
      LSTM(4, returnSequences: true, stateful: stateful)
      SimpleRNN(3, returnSequences: true, stateful: stateful)
      Dense(1)
    }
  }

  /// The windows as batches of a stateful `fit`, which cuts between batches.
  @Test func `windows that follow one another are the batches of a stateful training`() throws {
    let (one, other) = (model(), model())
    let windows = [0..<5, 5..<10, 10..<15, 15..<20]
    let shorter = Streams(streams.window(0..<20))
    let history = try one.fit(
      shorter, window: 5, epochs: 2, loss: .meanSquaredError, progress: .none)
    let x = concatenate(windows.map { Variable(streams.window($0).x) }).value
    let y = concatenate(windows.map { Variable(streams.window($0).y) }).value
    let expected = try other.fit(
      Dataset(x, y), epochs: 2, batchSize: 3, loss: .meanSquaredError, shuffle: false,
      progress: .none)
    for (a, b) in zip(history["loss"], expected["loss"]) { #expect(abs(a - b) < 1e-13) }
    for (a, b) in zip(one.parameters, other.parameters) {
      #expect((a.value - b.value).norm() <= 1e-12 * b.value.norm(), "\(a.path)")
    }
  }

  @Test func `one window over everything has the true gradient`() throws {
    let (one, other) = (model(), model(stateful: false))
    try one.fit(
      streams, window: 23, optimizer: SGD(learningRate: 0.1), loss: .meanSquaredError,
      progress: .none)
    try other.fit(
      streams.data, batchSize: 3, optimizer: SGD(learningRate: 0.1), loss: .meanSquaredError,
      progress: .none)
    for (a, b) in zip(one.parameters, other.parameters) {
      #expect((a.value - b.value).norm() <= 1e-13 * b.value.norm(), "\(a.path)")
    }
  }

  /// With a learning rate of 0 the weights stay, so every loss is that of the plain network.
  @Test(arguments: [(5, 5), (6, 2), (7, 3), (1, 1), (23, 23)])
  func `the state goes on through windows as if there were none`(window: Int, stride: Int) throws {
    let model = model()
    let history = try model.fit(
      streams, validation: streams, window: window, stride: stride,
      optimizer: SGD(learningRate: 0), loss: .meanSquaredError, progress: .none)
    let expected = meanSquaredError(self.model(stateful: false)(streams.data.x), streams.data.y)
    #expect(abs(history["loss"][0] - expected) < 1e-13)
    #expect(abs(history["val_loss"][0] - expected) < 1e-13)
  }

  @Test func `the memory of a training does not grow with the stream`() throws {
    func fresh(steps: Int) throws -> Int {
      let tokens = (0...(2 * steps)).map { ($0 * 7919) % 11 }
      let streams = Streams(tokens: tokens, streams: 2)
      let model = Sequential(inputShape: [nil]) {
        Embedding(11, 3)
        SimpleRNN(4, returnSequences: true, stateful: true)
        Dense(11)
      }
      let before = MemoryCount.current
      try model.fit(
        streams, window: 10, loss: .sparseCategoricalCrossentropy(fromLogits: true),
        progress: .none)
      return (MemoryCount.current - before).fresh
    }
    _ = try fresh(steps: 100)  // what is kept for the next
    let (long, short) = (try fresh(steps: 4000), try fresh(steps: 100))
    #expect(long <= short)
  }

  @Test func `the cut stands on the tape`() {
    let model = model()
    _ = model(streams.window(0..<5).x)
    let tape = Tape()
    let x = tape.variable(streams.window(5..<10).x)
    _ = model.call(x, model.variables(on: tape), Run(tape: tape))
    let lines = "\(tape)".split(separator: "\n")
    #expect(lines.contains { $0.contains("lstm/carry before") && $0.contains("variable") })
    #expect(lines.filter { $0.contains("detach") }.count == 3)
  }

  @Test func `a layer that begins anew, or reads backwards, is refused`() async {
    let anew = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [nil, 2]) { SimpleRNN(3, returnSequences: true) }
      try model.fit(
        Streams(Dataset(.zeros([1, 4, 2]), .zeros([1, 4, 3]))), window: 2, loss: .meanSquaredError)
    }
    expectSentence(anew, "fit: simple_rnn would not go on where the window before ended")
    let last = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = Sequential(inputShape: [nil, 2]) { SimpleRNN(3, stateful: true) }
      try model.fit(
        Streams(Dataset(.zeros([1, 4, 2]), .zeros([1, 4, 3]))), window: 2, loss: .meanSquaredError)
    }
    expectSentence(last, "so the last recurrent layer needs returnSequences: true")
  }

  @Test func `a loss that is not finite stops the training and names its window`() {
    let model = model()
    var x = streams.data.x.elements
    x[2 * 12] = .nan
    let broken = Streams(
      Dataset(Tensor(x, shape: [3, 23, 2], dtype: .float64), streams.data.y))
    #expect {
      try model.fit(broken, window: 5, loss: .meanSquaredError, progress: .none)
    } throws: { error in
      "\(error)".contains("the loss is not finite in epoch 1, step 3")
        && "\(error)".contains("inputs")
    }
  }
}
