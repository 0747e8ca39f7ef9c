import UnrollAutodiff
import UnrollNumerics

/// The cell of the lectures: its output goes back into it at the next time step.
///
/// `hₜ = tanh(xₜ·Wxh + hₜ₋₁·Whh + bh)`; Wxh (`kernel`) `[inputs, units]`, Whh (`recurrent_kernel`)
/// `[units, units]`, bh (`bias`) `[units]`
public struct SimpleRNNCell: RecurrentCell {
  /// The size of the state.
  public var units: Int
  /// The function at the end of each step.
  public var activation: Activation
  /// Whether `bh` is added.
  public var useBias: Bool
  /// How `Wxh` begins.
  public var kernelInitializer: Initializer
  /// How `Whh` begins.
  public var recurrentInitializer: Initializer
  /// How `bh` begins.
  public var biasInitializer: Initializer

  /// A cell; defaults are Keras's.
  public init(
    _ units: Int, activation: Activation = .tanh, useBias: Bool = true,
    kernelInitializer: Initializer = .glorotUniform,
    recurrentInitializer: Initializer = .orthogonal, biasInitializer: Initializer = .zeros
  ) {
    self.units = units
    self.activation = activation
    self.useBias = useBias
    self.kernelInitializer = kernelInitializer
    self.recurrentInitializer = recurrentInitializer
    self.biasInitializer = biasInitializer
  }

  public var kind: String { "SimpleRNNCell" }

  public var isRepeatable: Bool { true }

  public func weights(inputs: Int) -> [WeightSpecification] {
    let kernels = [
      WeightSpecification("kernel", [inputs, units], kernelInitializer),
      WeightSpecification("recurrent_kernel", [units, units], recurrentInitializer),
    ]
    return useBias ? kernels + [WeightSpecification("bias", [units], biasInitializer)] : kernels
  }

  public func project(_ x: Variable, _ weights: Weights) -> Variable {
    let z = matmul(x, weights["kernel"])  // [time, batch, units]
    return useBias ? z + weights["bias"] : z
  }

  public func step(
    _ x: Variable, _ state: HiddenState, _ weights: Weights, _ context: StepContext
  ) -> HiddenState {
    let recurrent = matmul(context.dropped(state.hidden), weights["recurrent_kernel"])
    return HiddenState(activation(x + recurrent))
  }
}

/// A recurrent layer whose output goes back into it, ``SimpleRNNCell`` run over a sequence.
public typealias SimpleRNN = RNN<SimpleRNNCell>

extension RNN where Cell == SimpleRNNCell {
  /// A simple recurrent layer; defaults are Keras's.
  public init(
    _ units: Int, activation: Activation = .tanh, useBias: Bool = true,
    returnSequences: Bool = false, goBackwards: Bool = false, stateful: Bool = false,
    dropout: Double = 0, recurrentDropout: Double = 0,
    kernelInitializer: Initializer = .glorotUniform,
    recurrentInitializer: Initializer = .orthogonal, biasInitializer: Initializer = .zeros,
    trainable: Bool = true
  ) {
    self.init(
      SimpleRNNCell(
        units, activation: activation, useBias: useBias, kernelInitializer: kernelInitializer,
        recurrentInitializer: recurrentInitializer, biasInitializer: biasInitializer),
      returnSequences: returnSequences, goBackwards: goBackwards, stateful: stateful,
      dropout: dropout, recurrentDropout: recurrentDropout, trainable: trainable)
  }
}

extension SimpleRNNCell: SavableCell {
  public var configuration: LayerConfiguration {
    [
      "units": units, "activation": activation, "use_bias": useBias,
      "kernel_initializer": kernelInitializer, "recurrent_initializer": recurrentInitializer,
      "bias_initializer": biasInitializer,
    ]
  }

  public init(_ configuration: LayerConfiguration) throws {
    try self.init(
      configuration.count("units"), activation: configuration["activation"],
      useBias: configuration["use_bias"], kernelInitializer: configuration["kernel_initializer"],
      recurrentInitializer: configuration["recurrent_initializer"],
      biasInitializer: configuration["bias_initializer"])
  }
}
