import UnrollAutodiff
import UnrollRecurrent

/// A training between two steps: all that the rest of it follows from, beside its data and options.
struct TrainingSnapshot {
  /// The epochs that are finished, and the steps taken in the one after.
  var epochs = 0
  var steps = 0
  /// The seconds that the epoch has taken so far.
  var epochSeconds = 0.0
  /// Whether an observer's rule has ended the training for good.
  var isEnded = false
  /// The sums behind the means of the epoch so far.
  var means: RunningMeans
  /// The figures of the epochs that are finished.
  var history = History()
  /// What the optimiser remembers.
  var optimizer: OptimizerState
  /// What observers remember, in their order.
  var observers: [[String: [Double]]] = []
}

extension TrainingSnapshot {
  /// A file with the model and this.
  func file(
    of model: any Model, _ identity: TrainingIdentity, extras: [String: String], path: String
  ) throws -> TensorFile {
    var file = try Self.modelFile(model, extras: extras, path: path)
    func put(_ name: String, _ content: TensorFile.Content) {
      file.tensors["unroll." + name] = content
    }
    func put(_ name: String, _ numbers: [Double]) {
      if numbers.isEmpty { return }
      put(name, .numbers(Tensor(numbers, shape: [numbers.count], dtype: .float64)))
    }
    for (name, sums) in means.sums { put("means/\(name)", sums) }
    for name in history.names { put("history/\(name)", history[name]) }
    let trained = model.parameters.filter(\.isTrainable).map(\.path)
    for (name, content) in optimizer.contents(trained) { put("optimizer/\(name)", content) }
    for (layer, state) in model.assembly.states {
      for (index, tensor) in state.enumerated() { put("state/\(index)/\(layer)", .numbers(tensor)) }
    }
    for (index, memory) in observers.enumerated() {
      for (name, numbers) in memory { put("observer/\(index)/\(name)", numbers) }
    }
    file.metadata[SavedTraining.key] = SavedTraining.text(
      self, trained: model.assembly.trained, identity)
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
      // A training is resumed with a model that is there, so a layer of one's own need not be known by name.
      if case .reservedExtra = error.problem { throw error }
      return try model.weightsFile(extras: extras, path: path)
    }
  }
}

extension TrainingSnapshot {
  /// Brings this and the model to where a checkpoint was saved. All of it is read before anything is changed.
  mutating func restore(
    from file: TensorFile, _ model: any Model, _ identity: TrainingIdentity, stepsPerEpoch: Int
  ) throws {
    let saved = try SavedTraining(file)
    try saved.requireSame(identity)
    try saved.requireSteps(upTo: stepsPerEpoch)
    var read = self
    (read.epochs, read.steps, read.isEnded) = (saved.epochs, saved.steps, saved.isEnded)
    (read.epochSeconds, read.history.seconds) = (saved.epochSeconds, saved.seconds)
    for name in means.names {
      try read.means.set(name, saved.numbers("means/\(name)", count: 2))
    }
    for name in saved.history {
      try read.history.set(name, saved.numbers("history/\(name)", count: saved.epochs))
    }
    let trained = model.parameters.filter(\.isTrainable)
    try read.optimizer.restore(step: saved.optimizerStep, trained) { name in
      file.tensors["unroll.optimizer/\(name)"]
    } missing: {
      CheckpointError(file.name, .incomplete("\($0) is missing or is something else"))
    }
    for index in observers.indices {
      read.observers[index] = file.numbers(under: "unroll.observer/\(index)/").mapValues(\.elements)
    }
    let states = try saved.states(of: model)
    try model.takeWeights(from: file)
    model.assembly.states = states
    model.assembly.trained = (saved.trainedEpochs, saved.trainedSteps)
    self = read
  }
}

extension TensorFile {
  /// All numbers whose names begin with a prefix, by the rest of the name.
  func numbers(under prefix: String) -> [String: Tensor] {
    var found: [String: Tensor] = [:]
    for (name, content) in tensors where name.hasPrefix(prefix) {
      if case .numbers(let tensor) = content {
        found[String(name.dropFirst(prefix.count))] = tensor
      }
    }
    return found
  }
}
