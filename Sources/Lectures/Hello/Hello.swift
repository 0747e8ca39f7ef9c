import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// The lecture's character model on "hello" (000:573), and the same without a state.
///
/// ```text
///  e     l     l     o
///  ↑     ↑     ↑     ↑
/// RNN → RNN → RNN → RNN
///  ↑     ↑     ↑     ↑
///  h     e     l     l
/// ```
public struct Hello: Sendable {
  /// The size of the state.
  public var units: Int
  /// The number of times that the word is trained on.
  public var epochs: Int
  /// Where the random numbers start.
  public let seed: UInt64

  /// The example.
  public init(units: Int = 3, epochs: Int = 300, seed: UInt64 = 42) {
    self.units = units
    self.epochs = epochs
    self.seed = seed
  }

  /// The network with a state: four logits at each step.
  public func recurrent() -> Sequential {
    Sequential(inputShape: [nil, HelloWord.vocabulary.count], seed: seed) {
      SimpleRNN(units, returnSequences: true)  // [batch, time, units]
      Dense(HelloWord.vocabulary.count)  // [batch, time, 4]
    }
  }

  /// The network that sees the character that is read, and nothing else.
  public func memoryless() -> Sequential {
    Sequential(inputShape: [nil, HelloWord.vocabulary.count], seed: seed) {
      Dense(HelloWord.vocabulary.count)  // [batch, time, 4]
    }
  }

  /// Trains either network on the one word.
  /// - Throws: What `fit` throws.
  public func train(
    _ network: Sequential, watch: TrainingWatch = .nobody
  ) throws -> HelloResult {
    let data = Dataset(
      HelloWord.oneOfK(HelloWord.read), HelloWord.classes(HelloWord.expected))
    let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true)
    let history = try network.fit(
      data, epochs: epochs, optimizer: Adam(learningRate: 0.05), loss: loss,
      metrics: [.sparseCategoricalAccuracy()], progress: watch.progress, observers: watch.observers)
    return HelloResult(
      network, history: history, loss: network.evaluate(data, loss: loss).loss)
  }
}
