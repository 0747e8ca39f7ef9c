import UnrollAutodiff

extension TrainingStep {
  /// What a step computed.
  public struct Result {
    /// The loss of the batch, a scalar.
    public let loss: Tensor
    /// The model's output, `[batch, …]`.
    public let prediction: Tensor
    /// The gradients of the weights that are trained, in order; of a table that was looked up, those of its
    /// rows, where the step's optimiser can do with them.
    public let compactGradients: [Gradient]

    /// The gradients of the weights that are trained, in order, whole.
    public var gradients: [Tensor] { compactGradients.map(\.dense) }

    init(loss: Tensor, prediction: Tensor, gradients: [Gradient]) {
      self.loss = loss
      self.prediction = prediction
      compactGradients = gradients
    }

    /// What the parts of a batch gave, together: losses and gradients are means over samples.
    static func whole(_ parts: [Result], counts: [Int]) -> Result {
      if parts.count == 1 { return parts[0] }
      let total = Double(counts.reduce(0, +))
      let shares = counts.map { Double($0) / total }
      return Result(
        loss: weightedSum(parts.map(\.loss), shares),
        prediction: joined(parts.map(\.prediction)),
        gradients: parts[0].compactGradients.indices.map { index in
          .joined(parts.map { $0.compactGradients[index] }, shares)
        })
    }
  }
}

/// Parts of a batch put together again.
func joined(_ parts: [Tensor]) -> Tensor {
  parts.count == 1 ? parts[0] : concatenate(parts.map { Variable($0) }).value
}
