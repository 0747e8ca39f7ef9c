import UnrollAutodiff

/// A training step on batches of one shape as a ``Program``.
struct StepProgram {
  /// One for each part of a batch that is computed at the same time; none where there can't be any.
  private var copies: [Program]

  private let plan: GradientPlan

  /// Which of a batch's integers each lookup names its rows by, and in what shape.
  private let lookups: [(integers: Int, shape: Shape)]

  /// A program, or none; the lookups and the integers are those of the batch that was recorded.
  init(
    _ program: Program?, _ plan: GradientPlan, _ lookups: [IntTensor], _ integers: [IntTensor]
  ) {
    self.plan = plan
    self.lookups = lookups.compactMap { indices in
      integers.firstIndex { $0.isSame(as: indices) }.map { ($0, indices.shape) }
    }
    // Integers that a model made itself are not known for the next batch.
    let areKnown = self.lookups.count == lookups.count
    copies = areKnown ? program.map { [$0] } ?? [] : []
  }

  /// Makes sure that there is a program for a part of a batch.
  mutating func makeCopies(through index: Int) {
    guard let first = copies.first else { return }
    while copies.count <= index { copies.append(first.copy()) }
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
        gradients: step.plan.gradients(Array(found.dropFirst(2)), indices))
    }
  }

  /// The call of a copy on a batch; nil where there can't be a program.
  func call(_ weights: [Tensor], _ arrays: BatchArrays, copy index: Int) -> Call? {
    guard index < copies.count else { return nil }
    return Call(
      program: copies[index], inputs: weights + arrays.numbers, integers: arrays.integers,
      step: self)
  }
}
