import UnrollAutodiff
import UnrollTraining

/// What an optimiser makes of gradients.
struct UpdateRecording {
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
      .map { (name: $0.name, value: step.call.updates[$0.name] ?? $0.value) }
    self.slots = .group("slots", slots)
    self.newSlots = .group("slots", newSlots)
    self.newWeights = .group("weights", newWeights + kept)
    self.moment = moment
  }
}
