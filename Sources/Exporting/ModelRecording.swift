import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

extension RecordedProgram {
  /// A model's answers to a batch, from its weights and inputs.
  ///
  /// - Parameter inputs: Any batch of the shape that the program is for; the numbers do not matter.
  /// - Throws: ``ExportError`` where what the model computes depends on more than the shape of its inputs.
  public static func prediction(
    of model: any Model, on inputs: Samples
  ) throws(ExportError) -> RecordedProgram {
    let recording = try ModelRecording(model, inputs, isTraining: false)
    return RecordedProgram(
      recording.tape, inputs: [recording.weights] + recording.inputs,
      results: [.value("prediction", recording.output)])
  }

  /// A model's loss on a batch and the gradients of its trainable weights.
  public static func gradients(
    of model: any Model, on batch: Dataset, loss: Loss
  ) throws(ExportError) -> RecordedProgram {
    let step = try LossRecording(model, batch, loss, false)
    return RecordedProgram(
      step.call.tape, inputs: [step.call.weights] + step.call.inputs + step.targets,
      results: [.value("loss", step.loss), .group("gradients", step.gradients)])
  }

  /// One step of a model's training: from weights, what the optimiser remembers, the number of the step (1 for the first)
  /// and a batch to the loss, the new weights, and what the optimiser remembers then.
  ///
  /// - Parameter droppingNothing: Whether layers that drop numbers at random leave them all in.
  /// - Throws: ``ExportError`` also where the optimiser is not one of the library's, or its rate has a schedule.
  public static func trainingStep(
    of model: any Model, on batch: Dataset, loss: Loss, optimizer: any Optimizer,
    droppingNothing: Bool = false
  ) throws(ExportError) -> RecordedProgram {
    let step = try LossRecording(model, batch, loss, droppingNothing)
    let tape = step.call.tape
    let dtype = step.loss.dtype
    let number = tape.variable(1, name: "step", dtype: dtype)
    guard let rule = optimizer as? any RecordableOptimizer else {
      throw ExportError.unknownOptimizer(optimizer.name)
    }
    if optimizer.schedule != nil { throw ExportError.schedule(optimizer.name) }
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
        rule.recordedUpdate(weight, gradient, before.map(\.value), step: number)
      }
      slots += before
      newWeights.append((name, new))
      newSlots += zip(before, after).map { ($0.name, $1) }
    }
    let isTrained = Set(newWeights.map(\.name))
    let kept = step.call.weights.values.filter { !isTrained.contains($0.name) }
    return RecordedProgram(
      tape,
      inputs: [step.call.weights, .group("slots", slots), .value("step", number)]
        + step.call.inputs + step.targets,
      results: [
        .value("loss", step.loss), .group("weights", newWeights + kept), .group("slots", newSlots),
      ])
  }
}

/// A call of a model, recorded so that it holds for every batch of the same shape.
private struct ModelRecording {
  let tape = Tape()
  let weights: RecordedProgram.Part
  private(set) var inputs: [RecordedProgram.Part] = []
  let output: Variable

  init(_ model: any Model, _ batch: Samples, isTraining: Bool) throws(ExportError) {
    guard model.isRepeatable else { throw ExportError.dependsOnNumbers }
    model.assembly.dropUpdates()
    let variables = model.variables(on: tape)
    weights = .group("weights", zip(model.parameters, variables).map { ($0.path, $1) })
    var run = Run(tape: tape, isTraining: isTraining)
    let repeated = RepeatedCall()
    run.repeated = repeated
    let input = batch.input(on: tape, name: "inputs")
    output = model.assembly.keepingState { model.call(input, variables, run) }.named("prediction")
    inputs = input.parts("inputs")
    if !repeated.masks.variables.isEmpty { throw ExportError.dropout }
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
