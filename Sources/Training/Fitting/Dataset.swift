import UnrollAutodiff
import UnrollNumerics

/// Samples with what a model should answer: two tensors with as many rows.
public struct Dataset: Sendable {
  /// The inputs, one sample a row: `[samples, …]`.
  public let x: Tensor

  /// The targets in the shape of the model's output: `[samples, …]`.
  public let y: Tensor

  /// Inputs and targets with equally many rows.
  public init(_ x: Tensor, _ y: Tensor) {
    require(
      x.rank > 0 && y.rank > 0 && x.shape[0] == y.shape[0],
      """
      dataset: inputs of shape \(x.shape) and targets of shape \(y.shape) need the same number of \
      rows; the batch comes first
      """)
    self.x = x
    self.y = y
  }

  /// The number of samples.
  public var count: Int { x.shape[0] }

  /// Some of the samples, in the given order.
  public func samples(at indices: IntTensor) -> Dataset {
    Dataset(x.rows(at: indices), y.rows(at: indices))
  }

  /// A run of samples, without copying.
  public func samples(_ range: Range<Int>) -> Dataset { Dataset(x[range], y[range]) }
}
