import Foundation
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// A small network of one shape with samples that it can learn in no time: waves to be told or foretold,
/// letters to be written in reverse.
struct ShapeTask {
  let network: any Model
  let train, test: Dataset
  let loss: Loss
  /// The loss of the best answer that takes no notice of the input.
  let heedless: Double

  private static let steps = 8
  private static let counts = (train: 512, test: 128)

  /// The task for a shape.
  static func of(_ shape: SequenceShape, seed: UInt64) -> ShapeTask {
    shape == .encoderDecoder
      ? ShapeTask(reversing: 5, seed: seed) : ShapeTask(waves: shape, seed: seed)
  }

  /// The shape of what goes in, without the batch.
  var inputShape: Shape {
    switch test.inputs {
    case .numbers(let x): Shape(x.shape.dropFirst())
    case .tokens(let x): Shape(x.shape.dropFirst())
    case .several: [Self.letterCount]
    }
  }
}

// MARK: - Waves

extension ShapeTask {
  private init(waves shape: SequenceShape, seed: UInt64) {
    network = Self.network(shape, seed: seed)
    train = Self.waves(shape, Self.counts.train, seed, "training")
    test = Self.waves(shape, Self.counts.test, seed, "test")
    loss = .meanSquaredError
    let y = Variable(test.y)
    let mean = y.mean(axis: 0, keepDims: true).broadcast(to: y.shape)
    heedless = meanSquaredError(mean.value, test.y)
  }

  private static func network(_ shape: SequenceShape, seed: UInt64) -> Sequential {
    switch shape {
    case .oneToOne:
      Sequential(inputShape: [2], seed: seed) {
        Dense(16, activation: .tanh)
        Dense(1)
      }
    case .oneToMany:
      Sequential(inputShape: [2], seed: seed) {
        RepeatVector(steps)
        SimpleRNN(16, returnSequences: true)
        Dense(1)
      }
    case .manyToOne:
      Sequential(inputShape: [nil, 1], seed: seed) {
        SimpleRNN(16)
        Dense(1)
      }
    default:
      Sequential(inputShape: [nil, 1], seed: seed) {
        SimpleRNN(16, returnSequences: true)
        Dense(1)
      }
    }
  }

  /// Waves `sin(φ + ω t)` with random φ and ω, told by these two numbers or by their first values.
  private static func waves(
    _ shape: SequenceShape, _ count: Int, _ seed: UInt64, _ part: String
  ) -> Dataset {
    var generator = SeededGenerator(seed: seed, stream: "\(shape.rawValue), \(part)")
    let told = (0..<count).map { _ in
      [generator.uniform(in: -2..<2), generator.uniform(in: 0.3..<0.9)]
    }
    let waves = told.map { told in (0...steps).map { sin(told[0] + told[1] * Double($0)) } }
    func sequence(_ range: Range<Int>) -> Tensor {
      Tensor(waves.flatMap { $0[range] }, shape: [count, range.count, 1])
    }
    func vector(_ step: Int) -> Tensor { Tensor(waves.map { $0[step] }, shape: [count, 1]) }

    switch shape {
    case .oneToOne: return Dataset(Tensor(told), vector(1))
    case .oneToMany: return Dataset(Tensor(told), sequence(1..<(steps + 1)))
    case .manyToOne: return Dataset(sequence(0..<steps), vector(steps))
    default: return Dataset(sequence(0..<steps), sequence(1..<(steps + 1)))
    }
  }
}

// MARK: - Letters

extension ShapeTask {
  /// An encoder–decoder that writes four of so many letters in reverse order.
  private init(reversing letters: Int, seed: UInt64) {
    // 0 is padding, 1 to `letters` are letters, the token behind them begins what the decoder reads.
    let model = EncoderDecoder(
      sourceTokens: letters + 1, targetTokens: letters + 2, embedding: 8, cell: GRUCell(32),
      start: letters + 1, seed: seed)
    var generator = SeededGenerator(seed: seed, stream: "letters")
    func data(_ count: Int) -> Dataset {
      let sources = (0..<count).map { _ in
        (0..<Self.letterCount).map { _ in 1 + generator.integer(below: letters) }
      }
      let targets = IntTensor(sources.map { $0.reversed() })
      let inputs = model.inputs(sources: IntTensor(sources), targets: targets)
      return Dataset(inputs, .tokens(targets))
    }
    network = model
    train = data(Self.counts.train)
    test = data(Self.counts.test)
    loss = .sparseCategoricalCrossentropy(fromLogits: true, ignoring: 0)
    heedless = log(Double(letters))  // every letter is as likely as any other
  }

  private static let letterCount = 4
}
