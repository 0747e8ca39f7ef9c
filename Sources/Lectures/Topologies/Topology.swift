import UnrollAutodiff
import UnrollFigures
import UnrollRecurrent
import UnrollTraining

/// One of the lectures' ways to tie inputs to outputs (000:161, 003:102), shown by a task that needs it.
///
/// An example makes its data, builds a network and trains it; then it has to get a stated share of data right
/// that the network has never seen. ``run(seed:watch:)`` does all of that in turn.
public protocol Topology: Sendable {
  /// What is trained: mostly a `Sequential`.
  associatedtype Network: Model

  /// The lectures' name: `many-to-one`.
  var name: String { get }

  /// What is to be learnt, in a few words.
  var task: String { get }

  /// What is counted as right or wrong: `sequences`.
  var counted: String { get }

  /// The share that has to be right, at least.
  var passMark: Double { get }

  /// Data to learn from, and data to be judged by, which have no sample in common.
  func data(seed: UInt64) -> (training: Dataset, unseen: Dataset)

  /// The network, with new weights.
  func network(seed: UInt64) -> Network

  /// Trains the network.
  /// - Throws: What `fit` throws.
  func train(_ network: Network, on data: Dataset, watch: TrainingWatch) throws -> History

  /// The share of what is counted that the network gets right.
  func score(_ network: Network, on data: Dataset) -> Double

  /// What the network makes of some samples, as lines of text for a reader.
  func samples(_ network: Network, on data: Dataset) -> [String]

  /// What the network makes of some samples, as figures with the names of their files.
  func figures(_ network: Network, on data: Dataset) -> [(name: String, figure: Figure)]
}

extension Topology {
  /// No figures.
  public func figures(_ network: Network, on data: Dataset) -> [(name: String, figure: Figure)] {
    []
  }

  /// Trains a new network and judges it by unseen data.
  /// - Throws: What `fit` throws.
  public func run(seed: UInt64, watch: TrainingWatch = .nobody) throws -> TopologyResult {
    let (training, unseen) = data(seed: seed)
    let network = network(seed: seed)
    let history = try train(network, on: training, watch: watch)
    return TopologyResult(
      name: name, task: task,
      layers: network.assembly.places.map(\.layer.kind).joined(separator: " → "),
      parameters: network.parameterCount, counted: counted, passMark: passMark,
      reached: score(network, on: unseen), history: history,
      samples: samples(network, on: unseen), figures: figures(network, on: unseen))
  }
}

/// What a topology's network came to: a row of the table.
public struct TopologyResult: Sendable {
  /// The lectures' name.
  public let name: String
  /// What was learnt.
  public let task: String
  /// The layers in order, by their class names.
  public let layers: String
  /// The number of weights.
  public let parameters: Int
  /// What was counted as right or wrong.
  public let counted: String
  /// The share that had to be right.
  public let passMark: Double
  /// The share of the unseen data that was right.
  public let reached: Double
  /// How the training went.
  public let history: History
  /// What the network made of some samples, as lines of text.
  public let samples: [String]
  /// What the network made of some samples, as figures with the names of their files.
  public let figures: [(name: String, figure: Figure)]

  /// Whether the pass mark was reached.
  public var passed: Bool { reached >= passMark }
}
