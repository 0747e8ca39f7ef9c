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
  /// All recurrent layers have to be `stateful`; every epoch begins with states of zeros.
  /// - Throws: ``TrainingError`` when a loss or a gradient is not finite.
  @discardableResult
  public func fit(
    _ streams: Streams, validation: Streams? = nil, window: Int, stride: Int? = nil,
    epochs: Int = 1, optimizer: any Optimizer = Adam(), loss: Loss, metrics: [Metric] = [],
    progress: ProgressDisplay = .automatic, observers: [any TrainingObserver] = []
  ) throws -> History {
    require(epochs >= 0, "fit: got \(epochs) epochs; expected 0 or more")
    let reporters = progress == .automatic ? [ProgressReporter(.standard())] : []
    let training = StreamTraining(
      self, streams, validation, window: window, stride: stride ?? window, epochs: epochs,
      optimizer, loss, metrics, reporters + observers)
    let isFloat32 = parameters.allSatisfy { $0.value.dtype == .float32 }
    return try isFloat32 ? flushingSubnormals(training.run) : training.run()
  }
}

/// One training on streams: the loop over epochs and windows.
private final class StreamTraining {
  private let model: any Model
  private let streams: Streams
  private let validation: Streams?
  private let window, epochs: Int
  private let spans: [StreamWindows.Span]
  private let optimizer: any Optimizer
  private let loss: Loss
  private let metrics: [Metric]
  private let observers: [any TrainingObserver]
  private let step: WindowStep
  private let trained: [String]
  private var state: OptimizerState

  init(
    _ model: any Model, _ streams: Streams, _ validation: Streams?, window: Int, stride: Int,
    epochs: Int, _ optimizer: any Optimizer, _ loss: Loss, _ metrics: [Metric],
    _ observers: [any TrainingObserver]
  ) {
    self.model = model
    self.streams = streams
    self.validation = validation
    self.window = window
    self.epochs = epochs
    self.optimizer = optimizer
    self.loss = loss
    self.metrics = metrics
    self.observers = observers
    spans = StreamWindows(steps: streams.steps, window: window, stride: stride, "fit").spans
    step = WindowStep(model, loss, "fit")
    trained = model.parameters.filter(\.isTrainable).map(\.path)
    state = OptimizerState(optimizer, for: model.parameters)
  }

  func run() throws -> History {
    var history = History()
    let start = Date()
    for epoch in 1...max(epochs, 1) where epoch <= epochs {
      let goesOn = try runEpoch(epoch, &history)
      if !goesOn {
        history.wasStopped = true
        break
      }
    }
    history.seconds = Date().timeIntervalSince(start)
    return history
  }

  /// Reads all streams once; false where an observer asked to stop.
  private func runEpoch(_ epoch: Int, _ history: inout History) throws -> Bool {
    model.resetState()
    let start = Date()
    var means = RunningMeans(["loss"] + metrics.map(\.name))
    func progress(_ step: Int, _ figures: [History.Figure]) -> TrainingProgress {
      TrainingProgress(
        epoch: epoch, epochs: epochs, step: step, steps: spans.count, figures: figures,
        elapsed: Date().timeIntervalSince(start))
    }
    for (index, span) in spans.enumerated() {
      means.add(try takeStep(span, epoch: epoch, step: index + 1))
      let goesOn = observers.map { $0.stepEnded(progress(index + 1, means.figures)) }
      if goesOn.contains(false) { return false }
    }
    var figures = means.figures
    if let validation {
      let result = model.evaluate(validation, window: window, loss: loss, metrics: metrics)
      figures += result.map { .init("val_" + $0.name, $0.value) }
    }
    model.assembly.trained.epochs += 1
    history.append(figures)
    return !observers.map { $0.epochEnded(progress(spans.count, figures)) }.contains(false)
  }

  /// One window: gradients, the state for the next window, and the update.
  private func takeStep(_ span: StreamWindows.Span, epoch: Int, step: Int) throws -> [Tally] {
    let isLast = span.range.upperBound == streams.steps
    let result: WindowStep.Result
    if span.next == span.range.upperBound || isLast {
      result = self.step(streams, span)
    } else {
      // The next window begins within this one: only so far the state goes on.
      result = model.assembly.keepingState { self.step(streams, span) }
      let passed = streams.window(span.range.lowerBound..<span.next).inputs
      _ = model(passed)
    }
    try requireFinite(result, span, epoch: epoch, step: step)
    state.apply(optimizer, to: &model.assembly.parameters, gradients: result.gradients)
    model.assembly.takeUpdates()
    model.assembly.trained.steps += 1
    let targets = streams.window(span.counted).targets
    return tallies(
      result.loss.item(), result.prediction, targets, steps: span.counted.count, loss, metrics)
  }

  private func requireFinite(
    _ result: WindowStep.Result, _ span: StreamWindows.Span, epoch: Int, step: Int
  ) throws {
    guard result.loss.item().isFinite else {
      throw TrainingError.nonFiniteLoss(
        epoch: epoch, step: step, origin: self.step.originOfLoss(streams, span))
    }
    for (gradient, path) in zip(result.gradients, trained)
    where !Gradient.dense(gradient).isFinite {
      throw TrainingError.nonFiniteGradient(
        epoch: epoch, step: step, parameter: path,
        origin: self.step.originOfGradient(streams, span))
    }
  }
}

extension Model {
  /// The mean loss and metrics of a model on streams, read window by window from states of zeros; the states
  /// of the layers are put back afterwards.
  public func evaluate(
    _ streams: Streams, window: Int, loss: Loss, metrics: [Metric] = []
  ) -> [History.Figure] {
    let spans = StreamWindows(steps: streams.steps, window: window, stride: window, "evaluate")
      .spans
    var means = RunningMeans(["loss"] + metrics.map(\.name))
    withFreshState {
      for span in spans {
        let data = streams.window(span.range)
        let prediction = self(data.inputs)
        let value = loss(Variable(prediction), data.targets.input()).value.item()
        means.add(
          tallies(value, prediction, data.targets, steps: span.range.count, loss, metrics))
      }
    }
    return means.figures
  }
}

/// Loss and metrics of a window, in which every step counts as much as in a longer one. Where padding is left
/// out, steps are counted already.
private func tallies(
  _ value: Double, _ prediction: Tensor, _ targets: Samples, steps: Int, _ loss: Loss,
  _ metrics: [Metric]
) -> [Tally] {
  func weighed(_ tally: Tally, _ padding: Int?) -> Tally {
    let factor = padding == nil ? Double(steps) : 1
    return Tally(sum: factor * tally.sum, weight: factor * tally.weight)
  }
  return [weighed(loss.tally(value, targets), loss.padding)]
    + metrics.map { weighed($0.tally(prediction, targets), $0.padding) }
}
