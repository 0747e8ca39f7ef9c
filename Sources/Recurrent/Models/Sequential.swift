import UnrollAutodiff
import UnrollNumerics

/// A stack of layers, each fed by the one before, with their weights.
///
/// ```swift
/// let model = Sequential(inputShape: [nil, 1], seed: 42) {
///   SimpleRNN(20, returnSequences: true)
///   SimpleRNN(20)
///   Dense(1)
/// }
/// print(model.summary())
/// ```
///
/// A mask that a layer makes (``Embedding`` with `maskZero`, ``Masking``) goes along to the layers behind.
public final class Sequential: Model {
  public var assembly: Assembly

  /// The shape of one sample, without the batch.
  public let inputShape: LayerShape

  /// The layers in order.
  public var layers: [Place] { assembly.places }

  /// A model with new weights; the same seed gives the same weights.
  ///
  /// `inputShape` is that of one sample, without the batch: `[nil, 1]` for sequences of any length with one
  /// feature a time step. Stops with a sentence where a layer can't take what the one before gives.
  public init(
    inputShape: LayerShape, seed: UInt64 = 42, dtype: DType = .float32,
    @LayerBuilder _ layers: () -> [any Layer]
  ) {
    self.inputShape = inputShape
    assembly = Assembly(seed: seed, dtype: dtype)
    var shape = inputShape
    let layers = layers()
    if let first = layers.first { Self.requireTimeSteps(inputShape, first) }
    for (index, layer) in layers.enumerated() {
      if let obstacle = Self.obstacle(to: layer, at: index) { stop("Sequential: \(obstacle)") }
      shape = assembly.add(layer, input: shape).outputShape
    }
  }

  /// A model of layers that were put together before.
  init(_ assembly: Assembly, inputShape: LayerShape) {
    self.assembly = assembly
    self.inputShape = inputShape
  }

  /// Why a layer can't stand at a place.
  static func obstacle(to layer: any Layer, at index: Int) -> String? {
    index > 0 && layer is any TokenLayer
      ? "\(layer.kind) takes token ids, so it has to be the first layer, not number \(index + 1)"
      : nil
  }

  public var isRepeatable: Bool { layers.allSatisfy(\.layer.isRepeatable) }

  public var isRecordable: Bool { layers.allSatisfy(\.layer.isRecordable) }

  public func call(_ input: ModelInput, _ weights: [Variable], _ run: Run) -> Variable {
    call(input, mask: nil, weights, run)
  }

  /// The output for a batch of numbers with a mask of your own, `[batch, time]`: false where a time step
  /// does not count.
  ///
  /// Stops with a sentence where the mask has another shape.
  public func callAsFunction(_ x: Tensor, mask: BoolTensor) -> Tensor {
    let expected = Shape(Array(x.shape.prefix(2)))
    require(
      mask.shape == expected,
      """
      model: expected a mask of shape \(expected) (batch, time) for input of shape \(x.shape), but got \
      \(mask.shape)
      """)
    return call(.numbers(Variable(x)), mask: mask, constants, Run()).value
  }

  private func call(
    _ input: ModelInput, mask: BoolTensor?, _ weights: [Variable], _ run: Run
  ) -> Variable {
    requireShape(input)
    var signal = Signal(input, mask: mask)
    for place in layers {
      let own = assembly.weights(of: place, from: weights)
      let context = assembly.context(of: place, in: run, mask: signal.mask)
      signal = run.scope(place.name) { signal.passed(through: place, own, context) }
    }
    return signal.input.numbers("Sequential")
  }

  private func requireShape(_ input: ModelInput) {
    let takesTokens = layers.first?.layer is any TokenLayer
    let shape: Shape
    switch input {
    case .numbers(let x) where !takesTokens: shape = x.shape
    case .tokens(let x) where takesTokens: shape = x.shape
    default:
      stop(
        """
        model: expected \(takesTokens ? "token ids (an IntTensor)" : "numbers (a Tensor)") of shape \
        \(inputShape), but got \(input.kind) of shape \(input.shapes)
        """)
    }
    require(
      inputShape.accepts(shape),
      "model: expected input of shape \(inputShape), but got \(shape); \(advice(on: shape))")
  }
}

