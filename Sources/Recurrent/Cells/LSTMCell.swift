import UnrollAutodiff
import UnrollNumerics

/// The long short-term memory: gates decide what is forgotten, added and shown (Hochreiter &
/// Schmidhuber 1997; the forget gate is Gers et al. 2000).
///
/// With columns of its own for each gate:
/// - input, forget and output gate: `i, f, o = σ(xₜ·Wx + hₜ₋₁·Wh + b)`
/// - candidate: `g = tanh(xₜ·Wx + hₜ₋₁·Wh + b)`
/// - carry: `cₜ = f ⊙ cₜ₋₁ + i ⊙ g`
/// - hidden state, which is the output: `hₜ = o ⊙ tanh(cₜ)`
///
/// Weights: Wx (`kernel`) `[inputs, 4·units]`, Wh (`recurrent_kernel`) `[units, 4·units]`, b (`bias`) `[4·units]`;
/// their columns stand in Keras's order i, f, g, o.
public struct LSTMCell: RecurrentCell {
  /// The size of the hidden state and of the carry.
  public var units: Int
  /// The function of the candidate and of the carry that is shown: tanh.
  public var activation: Activation
  /// The function of the gates: sigmoid.
  public var recurrentActivation: Activation
  /// Whether `b` is added.
  public var useBias: Bool
  /// Whether the forget gate's bias begins at one, so that the cell begins by remembering.
  public var unitForgetBias: Bool
  /// How `Wx` begins.
  public var kernelInitializer: Initializer
  /// How `Wh` begins.
  public var recurrentInitializer: Initializer
  /// How `b` begins, but for the forget gate's part.
  public var biasInitializer: Initializer

  /// A cell; defaults are Keras's.
  public init(
    _ units: Int, activation: Activation = .tanh, recurrentActivation: Activation = .sigmoid,
    useBias: Bool = true, unitForgetBias: Bool = true,
    kernelInitializer: Initializer = .glorotUniform,
    recurrentInitializer: Initializer = .orthogonal, biasInitializer: Initializer = .zeros
  ) {
    self.units = units
    self.activation = activation
    self.recurrentActivation = recurrentActivation
    self.useBias = useBias
    self.unitForgetBias = unitForgetBias
    self.kernelInitializer = kernelInitializer
    self.recurrentInitializer = recurrentInitializer
    self.biasInitializer = biasInitializer
  }

  public var kind: String { "LSTMCell" }

  public var isRepeatable: Bool { true }

  public func weights(inputs: Int) -> [WeightSpecification] {
    let kernels = [
      WeightSpecification("kernel", [inputs, 4 * units], kernelInitializer),
      WeightSpecification("recurrent_kernel", [units, 4 * units], recurrentInitializer),
    ]
    let beginning =
      unitForgetBias
      ? Initializer.parts([biasInitializer, .ones, biasInitializer, biasInitializer])
      : biasInitializer
    return useBias ? kernels + [WeightSpecification("bias", [4 * units], beginning)] : kernels
  }

  public func project(_ x: Variable, _ weights: Weights) -> Variable {
    let z = matmul(x, weights["kernel"])  // [time, batch, 4·units]
    return useBias ? z + weights["bias"] : z
  }

  public func step(
    _ x: Variable, _ state: LSTMState, _ weights: Weights, _ context: StepContext
  ) -> LSTMState {
    let z = x + matmul(context.dropped(state.hidden), weights["recurrent_kernel"])
    let gates = split(z, into: 4)  // each [batch, units]
    let input = recurrentActivation(gates[0])
    let forget = recurrentActivation(gates[1])
    let candidate = activation(gates[2])
    let output = recurrentActivation(gates[3])
    let carry = forget * state.carry + input * candidate
    return LSTMState(hidden: output * activation(carry), carry: carry)
  }
}

/// A layer with a short-term and a long-term state, ``LSTMCell`` run over a sequence.
public typealias LSTM = RNN<LSTMCell>

extension RNN where Cell == LSTMCell {
  /// A long short-term memory; defaults are Keras's.
  public init(
    _ units: Int, activation: Activation = .tanh, recurrentActivation: Activation = .sigmoid,
    useBias: Bool = true, unitForgetBias: Bool = true, returnSequences: Bool = false,
    goBackwards: Bool = false, stateful: Bool = false, dropout: Double = 0,
    recurrentDropout: Double = 0, kernelInitializer: Initializer = .glorotUniform,
    recurrentInitializer: Initializer = .orthogonal, biasInitializer: Initializer = .zeros,
    trainable: Bool = true
  ) {
    self.init(
      LSTMCell(
        units, activation: activation, recurrentActivation: recurrentActivation, useBias: useBias,
        unitForgetBias: unitForgetBias, kernelInitializer: kernelInitializer,
        recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer),
      returnSequences: returnSequences, goBackwards: goBackwards, stateful: stateful,
      dropout: dropout, recurrentDropout: recurrentDropout, trainable: trainable)
  }
}

extension LSTMCell: SavableCell {
  public var configuration: LayerConfiguration {
    [
      "units": units, "activation": activation, "recurrent_activation": recurrentActivation,
      "use_bias": useBias, "unit_forget_bias": unitForgetBias,
      "kernel_initializer": kernelInitializer, "recurrent_initializer": recurrentInitializer,
      "bias_initializer": biasInitializer,
    ]
  }

  public init(_ configuration: LayerConfiguration) throws {
    try self.init(
      configuration.count("units"), activation: configuration["activation"],
      recurrentActivation: configuration["recurrent_activation"],
      useBias: configuration["use_bias"], unitForgetBias: configuration["unit_forget_bias"],
      kernelInitializer: configuration["kernel_initializer"],
      recurrentInitializer: configuration["recurrent_initializer"],
      biasInitializer: configuration["bias_initializer"])
  }
}
