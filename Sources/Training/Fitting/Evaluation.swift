import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

extension Model {
  /// The loss and the metrics on a data set. Stateful layers begin with a state of zeros, and have their
  /// own back afterwards.
  public func evaluate(
    _ data: Dataset, batchSize: Int = 256, loss: Loss, metrics: [Metric] = []
  ) -> Evaluation {
    require(data.count > 0, "evaluate: the data has no samples; expected at least one")
    require(batchSize > 0, "evaluate: got a batch size of \(batchSize); expected at least 1")
    requireWholeBatches("evaluate", data.count, batchSize)
    return withFreshState {
      var means = RunningMeans(["loss"] + metrics.map(\.name))
      for start in stride(from: 0, to: data.count, by: batchSize) {
        let batch = data.samples(start..<min(start + batchSize, data.count))
        let prediction = self(batch.inputs)
        let value = loss(Variable(prediction), batch.targets.input()).item()
        means.add(
          [loss.tally(value, batch.targets)]
            + metrics.map { $0.tally(prediction, batch.targets) })
      }
      return Evaluation(figures: means.figures)
    }
  }

  /// The outputs for many samples, computed in batches.
  public func predict(_ x: Samples, batchSize: Int = 256) -> Tensor {
    require(x.count > 0, "predict: the input has no samples; expected at least one")
    require(batchSize > 0, "predict: got a batch size of \(batchSize); expected at least 1")
    requireWholeBatches("predict", x.count, batchSize)
    let parts = stride(from: 0, to: x.count, by: batchSize).map { start in
      Variable(self(x.samples(start..<min(start + batchSize, x.count))))
    }
    return parts.count == 1 ? parts[0].value : concatenate(parts, axis: 0).value
  }

  /// The outputs for many samples of numbers, computed in batches.
  public func predict(_ x: Tensor, batchSize: Int = 256) -> Tensor {
    predict(.numbers(x), batchSize: batchSize)
  }

  /// The outputs for many samples of token ids, computed in batches.
  public func predict(_ tokens: IntTensor, batchSize: Int = 256) -> Tensor {
    predict(.tokens(tokens), batchSize: batchSize)
  }
}

extension Model {
  /// Stops with a sentence where a stateful model would meet a last batch that is smaller than the others.
  func requireWholeBatches(_ operation: String, _ count: Int, _ batchSize: Int) {
    require(
      !isStateful || count <= batchSize || count.isMultiple(of: batchSize),
      """
      \(operation): the model has a stateful layer, and \(count) samples in batches of \(batchSize) leave a \
      smaller one at the end; take a batch size that \(count) is a multiple of
      """)
  }
}

/// What evaluating a model gave.
public struct Evaluation: Sendable {
  /// The loss and the metrics, by name.
  public let figures: [History.Figure]

  /// The loss.
  public var loss: Double { figures[0].value }

  /// A figure by its name, or nil where nothing of that name was measured.
  public subscript(name: String) -> Double? { figures.first { $0.name == name }?.value }
}

/// Means over batches of different sizes.
struct RunningMeans {
  private let names: [String]
  private var tallies: [Tally]

  init(_ names: [String]) {
    require(
      Set(names).count == names.count,
      "metrics: a name stands twice in \(names); give one of them a name of its own")
    self.names = names
    tallies = names.map { _ in Tally(sum: 0, weight: 0) }
  }

  mutating func add(_ batch: [Tally]) {
    for (index, tally) in batch.enumerated() { tallies[index] += tally }
  }

  var figures: [History.Figure] { zip(names, tallies).map { .init($0, $1.mean) } }
}
