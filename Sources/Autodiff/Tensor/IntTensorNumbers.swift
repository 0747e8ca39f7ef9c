extension IntTensor {
  /// The integers as numbers: labels 0 and 1 for ``Tensor`` targets, in the same shape.
  public func tensor(dtype: DType = .float32) -> Tensor {
    Tensor(elements.map(Double.init), shape: shape, dtype: dtype)
  }
}
