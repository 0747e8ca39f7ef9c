import Foundation
import UnrollAutodiff
import UnrollConsole
import UnrollNumerics
import UnrollRecurrent

extension Model {
  /// Trains the model on long streams by truncated backpropagation through time.
  ///
  /// Each training step reads a `window` of time steps, with the state that the layers had before it, and cuts
  /// the gradient there: `∂hₜ/∂hₖ` counts as zero for every k before the window. Windows begin `stride` steps
  /// apart, or follow one another unless a shorter stride is given; each time step counts once. Memory is
  /// that of one window, however long the streams are. What the cut costs is measured by ``TruncationBias``.
  ///
  /// All recurrent layers have to be `stateful` and to read forwards, and a stride has to be from 1 to the
  /// window, or it stops with a sentence; every epoch begins with states of zeros.
  ///
  /// With `checkpoints` the training saves itself now and then, in the middle of the streams too, and can be resumed.
  /// - Throws: ``TrainingError`` when a loss or a gradient is not finite; ``CheckpointError``, ``SavingError`` or
  ///   ``TensorFileError`` where it can't be saved or resumed.
  @discardableResult
  public func fit(
    _ streams: Streams, validation: Streams? = nil, window: Int, stride: Int? = nil,
    epochs: Int = 1, optimizer: any Optimizer = Adam(), loss: Loss, metrics: [Metric] = [],
    progress: ProgressDisplay = .automatic, observers: [any TrainingObserver] = [],
    threads: Int = 1, checkpoints: Checkpoints? = nil
  ) throws -> History {
    require(epochs >= 0, "fit: got \(epochs) epochs; expected 0 or more")
    requireGoingOn("fit")
    let windows = StreamWindows(
      steps: streams.steps, window: window, stride: stride ?? window, "fit")
    let training = Training(
      self, StreamBatches(streams: streams, spans: windows.spans),
      TrainingStep(
        self, loss: loss, threads: threads, optimizer: optimizer, countsLastSteps: true),
      TrainingPlan(
        epochs: epochs, optimizer: optimizer, loss: loss, metrics: metrics,
        observers: progress.reporters + observers,
        validate: validation.map { data in
          { _ in
            self.evaluate(data, window: window, loss: loss, metrics: metrics, threads: threads)
          }
        }, checkpoints: checkpoints))
    return try training.run()
  }

  /// Stops with a sentence where a recurrent layer would not go on where the window before ended.
  func requireGoingOn(_ operation: String) {
    let forgetful = assembly.places.filter { ($0.layer as? any TimeLoop)?.goesOn == false }
    require(
      forgetful.isEmpty,
      """
      \(operation): \(forgetful.map(\.name).joined(separator: ", ")) would not go on where the window before \
      ended; expected layers that read forwards and carry their state, as \
      \(forgetful.first?.layer.kind == "LSTM" ? "LSTM" : "SimpleRNN")(…, stateful: true) does
      """)
  }
}

/// The windows of streams, one after another, as batches.
struct StreamBatches: BatchSource {
  let streams: Streams
  let spans: [StreamWindows.Span]

  var stepCount: Int { spans.count }

  var description: String {
    """
    \(streams.data.inputs.shapes) → \(streams.data.targets.shapes) in windows of \(spans[0].range.count) steps, \
    \(spans[0].next) apart
    """
  }

  func batches(epoch: Int, seed: UInt64) -> (Int) -> Dataset {
    { streams.batch(spans[$0]) }
  }

  func result(
    of step: TrainingStep, on batch: Dataset, at index: Int, _ model: any Model
  ) -> TrainingStep.Result {
    let span = spans[index]
    let isLast = span.range.upperBound == streams.steps
    if span.next == span.range.upperBound || isLast { return step(batch) }
    // The next window begins within this one: only so far the state goes on.
    let result = model.assembly.keepingState { step(batch) }
    _ = model(streams.window(span.range.lowerBound..<span.next).inputs)
    return result
  }

  /// Every step counts as much as in a longer window.
  func weight(ofSampleAt index: Int) -> Double { Double(spans[index].counted.count) }
}

extension Streams {
  /// All steps of a window, with the targets of those that count.
  func batch(_ span: StreamWindows.Span) -> Dataset {
    Dataset(data.inputs.steps(span.range), data.targets.steps(span.counted))
  }
}

extension Model {
  /// The mean loss and metrics of a model on streams, read window by window from states of zeros; the states
  /// of the layers are put back afterwards. With several `threads` each reads a part of the streams.
  public func evaluate(
    _ streams: Streams, window: Int, loss: Loss, metrics: [Metric] = [], threads: Int = 1
  ) -> [History.Figure] {
    let spans = StreamWindows(steps: streams.steps, window: window, stride: window, "evaluate")
      .spans
    var means = RunningMeans(["loss"] + metrics.map(\.name))
    let step = PredictionStep(self, threads: threads)
    withFreshState {
      for span in spans {
        let data = streams.window(span.range)
        let prediction = step(data.inputs)
        let value = loss(Variable(prediction), data.targets.input()).value.item()
        means.add(
          tallies(
            value, prediction, data.targets, loss, metrics, weight: Double(span.range.count)))
      }
    }
    return means.figures
  }
}