extension Sequential {
  /// Stops with a sentence where the first layer would take the input with one feature a time step.
  private static func requireTimeSteps(_ shape: LayerShape, _ first: any Layer) {
    guard shape.sizes.count == 1, first.obstacle(to: shape) != nil,
      first.obstacle(to: LayerShape(shape.sizes + [1])) == nil
    else { return }
    stop(
      """
      Sequential: \(first.kind) takes a sequence (batch, time, features), but inputShape is \
      \(LayerShape.text(shape.sizes)); one feature a time step is inputShape: \
      \(LayerShape.text(shape.sizes + [1]))
      """)
  }

  /// What to do about input of a shape that the model does not take.
  private func advice(on shape: Shape) -> String {
    let (given, expected) = (shape.dropFirst().map { $0 as Int? }, inputShape.sizes)
    if shape.count == expected.count {
      let (sample, column) = (Shape([1] + shape), Shape(Array(shape) + [1]))
      if !inputShape.accepts(sample) && inputShape.accepts(column) {
        return "one feature a time step needs a last axis of size 1: reshaped(\(column))"
      }
      let sizes = inputShape.accepts(sample) ? "\(sample)" : "[1, …]"
      return "the batch comes first, so a single sample needs reshaped(\(sizes))"
    }
    let others = LayerShape(expected.dropLast() + [given.last ?? nil])
    guard let first = layers.first, let features = inputShape.features, others.accepts(shape) else {
      return "the batch comes first"
    }
    return """
      \(first.name) was made for \(features) features. Choose these, or make the model with inputShape: \
      \(LayerShape.text(others.sizes))
      """
  }
}

/// What flows from layer to layer: data, and which time steps count.
private struct Signal {
  let input: ModelInput
  let mask: BoolTensor?

  init(_ input: ModelInput, mask: BoolTensor?) {
    self.input = input
    self.mask = mask
  }

  func passed(through place: Place, _ weights: Weights, _ context: LayerContext) -> Signal {
    switch input {
    case .tokens(let tokens):
      guard let layer = place.layer as? any TokenLayer else {
        stop("\(place.name) (\(place.layer.kind)): expected numbers, but got token ids")
      }
      let y = layer.call(tokens, weights, context)
      return Signal(.numbers(y), mask: layer.outputMask(for: tokens, like: y, context))
    default:
      let x = input.numbers(place.name)
      return Signal(
        .numbers(place.layer.call(x, weights, context)),
        mask: place.layer.outputMask(for: x, context))
    }
  }
}

extension ModelInput {
  fileprivate var kind: String {
    switch self {
    case .numbers: "numbers"
    case .tokens: "token ids"
    case .several: "several inputs"
    }
  }
}

/// Collects the layers of a model written one a line.
@resultBuilder
public enum LayerBuilder {
  /// One layer, on a line of its own.
  public static func buildExpression(_ layer: any Layer) -> [any Layer] { [layer] }
  /// The layers of several lines, one below the other.
  public static func buildBlock(_ parts: [any Layer]...) -> [any Layer] { parts.flatMap { $0 } }
  /// The layers of all rounds of a `for` loop.
  public static func buildArray(_ parts: [[any Layer]]) -> [any Layer] { parts.flatMap { $0 } }
  /// The layers of an `if` without `else`; none where its condition is false.
  public static func buildOptional(_ part: [any Layer]?) -> [any Layer] { part ?? [] }
  /// The layers of an `if`, where its condition holds.
  public static func buildEither(first part: [any Layer]) -> [any Layer] { part }
  /// The layers of an `else`.
  public static func buildEither(second part: [any Layer]) -> [any Layer] { part }
}
