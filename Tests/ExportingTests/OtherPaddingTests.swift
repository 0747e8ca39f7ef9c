import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

@testable import UnrollExporting

/// A program that was recorded on one batch gives for another, with other padding, what a call gives here.
@Suite struct OtherPaddingTests {
  /// Models whose answers depend on what is padding, with a batch for each seed.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Whether the length of the sequence is open.
    let runsAlongTime: Bool
    let loss: @Sendable () -> Loss
    let model: @Sendable () -> any Model
    let batch: @Sendable (_ steps: Int, _ seed: Int) -> Dataset

    init(
      _ name: String, runsAlongTime: Bool = true,
      loss: @escaping @Sendable () -> Loss = { .meanSquaredError },
      _ model: @escaping @Sendable () -> any Model,
      _ batch: @escaping @Sendable (_ steps: Int, _ seed: Int) -> Dataset
    ) {
      (testDescription, self.runsAlongTime) = (name, runsAlongTime)
      (self.loss, self.model, self.batch) = (loss, model, batch)
    }
  }

  static func stack(_ shape: LayerShape, @LayerBuilder _ layers: () -> [any Layer]) -> Sequential {
    Sequential(inputShape: shape, seed: 42, dtype: .float64, layers)
  }

  static func numbers(_ shape: Shape, _ seed: Int) -> Tensor {
    var generator = SeededGenerator(seed: UInt64(seed), stream: "numbers \(shape)")
    return .uniform(shape, in: -1..<1, dtype: .float64, using: &generator)
  }

  /// Words below 7, of other lengths for each seed: one without padding, one with nothing else where the seed is even.
  static func words(_ steps: Int, _ seed: Int, samples: Int = 4) -> IntTensor {
    var generator = SeededGenerator(seed: UInt64(seed), stream: "words")
    return IntTensor(
      (0..<samples).map { sample in
        let length =
          sample == 0
          ? steps : sample == 1 && seed % 2 == 0 ? 0 : 1 + generator.integer(below: steps)
        return (0..<steps).map { step in
          // Padding in front for odd seeds, behind for even ones.
          let counts = seed % 2 == 1 ? step >= steps - length : step < length
          return counts ? 1 + generator.integer(below: 6) : 0
        }
      })
  }

  /// Sequences of three numbers a step, with padding where ``words(_:_:samples:)`` has it.
  static func series(_ steps: Int, _ seed: Int, padding: Double = 0) -> Tensor {
    let words = words(steps, seed)
    let all = numbers([4, steps, 3], seed).elements
    return Tensor(
      all.enumerated().map { words.elements[$0 / 3] == 0 ? padding : $1 }, shape: [4, steps, 3],
      dtype: .float64)
  }

  static let cases: [Case] = [
    Case(
      "words, LSTM",
      {
        stack([nil]) {
          Embedding(7, 3, maskZero: true); LSTM(2); Dense(2)
        }
      }, { Dataset(.tokens(words($0, $1)), .numbers(numbers([4, 2], $1))) }),
    Case(
      "words, GRU from both ends, a tag for each", loss: { tags(ignoring: 0) },
      {
        stack([nil]) {
          Embedding(7, 3, maskZero: true)
          Bidirectional(GRU(2, returnSequences: true))
          Dense(5)
        }
      },
      { steps, seed in
        let words = words(steps, seed)
        return Dataset(words, IntTensor(words.elements.map { min($0, 4) }, shape: words.shape))
      }),
    Case(
      "words, the last state of both ends",
      {
        stack([nil]) {
          Embedding(7, 3, maskZero: true)
          Bidirectional(LSTM(2), mergeMode: .mul)
        }
      }, { Dataset(.tokens(words($0, $1)), .numbers(numbers([4, 2], $1))) }),
    Case(
      "words, backwards and backwards again",
      {
        stack([nil]) {
          Embedding(7, 3, maskZero: true)
          SimpleRNN(3, returnSequences: true, goBackwards: true)
          GRU(2)
        }
      }, { Dataset(.tokens(words($0, $1)), .numbers(numbers([4, 2], $1))) }),
    Case(
      "series, masked twice",
      {
        stack([nil, 3]) {
          Masking(maskValue: -9.9)
          Masking()
          SimpleRNN(2, returnSequences: true)
          LSTM(2)
        }
      },
      {
        let x = series($0, $1, padding: -9.9).elements
        let second = series($0, $1 + 2).elements
        let both = zip(x, second).map { $1 == 0 ? ($0 == -9.9 ? -9.9 : 0) : $0 }
        return Dataset(
          Tensor(both, shape: [4, $0, 3], dtype: .float64), numbers([4, 2], $1))
      }),
    Case(
      "series, normalised over the batch",
      {
        stack([nil, 3]) {
          Masking()
          SimpleRNN(4, returnSequences: true)
          BatchNormalization(momentum: 0.7)
          GRU(2)
        }
      }, { Dataset(series($0, $1), numbers([4, 2], $1)) }),
    Case(
      "series, every step by itself",
      {
        stack([nil, 3]) {
          Masking()
          TimeDistributed(BatchNormalization(momentum: 0.7))
          TimeDistributed(Dense(2))
          GRU(2)
        }
      }, { Dataset(series($0, $1), numbers([4, 2], $1)) }),
    Case(
      "series of series",
      {
        stack([3, nil, 2]) {
          TimeDistributed(Masking())
          TimeDistributed(GRU(3))
          LSTM(2)
        }
      },
      { steps, seed in
        let counts = words(steps, seed, samples: 12).elements
        let all = numbers([4, 3, steps, 2], seed).elements
        let x = all.enumerated().map { counts[$0 / 2] == 0 ? 0 : $1 }
        return Dataset(
          Tensor(x, shape: [4, 3, steps, 2], dtype: .float64), numbers([4, 2], seed))
      }),
    Case(
      "statistics of a batch", runsAlongTime: false,
      {
        stack([3]) {
          Dense(4, activation: .tanh)
          BatchNormalization(momentum: 0.7)
          Dense(2)
        }
      }, { Dataset(numbers([4, 3], $1), numbers([4, 2], $1)) }),
    Case(
      "some of the steps", runsAlongTime: false,
      loss: { .meanSquaredError.overSteps([0, 3, -1]) },
      { stack([nil, 3]) { SimpleRNN(2, returnSequences: true) } },
      { Dataset(numbers([4, $0, 3], $1), numbers([4, $0, 2], $1)) }),
    Case(
      "shares of classes", runsAlongTime: false, loss: { .categoricalCrossentropy() },
      { stack([3]) { Dense(4, activation: .softmax) } },
      { Dataset(numbers([4, 3], $1), softmax(Variable(numbers([4, 4], $1))).value) }),
    Case(
      "shares of classes from logits", runsAlongTime: false,
      loss: { .categoricalCrossentropy(fromLogits: true) }, { stack([3]) { Dense(4) } },
      { Dataset(numbers([4, 3], $1), softmax(Variable(numbers([4, 4], $1))).value) }),
    Case(
      "encoder and decoder", loss: { tags(ignoring: 0) },
      {
        EncoderDecoder(
          sourceTokens: 7, targetTokens: 8, embedding: 3, cell: GRUCell(2), start: 7, seed: 42,
          dtype: .float64)
      },
      { steps, seed in
        let model = EncoderDecoder(
          sourceTokens: 7, targetTokens: 8, embedding: 3, cell: GRUCell(2), start: 7)
        let targets = words(steps + 1, seed + 2)
        return Dataset(
          model.inputs(sources: words(steps, seed), targets: targets), .tokens(targets))
      }),
  ]

  static func tags(ignoring padding: Int) -> Loss {
    .sparseCategoricalCrossentropy(fromLogits: true, ignoring: padding)
  }

  /// A batch under the names that a program has for it.
  private func given(_ batch: Dataset) -> (numbers: [String: Tensor], ids: [String: IntTensor]) {
    var found: (numbers: [String: Tensor], ids: [String: IntTensor]) = ([:], [:])
    func add(_ samples: Samples, _ name: String) {
      switch samples {
      case .numbers(let x): found.numbers[name] = x
      case .tokens(let ids): found.ids[name] = ids
      case .several(let parts):
        for (index, part) in parts.enumerated() { add(part, "\(name)_\(index + 1)") }
      }
    }
    add(batch.inputs, "inputs")
    add(batch.targets, "targets")
    return found
  }

  private func expectClose(_ found: Tensor?, _ expected: Tensor, _ what: String) {
    guard let found, found.shape == expected.shape else {
      Issue.record("\(what) has no such shape")
      return
    }
    let apart = (found - expected).norm()
    #expect(apart <= 1e-13 * (1 + expected.norm()), "\(what): \(apart) apart")
  }

  @Test(arguments: cases, [false, true])
  func `answers to another batch are those of a call`(example: Case, isUnrolled: Bool) throws {
    let model = example.model()
    let program = try RecordedProgram.prediction(of: model, on: example.batch(6, 1).inputs)
    for seed in [1, 2, 3] {
      let batch = example.batch(6, seed)
      let (numbers, ids) = given(batch)
      let found = try program.results(of: numbers, ids: ids, isUnrolled: isUnrolled)
      expectClose(found["prediction"], model(batch.inputs), "seed \(seed)")
    }
  }

  @Test(arguments: cases)
  func `a step of training on another batch is that of the library`(example: Case) throws {
    let (model, loss, optimizer) = (example.model(), example.loss(), SGD(learningRate: 0.5))
    let slopes = try RecordedProgram.gradients(of: model, on: example.batch(6, 1), loss: loss)
    let step = try RecordedProgram.trainingStep(
      of: model, on: example.batch(6, 1), loss: loss, optimizer: optimizer)
    for seed in [2, 3] {
      let batch = example.batch(6, seed)
      let (numbers, ids) = given(batch)
      let other = example.model()
      let result = TrainingStep(other, loss: loss)(batch)
      let found = try slopes.results(of: numbers, ids: ids)
      expectClose(found["loss"], result.loss, "loss")
      for (parameter, gradient) in zip(other.parameters.filter(\.isTrainable), result.gradients) {
        expectClose(found["gradients/\(parameter.path)"], gradient, parameter.path)
      }
      var state = OptimizerState(optimizer, for: other.parameters)
      state.apply(optimizer, to: &other.parameters, gradients: result.gradients)
      other.assembly.takeUpdates()
      let next = try step.results(of: numbers, ids: ids)
      for parameter in other.parameters {
        expectClose(next["weights/\(parameter.path)"], parameter.value, parameter.path)
      }
    }
  }

  @Test func `a step without dropout takes the batch's statistics all the same`() throws {
    let model = Self.stack([3]) {
      Dropout(0.5)
      BatchNormalization(momentum: 0.75)
    }
    let batch = Dataset(Self.numbers([4, 3], 1), Self.numbers([4, 3], 2))
    let step = try RecordedProgram.trainingStep(
      of: model, on: batch, loss: .meanSquaredError, optimizer: SGD(), droppingNothing: true)
    let means = try step.results()["weights/batch_normalization/moving_mean"]
    expectClose(means, 0.25 * batch.x.mean(axis: 0), "moving mean")
    #expect(model.parameters.allSatisfy { $0.value.elements.allSatisfy { [0, 1].contains($0) } })
  }

  @Test(arguments: cases.filter(\.runsAlongTime))
  func `the program is no longer for a longer sequence`(example: Case) throws {
    let programs = try [5, 50].map { steps in
      try RecordedProgram.trainingStep(
        of: example.model(), on: example.batch(steps, 1), loss: example.loss(), optimizer: Adam())
    }
    let sources = try programs.map { try $0.jax().source.filter { !$0.isNumber } }
    #expect(sources[0] == sources[1])
    let modules = try programs.map { try $0.stableHLO().source.split(separator: "\n").count }
    #expect(modules[0] == modules[1])
  }
}
