import UnrollAutodiff
import UnrollNumerics

/// The recurrent layer of the lectures: its output goes back into it at the next time step.
///
/// `hₜ = tanh(xₜ·Wxh + hₜ₋₁·Whh + bh)` with `h₋₁ = 0`; x `[batch, time, inputs]`,
/// Wxh (`kernel`) `[inputs, units]`, Whh (`recurrent_kernel`) `[units, units]`, bh (`bias`) `[units]`;
/// the result is the last state `[batch, units]`, or all states `[batch, time, units]`.
public struct SimpleRNN: Layer {
  /// The size of the state.
  public var units: Int
  /// The function at the end of each step.
  public var activation: Activation
  /// Whether `bh` is added.
  public var useBias: Bool
  /// Whether all states come out, not only the last.
  public var returnSequences: Bool
  /// How `Wxh` begins.
  public var kernelInitializer: Initializer
  /// How `Whh` begins.
  public var recurrentInitializer: Initializer
  /// How `bh` begins.
  public var biasInitializer: Initializer

  /// A simple recurrent layer; defaults are Keras's.
  public init(
    _ units: Int, activation: Activation = .tanh, useBias: Bool = true,
    returnSequences: Bool = false, kernelInitializer: Initializer = .glorotUniform,
    recurrentInitializer: Initializer = .orthogonal, biasInitializer: Initializer = .zeros
  ) {
    require(units > 0, "SimpleRNN: got \(units) units; expected at least 1")
    self.units = units
    self.activation = activation
    self.useBias = useBias
    self.returnSequences = returnSequences
    self.kernelInitializer = kernelInitializer
    self.recurrentInitializer = recurrentInitializer
    self.biasInitializer = biasInitializer
  }

  public var kind: String { "SimpleRNN" }

  public func weights(for input: LayerShape) -> [WeightSpecification] {
    guard let inputs = input.features else {
      stop("SimpleRNN: needs a known number of features, but its input is \(input)")
    }
    let kernels = [
      WeightSpecification("kernel", [inputs, units], kernelInitializer),
      WeightSpecification("recurrent_kernel", [units, units], recurrentInitializer),
    ]
    return useBias ? kernels + [WeightSpecification("bias", [units], biasInitializer)] : kernels
  }

  public func outputShape(for input: LayerShape) -> LayerShape {
    require(
      input.sizes.count == 2,
      """
      SimpleRNN: expected a sequence (batch, time, features), but the input is \(input); \
      the recurrent layer before it needs returnSequences: true
      """)
    return returnSequences ? input.withFeatures(units) : [units]
  }

  public func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    require(
      x.shape[1] > 0, "SimpleRNN: input of shape \(x.shape) has no time steps; expected at least 1")
    let recurrentKernel = weights["recurrent_kernel"]
    // The part that does not depend on the state is one product for the whole sequence.
    var projected = matmul(x, weights["kernel"])  // [batch, time, units]
    if useBias { projected = projected + weights["bias"] }

    var hidden = Variable(.zeros([x.shape[0], units], dtype: x.dtype))
    var states: [Variable] = []
    for (t, input) in unstack(projected, axis: 1).enumerated() {
      hidden = context.step(t) { activation(input + matmul(hidden, recurrentKernel)) }
      if returnSequences { states.append(hidden) }
    }
    return returnSequences ? stack(states, axis: 1) : hidden
  }
}
