import Unroll

extension Session {
  /// Training of a model on one batch, step by step as `fit` takes them, without its shuffling,
  /// metrics and search for numbers that are not finite.
  ///
  /// The losses of the first four steps are what must agree: the first depends on the forward pass,
  /// the others on the gradients and the optimiser too.
  static func training(
    _ model: Sequential, on batch: Dataset, optimizer: any Optimizer, loss: Loss,
    threads: Int
  ) -> Session {
    for index in model.parameters.indices {
      model.parameters[index].value = filledWeight(model.parameters[index], stream: index)
    }
    let step = TrainingStep(model, loss: loss, threads: threads, optimizer: optimizer)
    var state = OptimizerState(optimizer, for: model.parameters)

    func takeStep() -> Tensor {
      let result = step(batch)
      state.apply(
        optimizer, to: &model.assembly.parameters, compactGradients: result.compactGradients)
      return result.loss
    }

    let losses = (0..<4).map { _ in flushingSubnormals(takeStep).item() }
    return Session(values: losses) { _ = flushingSubnormals(takeStep) }
  }
}
