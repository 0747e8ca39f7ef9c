import Foundation
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// A small training, everything about which could be forgotten when it is saved.
enum SavedCase: String, CaseIterable, Sendable, CustomTestStringConvertible {
  /// Random masks, moving means, momentum, metrics and validation data; 5 steps an epoch.
  case dropout
  /// A table of which few rows are looked up in a step, by an optimiser that puts off what it does to the others.
  case table
  /// States carried over windows that overlap, on two threads.
  case streams
  /// States of layers within layers.
  case bidirectional

  static let all = allCases

  var testDescription: String { rawValue }

  struct Trained {
    let model: Sequential
    let history: History
  }

  /// Trains, or goes on with a training, for so many steps at the most.
  func train(
    _ checkpoints: Checkpoints?, epochs: Int = 3, rate: Double = 0.05,
    observers: [any TrainingObserver] = [],
    stoppingAfter stop: Int? = nil
  ) throws -> Trained {
    let model = model
    let observers = observers + [StepLimit(stop)]
    let history: History
    switch self {
    case .dropout:
      history = try model.fit(
        data(seed: 1, samples: 17), validation: data(seed: 2, samples: 3), epochs: epochs,
        batchSize: 4, optimizer: SGD(learningRate: rate, momentum: 0.9), loss: .meanSquaredError,
        metrics: [.meanAbsoluteError], progress: .none, observers: observers,
        checkpoints: checkpoints)
    case .table:
      history = try model.fit(
        Self.tokens, epochs: epochs, batchSize: 2, optimizer: RMSprop(learningRate: 0.01),
        loss: .meanSquaredError, progress: .none, observers: observers, checkpoints: checkpoints)
    case .streams:
      history = try model.fit(
        Self.stream, validation: Self.stream, window: 7, stride: 4, epochs: epochs,
        optimizer: Adam(clipping: .globalNorm(0.5)), loss: Self.characterLoss, progress: .none,
        observers: observers, threads: 2, checkpoints: checkpoints)
    case .bidirectional:
      history = try model.fit(
        data(seed: 3, samples: 16), epochs: epochs, batchSize: 2, loss: .meanSquaredError,
        shuffle: false, progress: .none, observers: observers, checkpoints: checkpoints)
    }
    return Trained(model: model, history: history)
  }

  private var model: Sequential {
    switch self {
    case .dropout:
      Sequential(inputShape: [6, 3], seed: 7) {
        GRU(4, dropout: 0.2, recurrentDropout: 0.3)
        BatchNormalization()
        Dropout(0.4)
        Dense(2)
      }
    case .table:
      Sequential(inputShape: [nil], seed: 7) {
        Embedding(400, 3)
        SimpleRNN(4)
        Dense(2)
      }
    case .streams:
      Sequential(inputShape: [nil], seed: 7) {
        Embedding(11, 3)
        LSTM(5, returnSequences: true, stateful: true)
        SimpleRNN(4, returnSequences: true, stateful: true)
        Dense(11)
      }
    case .bidirectional:
      Sequential(inputShape: [6, 3], seed: 7) {
        Bidirectional(LSTM(3, returnSequences: true, stateful: true))
        GRU(4, stateful: true)
        Dense(2)
      }
    }
  }

  private func data(seed: UInt64, samples: Int) -> Dataset {
    var generator = SeededGenerator(seed: seed)
    return Dataset(
      .uniform([samples, 6, 3], in: -1..<1, using: &generator),
      .uniform([samples, 2], in: -1..<1, using: &generator))
  }

  private static let tokens: Dataset = {
    var generator = SeededGenerator(seed: 4)
    let ids = (0..<(13 * 5)).map { _ in generator.integer(below: 400) }
    return Dataset(
      IntTensor(ids, shape: [13, 5]), .uniform([13, 2], in: -1..<1, using: &generator))
  }()

  private static let stream: Streams = {
    var generator = SeededGenerator(seed: 5)
    return Streams(tokens: (0..<100).map { _ in generator.integer(below: 11) }, streams: 3)
  }()

  /// 33 steps in windows of 7, 4 apart.
  static let streamsStepsPerEpoch = 8

  private static let characterLoss = Loss.sparseCategoricalCrossentropy(fromLogits: true)
}

/// Ends a training after so many steps.
private final class StepLimit: TrainingObserver {
  private let limit: Int?
  private var steps = 0

  init(_ limit: Int?) { self.limit = limit }

  var isInterruption: Bool { true }

  func stepEnded(_ progress: TrainingProgress) -> Bool {
    steps += 1
    return steps != limit
  }

  func epochEnded(_ progress: TrainingProgress) -> Bool { true }
}

/// Expects the same weights and figures, bit by bit.
func expectSame(
  _ one: SavedCase.Trained, _ other: SavedCase.Trained,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    one.model.parameters.map(\.path) == other.model.parameters.map(\.path),
    sourceLocation: sourceLocation)
  for (a, b) in zip(one.model.parameters, other.model.parameters) {
    #expect(
      a.value.dtype == b.value.dtype && bits(a.value.elements) == bits(b.value.elements),
      "\(a.path)",
      sourceLocation: sourceLocation)
  }
  let (states, others) = (one.model.assembly.states, other.model.assembly.states)
  #expect(states.keys.sorted() == others.keys.sorted(), sourceLocation: sourceLocation)
  for (name, state) in states {
    #expect(
      state.map { bits($0.elements) } == others[name]?.map { bits($0.elements) }, "\(name)",
      sourceLocation: sourceLocation)
  }
  #expect(
    one.model.assembly.trained == other.model.assembly.trained, sourceLocation: sourceLocation)
  #expect(one.history.names == other.history.names, sourceLocation: sourceLocation)
  for name in one.history.names {
    #expect(
      bits(one.history[name]) == bits(other.history[name]), "\(name)",
      sourceLocation: sourceLocation)
  }
}

private func bits(_ numbers: [Double]) -> [UInt64] { numbers.map(\.bitPattern) }

/// A folder that is gone when nobody holds it any more.
final class TemporaryFolder {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "unroll-checkpoints-\(UUID().uuidString)"
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The files in it, by name.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted().filter {
      $0 != ".lock"
    }
  }

  func file(_ name: String) -> String { path + "/" + name }
}
