import UnrollAutodiff
import UnrollNumerics

/// A layer applied to every time step by itself, with the same weights.
///
/// `y[b, t] = layer(x[b, t])`; x `[batch, time, …]`. All time steps go through the layer as one batch, so that
/// a normalisation over the batch is one over time, too.
///
/// The layer sees of a mask what belongs to its step, `mask[b, t]`, as in Keras: of words in sentences,
/// `[batch, sentences, words]`, an ``LSTM`` leaves the padded words out. What goes on is the layer's own mask
/// of every step; where it has none, because its steps are gone, a step counts if anything in it did.
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

  public var isRecordable: Bool { layer.isRecordable }

  public func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    if let mask = context.mask { requireMask(mask, x.shape, context) }
    let steps = x.reshaped(asBatch(x.shape))
    let mask = ofSteps(context.mask, x.shape)
    context.enter(mask) { ofSteps(context.counts, x.shape) }
    let y = layer.call(steps, weights, context.masked(by: mask))
    return y.reshaped(Shape([x.shape[0], x.shape[1]] + y.shape.dropFirst()))
  }

  public func outputMask(_ mask: BoolTensor?, for x: Tensor) -> BoolTensor? {
    let own = layer.outputMask(ofSteps(mask, x.shape), for: x.reshaped(asBatch(x.shape)))
    guard let own else { return mask?.ofOuterSteps }
    return BoolTensor(
      own.elements, shape: Shape([x.shape[0], x.shape[1]] + own.shape.dropFirst()))
  }

  /// All time steps as one batch: `[batch · time, …]`.
  private func asBatch(_ shape: Shape) -> Shape {
    Shape([shape[0] * shape[1]] + shape.dropFirst(2))
  }

  /// The mask of all time steps as one batch; a step that does not count has none within that does.
  private func ofSteps(_ mask: BoolTensor?, _ shape: Shape) -> BoolTensor? {
    guard let mask else { return nil }
    guard mask.shape.count == 2, shape.count > 3 else {
      return BoolTensor(mask.elements, shape: asBatch(mask.shape))
    }
    let within = shape[2]
    return BoolTensor(
      mask.elements.flatMap { Array(repeating: $0, count: within) },
      shape: [mask.elements.count, within])
  }

  /// The same on the tape.
  private func ofSteps(_ counts: Variable?, _ shape: Shape) -> Variable? {
    guard let counts else { return nil }
    guard counts.shape.count == 2, shape.count > 3 else {
      return counts.reshaped(asBatch(counts.shape))
    }
    let steps = shape[0] * shape[1]
    return counts.reshaped([steps, 1]).broadcast(to: [steps, shape[2]])
  }

  private func requireMask(_ mask: BoolTensor, _ shape: Shape, _ context: LayerContext) {
    require(
      mask.shape.count >= 2 && mask.shape.count < shape.count
        && mask.shape.elementsEqual(shape.prefix(mask.shape.count)),
      """
      \(context.name) (TimeDistributed): expected a mask of shape [\(shape[0]), \(shape[1])] (batch, time), or \
      with the sizes of the axes behind, for input of shape \(shape), but got \(mask.shape)
      """)
  }

  private func step(of input: LayerShape) -> LayerShape {
    LayerShape(Array(input.sizes.dropFirst()))
  }
}

extension TimeDistributed: MaskingLayer {
  func recordedMask(_ counts: Variable?, for x: Variable) -> Variable? {
    let own = layer.recordedOutputMask(
      ofSteps(counts, x.shape), for: x.reshaped(asBatch(x.shape)))
    guard let own else { return counts?.ofOuterSteps }
    return own.reshaped(Shape([x.shape[0], x.shape[1]] + own.shape.dropFirst()))
  }
}

extension TimeDistributed: SavableLayer {
  public var configuration: LayerConfiguration {
    get throws { ["layer": try SavedLayer(layer)] }
  }

  public init(_ configuration: LayerConfiguration) throws {
    self.init(try configuration.layer("layer"))
  }
}
