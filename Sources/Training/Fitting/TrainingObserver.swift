/// Something that watches a training: a progress bar, a recorder, a rule for stopping.
public protocol TrainingObserver: AnyObject {
  /// Called after every step. Returning false ends training cleanly; what was learnt is kept.
  func stepEnded(_ progress: TrainingProgress) -> Bool

  /// Called after every epoch, with validation figures. Returning false ends training.
  func epochEnded(_ progress: TrainingProgress) -> Bool

  /// Whether a stop is an interruption, after which a training may be resumed, and not a rule's decision that ends it.
  var isInterruption: Bool { get }

  /// Called before the first step of a training that goes on from a checkpoint.
  func resumed(_ from: Resumption)

  /// Called when a checkpoint could not be saved, for this reason; the training goes on, and tries again.
  func savingFailed(_ reason: any Error)
}

extension TrainingObserver {
  /// Its stops are decisions.
  public var isInterruption: Bool { false }

  /// Takes no notice.
  public func resumed(_ from: Resumption) {}

  /// Takes no notice.
  public func savingFailed(_ reason: any Error) {}
}

/// An observer whose decisions depend on what it saw before: that is saved with the training.
public protocol RememberingObserver: TrainingObserver {
  /// What it remembers, as numbers by name.
  var memory: [String: [Double]] { get set }
}

/// How far a training has come.
public struct TrainingProgress: Sendable {
  /// The epoch, from 1.
  public let epoch: Int
  /// The number of epochs.
  public let epochs: Int
  /// The step within the epoch, from 1.
  public let step: Int
  /// The number of steps in an epoch.
  public let steps: Int
  /// The means so far in this epoch: `loss`, metrics and, when an epoch has ended, `val_loss`, ….
  public let figures: [History.Figure]
  /// Seconds since the epoch began.
  public let elapsed: Double

  /// A point in a training.
  public init(
    epoch: Int, epochs: Int, step: Int, steps: Int, figures: [History.Figure], elapsed: Double
  ) {
    self.epoch = epoch
    self.epochs = epochs
    self.step = step
    self.steps = steps
    self.figures = figures
    self.elapsed = elapsed
  }
}

/// Asks a function after every step whether to go on: how Ctrl-C ends training.
public final class StopWhen: TrainingObserver {
  private let condition: () -> Bool

  /// Ends training as soon as the condition holds.
  public init(_ condition: @escaping () -> Bool) { self.condition = condition }

  public var isInterruption: Bool { true }

  public func stepEnded(_ progress: TrainingProgress) -> Bool { !condition() }

  public func epochEnded(_ progress: TrainingProgress) -> Bool { !condition() }
}
