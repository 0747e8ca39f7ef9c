import Foundation
import UnrollNumerics

/// The vanilla RNN in plain numbers, as the slides write it: the formula that the tape is held against.
///
/// `hₜ = tanh(Wxh·xₜ + Whh·hₜ₋₁ + bh)` with column vectors and `h₋₁ = 0` (000:223). Nothing here knows of
/// tensors or tapes.
public struct VanillaRNN: Sendable {
  /// The input weights, `[units, inputs]`.
  public var inputWeights: Matrix
  /// The recurrent weights, `[units, units]`.
  public var recurrentWeights: Matrix
  /// The bias, `[units, 1]`.
  public var bias: Matrix

  /// A network with the given weights.
  public init(inputWeights: Matrix, recurrentWeights: Matrix, bias: Matrix) {
    self.inputWeights = inputWeights
    self.recurrentWeights = recurrentWeights
    self.bias = bias
  }

  /// All states for a sequence of input columns.
  public func states(_ x: [Matrix]) -> [Matrix] {
    var hidden = Matrix(rows: recurrentWeights.rows, columns: 1)
    return x.map { input in
      hidden = (inputWeights * input + recurrentWeights * hidden + bias).map(tanh)
      return hidden
    }
  }

  /// All states by the other form of the slide: one matrix W on the stacked column, `tanh(W·[x; h])`.
  public func statesFromStackedMatrix(_ x: [Matrix]) -> [Matrix] {
    let stacked = Matrix.beside(inputWeights, recurrentWeights)
    var hidden = Matrix(rows: recurrentWeights.rows, columns: 1)
    return x.map { input in
      hidden = (stacked * Matrix.above(input, hidden) + bias).map(tanh)
      return hidden
    }
  }

  /// The gradients of a loss, given its gradient with respect to each state at its own step.
  public struct Gradients: Sendable {
    /// `∂L/∂Wxh`
    public let inputWeights: Matrix
    /// `∂L/∂Whh`
    public let recurrentWeights: Matrix
    /// `∂L/∂bh`
    public let bias: Matrix
  }

  /// Backpropagation through time, by hand.
  ///
  /// `δₜ = ∂L/∂hₜ ⊙ (1 − hₜ²)`, `∂L/∂Whh = Σ δₜ·hₜ₋₁ᵀ`, `∂L/∂Wxh = Σ δₜ·xₜᵀ`, `∂L/∂bh = Σ δₜ`.
  public func gradients(_ x: [Matrix], stateGradients: [Matrix]) -> Gradients {
    let hidden = states(x)
    let total = totalStateGradients(hidden, stateGradients: stateGradients)
    let zero = Matrix(rows: recurrentWeights.rows, columns: 1)
    var (inputSum, recurrentSum) = (inputWeights.map { _ in 0 }, recurrentWeights.map { _ in 0 })
    var biasSum = zero
    for t in x.indices.reversed() {
      let delta = total[t].times(hidden[t].map { 1 - $0 * $0 })
      inputSum = inputSum + delta * x[t].transposed
      recurrentSum = recurrentSum + delta * (t > 0 ? hidden[t - 1] : zero).transposed
      biasSum = biasSum + delta
    }
    return Gradients(inputWeights: inputSum, recurrentWeights: recurrentSum, bias: biasSum)
  }

  /// The gradient of the whole loss by each state: its own step's, and what comes back from later ones.
  ///
  /// `∂L/∂hₜ = ∂Lₜ/∂hₜ + Whhᵀ·(∂L/∂hₜ₊₁ ⊙ (1 − hₜ₊₁²))`, from the last state to the first.
  func totalStateGradients(_ hidden: [Matrix], stateGradients: [Matrix]) -> [Matrix] {
    var total = stateGradients
    for t in total.indices.dropLast().reversed() {
      let delta = total[t + 1].times(hidden[t + 1].map { 1 - $0 * $0 })
      total[t] = stateGradients[t] + recurrentWeights.transposed * delta
    }
    return total
  }
}
