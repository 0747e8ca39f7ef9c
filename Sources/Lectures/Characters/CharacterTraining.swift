import UnrollSequences
import UnrollTraining

/// How a character model is trained: by truncated backpropagation on streams of a text, with Adam and with
/// gradients bounded by their common norm.
///
/// ```swift
/// let text = try CharacterText(OwnText.text)
/// let model = CharacterModel(text)
/// let result = try CharacterTraining().run(model, text) { report in print(report.sample) }
/// ```
public struct CharacterTraining: Sendable {
  /// How long a training goes on.
  public enum Length: Sendable, Equatable {
    /// So many times through the text.
    case epochs(Int)
    /// So many minutes, which may end amid an epoch.
    case minutes(Double)
  }

  /// How the learning rate goes on from where it begins.
  public enum Schedule: String, Sendable, CaseIterable {
    /// Down to zero at the end along half a cosine, so that the last steps are small ones.
    case cosine
    /// Always the same, for a training whose end is open.
    case constant
  }

  /// The number of epochs where nothing else is said.
  public static let epochs = 35

  /// How long it goes on.
  public var length: Length
  /// The number of characters that a gradient goes back.
  public var window: Int
  /// The number of streams that are read side by side.
  public var batch: Int
  /// Adam's learning rate, where it begins.
  public var learningRate: Double
  /// How it goes on.
  public var schedule: Schedule
  /// The bound on the norm of all gradients together.
  public var clipping: Double
  /// The number of threads.
  public var threads: Int
  /// How often a model is looked at on the way.
  public var reports: Int
  /// What is written at each look.
  public var sampleLength: Int
  /// How that is drawn.
  public var sampler: Sampler
  /// What it goes on from.
  public var prompt: String

  /// A training.
  public init(
    _ length: Length = .epochs(Self.epochs), window: Int = 50, batch: Int = 16,
    learningRate: Double = 0.003, schedule: Schedule = .cosine, clipping: Double = 5,
    threads: Int = 2, reports: Int = 10,
    sampleLength: Int = 60, sampler: Sampler = Sampler(temperature: 0.7), prompt: String = ""
  ) {
    self.length = length
    self.window = window
    self.batch = batch
    self.learningRate = learningRate
    self.schedule = schedule
    self.clipping = clipping
    self.threads = threads
    self.reports = reports
    self.sampleLength = sampleLength
    self.sampler = sampler
    self.prompt = prompt
  }

  /// Trains the model, and reports before the first step, then at equal intervals, and at the end.
  ///
  /// With a number of epochs everything repeats exactly; what minutes are enough for, depends on the machine.
  /// - Throws: ``CharacterWriter/UnknownCharacter`` for the prompt, and what `fit` throws.
  public func run(
    _ model: CharacterModel, _ text: CharacterText, checkpoints: Checkpoints? = nil,
    watch: TrainingWatch = .nobody,
    report: @escaping (CharacterReport) -> Void = { _ in }
  ) throws -> CharacterResult {
    _ = try CharacterWriter.ids(of: prompt, model.vocabulary)
    let streams = text.streams(batch)
    let observer = CharacterObserver(self, model, text, streams, report)
    if checkpoints?.resume != true { observer.look() }
    let history = try model.network.fit(
      streams, window: window, epochs: epochs,
      optimizer: optimizer,
      loss: CharacterModel.loss, progress: watch.progress, observers: [observer] + watch.observers,
      threads: threads, checkpoints: checkpoints)
    observer.lookAtTheEnd()
    return CharacterResult(
      model: model, entropy: text.entropy, reports: observer.reports, seconds: history.seconds,
      wasStopped: history.wasStopped && !observer.isOver)
  }

  private var optimizer: Adam {
    Adam(
      learningRate: learningRate,
      schedule: schedule == .cosine ? span.map { .cosineDecay(over: $0) } : nil,
      clipping: .globalNorm(clipping))
  }

  /// The whole training; nil where there is none.
  private var span: LearningRateSchedule.Span? {
    switch length {
    case .epochs(let number): number > 0 ? .epochs(Double(number)) : nil
    case .minutes(let number): .minutes(number)
    }
  }

  /// The number of epochs that `fit` is asked for; with minutes, more than there is time for.
  var epochs: Int {
    switch length {
    case .epochs(let number): number
    case .minutes: 1_000_000
    }
  }
}

/// A look at a model in its training.
public struct CharacterReport: Sendable {
  /// How much of the training is done, from 0 to 1.
  public let share: Double
  /// How many characters have been trained on, each time they were read.
  public let characters: Int
  /// The seconds that the training took so far, looks left out.
  public let seconds: Double
  /// The mean loss of the characters trained on since the report before; nil for the first.
  public let training: CharacterLoss?
  /// The loss on the held-out part.
  public let heldOut: CharacterLoss
  /// What the model writes; nothing in a look of a training that was resumed since.
  public let sample: String
}

/// What a training came to.
public struct CharacterResult {
  /// The trained model.
  public let model: CharacterModel
  /// What counting alone makes of the text.
  public let entropy: TextEntropy
  /// The looks, the first before training.
  public let reports: [CharacterReport]
  /// The seconds it took, looks included.
  public let seconds: Double
  /// Whether it ended before its time.
  public let wasStopped: Bool

  /// The last look.
  public var last: CharacterReport { reports[reports.count - 1] }
}
