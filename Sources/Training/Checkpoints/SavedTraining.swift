import UnrollRecurrent

/// What a training has to have in common with the checkpoint that it goes on from.
struct TrainingIdentity {
  let seed: UInt64
  let data: String
  let optimizer: String
  let figures: [String]
}

/// What the text of a checkpoint says of its training.
struct SavedTraining {
  let file: String
  private let fields: [String: JSONValue]
  let epochs, steps, optimizerStep, trainedEpochs, trainedSteps, observers: Int
  let seconds: Double
  let history: [String]

  init(_ text: String, _ file: String) throws {
    guard case .object(let fields)? = try? JSONValue(parsing: text) else {
      throw CheckpointError(file, .incomplete("what it says of the training is no JSON"))
    }
    func count(_ name: String) throws -> Int {
      guard case .int(let value)? = fields[name], value >= 0 else {
        throw CheckpointError(file, .incomplete("\(name) is missing or is no count"))
      }
      return value
    }
    self.file = file
    self.fields = fields
    epochs = try count("epochs")
    steps = try count("steps")
    optimizerStep = try count("optimizer_step")
    trainedEpochs = try count("trained_epochs")
    trainedSteps = try count("trained_steps")
    observers = try count("observers")
    switch fields["seconds"] {
    case .number(let value)?: seconds = value
    case .int(let value)?: seconds = Double(value)
    default: seconds = 0
    }
    history = Self.texts(fields["history"])
  }

  /// Throws where the checkpoint was saved by a training with other data or options.
  func requireSame(_ identity: TrainingIdentity, observers: Int) throws {
    let pairs: [(name: String, there: String, here: String)] = [
      ("data", text("data"), identity.data),
      ("seed", text("seed"), "\(identity.seed)"),
      ("optimizer", text("optimizer"), identity.optimizer),
      (
        "figures", Self.texts(fields["figures"]).joined(separator: ", "),
        identity.figures.joined(separator: ", ")
      ),
      ("observers that remember", "\(self.observers)", "\(observers)"),
    ]
    let differences = pairs.filter { $0.there != $0.here }.map {
      "\($0.name): \($0.there) there, \($0.here) here"
    }
    if !differences.isEmpty { throw CheckpointError(file, .otherTraining(differences)) }
  }

  private func text(_ name: String) -> String { fields[name].map(Self.text) ?? "nothing" }

  private static func text(_ value: JSONValue) -> String {
    if case .string(let text) = value { text } else { value.text }
  }

  private static func texts(_ value: JSONValue?) -> [String] {
    if case .array(let values)? = value { values.map(text) } else { [] }
  }
}
