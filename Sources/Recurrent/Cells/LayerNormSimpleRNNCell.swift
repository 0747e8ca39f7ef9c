import UnrollAutodiff
import UnrollNumerics

/// A simple recurrent cell that normalises what goes into its activation (Ba, Kiros & Hinton 2016).
///
/// `hₜ = tanh(norm(xₜ·Wxh + hₜ₋₁·Whh + bh) ⊙ γ + β)` with the normalisation of ``LayerNormalization``; weights
/// as in ``SimpleRNNCell``, γ (`gamma`) and β (`beta`) `[units]`
public struct LayerNormSimpleRNNCell: RecurrentCell {
  /// The cell whose activation is replaced.
  private let inner: SimpleRNNCell
  private let norm: LayerNormalization

  /// The function at the end of each step.
  public var activation: Activation

  /// A cell; defaults are those of Keras's `SimpleRNNCell` and `LayerNormalization`.
  public init(_ units: Int, activation: Activation = .tanh, epsilon: Double = 1e-3) {
    inner = SimpleRNNCell(units, activation: .linear)
    norm = LayerNormalization(epsilon: epsilon)
    self.activation = activation
  }

  public var kind: String { "LayerNormSimpleRNNCell" }

  public var isRepeatable: Bool { true }

  public var units: Int { inner.units }

  public func weights(inputs: Int) -> [WeightSpecification] {
    inner.weights(inputs: inputs) + norm.weights(for: [units])
  }

  public func project(_ x: Variable, _ weights: Weights) -> Variable { inner.project(x, weights) }

  public func step(
    _ x: Variable, _ state: HiddenState, _ weights: Weights, _ context: StepContext
  ) -> HiddenState {
    let z = inner.step(x, state, weights, context).hidden
    return HiddenState(activation(norm.normalized(z, weights)))
  }
}

extension LayerNormSimpleRNNCell: SavableCell {
  public var configuration: LayerConfiguration {
    ["units": units, "activation": activation, "epsilon": norm.epsilon]
  }

  public init(_ configuration: LayerConfiguration) throws {
    try self.init(
      configuration.count("units"), activation: configuration["activation"],
      epsilon: configuration["epsilon"])
  }
}
