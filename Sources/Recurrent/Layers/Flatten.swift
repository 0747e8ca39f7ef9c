import UnrollAutodiff
import UnrollNumerics

/// All axes behind the batch made one.
///
/// `[batch, time, features]` becomes `[batch, time · features]`; the elements stay where they are.
public struct Flatten: Layer {
  /// A layer that flattens its input.
  public init() {}

  public var kind: String { "Flatten" }

  public func outputShape(for input: LayerShape) -> LayerShape {
    let known = input.sizes.compactMap { $0 }
    require(
      known.count == input.sizes.count,
      """
      Flatten: the input \(input) has an axis of unknown size, so the number of features is unknown \
      too; give the model an inputShape without nil
      """)
    return [known.reduce(1, *)]
  }

  public func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    x.reshaped([x.shape[0], x.shape.dropFirst().reduce(1, *)])
  }
}
