import UnrollNumerics

// The sum of 000:327 and 000:561, put right.
//
// One weight is used at every step k, and every loss Lₜ with t ≥ k feels it. So the gradient is a sum over
// pairs of steps:
//
//   ∂L/∂Whh = Σₜ Σ_{k≤t} ∂Lₜ/∂hₜ · (∂hₜ/∂hₜ₋₁ · ∂hₜ₋₁/∂hₜ₋₂ ⋯ ∂hₖ₊₁/∂hₖ) · ∂⁺hₖ/∂Whh
//
// ∂⁺ is the immediate derivative: Whh counts as used at step k only, hₖ₋₁ as a constant. For a row ∂Lₜ/∂hₖ
// on its left it gives `((∂Lₜ/∂hₖ)ᵀ ⊙ (1 − hₖ²))·hₖ₋₁ᵀ`, a matrix of the shape of Whh; for Wxh, xₖ stands for
// hₖ₋₁, and for bh, 1.
//
// ⚠ Both slides have ∝ where this is an equation, and differ from it in the same ways: k is not summed over,
// ∂Lᵢ/∂hᵢ is missing, the product ends at y instead of i, and ∂hₖ/∂W is not said to be the immediate
// derivative. 000:561 also has ∂hᵢ/∂hⱼ₋₁ in the product where 000:327 has ∂hⱼ/∂hⱼ₋₁, which is right.
// The factors are matrices and keep their order, the latest step on the left.

extension VanillaRNN {
  /// The gradients split by pairs of steps: `pairs[t][k]`, k ≤ t, is what the loss of step t gives to the
  /// weights as they are used at step k. All pairs together are ``gradients(_:stateGradients:)``.
  public func pairs(_ x: [Matrix], stateGradients: [Matrix]) -> [[Gradients]] {
    let hidden = states(x)
    let jacobians = jacobians(hidden)
    let zero = Matrix(rows: recurrentWeights.rows, columns: 1)
    return x.indices.map { t in
      var byState = stateGradients[t].transposed  // ∂Lₜ/∂hₖ, a row, at first with k = t
      let latestFirst = (0...t).reversed().map { k in
        let delta = byState.transposed.times(hidden[k].map { 1 - $0 * $0 })
        byState = byState * jacobians.steps[k]  // · ∂hₖ/∂hₖ₋₁
        return Gradients(
          inputWeights: delta * x[k].transposed,
          recurrentWeights: delta * (k > 0 ? hidden[k - 1] : zero).transposed, bias: delta)
      }
      return latestFirst.reversed()
    }
  }
}

extension RNNWithOutputs {
  /// The same for a loss of the outputs.
  public func pairs(_ x: [Matrix], _ loss: StepLoss) -> [[VanillaRNN.Gradients]] {
    hidden.pairs(x, stateGradients: ownStateGradients(x, loss))
  }
}

extension VanillaRNN.Gradients {
  /// The sum of the gradients of two losses.
  static func + (a: Self, b: Self) -> Self {
    Self(
      inputWeights: a.inputWeights + b.inputWeights,
      recurrentWeights: a.recurrentWeights + b.recurrentWeights, bias: a.bias + b.bias)
  }
}
