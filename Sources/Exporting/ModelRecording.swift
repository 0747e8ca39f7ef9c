import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

extension RecordedProgram {
  /// A model's answers to a batch, from its weights and inputs.
  ///
  /// The states that stateful layers carry stand behind the weights, as `states`, and behind the answers those of the
  /// next batch.
  ///
  /// - Parameter inputs: Any batch of the shape that the program is for; the numbers do not matter.
  /// - Throws: ``ExportError`` where what the model computes depends on more than the shape of its inputs.
  public static func prediction(
    of model: any Model, on inputs: Samples
  ) throws(ExportError) -> RecordedProgram {
    let call = try ModelRecording(model, inputs, isTraining: false)
    return call.program(
      takes: [call.weights] + call.states + call.masks + call.inputs,
      gives: [.value("prediction", call.output)] + call.newStates)
  }

  /// A model's loss on a batch and the gradients of its trainable weights; with states as in a prediction, and with the
  /// masks of dropout, as `masks`, in front of the inputs.
  public static func gradients(
    of model: any Model, on batch: Dataset, loss: Loss
  ) throws(ExportError) -> RecordedProgram {
    let step = try LossRecording(model, batch, loss, false)
    let call = step.call
    return call.program(
      takes: [call.weights] + call.states + call.masks + call.inputs + step.targets,
      gives: [.value("loss", step.loss), .group("gradients", step.gradients)] + call.newStates)
  }

  /// One step of a model's training: from weights, what the optimiser remembers, the number of the step (1 for the first)
  /// and a batch to the loss, the new weights, and what the optimiser remembers then.
  ///
  /// It is given, in this order, what there is of `weights, slots, states, step, rate, masks, inputs, targets`: states and
  /// masks where layers carry or draw them, and the learning rate where it has a schedule, of whatever kind. The results
  /// are `loss, weights, slots, states`.
  ///
  /// - Parameter droppingNothing: Whether layers that drop numbers at random leave them all in.
  /// - Throws: ``ExportError`` also where the optimiser is not one of the library's.
  public static func trainingStep(
    of model: any Model, on batch: Dataset, loss: Loss, optimizer: any Optimizer,
    droppingNothing: Bool = false
  ) throws(ExportError) -> RecordedProgram {
    guard let rule = optimizer as? any RecordableOptimizer else {
      throw ExportError.unknownOptimizer(optimizer.name)
    }
    let step = try LossRecording(model, batch, loss, droppingNothing)
    let call = step.call
    let update = UpdateRecording(step, rule)
    return call.program(
      takes: [call.weights, update.slots] + call.states + update.moment + call.masks + call.inputs
        + step.targets,
      gives: [.value("loss", step.loss), update.newWeights, update.newSlots] + call.newStates)
  }
}

/// A call of a model, recorded so that it holds for every batch of the same shape, whatever its padding.
struct ModelRecording {
  let tape = Tape()
  let weights: RecordedProgram.Part
  /// The states that layers carry into the call and out of it, and the masks that it draws; no part where there are none.
  let states, newStates, masks: [RecordedProgram.Part]
  let inputs: [RecordedProgram.Part]
  let output: Variable
  private let dropoutRates: [String: Double]
  /// The next values of weights that are computed and not trained, by their names.
  let updates: [String: Variable]

  init(
    _ model: any Model, _ batch: Samples, isTraining: Bool, droppingNothing: Bool = false
  ) throws(ExportError) {
    guard model.isRecordable else { throw ExportError.dependsOnNumbers }
    let variables = model.variables(on: tape)
    weights = .group("weights", zip(model.parameters, variables).map { ($0.path, $1) })
    var run = Run(tape: tape, isTraining: isTraining)
    let repeated = RepeatedCall(isForEveryBatch: true)
    repeated.isDroppingNothing = droppingNothing
    run.repeated = repeated
    let input = batch.ownIDs.input(on: tape, name: "inputs")
    output = model.assembly.keepingState {
      model.beginWithZeros(batch)
      return model.call(input, variables, run)
    }.named("prediction")
    inputs = input.parts("inputs")

    updates = repeated.updates
    if repeated.timeMasks?.hasUnknown ?? true { throw ExportError.dependsOnNumbers }
    let (carried, rules) = (repeated.states, repeated.masks.rules)
    guard carried.goOn, Set(rules.map(\.name)).count == rules.count else {
      throw ExportError.repeatedLayer
    }
    states = .group("states", carried.names, carried.before)
    newStates = .group("states", carried.names, carried.after)
    masks = .group("masks", rules.map(\.name), repeated.masks.variables)
    dropoutRates = Dictionary(uniqueKeysWithValues: rules.map { ($0.name, $0.rate) })
  }

