import UnrollTraining

/// Who watches a training.
public struct TrainingWatch {
  /// What `fit` shows by itself.
  public var progress: ProgressDisplay
  /// Who is told of every step.
  public var observers: [any TrainingObserver]

  /// A training with watchers.
  public init(progress: ProgressDisplay = .none, observers: [any TrainingObserver] = []) {
    self.progress = progress
    self.observers = observers
  }

  /// Nobody.
  public static var nobody: TrainingWatch { TrainingWatch() }
}
