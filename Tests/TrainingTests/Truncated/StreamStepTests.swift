import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

@testable import UnrollTraining

/// Steps on windows by a program, whose states go in and come out, beside steps on the tape.
@Suite struct StreamStepTests {
  private static func layer(_ name: String) -> any Layer {
    switch name {
    case "SimpleRNN": SimpleRNN(4, returnSequences: true, stateful: true)
    case "LSTM": LSTM(4, returnSequences: true, stateful: true)
    case "GRU": GRU(4, returnSequences: true, stateful: true)
    // The states of its parts stand under names of their own.
    default: Bidirectional(LSTM(4, returnSequences: true, stateful: true))
    }
  }

  private func model(_ layer: any Layer) -> Sequential {
    Sequential(inputShape: [nil], dtype: .float64) {
      Embedding(11, 3)
      SimpleRNN(5, returnSequences: true, stateful: true)
      layer
      GRU(3, returnSequences: true, stateful: true)
      Dense(11)
    }
  }

  private let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true)

  private let streams: Streams = {
    var generator = SeededGenerator(seed: 3)
    return Streams(tokens: (0..<200).map { _ in generator.integer(below: 11) }, streams: 5)
  }()

  private var spans: [StreamWindows.Span] {
    StreamWindows(steps: streams.steps, window: 7, stride: 7, "test").spans
  }

  @Test(arguments: ["SimpleRNN", "LSTM", "GRU", "Bidirectional"], [1, 2, 3])
  func `programs give what the tape gives, window by window`(name: String, threads: Int) {
    let layer = Self.layer(name)
    let (one, other) = (model(layer), model(layer))
    let step = TrainingStep(
      one, loss: loss, threads: threads, optimizer: nil, countsLastSteps: true)
    let plain = TrainingStep(
      other, loss: loss, threads: 1, optimizer: nil, countsLastSteps: true)
    for (index, span) in spans.enumerated() {
      let batch = streams.batch(span)
      // The first window begins with zeros and is recorded; from then on there is a program.
      let isRecorded = step.costs(batch).isEmpty
      #expect(isRecorded == (index == 0))
      let found = step(batch)
      let expected = plain.recorded(batch)
      #expect(abs(found.loss.item() - expected.loss.item()) < 1e-13)
      #expect(difference(found.prediction, expected.prediction) < 1e-12)
      for (a, b) in zip(found.gradients, expected.gradients) {
        #expect(difference(a, b) < 1e-12)
      }
      let states = one.assembly.states.sorted { $0.key < $1.key }
      let others = other.assembly.states.sorted { $0.key < $1.key }
      #expect(states.map(\.key) == others.map(\.key))
      for (a, b) in zip(states.flatMap(\.value), others.flatMap(\.value)) {
        #expect(difference(a, b) < 1e-13)
      }
    }
  }

  private func difference(_ a: Tensor, _ b: Tensor) -> Double { (a - b).norm() }

  @Test func `a new epoch begins with zeros again`() throws {
    let (one, other) = (
      model(LSTM(4, returnSequences: true, stateful: true)),
      model(LSTM(4, returnSequences: true, stateful: true))
    )
    let history = try one.fit(
      streams, window: 7, epochs: 2, optimizer: SGD(learningRate: 0), loss: loss, progress: .none)
    #expect(abs(history["loss"][0] - history["loss"][1]) < 1e-14)
    let threaded = try other.fit(
      streams, window: 7, epochs: 2, optimizer: SGD(learningRate: 0), loss: loss, progress: .none,
      threads: 2)
    #expect(abs(history["loss"][1] - threaded["loss"][1]) < 1e-14)
  }

  /// The state of the step before holds no wrong number, so it is not blamed.
  @Test func `what is not finite is looked for from the states that the window began with`() {
    let model = Sequential(inputShape: [nil, 1], dtype: .float64) {
      SimpleRNN(2, returnSequences: true, stateful: true)
      Dense(1)
    }
    var x = [Double](repeating: 0.5, count: 12)
    x[8] = .infinity
    let streams = Streams(
      Dataset(
        Tensor(x, shape: [1, 12, 1], dtype: .float64), .zeros([1, 12, 1], dtype: .float64)))
    let broken = #expect(throws: TrainingError.self) {
      try model.fit(
        streams, window: 3, optimizer: SGD(learningRate: 0.1), loss: .meanSquaredError,
        progress: .none)
    }
    #expect("\(broken as Any)".contains("epoch 1, step 3"))
    #expect("\(broken as Any)".contains("inputs"))
  }
}
