import UnrollNumerics

/// Where a training saves itself, how often, and whether it goes on from there.
///
/// ```swift
/// let checkpoints = Checkpoints(in: "runs/reviews", every: .seconds(60), resume: true)
/// try model.fit(data, epochs: 10, loss: .binaryCrossentropy(), checkpoints: checkpoints)
/// ```
///
/// A checkpoint holds all that the rest of the training follows from: weights, what the optimiser remembers, the states
/// of stateful layers, the place in the epoch, the figures so far. Random numbers follow from the seed and from counters,
/// which are saved too. So a training that was resumed gives the same weights, bit for bit, as one that was never
/// interrupted, provided that its model, data and options are the same, threads among them; it may have more epochs. What
/// layers and models of your own remember beside their weights is not known and not saved. A training that an observer's
/// rule ended stays ended; one that was interrupted goes on.
///
/// Each checkpoint is written beside the last one and takes its name when it is whole, so a program killed at any moment
/// loses at most what it did since. A file that was cut short or altered is refused, and the one before is used: that is
/// why the last two are kept. Each is a ``TensorFile``, and of a ``Sequential`` a ``SavedModel`` too.
public struct Checkpoints: Sendable {
  /// How often a training saves itself; at its end, and when it is asked to stop, it does so too.
  public enum Interval: Sendable, Equatable {
    /// After so many epochs.
    case epochs(Int)
    /// Where the steps that the model has been trained for are a multiple of this.
    case steps(Int)
    /// At the first step after so many seconds.
    case seconds(Double)
  }

  /// The folder, which is made where there is none; every training needs one of its own.
  public let folder: String

  /// How often.
  public let interval: Interval

  /// Whether a training goes on from the newest checkpoint, if there is one. Otherwise it refuses a folder that holds
  /// checkpoints already.
  public let resume: Bool

  /// Text that is saved with the model: a vocabulary, for example.
  public let extras: [String: String]

  /// Checkpoints in a folder; stops with a sentence where that has no name, or the interval is out of
  /// range.
  public init(
    in folder: String, every interval: Interval = .epochs(1), resume: Bool = false,
    extras: [String: String] = [:]
  ) {
    let isPositive =
      switch interval {
      case .epochs(let number), .steps(let number): number > 0
      case .seconds(let number): number >= 0 && number.isFinite
      }
    require(
      isPositive,
      "Checkpoints: got every: .\(interval); expected at least 1, or 0 seconds and more, for after every step"
    )
    require(!folder.isEmpty, "Checkpoints: the folder has no name")
    self.folder = folder
    self.interval = interval
    self.resume = resume
    self.extras = extras
  }
}

/// From where a training went on.
public struct Resumption: Sendable {
  /// The checkpoint.
  public let file: String
  /// The epochs that were finished.
  public let epochs: Int
  /// The steps taken in the epoch after these.
  public let steps: Int
  /// Why newer checkpoints were not used, a sentence each.
  public let refused: [String]
}
