import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// Many to one: a network reads bits, and says at the end whether the number of ones is odd.
///
/// ```text
///                       odd
///                        ↑
/// LSTM → LSTM → LSTM → LSTM
///  ↑      ↑      ↑      ↑
///  1      0      1      1
/// ```
public struct ManyToOneTopology: Topology {
  public let name = "many-to-one"
  public let task = "Is the number of ones odd?"
  public let counted = "sequences"
  public let passMark = 0.99

  /// The numbers of sequences to learn from and to be judged by.
  public var counts = (training: 3000, unseen: 1000)
  /// How often the training data are gone through.
  public var epochs = 30

  private static let longest = 12

  /// The example.
  public init() {}

  /// Sequences of 1 to 12 bits to learn from, of 8 to 12 to be judged by.
  ///
  /// The short ones are needed: of two bits, parity is soon learnt, and then of three. With long ones alone
  /// the loss mostly stays at ln 2, that of a coin.
  public func data(seed: UInt64) -> (training: Dataset, unseen: Dataset) {
    var generator = SeededGenerator(seed: seed, stream: "parity")
    let training = (0..<counts.training).map { _ in
      Parity.sequence(lengths: 1...Self.longest, using: &generator)
    }
    let unseen = unseenSamples(counts.unseen, besides: training) {
      Parity.sequence(lengths: 8...Self.longest, using: &generator)
    }
    return (Self.dataset(training), Self.dataset(unseen))
  }

  public func network(seed: UInt64) -> Sequential {
    Sequential(inputShape: [nil, 1], seed: seed) {
      Masking()  // the zeros in front of shorter sequences don't count
      LSTM(16)  // the last state only: [batch, 16]
      Dense(1, activation: .sigmoid)  // the probability of "odd": [batch, 1]
    }
  }

  public func train(
    _ network: Sequential, on data: Dataset, watch: TrainingWatch
  ) throws -> History {
    try network.fit(
      data, epochs: epochs, optimizer: Adam(learningRate: 0.01), loss: .binaryCrossentropy(),
      metrics: [.binaryAccuracy], progress: watch.progress, observers: watch.observers)
  }

  public func score(_ network: Sequential, on data: Dataset) -> Double {
    Metric.binaryAccuracy(network.predict(data.inputs), data.targets)
  }

  /// The scores on sequences longer than any in training: a state that is kept well enough for 12 steps
  /// need not last for 100.
  public func samples(_ network: Sequential, on data: Dataset) -> [String] {
    var generator = SeededGenerator(seed: network.seed, stream: "longer sequences")
    let scores = [20, 50, 100].map { length in
      let sequences = (0..<500).map { _ in
        Parity.sequence(lengths: length...length, using: &generator)
      }
      let share = score(network, on: Self.dataset(sequences))
      return "\((100 * share).fixed(1))% with \(length) bits"
    }
    return ["Right of sequences longer than any in training: \(scores.joined(separator: ", "))."]
  }

  private static func dataset(_ sequences: [[Int]]) -> Dataset {
    Dataset(Parity.inputs(sequences), Parity.targets(sequences))
  }
}
