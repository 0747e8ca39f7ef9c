import UnrollAutodiff
import UnrollRecurrent

/// A training between two steps: all that the rest of it follows from, beside its data and options.
struct TrainingSnapshot {
  /// The epochs that are finished, and the steps taken in the one after.
  var epochs = 0
  var steps = 0
  /// The sums behind the means of the epoch so far.
  var means: RunningMeans
  /// The figures of the epochs that are finished.
  var history = History()
  /// What the optimiser remembers.
  var optimizer: OptimizerState
  /// What observers remember, in their order.
  var observers: [[String: Tensor]] = []
}

extension TrainingSnapshot {
  private static let prefix = "unroll."
  private static let key = "unroll.training"

  /// A file with the model and this.
  func file(
    of model: any Model, _ identity: TrainingIdentity, extras: [String: String], path: String
  ) throws -> TensorFile {
    var file = try Self.modelFile(model, extras: extras, path: path)
    func put(_ name: String, _ content: TensorFile.Content) {
      file.tensors[Self.prefix + name] = content
    }
    for (name, tensor) in means.tensors { put("means/\(name)", .numbers(tensor)) }
    for name in history.names where !history[name].isEmpty {
      put(
        "history/\(name)",
        .numbers(Tensor(history[name], shape: [history[name].count], dtype: .float64)))
    }
    let trained = model.parameters.filter(\.isTrainable).map(\.path)
    for (name, content) in optimizer.contents(trained) { put("optimizer/\(name)", content) }
    for (layer, state) in model.assembly.states {
      for (index, tensor) in state.enumerated() { put("state/\(index)/\(layer)", .numbers(tensor)) }
    }
    for (index, memory) in observers.enumerated() {
      for (name, tensor) in memory { put("observer/\(index)/\(name)", .numbers(tensor)) }
    }
    file.metadata[Self.key] =
      JSONValue.object([
        "data": .string(identity.data),
        "epochs": .int(epochs),
        "figures": .array(identity.figures.map(JSONValue.string)),
        "history": .array(history.names.map(JSONValue.string)),
        "observers": .int(observers.count),
        "optimizer": .string(identity.optimizer),
        "optimizer_step": .int(optimizer.step),
        "seconds": .number(history.seconds),
        // As text: not every reader of JSON has numbers of 64 bits.
        "seed": .string("\(identity.seed)"),
        "steps": .int(steps),
        "trained_epochs": .int(model.assembly.trained.epochs),
        "trained_steps": .int(model.assembly.trained.steps),
      ]).text
    return file
  }

  /// The model's part of the file; its layers too, where they can be saved.
  private static func modelFile(
    _ model: any Model, extras: [String: String], path: String
  ) throws -> TensorFile {
    guard let model = model as? Sequential else {
      return try model.weightsFile(extras: extras, path: path)
    }
    do { return try model.tensorFile(extras: extras, path: path) } catch let error as SavingError {
      // A layer of one's own need not be known by name to be resumed.
      guard case .layerNotSaved = error.problem else { throw error }
      return try model.weightsFile(extras: extras, path: path)
    }
  }
}

extension TrainingSnapshot {
  /// Brings this and the model to where a checkpoint was saved. All of it is read before anything is changed.
  mutating func restore(
    from file: TensorFile, _ model: any Model, _ identity: TrainingIdentity
  ) throws {
    guard let text = file.metadata[Self.key] else {
      throw CheckpointError(file.name, .incomplete("it holds a model alone"))
    }
    let saved = try SavedTraining(text, file.name)
    try saved.requireSame(identity, observers: observers.count)
    var read = self
    (read.epochs, read.steps) = (saved.epochs, saved.steps)
    for name in means.names { try read.means.set(name, file.numbers("unroll.means/\(name)")) }
    for name in saved.history {
      let figures = saved.epochs == 0 ? [] : try file.numbers("unroll.history/\(name)").elements
      read.history.set(name, figures)
    }
    read.history.seconds = saved.seconds
    let trained = model.parameters.filter(\.isTrainable)
    try read.optimizer.restore(step: saved.optimizerStep, trained) { name in
      file.tensors["unroll.optimizer/\(name)"]
    } missing: {
      CheckpointError(file.name, .incomplete("\($0) is missing or is something else"))
    }
    for index in observers.indices {
      read.observers[index] = file.numbers(under: "unroll.observer/\(index)/")
    }
    try model.takeWeights(from: file)
    model.assembly.states = Self.states(in: file)
    model.assembly.trained = (saved.trainedEpochs, saved.trainedSteps)
    self = read
  }

  /// The states of stateful layers.
  private static func states(in file: TensorFile) -> LayerStates {
    var states: LayerStates = [:]
    var index = 0
    while case let parts = file.numbers(under: "unroll.state/\(index)/"), !parts.isEmpty {
      for (layer, part) in parts { states[layer, default: []].append(part) }
      index += 1
    }
    return states
  }
}

extension TensorFile {
  /// All numbers whose names begin with a prefix, by the rest of the name.
  fileprivate func numbers(under prefix: String) -> [String: Tensor] {
    var found: [String: Tensor] = [:]
    for (name, content) in tensors where name.hasPrefix(prefix) {
      if case .numbers(let tensor) = content {
        found[String(name.dropFirst(prefix.count))] = tensor
      }
    }
    return found
  }
}
