import UnrollAutodiff

/// A training step on batches of one shape as a ``Program``.
final class StepProgram {
  /// One for each part of a batch that is computed at the same time; none where there can't be any.
  private var copies: [Program]

  private let plan: GradientPlan

  /// Which of a batch's integers each lookup names its rows by, and in what shape.
  private let lookups: [(integers: Int, shape: Shape)]

  /// How many tensors the states are that go into a step and come out of it.
  private let states: Int

  /// A program, or none; the lookups and the integers are those of the batch that was recorded.
  init(
    _ program: Program?, _ plan: GradientPlan, _ lookups: [IntTensor], _ integers: [IntTensor],
    states: Int
  ) {
    self.plan = plan
    self.states = states
    self.lookups = lookups.compactMap { indices in
      integers.firstIndex { $0.isSame(as: indices) }.map { ($0, indices.shape) }
    }
    // Integers that a model made itself are not known for the next batch.
    let areKnown = self.lookups.count == lookups.count
    copies = areKnown ? program.map { [$0] } ?? [] : []
  }

  /// What to run for a part of a batch.
  struct Call {
    let program: Program
    let inputs: [Tensor]
    let integers: [IntTensor]
    fileprivate let step: StepProgram

    /// What the program's results say.
    func result(_ found: [Tensor]) -> TrainingStep.Result {
      let indices = step.lookups.map { integers[$0.integers].reshaped($0.shape) }
      return TrainingStep.Result(
        loss: found[0], prediction: found[1],
        gradients: step.plan.gradients(Array(found.dropFirst(2 + step.states)), indices),
        states: Array(found[2..<(2 + step.states)]))
    }
  }

  /// The call of a copy on a part of a batch and the states it begins with; nil where there can't be a
  /// program.
  func call(
    _ weights: [Tensor], _ arrays: BatchArrays, _ states: [Tensor], copy index: Int
  ) -> Call? {
    guard let first = copies.first, states.count == self.states else { return nil }
    while copies.count <= index { copies.append(first.copy()) }
    return Call(
      program: copies[index], inputs: weights + arrays.numbers + states,
      integers: arrays.integers, step: self)
  }
}
