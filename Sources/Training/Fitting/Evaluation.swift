import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

extension Model {
  /// The loss and the metrics on a data set. Stateful layers begin with a state of zeros, and have their
  /// own back afterwards. With several `threads` each computes a part of every batch.
  ///
  /// Stops where the loss is not finite, with the operation that made it so, and where the data is empty or
  /// all padding.
  public func evaluate(
    _ data: Dataset, batchSize: Int = 256, loss: Loss, metrics: [Metric] = [], threads: Int = 1
  ) -> Evaluation {
    require(data.count > 0, "evaluate: the data has no samples; expected at least one")
    require(batchSize > 0, "evaluate: got a batch size of \(batchSize); expected at least 1")
    require(threads > 0, "evaluate: got \(threads) threads; expected at least 1")
    do {
      try data.requireCounted("evaluate", "data", loss, metrics)
      let step = PredictionStep(self, threads: threads)
      return try evaluation(of: data, step, batchSize: batchSize, loss: loss, metrics: metrics)
    } catch { stop("\(error)") }
  }

  /// The loss and the metrics on a data set; throws where the loss is not finite.
  func evaluation(
    of data: Dataset, _ step: PredictionStep, batchSize: Int, loss: Loss, metrics: [Metric],
    epoch: Int? = nil
  ) throws(TrainingError) -> Evaluation {
    requireWholeBatches("evaluate", data.count, batchSize)
    let result = withFreshState { () -> Result<Evaluation, TrainingError> in
      var means = RunningMeans(["loss"] + metrics.map(\.name))
      for samples in batches(of: data.count, batchSize) {
        let batch = data.samples(samples)
        let prediction = step(batch.inputs)
        let value = loss(Variable(prediction), batch.targets.input()).item()
        guard value.isFinite else {
          return .failure(.nonFiniteEvaluation(epoch: epoch, origin: firstNonFinite(batch, loss)))
        }
        means.add(tallies(value, prediction, batch.targets, loss, metrics))
      }
      return .success(Evaluation(figures: means.figures))
    }
    return try result.get()
  }

  /// Where a batch first gives a number that is not finite: it is computed again, on a tape.
  private func firstNonFinite(_ batch: Dataset, _ loss: Loss) -> NonFiniteOrigin? {
    let tape = Tape()
    let weights = variables(on: tape)
    let inputs = batch.inputs.input(on: tape, name: "inputs")
    let prediction = call(inputs, weights, Run(tape: tape))
    _ = tape.scope("loss") { loss(prediction, batch.targets.input(on: tape, name: "targets")) }
    return tape.firstNonFinite()
  }

  /// The outputs for many samples, computed in batches; with several `threads` each computes a part of every
  /// batch. As in NumPy, NaN in a sample gives NaN out, and nothing is said.
  ///
  /// The batch stands in front, and outputs `[samples, …]` have the order of the samples. Stateful layers go
  /// on from the state that they have, and keep the last one. Stops with a sentence where there are no
  /// samples.
  public func predict(_ x: Samples, batchSize: Int = 256, threads: Int = 1) -> Tensor {
    require(x.count > 0, "predict: the input has no samples; expected at least one")
    require(batchSize > 0, "predict: got a batch size of \(batchSize); expected at least 1")
    require(threads > 0, "predict: got \(threads) threads; expected at least 1")
    requireWholeBatches("predict", x.count, batchSize)
    // One call is sooner made than recorded.
    if x.count <= batchSize && threads == 1 { return self(x) }
    let step = PredictionStep(self, threads: threads)
    return joined(batches(of: x.count, batchSize).map { step(x.samples($0)) })
  }

  /// The outputs for many samples of numbers, computed in batches.
  public func predict(_ x: Tensor, batchSize: Int = 256, threads: Int = 1) -> Tensor {
    predict(.numbers(x), batchSize: batchSize, threads: threads)
  }

  /// The outputs for many samples of token ids, computed in batches.
  public func predict(_ tokens: IntTensor, batchSize: Int = 256, threads: Int = 1) -> Tensor {
    predict(.tokens(tokens), batchSize: batchSize, threads: threads)
  }
}

/// Which samples are in each batch.
private func batches(of count: Int, _ size: Int) -> [Range<Int>] {
  stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
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

  /// A figure by its name. Stops where nothing of that name was measured; ``figures`` lists what was.
  public subscript(name: String) -> Double {
    guard let found = figures.first(where: { $0.name == name }) else {
      stop(
        """
        evaluation: there is no \(name); there are \(figures.map(\.name).joined(separator: ", "))
        """)
    }
    return found.value
  }
}

extension Evaluation: CustomStringConvertible {
  /// The figures in a line, as a training shows them: `loss 0.01234  accuracy 0.9876`.
  public var description: String {
    figures.map { "\($0.name) \($0.value.significant(4))" }.joined(separator: "  ")
  }
}

extension Dataset {
  /// Throws where all targets are the class that the loss or a metric ignores.
  func requireCounted(
    _ operation: String, _ role: String, _ loss: Loss, _ metrics: [Metric]
  ) throws(TrainingError) {
    let figures =
      [(loss.padding, "loss", loss.tally(0, targets).weight)]
      + metrics.map { ($0.padding, "metric \($0.name)", $0.weight(targets)) }
    for case (let padding?, let figure, 0) in figures {
      throw .nothingCounted(operation: operation, role: role, figure: figure, padding: padding)
    }
  }
}

/// What a batch adds to the means of its loss and metrics, each sample with a weight. Where padding is left
/// out, the classes that count are counted already.
func tallies(
  _ loss: Double, _ prediction: Tensor, _ targets: Samples, _ rule: Loss, _ metrics: [Metric],
  weight: Double = 1
) -> [Tally] {
  func weighed(_ tally: Tally, _ padding: Int?) -> Tally {
    padding == nil ? Tally(sum: weight * tally.sum, weight: weight * tally.weight) : tally
  }
  return [weighed(rule.tally(loss, targets), rule.padding)]
    + metrics.map { weighed($0.tally(prediction, targets), $0.padding) }
}

/// Means over batches of different sizes.
struct RunningMeans {
  let names: [String]
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

  /// Sum and weight of each, to be saved.
  var sums: [(name: String, [Double])] { zip(names, tallies).map { ($0, [$1.sum, $1.weight]) } }

  /// Goes on from a sum and a weight that were saved.
  mutating func set(_ name: String, _ saved: [Double]) {
    guard let index = names.firstIndex(of: name) else { return }
    tallies[index] = Tally(sum: saved[0], weight: saved[1])
  }
}
