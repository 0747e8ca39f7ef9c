import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// Ends a training when a figure has not become better for some epochs, as Keras's `EarlyStopping`.
///
/// ```swift
/// let stopping = EarlyStopping(model, patience: 2, restoreBestWeights: true)
/// try model.fit(
///   data, validation: validation, epochs: 50, loss: .meanSquaredError, observers: [stopping])
/// print(stopping.bestEpoch ?? 0)
/// ```
///
/// After each epoch `wait` grows by 1, and becomes 0 where the figure is the best so far; training ends where
/// `wait ≥ patience`. So a patience of 0 is the same as one of 1.
///
/// With `restoreBestWeights` the model has the weights of its best epoch when training ends, also where all
/// epochs were run. Where something else ended it, as Ctrl-C in the middle of an epoch, ``restoreBest()``
/// does that.
public final class EarlyStopping: RememberingObserver {
  /// What is better.
  public enum Mode: String, Sendable, CaseIterable {
    /// More, for accuracies; less, for all else.
    case auto
    /// Less.
    case min
    /// More.
    case max
  }

  /// The best figure so far; nil before the first epoch has ended.
  public private(set) var best: Double?
  /// Its epoch, from 1.
  public private(set) var bestEpoch: Int?
  /// The epoch after which training was ended, from 1; nil where it was not.
  public private(set) var stoppedEpoch: Int?

  private let model: any Model
  private let monitor: String
  private let minDelta: Double
  private let patience: Int
  private let growsBetter: Bool
  private let restoresBestWeights: Bool
  private var wait = 0
  private var weights: [Parameter]?

  /// Watches the training of a model; the defaults are Keras's.
  ///
  /// - Parameters:
  ///   - model: The model that is trained.
  ///   - monitor: The name of a figure: `val_loss`, `val_accuracy`, `loss`.
  ///   - minDelta: By how much more a figure has to be better to count as better; 0 or more, else it stops
  ///     with a sentence.
  ///   - patience: After how many epochs without a better figure training ends; 0 or more, else it stops
  ///     with a sentence.
  ///   - mode: Whether less or more is better.
  ///   - restoreBestWeights: Whether the model gets the weights of its best epoch in the end.
  public init(
    _ model: any Model, monitor: String = "val_loss", minDelta: Double = 0, patience: Int = 0,
    mode: Mode = .auto, restoreBestWeights: Bool = false
  ) {
    require(patience >= 0, "EarlyStopping: patience is \(patience); expected 0 or more")
    require(
      minDelta >= 0 && minDelta.isFinite,
      "EarlyStopping: minDelta is \(minDelta); expected a number of at least 0")
    self.model = model
    self.monitor = monitor
    self.minDelta = minDelta
    self.patience = patience
    growsBetter =
      mode == .max || (mode == .auto && (monitor.hasSuffix("accuracy") || monitor.hasSuffix("acc")))
    restoresBestWeights = restoreBestWeights
  }

  /// False where the training that is resumed was ended before.
  public func stepEnded(_ progress: TrainingProgress) -> Bool {
    if progress.epoch == 1, progress.step == 1 { forget() }
    return stoppedEpoch == nil
  }

  /// Looks at the figure. Stops with a sentence where the training has none of that name.
  public func epochEnded(_ progress: TrainingProgress) -> Bool {
    guard let figure = progress.figures.first(where: { $0.name == monitor })?.value else {
      let names = progress.figures.map(\.name).joined(separator: ", ")
      stop(
        """
        EarlyStopping: there is no \(monitor) to watch; there are \(names). Figures that begin with val_ \
        need validation data
        """)
    }
    wait += 1
    if isBetter(figure) {
      (best, bestEpoch, wait) = (figure, progress.epoch, 0)
      if restoresBestWeights { weights = model.parameters }
    } else if wait >= patience {
      stoppedEpoch = progress.epoch
    }
    if stoppedEpoch != nil || progress.epoch == progress.epochs { restoreBest() }
    return stoppedEpoch == nil
  }

  /// Gives the model the weights of its best epoch, if they were to be kept and an epoch has ended.
  public func restoreBest() {
    if let weights { model.parameters = weights }
  }

  private func isBetter(_ figure: Double) -> Bool {
    guard let best else { return true }
    return growsBetter ? figure - minDelta > best : figure + minDelta < best
  }

  /// Another training begins.
  private func forget() {
    (best, bestEpoch, stoppedEpoch, weights, wait) = (nil, nil, nil, nil, 0)
  }
}

extension EarlyStopping {
  /// The best figure and weights so far, and how long ago that was: what a checkpoint keeps.
  public var memory: [String: [Double]] {
    get {
      var memory = ["wait": [Double(wait)]]
      memory["best"] = best.map { [$0] }
      memory["best_epoch"] = bestEpoch.map { [Double($0)] }
      memory["stopped_epoch"] = stoppedEpoch.map { [Double($0)] }
      for weight in weights ?? [] { memory["weights/\(weight.path)"] = weight.value.elements }
      return memory
    }
    set {
      forget()
      wait = newValue["wait"]?.first.map { Int($0) } ?? 0
      best = newValue["best"]?.first
      bestEpoch = newValue["best_epoch"]?.first.map { Int($0) }
      stoppedEpoch = newValue["stopped_epoch"]?.first.map { Int($0) }
      let kept = model.parameters.compactMap { weight in
        newValue["weights/\(weight.path)"].map { elements in
          var kept = weight
          let (shape, dtype) = (weight.value.shape, weight.value.dtype)
          require(
            elements.count == shape.elementCount,
            "EarlyStopping: got \(elements.count) numbers for \(weight.path) of shape \(shape)")
          kept.value = Tensor(elements, shape: shape, dtype: dtype)
          return kept
        }
      }
      if kept.count == model.parameters.count, !kept.isEmpty { weights = kept }
    }
  }
}
