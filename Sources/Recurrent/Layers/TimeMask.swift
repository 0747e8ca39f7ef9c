import UnrollAutodiff

// A mask says of every sample which time steps count: `[batch, time]`, true where one does.

extension BoolTensor {
  /// One time step of a mask, as `[batch, 1]`.
  func column(_ t: Int) -> BoolTensor {
    let width = shape[1]
    return BoolTensor(
      (0..<shape[0]).map { elements[$0 * width + t] }, shape: [shape[0], 1])
  }

  /// A mask with its time steps in reverse order.
  func reversedInTime() -> BoolTensor {
    let width = shape[1]
    return BoolTensor(
      (0..<shape[0]).flatMap { elements[($0 * width)..<(($0 + 1) * width)].reversed() },
      shape: shape)
  }

  /// Whether any step within a time step counts: `[batch, time]` of `[batch, time, steps within, …]`.
  var ofOuterSteps: BoolTensor {
    let width = shape.dropFirst(2).reduce(1, *)
    let steps = shape[0] * shape[1]
    return BoolTensor(
      (0..<steps).map { elements[($0 * width)..<(($0 + 1) * width)].contains(true) },
      shape: [shape[0], shape[1]])
  }
}
