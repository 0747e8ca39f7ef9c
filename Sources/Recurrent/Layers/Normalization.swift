import UnrollAutodiff
import UnrollNumerics

/// The features of each sample and time step brought to mean 0 and variance 1, then scaled and moved
/// (Ba, Kiros & Hinton 2016).
///
/// `y = (x − μ) / √(σ² + ε) ⊙ γ + β`, μ and σ² over the last axis; γ (`gamma`), β (`beta`) `[features]`
public struct LayerNormalization: Layer {
  /// What keeps the divisor away from zero.
  public var epsilon: Double
  public var trainable: Bool

  /// A layer that normalises; defaults are Keras's.
  public init(epsilon: Double = 1e-3, trainable: Bool = true) {
    self.epsilon = epsilon
    self.trainable = trainable
  }

  public var kind: String { "LayerNormalization" }

  public var isRepeatable: Bool { true }

  public func obstacle(to input: LayerShape) -> String? { obstacleToFeatures(input) }

  public func weights(for input: LayerShape) -> [WeightSpecification] {
    let features = input.features ?? 0
    return [
      WeightSpecification("gamma", [features], .ones),
      WeightSpecification("beta", [features], .zeros),
    ]
  }

  public func outputShape(for input: LayerShape) -> LayerShape { input }

  public func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    normalized(x, weights)
  }

  /// The layer's equation, for cells that normalise within a step.
  func normalized(_ x: Variable, _ weights: Weights) -> Variable {
    let centred = x - x.mean(axis: -1, keepDims: true)
    let variance = (centred * centred).mean(axis: -1, keepDims: true)
    return centred / sqrt(variance + epsilon) * weights["gamma"] + weights["beta"]
  }
}

extension LayerNormalization: SavableLayer {
  public var configuration: LayerConfiguration { ["epsilon": epsilon, "trainable": trainable] }

  public init(_ configuration: LayerConfiguration) throws {
    try self.init(epsilon: configuration["epsilon"], trainable: configuration["trainable"])
  }
}

/// Each feature brought to mean 0 and variance 1 over the batch, then scaled and moved (Ioffe & Szegedy
/// 2015).
///
/// `y = (x − μ) / √(σ² + ε) ⊙ γ + β`; in training μ and σ² are those of the batch, over all axes but the
/// last, and the moving means follow them, `m ← momentum · m + (1 − momentum) · μ`; otherwise μ and σ² are
/// the moving means. Time steps that do not count are left out of both.
public struct BatchNormalization: Layer {
  /// How slowly the moving means follow: the share that they keep in a step, from 0 to 1.
  public var momentum: Double
  /// What keeps the divisor away from zero.
  public var epsilon: Double
  public var trainable: Bool

  /// A layer that normalises; defaults are Keras's.
  public init(momentum: Double = 0.99, epsilon: Double = 1e-3, trainable: Bool = true) {
    self.momentum = momentum
    self.epsilon = epsilon
    self.trainable = trainable
  }

  public var kind: String { "BatchNormalization" }

  public var isRecordable: Bool { true }

  public func obstacle(to input: LayerShape) -> String? { obstacleToFeatures(input) }

  public func weights(for input: LayerShape) -> [WeightSpecification] {
    let features: Shape = [input.features ?? 0]
    return [
      WeightSpecification("gamma", features, .ones),
      WeightSpecification("beta", features, .zeros),
      WeightSpecification("moving_mean", features, .zeros, isTrainable: false),
      WeightSpecification("moving_variance", features, .ones, isTrainable: false),
    ]
  }

  public func outputShape(for input: LayerShape) -> LayerShape { input }

  public func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    let (mean, variance) =
      context.isTraining && trainable
      ? ofBatch(x, weights, context) : (weights["moving_mean"], weights["moving_variance"])
    return (x - mean) / sqrt(variance + epsilon) * weights["gamma"] + weights["beta"]
  }

  /// Mean and variance of each feature, `[features]`; the moving means are told.
  private func ofBatch(
    _ x: Variable, _ weights: Weights, _ context: LayerContext
  ) -> (mean: Variable, variance: Variable) {
    let mean = mean(x, context)
    let centred = x - mean
    let variance = self.mean(centred * centred, context)
    for (name, found) in [("moving_mean", mean), ("moving_variance", variance)] {
      context.update(name, of: weights, by: found) {
        $0 * momentum + $1 * (1 - momentum)
      }
    }
    return (mean, variance)
  }

  /// The mean over all axes but the last, of the steps that count.
  private func mean(_ x: Variable, _ context: LayerContext) -> Variable {
    let axes = Array(0..<(x.shape.count - 1))
    guard let mask = context.mask, mask.shape.count < x.shape.count,
      mask.shape.elementsEqual(x.shape.prefix(mask.shape.count))
    else { return x.mean(axes: axes) }
    let behind = x.shape.dropFirst(mask.shape.count)
    let counts = (context.counts ?? Variable(mask.tensor(dtype: x.dtype)))
      .reshaped(Shape(Array(mask.shape) + behind.map { _ in 1 }))
    let number = counts.sum() * Double(behind.dropLast().reduce(1, *))
    return (x * counts).sum(axes: axes) / maximum(number, Variable(1, dtype: x.dtype))
  }
}

extension BatchNormalization: SavableLayer {
  public var configuration: LayerConfiguration {
    ["momentum": momentum, "epsilon": epsilon, "trainable": trainable]
  }

  public init(_ configuration: LayerConfiguration) throws {
    try self.init(
      momentum: configuration["momentum"], epsilon: configuration["epsilon"],
      trainable: configuration["trainable"])
  }
}

private func obstacleToFeatures(_ input: LayerShape) -> String? {
  input.features == nil
    ? "needs a known number of features, but its input is \(input)" : nil
}
