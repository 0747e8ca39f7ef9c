import UnrollNumerics

/// The RNN of the slides with an output at every step, in plain numbers (000:334).
///
/// `hₜ = tanh(Wxh·xₜ + Whh·hₜ₋₁ + bh)`, `oₜ = Why·hₜ + by`, `L = Σₜ Lₜ(oₜ)`, with column vectors and
/// `h₋₁ = 0`. At 000:334 Wxh, Whh, Why are U, W, V; at 000:555 they are W_x, W_h, W_y. Nothing here knows of
/// tensors or tapes.
public struct RNNWithOutputs: Sendable {
  /// Wxh, Whh and bh: the part without outputs.
  public var hidden: VanillaRNN
  /// The output weights Why, `[outputs, units]`.
  public var outputWeights: Matrix
  /// The output bias by, `[outputs, 1]`.
  public var outputBias: Matrix

  /// A network with the given weights.
  public init(hidden: VanillaRNN, outputWeights: Matrix, outputBias: Matrix) {
    self.hidden = hidden
    self.outputWeights = outputWeights
    self.outputBias = outputBias
  }

  /// The output of each step, given the states: `oₜ = Why·hₜ + by`.
  public func outputs(_ states: [Matrix]) -> [Matrix] {
    states.map { outputWeights * $0 + outputBias }
  }

  /// The loss of a sequence of input columns: `L = Σₜ Lₜ`.
  public func loss(_ x: [Matrix], _ loss: StepLoss) -> Double {
    loss.values(outputs(hidden.states(x))).reduce(0, +)
  }

  /// The gradient of a loss by all that the network has: what 000:349 lists.
  public struct Gradients: Sendable {
    /// `∂L/∂Wxh`, `∂L/∂Whh` and `∂L/∂bh`; the slide's U, W and b_h.
    public let hidden: VanillaRNN.Gradients
    /// `∂L/∂Why`; the slide's V.
    public let outputWeights: Matrix
    /// `∂L/∂by`
    public let outputBias: Matrix
    /// `∂L/∂hₜ` for each t: the whole loss, its own step's and all later ones.
    public let states: [Matrix]
  }

  /// Backpropagation through time, by hand.
  ///
  /// `∂L/∂Why = Σ ∂Lₜ/∂oₜ·hₜᵀ`, `∂L/∂by = Σ ∂Lₜ/∂oₜ`, and below the outputs ``VanillaRNN`` goes on with
  /// `∂Lₜ/∂hₜ = Whyᵀ·∂Lₜ/∂oₜ`.
  public func gradients(_ x: [Matrix], _ loss: StepLoss) -> Gradients {
    let states = hidden.states(x)
    let outputGradients = loss.gradients(outputs(states))  // ∂Lₜ/∂oₜ
    var (weightSum, biasSum) = (outputWeights.map { _ in 0 }, outputBias.map { _ in 0 })
    for (state, outputGradient) in zip(states, outputGradients) {
      weightSum = weightSum + outputGradient * state.transposed
      biasSum = biasSum + outputGradient
    }
    let stateGradients = ownStateGradients(x, loss)
    return Gradients(
      hidden: hidden.gradients(x, stateGradients: stateGradients), outputWeights: weightSum,
      outputBias: biasSum,
      states: hidden.totalStateGradients(states, stateGradients: stateGradients))
  }

  /// The gradient of each step's loss by the state of the same step: `∂Lₜ/∂hₜ = Whyᵀ·∂Lₜ/∂oₜ`.
  public func ownStateGradients(_ x: [Matrix], _ loss: StepLoss) -> [Matrix] {
    loss.gradients(outputs(hidden.states(x))).map { outputWeights.transposed * $0 }
  }
}

extension RNNWithOutputs {
  /// A network with weights from −1 to 1; the recurrent ones may be given.
  static func random(
    inputs: Int = 3, units: Int = 4, outputs: Int = 5, recurrentWeights: Matrix? = nil,
    using generator: inout SeededGenerator
  ) -> RNNWithOutputs {
    let hidden = VanillaRNN(
      inputWeights: .random(units, inputs, using: &generator),
      recurrentWeights: recurrentWeights ?? .random(units, units, using: &generator),
      bias: .random(units, 1, using: &generator))
    return RNNWithOutputs(
      hidden: hidden, outputWeights: .random(outputs, units, using: &generator),
      outputBias: .random(outputs, 1, using: &generator))
  }
}
