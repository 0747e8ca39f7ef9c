import Unroll

extension Session {
  /// Training of a model on one batch, step by step as `fit` takes them, without its shuffling,
  /// metrics and search for numbers that are not finite.
  ///
  /// The losses of the first four steps are what must agree: the first depends on the forward pass,
  /// the others on the gradients and the optimiser too.
  static func training(
    _ model: Sequential, on batch: Dataset, optimizer: any Optimizer, loss: Loss
  ) -> Session {
    let tape = Tape()
    var weights = model.parameters.enumerated().map { filledWeight($1, stream: $0) }
    var state = OptimizerState(optimizer, for: weights)

    func takeStep() -> Variable {
      tape.reset()
      let variables = weights.map { tape.variable($0) }
      let run = Run(tape: tape, isTraining: true)
      let prediction = model.call(batch.inputs.input(), variables, run)
      let value = loss(prediction, batch.targets.input())
      let gradients = tape.gradient(of: value, for: variables).map(\.value)
      state.apply(optimizer, to: &weights, gradients: gradients)
      return value
    }

    let losses = (0..<4).map { _ in flushingSubnormals(takeStep).item() }
    return Session(values: losses) { _ = flushingSubnormals(takeStep) }
  }
}
