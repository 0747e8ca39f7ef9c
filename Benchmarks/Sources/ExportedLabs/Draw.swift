import Unroll

/// Random numbers and models of one type, one after another from a seed.
final class Draw {
  private var generator: SeededGenerator
  private let dtype: DType

  init(seed: UInt64, _ dtype: DType) {
    (generator, self.dtype) = (SeededGenerator(seed: seed), dtype)
  }

  /// Numbers from −1 to 1.
  func numbers(_ shape: Shape) -> Tensor {
    .uniform(shape, in: -1..<1, dtype: dtype, using: &generator)
  }

  /// Token ids, or classes.
  func ids(_ shape: Shape, below count: Int) -> IntTensor {
    IntTensor((0..<shape.elementCount).map { _ in integer(below: count) }, shape: shape)
  }

  func integer(below count: Int) -> Int { generator.integer(below: count) }

  /// A model with weights of that type.
  func model(_ shape: LayerShape, @LayerBuilder _ layers: () -> [any Layer]) -> Sequential {
    Sequential(inputShape: shape, seed: 42, dtype: dtype, layers)
  }
}
