import UnrollAutodiff
import UnrollNumerics

/// All axes behind the batch made one.
///
/// `[batch, time, features]` becomes `[batch, time · features]`; the elements stay where they are.
///
/// All sizes behind the batch have to be known: an `inputShape` with nil stops with a sentence.
public struct Flatten: Layer {
  /// A layer that flattens its input.
  public init() {}

  public var kind: String { "Flatten" }

  public var isRepeatable: Bool { true }

  public func obstacle(to input: LayerShape) -> String? {
    input.sizes.contains(nil)
      ? """
      the input \(input) has an axis of unknown size, so the number of features is unknown too; give the \
      model an inputShape without nil
      """ : nil
  }

  public func outputShape(for input: LayerShape) -> LayerShape {
    [input.sizes.compactMap { $0 }.reduce(1, *)]
  }

  /// Without a time axis there is no mask: padding goes on as it is.
  public func outputMask(_ mask: BoolTensor?, for x: Tensor) -> BoolTensor? { nil }

  public func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    x.reshaped([x.shape[0], x.shape.dropFirst().reduce(1, *)])
  }
}

extension Flatten: MaskingLayer {
  func recordedMask(_ counts: Variable?, for x: Variable) -> Variable? { nil }
}

extension Flatten: SavableLayer {
  public var configuration: LayerConfiguration { [:] }

  public init(_ configuration: LayerConfiguration) { self.init() }
}
