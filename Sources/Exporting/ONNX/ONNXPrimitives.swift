import UnrollAutodiff

// Each primitive as an operator of ONNX, version 18 and later.

extension ONNXTarget {
  mutating func unary(_ operation: UnaryPrimitive, _ x: ONNXValue) -> ONNXValue {
    let words: [UnaryPrimitive: String] = [
      .negate: "Neg", .exp: "Exp", .log: "Log", .tanh: "Tanh", .sigmoid: "Sigmoid", .sqrt: "Sqrt",
      .abs: "Abs",
    ]
    return define(x.shape, x.element, words[operation] ?? "", [x.name])
  }

  mutating func binary(
    _ operation: BinaryPrimitive, _ a: ONNXValue, _ b: ONNXValue
  ) -> ONNXValue {
    let words: [BinaryPrimitive: String] = [
      .add: "Add", .subtract: "Sub", .multiply: "Mul", .divide: "Div", .maximum: "Max",
      .minimum: "Min", .power: "Pow", .greater: "Greater", .greaterOrEqual: "GreaterOrEqual",
      .equal: "Equal",
    ]
    let isComparison = [.greater, .greaterOrEqual, .equal].contains(operation)
    return define(
      a.shape.broadcast(with: b.shape), isComparison ? .bool : a.element, words[operation] ?? "",
      [a.name, b.name])
  }

  mutating func select(_ mask: ONNXValue, _ a: ONNXValue, _ b: ONNXValue) -> ONNXValue {
    define(
      a.shape.broadcast(with: b.shape).broadcast(with: mask.shape), a.element, "Where",
      [mask.name, a.name, b.name])
  }

  mutating func cast(_ x: ONNXValue, to dtype: DType) -> ONNXValue {
    let element = ONNXValue.Element(dtype)
    return define(x.shape, element, "Cast", [x.name], [("to", .number(element.rawValue))])
  }

  mutating func matmul(
    _ a: ONNXValue, _ b: ONNXValue, transposeA: Bool, transposeB: Bool
  ) -> ONNXValue {
    func turned(_ x: ONNXValue, _ isTransposed: Bool) -> ONNXValue {
      guard isTransposed else { return x }
      var order = Array(x.shape.indices)
      order.swapAt(order.count - 1, order.count - 2)
      return transpose(x, order: order)
    }
    let (x, y) = (turned(a, transposeA), turned(b, transposeB))
    let shape = Shape(x.shape.dropLast() + [y.shape[y.shape.count - 1]])
    return define(shape, a.element, "MatMul", [x.name, y.name])
  }

  mutating func reduce(
    _ reduction: ReductionPrimitive, _ x: ONNXValue, axes: [Int], keepDims: Bool
  ) -> ONNXValue {
    let shape = Shape(
      x.shape.enumerated().compactMap { index, size in
        axes.contains(index) ? (keepDims ? 1 : nil) : size
      })
    return define(
      shape, x.element, reduction == .sum ? "ReduceSum" : "ReduceMax", [x.name, whole(axes)],
      [("keepdims", .number(keepDims ? 1 : 0))])
  }

  mutating func softmax(_ x: ONNXValue, axis: Int) -> ONNXValue {
    define(x.shape, x.element, "Softmax", [x.name], [("axis", .number(axis))])
  }

  mutating func logSoftmax(_ x: ONNXValue, axis: Int) -> ONNXValue {
    define(x.shape, x.element, "LogSoftmax", [x.name], [("axis", .number(axis))])
  }

  // MARK: - Shapes

  mutating func reshape(_ x: ONNXValue, to shape: Shape) -> ONNXValue {
    if shape == x.shape { return x }
    return define(shape, x.element, "Reshape", [x.name, whole(Array(shape))])
  }

  mutating func transpose(_ x: ONNXValue, order: [Int]) -> ONNXValue {
    define(
      Shape(order.map { x.shape[$0] }), x.element, "Transpose", [x.name],
      [("perm", .numbers(order))])
  }

  mutating func broadcast(_ x: ONNXValue, to shape: Shape) -> ONNXValue {
    if shape == x.shape { return x }
    return define(shape, x.element, "Expand", [x.name, whole(Array(shape))])
  }

  mutating func slice(_ x: ONNXValue, axis: Int, range: Range<Int>) -> ONNXValue {
    if range == 0..<x.shape[axis] { return x }
    var sizes = Array(x.shape)
    sizes[axis] = range.count
    return define(
      Shape(sizes), x.element, "Slice",
      [x.name, whole([range.lowerBound]), whole([range.upperBound]), whole([axis])])
  }

  mutating func reverse(_ x: ONNXValue, axis: Int) -> ONNXValue {
    // From the last one down to the first: an end in front of all is the smallest number there is.
    define(
      x.shape, x.element, "Slice",
      [x.name, whole([-1]), whole([Int.min + 1]), whole([axis]), whole([-1])])
  }

  mutating func concatenate(_ parts: [ONNXValue], axis: Int) -> ONNXValue {
    var sizes = Array(parts[0].shape)
    sizes[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    return define(
      Shape(sizes), parts[0].element, "Concat", parts.map(\.name), [("axis", .number(axis))])
  }

  mutating func pad(_ x: ONNXValue, axis: Int, before: Int, after: Int) -> ONNXValue {
    if before == 0 && after == 0 { return x }
    var sizes = Array(x.shape)
    sizes[axis] += before + after
    func widths(_ count: Int) -> [Int] { x.shape.indices.map { $0 == axis ? count : 0 } }
    return define(Shape(sizes), x.element, "Pad", [x.name, whole(widths(before) + widths(after))])
  }
}
