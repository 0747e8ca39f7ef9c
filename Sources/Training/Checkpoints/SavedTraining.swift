import UnrollAutodiff
import UnrollRecurrent

/// What the text of a checkpoint says of its training, every part of it checked.
struct SavedTraining {
  static let key = "unroll.training"
  /// Beyond this no training has counted, and sums of such numbers are still numbers.
  private static let largestCount = 1 << 53

  let epochs, steps, optimizerStep, trainedEpochs, trainedSteps: Int
  let seconds, epochSeconds: Double
  let isEnded: Bool
  let history: [String]
  private let identity: [String: String]
  private let file: TensorFile

  /// The text for a training.
  static func text(
    _ snapshot: TrainingSnapshot, trained: (epochs: Int, steps: Int), _ identity: TrainingIdentity
  ) -> String {
    JSONValue.object([
      "ended": .bool(snapshot.isEnded),
      "epoch_seconds": .number(snapshot.epochSeconds),
      "epochs": .int(snapshot.epochs),
      "history": .array(snapshot.history.names.map(JSONValue.string)),
      "optimizer_step": .int(snapshot.optimizer.step),
      "seconds": .number(snapshot.history.seconds),
      "steps": .int(snapshot.steps),
      "trained_epochs": .int(trained.epochs),
      "trained_steps": .int(trained.steps),
      "training": .object(identity.words.mapValues(JSONValue.string)),
    ]).text
  }

  init(_ file: TensorFile) throws {
    self.file = file
    func incomplete(_ reason: String) -> CheckpointError {
      CheckpointError(file.name, .incomplete(reason))
    }
    guard let text = file.metadata[Self.key] else { throw incomplete("it holds a model alone") }
    guard case .object(let fields)? = try? JSONValue(parsing: text) else {
      throw incomplete("what it says of the training is no JSON")
    }
    func count(_ name: String) throws -> Int {
      guard case .int(let value)? = fields[name], (0...Self.largestCount).contains(value) else {
        throw incomplete("\(name) is missing or is no count")
      }
      return value
    }
    func number(_ name: String) -> Double {
      switch fields[name] {
      case .number(let value)?: value
      case .int(let value)?: Double(value)
      default: 0
      }
    }
    epochs = try count("epochs")
    steps = try count("steps")
    optimizerStep = try count("optimizer_step")
    trainedEpochs = try count("trained_epochs")
    trainedSteps = try count("trained_steps")
    (seconds, epochSeconds) = (number("seconds"), number("epoch_seconds"))
    isEnded = fields["ended"] == .bool(true)
    guard case .array(let names)? = fields["history"], case .object(let words)? = fields["training"]
    else { throw incomplete("history or training is missing") }
    history = names.map(Self.word)
    identity = words.mapValues(Self.word)
  }

  /// Throws where the checkpoint was saved by a training with other data or options.
  func requireSame(_ other: TrainingIdentity) throws {
    let differences = other.differences(from: identity)
    if !differences.isEmpty { throw CheckpointError(file.name, .otherTraining(differences)) }
  }

  /// Throws where an epoch has not so many steps.
  func requireSteps(upTo count: Int) throws {
    if steps > count {
      throw CheckpointError(
        file.name, .incomplete("\(steps) steps of an epoch were taken, which has \(count)"))
    }
  }

  /// So many numbers under a name; none are not saved.
  func numbers(_ name: String, count: Int) throws -> [Double] {
    if count == 0 { return [] }
    let tensor = try file.numbers("unroll.\(name)")
    guard tensor.elementCount == count else {
      throw CheckpointError(
        file.name, .incomplete("\(name) has \(tensor.elementCount) numbers; expected \(count)"))
    }
    return tensor.elements
  }

  /// The states of a model's layers.
  func states(of model: any Model) throws -> LayerStates {
    var states: LayerStates = [:]
    var index = 0
    while case let parts = file.numbers(under: "unroll.state/\(index)/"), !parts.isEmpty {
      for (layer, part) in parts {
        guard states[layer, default: []].count == index else {
          throw CheckpointError(
            file.name, .incomplete("a part of the state of \(layer) is missing"))
        }
        states[layer, default: []].append(part)
      }
      index += 1
    }
    if let obstacle = model.assembly.obstacle(to: states) {
      throw CheckpointError(file.name, .incomplete(obstacle))
    }
    if states.isEmpty && model.isStateful && steps > 0 {
      throw CheckpointError(file.name, .incomplete("the states of its layers are missing"))
    }
    return states
  }

  private static func word(_ value: JSONValue) -> String {
    if case .string(let text) = value { text } else { value.text }
  }
}
