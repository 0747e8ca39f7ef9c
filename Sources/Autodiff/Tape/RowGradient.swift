import UnrollNumerics

/// The gradient of a table of which some rows were looked up: these, and zero for all others.
///
/// `dtable[rows[j]] = values[j]`
public struct RowGradient: Sendable {
  /// The shape of the table: `[rows, width]`.
  public let shape: Shape
  /// Which rows, each once, in increasing order: `[n]`.
  public let rows: IntTensor
  /// Their gradients: `[n, width]`.
  public let values: Tensor

  /// The sum of the gradients of what was looked up: `dtable[indices[i]] += values[i]` for each lookup.
  ///
  /// A row that was looked up several times gets all of them, added up in the order they are given in.
  /// - Parameters:
  ///   - shape: The shape of the table: `[rows, width]`.
  ///   - lookups: At least one; values of the shape `indices.shape + [width]`, all of one type. With others
  ///     the program stops with a sentence.
  public init(_ shape: Shape, adding lookups: [(indices: IntTensor, values: Tensor)]) {
    require(
      shape.count == 2 && !lookups.isEmpty,
      "RowGradient: got \(lookups.count) lookups in a table of shape \(shape); expected 1 in [rows, width]"
    )
    for (indices, values) in lookups {
      let expected = Shape(Array(indices.shape) + [shape[1]])
      require(
        values.shape == expected && values.dtype == lookups[0].values.dtype,
        """
        RowGradient: got values of shape \(values.shape), \(values.dtype); expected \(expected), a row for \
        each index, and \(lookups[0].values.dtype)
        """)
      indices.requireIndices(below: shape[0], "RowGradient")
    }
    let all = RowPlaces(lookups.map(\.indices), below: shape[0])
    var sums = Tensor.zeros([all.rows.elementCount, shape[1]], dtype: lookups[0].values.dtype)
    for (lookup, places) in zip(lookups, all.places) {
      sums.accumulateRows(lookup.values, at: places)
    }
    self.shape = shape
    rows = all.rows
    values = sums
  }

  /// The whole gradient, with zeros: of the table's shape.
  public var dense: Tensor {
    var result = Tensor.zeros(shape, dtype: values.dtype)
    result.replaceRows(at: rows, with: values)
    return result
  }
}
