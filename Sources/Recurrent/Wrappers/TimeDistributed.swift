import UnrollAutodiff
import UnrollNumerics

/// A layer applied to every time step by itself, with the same weights.
///
/// `y[b, t] = layer(x[b, t])`; x `[batch, time, …]`. All time steps go through the layer as one batch, so that
/// a normalisation over the batch is one over time, too.
public struct TimeDistributed: Layer {
  /// The layer that is applied.
  public var layer: any Layer

  /// A layer that applies another to every time step.
  public init(_ layer: any Layer) { self.layer = layer }

  public var kind: String { "TimeDistributed" }

  public var trainable: Bool { layer.trainable }

  public var stateful: Bool { layer.stateful }

  public func obstacle(to input: LayerShape) -> String? {
    guard input.sizes.count > 1 else {
      return """
        expected a sequence (batch, time, …), but the input is \(input); the recurrent layer before it \
        needs returnSequences: true
        """
    }
    if layer is any TokenLayer {
      return "\(layer.kind) takes token ids, and has to be the first layer by itself"
    }
    return layer.obstacle(to: step(of: input)).map { "at each time step, \(layer.kind): \($0)" }
  }

  public func weights(for input: LayerShape) -> [WeightSpecification] {
    layer.weights(for: step(of: input))
  }

  public func outputShape(for input: LayerShape) -> LayerShape {
    LayerShape([input.sizes[0]] + layer.outputShape(for: step(of: input)).sizes)
  }

  public var isRepeatable: Bool { layer.isRepeatable }

  public func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    let (batch, time) = (x.shape[0], x.shape[1])
    let steps = x.reshaped(Shape([batch * time] + x.shape.dropFirst(2)))
    let y = layer.call(steps, weights, context.withoutMask)
    return y.reshaped(Shape([batch, time] + y.shape.dropFirst()))
  }

  private func step(of input: LayerShape) -> LayerShape {
    LayerShape(Array(input.sizes.dropFirst()))
  }
}