  /// A program that begins with the call.
  func program(
    takes: [RecordedProgram.Part], gives: [RecordedProgram.Part]
  ) -> RecordedProgram {
    var program = RecordedProgram(tape, inputs: takes, results: gives)
    program.dropoutRates = dropoutRates
    return program
  }
}

/// A call of a model, its loss, and the gradients of its trainable weights.
struct LossRecording {
  let call: ModelRecording
  let targets: [RecordedProgram.Part]
  let loss: Variable
  let gradients: [(name: String, value: Variable)]

  init(
    _ model: any Model, _ batch: Dataset, _ loss: Loss, _ droppingNothing: Bool
  ) throws(ExportError) {
    guard loss.isRecordable(for: batch.targets) else { throw ExportError.loss(loss.name) }
    let call = try ModelRecording(
      model, batch.inputs, isTraining: true, droppingNothing: droppingNothing)
    let target = batch.targets.ownIDs.input(on: call.tape, name: "targets")
    let start = call.tape.count
    let value = call.tape.scope("loss") { loss(call.output, target) }.named("loss")
    targets = target.parts("targets")
    guard call.tape.takesIDs(from: targets, behind: start) else {
      throw ExportError.loss(loss.name)
    }
    let trained = zip(model.parameters, call.weights.values).filter { $0.0.isTrainable }.map(\.1)
    let slopes = call.tape.gradient(of: value, for: trained.map(\.value), recorded: true)
    (self.call, self.loss) = (call, value)
    gradients = zip(trained, slopes).map { ($0.name, $1) }
  }
}

extension Model {
  /// Has stateful layers begin with zeros that are given, and not of their own: a call shows of what shapes they are.
  fileprivate func beginWithZeros(_ batch: Samples) {
    guard isStateful else { return }
    resetState()
    _ = call(batch.input(), constants, Run())
    assembly.states = assembly.states.mapValues {
      $0.map { .zeros($0.shape, dtype: $0.dtype) }
    }
  }
}

extension [RecordedProgram.Part] {
  /// A group, or nothing where it would be empty.
  fileprivate static func group(
    _ name: String, _ names: [String], _ values: [Variable]
  ) -> [RecordedProgram.Part] {
    values.isEmpty ? [] : [.group(name, zip(names, values).map { ($0, $1) })]
  }
}

extension Samples {
  /// The same data with ids that lie in memory of their own: operations on ids are known by these.
  fileprivate var ownIDs: Samples {
    switch self {
    case .numbers: self
    case .tokens(let ids): .tokens(IntTensor(ids.elements, shape: ids.shape))
    case .several(let parts): .several(parts.map(\.ownIDs))
    }
  }
}

extension Tape {
  /// Whether all ids in the last lines are those that a program is given, and none were computed from them aside.
  fileprivate func takesIDs(from parts: [RecordedProgram.Part], behind start: Int) -> Bool {
    let given = parts.compactMap { part in
      if case .tokens(_, let ids) = part { ids } else { nil }
    }
    return lines.dropFirst(start).compactMap(\.operation.heldIDs).allSatisfy { ids in
      given.contains { $0.isSame(as: ids) }
    }
  }
}

extension ModelInput {
  /// The input as what a program is given.
  fileprivate func parts(_ name: String) -> [RecordedProgram.Part] {
    switch self {
    case .numbers(let x): [.value(name, x)]
    case .tokens(let ids): [.tokens(name, ids)]
    case .several(let inputs):
      inputs.enumerated().flatMap { $1.parts("\(name)_\($0 + 1)") }
    }
  }
}
