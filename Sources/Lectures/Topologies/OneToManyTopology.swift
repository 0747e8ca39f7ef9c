import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// One to many: a network is shown the picture of a digit once, and moves a pen as it was written.
///
/// ```text
/// (x, y) (x, y) (x, y) (x, y)
///   ↑      ↑      ↑      ↑
///  LSTM → LSTM → LSTM → LSTM
///   ↑      ↑      ↑      ↑
///   └──────┴──┬───┴──────┘
///          picture
/// ```
public struct OneToManyTopology: Topology {
  public let name = "one-to-many"
  public let task = "Which way did the pen go?"
  public let counted = "points"
  public let passMark = 0.99

  /// A point is right where it lies no farther from where it should be than this, in heights of the picture.
  public static let tolerance = 0.05

  /// The numbers of digits to learn from and to be judged by.
  public var counts = (training: 10_000, unseen: 500)
  /// How often the training data are gone through.
  public var epochs = 20

  /// The example.
  public init() {}

  public func data(seed: UInt64) -> (training: Dataset, unseen: Dataset) {
    var generator = SeededGenerator(seed: seed, stream: "digit paths")
    let training = (0..<counts.training).map { _ in DigitPaths.sample(using: &generator) }
    let unseen = unseenSamples(counts.unseen, besides: training) {
      DigitPaths.sample(using: &generator)
    }
    return (Self.dataset(training), Self.dataset(unseen))
  }

  public func network(seed: UInt64) -> Sequential {
    Sequential(inputShape: [DigitPaths.rows * DigitPaths.columns], seed: seed) {
      Dense(64, activation: .relu)  // what matters of the picture: [batch, 64]
      RepeatVector(DigitPaths.steps)  // given to every step: [batch, 16, 64]
      LSTM(64, returnSequences: true)  // [batch, 16, 64]
      Dense(2)  // where the pen is: [batch, 16, 2]
    }
  }

  public func train(
    _ network: Sequential, on data: Dataset, watch: TrainingWatch
  ) throws -> History {
    try network.fit(
      data, epochs: epochs, optimizer: Adam(learningRate: 0.002), loss: .meanSquaredError,
      metrics: [Self.accuracy], progress: watch.progress, observers: watch.observers)
  }

  public func score(_ network: Sequential, on data: Dataset) -> Double {
    Self.accuracy(network.predict(data.inputs), data.targets)
  }

  /// The share of points that are right.
  static let accuracy = Metric("accuracy") { prediction, target in
    let distances = distances(prediction, target)
    return Double(distances.count { $0 <= tolerance }) / Double(distances.count)
  }

  /// How far each point lies from where it should be.
  private static func distances(_ prediction: Tensor, _ target: Tensor) -> [Double] {
    let off = (prediction - target).elements  // x and y in turn
    return stride(from: 0, to: off.count, by: 2).map { index in
      let (x, y) = (off[index], off[index + 1])
      return (x * x + y * y).squareRoot()
    }
  }

  public func samples(_ network: Sequential, on data: Dataset) -> [String] {
    let distances = Self.distances(network.predict(data.inputs), data.y)
    let mean = distances.reduce(0, +) / Double(distances.count)
    return ["A point lies \((100 * mean).fixed(1))% of a picture's height off, on the average."]
  }

  private static func dataset(_ samples: [[DigitPaths.Point]]) -> Dataset {
    Dataset(DigitPaths.inputs(samples), DigitPaths.targets(samples))
  }
}
