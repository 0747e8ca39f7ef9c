import UnrollAutodiff
import UnrollNumerics

/// The gated recurrent unit: one gate decides between the old state and a new candidate (Cho et al. 2014).
///
/// With columns of its own for each gate:
/// - update and reset gate: `z, r = σ(xₜ·Wx + b + hₜ₋₁·Wh + b′)`
/// - candidate, the reset gate after the product: `g = tanh(xₜ·Wx + b + r ⊙ (hₜ₋₁·Wh + b′))`
/// - candidate, the reset gate before it: `g = tanh(xₜ·Wx + (r ⊙ hₜ₋₁)·Wh + b)`
/// - state, which is the output: `hₜ = z ⊙ hₜ₋₁ + (1 − z) ⊙ g`
///
/// Weights: Wx (`kernel`) `[inputs, 3·units]`, Wh (`recurrent_kernel`) `[units, 3·units]`; their columns stand in
/// Keras's order z, r, g. `bias` is `[2, 3·units]`, b over b′, where `resetAfter`, else `[3·units]`.
public struct GRUCell: RecurrentCell {
  /// The size of the state.
  public var units: Int
  /// The function of the candidate: tanh.
  public var activation: Activation
  /// The function of the gates: sigmoid.
  public var recurrentActivation: Activation
  /// Whether biases are added.
  public var useBias: Bool
  /// Whether the reset gate acts after the product with the recurrent weights, as in cuDNN and PyTorch,
  /// or before it, as in the paper.
  public var resetAfter: Bool
  /// How `Wx` begins.
  public var kernelInitializer: Initializer
  /// How `Wh` begins.
  public var recurrentInitializer: Initializer
  /// How the biases begin.
  public var biasInitializer: Initializer

  /// A cell; defaults are Keras's.
  public init(
    _ units: Int, activation: Activation = .tanh, recurrentActivation: Activation = .sigmoid,
    useBias: Bool = true, resetAfter: Bool = true,
    kernelInitializer: Initializer = .glorotUniform,
    recurrentInitializer: Initializer = .orthogonal, biasInitializer: Initializer = .zeros
  ) {
    self.units = units
    self.activation = activation
    self.recurrentActivation = recurrentActivation
    self.useBias = useBias
    self.resetAfter = resetAfter
    self.kernelInitializer = kernelInitializer
    self.recurrentInitializer = recurrentInitializer
    self.biasInitializer = biasInitializer
  }

  public var kind: String { "GRUCell" }

  public var isRepeatable: Bool { true }

  public func weights(inputs: Int) -> [WeightSpecification] {
    let kernels = [
      WeightSpecification("kernel", [inputs, 3 * units], kernelInitializer),
      WeightSpecification("recurrent_kernel", [units, 3 * units], recurrentInitializer),
    ]
    let biasShape: Shape = resetAfter ? [2, 3 * units] : [3 * units]
    return useBias ? kernels + [WeightSpecification("bias", biasShape, biasInitializer)] : kernels
  }

  public func prepared(_ weights: Weights) -> Weights {
    if resetAfter {
      guard useBias else { return weights }
      let biases = unstack(weights["bias"])
      return weights.adding([("input_bias", biases[0]), ("recurrent_bias", biases[1])])
    }
    let kernel = weights["recurrent_kernel"]
    return weights.adding([
      ("gate_kernel", kernel[0..., 0..<(2 * units)]),
      ("candidate_kernel", kernel[0..., (2 * units)...]),
    ])
  }

  public func project(_ x: Variable, _ weights: Weights) -> Variable {
    let z = matmul(x, weights["kernel"])  // [time, batch, 3·units]
    guard useBias else { return z }
    return z + weights[resetAfter ? "input_bias" : "bias"]
  }

  public func step(
    _ x: Variable, _ state: HiddenState, _ weights: Weights, _ context: StepContext
  ) -> HiddenState {
    let hidden = context.dropped(state.hidden)
    let input = split(x, into: 3)  // each [batch, units]
    let (update, candidate): (Variable, Variable)
    if resetAfter {
      var product = matmul(hidden, weights["recurrent_kernel"])
      if useBias { product = product + weights["recurrent_bias"] }
      let recurrent = split(product, into: 3)
      update = recurrentActivation(input[0] + recurrent[0])
      let reset = recurrentActivation(input[1] + recurrent[1])
      candidate = activation(input[2] + reset * recurrent[2])
    } else {
      let recurrent = split(matmul(hidden, weights["gate_kernel"]), into: 2)
      update = recurrentActivation(input[0] + recurrent[0])
      let reset = recurrentActivation(input[1] + recurrent[1])
      candidate = activation(input[2] + matmul(reset * hidden, weights["candidate_kernel"]))
    }
    return HiddenState(update * state.hidden + (1 - update) * candidate)
  }
}

/// A recurrent layer with one gate for both forgetting and taking in, ``GRUCell`` run over a sequence.
public typealias GRU = RNN<GRUCell>

extension RNN where Cell == GRUCell {
  /// A gated recurrent unit; defaults are Keras's.
  public init(
    _ units: Int, activation: Activation = .tanh, recurrentActivation: Activation = .sigmoid,
    useBias: Bool = true, resetAfter: Bool = true, returnSequences: Bool = false,
    goBackwards: Bool = false, stateful: Bool = false, dropout: Double = 0,
    recurrentDropout: Double = 0, kernelInitializer: Initializer = .glorotUniform,
    recurrentInitializer: Initializer = .orthogonal, biasInitializer: Initializer = .zeros,
    trainable: Bool = true
  ) {
    self.init(
      GRUCell(
        units, activation: activation, recurrentActivation: recurrentActivation, useBias: useBias,
        resetAfter: resetAfter, kernelInitializer: kernelInitializer,
        recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer),
      returnSequences: returnSequences, goBackwards: goBackwards, stateful: stateful,
      dropout: dropout, recurrentDropout: recurrentDropout, trainable: trainable)
  }
}

extension GRUCell: SavableCell {
  public var configuration: LayerConfiguration {
    [
      "units": units, "activation": activation, "recurrent_activation": recurrentActivation,
      "use_bias": useBias, "reset_after": resetAfter, "kernel_initializer": kernelInitializer,
      "recurrent_initializer": recurrentInitializer, "bias_initializer": biasInitializer,
    ]
  }

  public init(_ configuration: LayerConfiguration) throws {
    try self.init(
      configuration.count("units"), activation: configuration["activation"],
      recurrentActivation: configuration["recurrent_activation"],
      useBias: configuration["use_bias"], resetAfter: configuration["reset_after"],
      kernelInitializer: configuration["kernel_initializer"],
      recurrentInitializer: configuration["recurrent_initializer"],
      biasInitializer: configuration["bias_initializer"])
  }
}
