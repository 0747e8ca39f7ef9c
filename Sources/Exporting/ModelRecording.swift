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

/// A call of a model, recorded so that it holds for every batch of the same shape.
private struct ModelRecording {
  let tape = Tape()
  let weights: RecordedProgram.Part
  /// The states that layers carry into the call and out of it, and the masks that it draws; no part where there are none.
  let states, newStates, masks: [RecordedProgram.Part]
  let inputs: [RecordedProgram.Part]
  let output: Variable
  private let dropoutRates: [String: Double]

  init(_ model: any Model, _ batch: Samples, isTraining: Bool) throws(ExportError) {
    guard model.isRepeatable else { throw ExportError.dependsOnNumbers }
    model.assembly.dropUpdates()
    let variables = model.variables(on: tape)
    weights = .group("weights", zip(model.parameters, variables).map { ($0.path, $1) })
    var run = Run(tape: tape, isTraining: isTraining)
    let repeated = RepeatedCall()
    run.repeated = repeated
    let input = batch.input(on: tape, name: "inputs")
    output = model.assembly.keepingState {
      model.beginWithZeros(batch)
      return model.call(input, variables, run)
    }.named("prediction")
    inputs = input.parts("inputs")

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
private struct LossRecording {
  let call: ModelRecording
  let targets: [RecordedProgram.Part]
  let loss: Variable
  let gradients: [(name: String, value: Variable)]

  init(
    _ model: any Model, _ batch: Dataset, _ loss: Loss, _ droppingNothing: Bool
  ) throws(ExportError) {
    guard loss.isRepeatable(for: batch.targets) else { throw ExportError.loss(loss.name) }
    let call = try ModelRecording(model, batch.inputs, isTraining: !droppingNothing)
    let target = batch.targets.input(on: call.tape, name: "targets")
    let value = call.tape.scope("loss") { loss(call.output, target) }.named("loss")
    let trained = zip(model.parameters, call.weights.values).filter { $0.0.isTrainable }.map(\.1)
    let slopes = call.tape.gradient(of: value, for: trained.map(\.value), recorded: true)
    (self.call, self.loss) = (call, value)
    targets = target.parts("targets")
    gradients = zip(trained, slopes).map { ($0.name, $1) }
  }
}

/// What an optimiser makes of gradients.
private struct UpdateRecording {
  let slots, newSlots, newWeights: RecordedProgram.Part
  /// The number of the step, and the learning rate where a schedule changes it.
  let moment: [RecordedProgram.Part]

  init(_ step: LossRecording, _ optimizer: any RecordableOptimizer) {
    let tape = step.call.tape
    let number = tape.variable(1, name: "step", dtype: step.loss.dtype)
    var moment = [RecordedProgram.Part.value("step", number)]
    var rate = RecordedRate.fixed(optimizer.learningRate)
    if optimizer.schedule != nil {
      let given = tape.variable(optimizer.learningRate, name: "rate", dtype: step.loss.dtype)
      moment.append(.value("rate", given))
      rate = .given(given)
    }
    let weights = Dictionary(
      uniqueKeysWithValues: step.call.weights.values.map { ($0.name, $0.value) })
    var slots: [(name: String, value: Variable)] = []
    var newWeights: [(name: String, value: Variable)] = []
    var newSlots: [(name: String, value: Variable)] = []
    let gradients = tape.scope("clipping") {
      optimizer.clipping?.recorded(step.gradients.map(\.value)) ?? step.gradients.map(\.value)
    }
    for ((name, _), gradient) in zip(step.gradients, gradients) {
      guard let weight = weights[name] else { continue }
      let before = optimizer.slotNames.map { slot in
        (
          name: "\(name)/\(slot)",
          value: tape.variable(.zeros(weight.shape, dtype: weight.dtype), name: "\(name)/\(slot)")
        )
      }
      let (new, after) = tape.scope(optimizer.name) {
        optimizer.recordedUpdate(weight, gradient, before.map(\.value), step: number, rate: rate)
      }
      slots += before
      newWeights.append((name, new))
      newSlots += zip(before, after).map { ($0.name, $1) }
    }
    let isTrained = Set(newWeights.map(\.name))
    let kept = step.call.weights.values.filter { !isTrained.contains($0.name) }
    self.slots = .group("slots", slots)
    self.newSlots = .group("slots", newSlots)
    self.newWeights = .group("weights", newWeights + kept)
    self.moment = moment
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
