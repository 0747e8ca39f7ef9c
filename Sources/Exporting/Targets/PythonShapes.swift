import UnrollAutodiff

// What moves elements, in Python.

extension PythonTarget {
  mutating func reshape(_ x: PythonValue, to shape: Shape) -> PythonValue {
    if shape == x.shape { return x }
    var sizes = shape.map(\.description)
    // The first axis may follow from the others: so a batch or a sequence of another length fits.
    if let first = shape.first, first > 1, shape.count > 1 || x.shape.count > 1 { sizes[0] = "-1" }
    if shape.count > 2, x.shape.count == 2, shape[0] > 1 { sizes[0] = "-1" }
    return PythonValue(
      text: "\(x.text(atLeast: .call)).reshape(\(sizes.joined(separator: ", ")))", strength: .call,
      shape: shape, dtype: x.dtype)
  }

  mutating func transpose(_ x: PythonValue, order: [Int]) -> PythonValue {
    let method = dialect == .jax ? "transpose" : "permute"
    let text =
      "\(x.text(atLeast: .call)).\(method)(\(order.map(\.description).joined(separator: ", ")))"
    return PythonValue(
      text: text, strength: .call, shape: Shape(order.map { x.shape[$0] }), dtype: x.dtype)
  }

  mutating func broadcast(_ x: PythonValue, to shape: Shape) -> PythonValue {
    if Double(x.text) != nil {
      let arguments = [
        PythonDialect.tuple(Array(shape)), x.text, "dtype=\(dialect.dtype(x.dtype))",
      ]
      return PythonValue(
        text: "\(dialect.module).full(\(arguments.joined(separator: ", ")))", strength: .call,
        shape: shape, dtype: x.dtype)
    }
    return PythonValue(
      text: "\(dialect.module).broadcast_to(\(x.text), \(PythonDialect.tuple(Array(shape))))",
      strength: .call, shape: shape, dtype: x.dtype)
  }

  /// `x[:, 2:5]`; ends are counted from behind where that is shorter, so that they do not depend on the length.
  mutating func slice(_ x: PythonValue, axis: Int, range: Range<Int>) -> PythonValue {
    if range == 0..<x.shape[axis] { return x }
    let rest = x.shape[axis] - range.upperBound
    let start = range.lowerBound == 0 ? "" : "\(range.lowerBound)"
    let end =
      rest == 0 ? "" : axis == 0 && rest < range.upperBound ? "-\(rest)" : "\(range.upperBound)"
    let places = Array(repeating: ":", count: axis) + ["\(start):\(end)"]
    var shape = Array(x.shape)
    shape[axis] = range.count
    return PythonValue(
      text: "\(x.text(atLeast: .call))[\(places.joined(separator: ", "))]", strength: .call,
      shape: Shape(shape), dtype: x.dtype)
  }

  mutating func element(_ row: PythonValue, _ index: Int) -> PythonValue {
    let fromBehind = index - row.shape[0]
    let place = index > 0 && -fromBehind <= index ? fromBehind : index
    return PythonValue(
      text: "\(row.text(atLeast: .call))[\(place)]", strength: .call, shape: row.shape.without(0),
      dtype: row.dtype)
  }

  mutating func reverse(_ x: PythonValue, axis: Int) -> PythonValue {
    PythonValue(
      text: "\(dialect.module).flip(\(x.text), (\(axis),))", strength: .call, shape: x.shape,
      dtype: x.dtype)
  }

  mutating func concatenate(_ parts: [PythonValue], axis: Int) -> PythonValue {
    let function = dialect == .jax ? "jnp.concatenate" : "torch.cat"
    var shape = Array(parts[0].shape)
    shape[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    let place = axis == 0 ? "" : ", \(dialect.axis)=\(axis)"
    return PythonValue(
      text: "\(function)([\(parts.map(\.text).joined(separator: ", "))]\(place))", strength: .call,
      shape: Shape(shape), dtype: parts[0].dtype)
  }

  mutating func pad(_ x: PythonValue, axis: Int, before: Int, after: Int) -> PythonValue {
    if before == 0 && after == 0 { return x }
    var shape = Array(x.shape)
    shape[axis] += before + after
    let text: String
    switch dialect {
    case .jax:
      let widths = x.shape.indices.map { $0 == axis ? "(\(before), \(after))" : "(0, 0)" }
      text = "jnp.pad(\(x.text), \(PythonDialect.tuple(widths)))"
    case .pyTorch:
      // PyTorch counts from the last axis.
      let widths = x.shape.indices.reversed().prefix { $0 >= axis }
        .flatMap { $0 == axis ? [before, after] : [0, 0] }
      text = "torch.nn.functional.pad(\(x.text), \(PythonDialect.tuple(widths)))"
    }
    return PythonValue(text: text, strength: .call, shape: Shape(shape), dtype: x.dtype)
  }

  // MARK: - Rows of a table

  mutating func gather(_ table: PythonValue, _ indices: IntTensor) -> PythonValue {
    let ids = places(indices)
    return PythonValue(
      text: "\(table.text(atLeast: .call))[\(ids)]", strength: .call,
      shape: Shape(Array(indices.shape) + table.shape.dropFirst()), dtype: table.dtype)
  }

  mutating func scatterAdd(
    _ rows: PythonValue, _ indices: IntTensor, rowCount: Int
  ) -> PythonValue {
    let ids = places(indices)
    let width = Array(rows.shape.dropFirst(indices.shape.count))
    let empty = zeros(Shape([rowCount] + width), rows.dtype)
    let text =
      switch dialect {
      case .jax: "\(empty.text).at[\(ids)].add(\(rows.text))"
      case .pyTorch:
        "\(empty.text).index_add(0, \(ids).reshape(-1), "
          + "\(rows.text(atLeast: .call)).reshape(\((["-1"] + width.map(\.description)).joined(separator: ", "))))"
      }
    return PythonValue(text: text, strength: .call, shape: empty.shape, dtype: rows.dtype)
  }

  mutating func oneHot(_ labels: IntTensor, classes: Int, like other: PythonValue) -> PythonValue {
    let ids = places(labels)
    let text =
      switch dialect {
      case .jax: "jax.nn.one_hot(\(ids), \(classes), dtype=\(dialect.dtype(other.dtype)))"
      case .pyTorch:
        "torch.nn.functional.one_hot(\(ids).long(), \(classes)).to(\(dialect.dtype(other.dtype)))"
      }
    return PythonValue(
      text: text, strength: .call, shape: Shape(Array(labels.shape) + [classes]),
      dtype: other.dtype)
  }

  mutating func notEqual(_ ids: IntTensor, _ id: Int) -> PythonValue {
    PythonValue(
      text: "\(places(ids)) != \(id)", strength: .comparison, shape: ids.shape, dtype: .float32)
  }
}
