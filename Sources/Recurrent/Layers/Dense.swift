import UnrollAutodiff
import UnrollNumerics

/// A fully connected layer on the last axis.
///
/// `y = activation(x·W + b)`; x `[batch, …, inputs]`, W `[inputs, units]`, b `[units]`,
/// y `[batch, …, units]`
public struct Dense: Layer {
  /// The number of outputs.
  public var units: Int
  /// The function at the end.
  public var activation: Activation
  /// Whether `b` is added.
  public var useBias: Bool
  /// How `W` begins.
  public var kernelInitializer: Initializer
  /// How `b` begins.
  public var biasInitializer: Initializer
  public var trainable: Bool

  /// A fully connected layer; defaults are Keras's. Stops with a sentence where there are no units, or
  /// softmax has one only.
  public init(
    _ units: Int, activation: Activation = .linear, useBias: Bool = true,
    kernelInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
    trainable: Bool = true
  ) {
    require(units > 0, "Dense: got \(units) units; expected at least 1")
    require(
      units > 1 || activation != .softmax,
      """
      Dense: softmax over one unit gives 1 whatever comes in; for a yes or no take Dense(1, activation: \
      .sigmoid) with binaryCrossentropy
      """)
    self.units = units
    self.activation = activation
    self.useBias = useBias
    self.kernelInitializer = kernelInitializer
    self.biasInitializer = biasInitializer
    self.trainable = trainable
  }

  public var kind: String { "Dense" }

  public var isRepeatable: Bool { true }

  public func obstacle(to input: LayerShape) -> String? {
    input.features == nil
      ? "needs a known number of features, but its input is \(input)" : nil
  }

  public func weights(for input: LayerShape) -> [WeightSpecification] {
    let kernel = WeightSpecification("kernel", [input.features ?? 0, units], kernelInitializer)
    return useBias ? [kernel, WeightSpecification("bias", [units], biasInitializer)] : [kernel]
  }

  public func outputShape(for input: LayerShape) -> LayerShape { input.withFeatures(units) }

  public func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    var y = matmul(x, weights["kernel"])  // [batch, …, units]
    if useBias { y = y + weights["bias"] }
    return activation(y)
  }
}

extension Dense: SavableLayer {
  public var configuration: LayerConfiguration {
    [
      "units": units, "activation": activation, "use_bias": useBias,
      "kernel_initializer": kernelInitializer, "bias_initializer": biasInitializer,
      "trainable": trainable,
    ]
  }

  public init(_ configuration: LayerConfiguration) throws {
    let activation: Activation = try configuration["activation"]
    let units = try configuration.count("units")
    if units == 1 && activation == .softmax {
      throw OptionError("activation is softmax over one unit, which gives 1 whatever comes in")
    }
    try self.init(
      units, activation: activation, useBias: configuration["use_bias"],
      kernelInitializer: configuration["kernel_initializer"],
      biasInitializer: configuration["bias_initializer"], trainable: configuration["trainable"])
  }
}
