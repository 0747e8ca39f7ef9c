import UnrollNumerics

/// Rows of a table, looked up by index: what an embedding does.
///
/// `y[i] = table[indices[i]]`, `dtable[indices[i]] += dy[i]`; a row that is looked up twice gets both.
public struct Gather: Operation {
  /// Which rows, in the shape that the result has in front.
  public let indices: IntTensor

  public var name: String { "gather" }
  public var detail: String { "\(indices.elementCount) rows" }

  public func outputShapes(_ x: [Shape]) -> [Shape] {
    require(!x[0].isEmpty, "gather: expected a table with at least one axis, not a scalar")
    indices.requireIndices(below: x[0][0], name)
    return [Shape(Array(indices.shape) + x[0].dropFirst())]
  }

  public func forward(_ x: [Tensor]) -> [Tensor] { [x[0].gatherRows(indices)] }

  public func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? {
    let width = x[0].shape.elementCount(1..<x[0].shape.count)
    let rows = indices.elements.flatMap { x[0].elements[($0 * width)..<(($0 + 1) * width)] }
    return [Grid(outputShapes([x[0].shape])[0], rows)]
  }

  public func pullback(_ step: BackwardStep) {
    guard step.needs(0), let dy = step.cotangent(0) else { return }
    step.add(.rows(dy, indices), to: 0)
  }
}

/// Rows added to a table of zeros at the places that indices name: the mirror of ``Gather``.
///
/// `y = 0; y[indices[i]] += x[i]`, `dx[i] = dy[indices[i]]`
public struct ScatterAddRows: UnaryOperation {
  /// Where each row goes; repeated indices add up.
  public let indices: IntTensor
  /// The number of rows of the result.
  public let rowCount: Int

  public var name: String { "scatterAdd" }
  public var detail: String { "\(indices.elementCount) rows into \(rowCount)" }

  init(_ indices: IntTensor, rowCount: Int) {
    self.indices = indices
    self.rowCount = rowCount
  }

  public func outputShape(_ x: Shape) -> Shape {
    require(
      x.prefix(indices.shape.count).elementsEqual(indices.shape),
      "scatterAdd: rows of shape \(x) don't fit indices of shape \(indices.shape)")
    indices.requireIndices(below: rowCount, name)
    return Shape([rowCount] + x.dropFirst(indices.shape.count))
  }

  public func forward(_ x: Tensor) -> Tensor {
    var y = Tensor.zeros(outputShape(x.shape), dtype: x.dtype)
    y.accumulateRows(x, at: indices)
    return y
  }

  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? {
    let target = outputShape(x.shape)
    let width = target.elementCount(1..<target.count)
    var elements = [Number](repeating: .zero, count: target.elementCount)
    for (row, index) in indices.elements.enumerated() {
      for column in 0..<width {
        elements[index * width + column] =
          elements[index * width + column] + x.elements[row * width + column]
      }
    }
    return Grid(target, elements)
  }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { gather(dy, indices) }
}

/// The rows of a table that indices name: shape `indices.shape + table.shape[1...]`.
///
/// `dtable[indices[i]] += dy[i]`: a row that is named twice gets both. Stops with a sentence where an
/// index names no row.
public func gather(_ table: Variable, _ indices: IntTensor) -> Variable {
  apply(Gather(indices: indices), [table])[0]
}

/// Rows added up in a table of zeros with `rowCount` rows, each at the place its index names.
///
/// Rows `indices.shape + [width]` give `[rowCount, width]`; `drows[i] = dy[indices[i]]`. Stops with a
/// sentence where shapes do not fit or an index lies outside `0..<rowCount`.
public func scatterAdd(_ rows: Variable, _ indices: IntTensor, rowCount: Int) -> Variable {
  apply(ScatterAddRows(indices, rowCount: rowCount), rows)
}
