import UnrollAutodiff
import UnrollNumerics

/// A vector given to every time step: from one to many.
///
/// `y[b, t] = x[b]` for `count` time steps; x `[batch, features]`, y `[batch, count, features]`
public struct RepeatVector: Layer {
  /// The number of time steps.
  public var count: Int

  /// A layer that repeats its input; stops with a sentence where `count` is 0.
  public init(_ count: Int) {
    require(count > 0, "RepeatVector: got \(count) time steps; expected at least 1")
    self.count = count
  }

  public var kind: String { "RepeatVector" }

  public var isRepeatable: Bool { true }

  public func obstacle(to input: LayerShape) -> String? {
    input.sizes.count == 1
      ? nil
      : """
      expected one vector a sample (batch, features), but the input is \(input); the recurrent layer before \
      it needs returnSequences: false
      """
  }

  public func outputShape(for input: LayerShape) -> LayerShape { LayerShape([count] + input.sizes) }

  public func outputMask(_ mask: BoolTensor?, for x: Tensor) -> BoolTensor? { nil }

  public func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    let (batch, features) = (x.shape[0], x.shape[1])
    return x.reshaped([batch, 1, features]).broadcast(to: [batch, count, features])
  }
}

extension RepeatVector: MaskingLayer {
  func recordedMask(_ counts: Variable?, for x: Variable) -> Variable? { nil }
}

extension RepeatVector: SavableLayer {
  public var configuration: LayerConfiguration { ["n": count] }

  public init(_ configuration: LayerConfiguration) throws {
    self.init(try configuration.count("n"))
  }
}
