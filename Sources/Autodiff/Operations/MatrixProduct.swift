import UnrollNumerics

/// The matrix product over the last two axes, of matrices or of equally long batches of them.
///
/// `y = a b`, `da = dy bᵀ`, `db = aᵀ dy`
///
/// Either operand may be read transposed, so that neither pullback has to copy one.
public struct MatrixProduct: BinaryOperation {
  /// Whether `aᵀ` stands in place of `a`.
  public var transposeA = false
  /// Whether `bᵀ` stands in place of `b`.
  public var transposeB = false

  public var name: String { "matmul" }

  public var detail: String {
    switch (transposeA, transposeB) {
    case (false, false): ""
    case (true, false): "aᵀ b"
    case (false, true): "a bᵀ"
    case (true, true): "aᵀ bᵀ"
    }
  }

  public func outputShape(_ a: Shape, _ b: Shape) -> Shape {
    require(
      a.count >= 2 && b.count >= 2,
      """
      matmul: can't multiply \(a) by \(b); both need at least two axes. \
      Make a vector a matrix with reshaped([1, n]) or reshaped([n, 1])
      """)
    let batch = Shape(a.dropLast(2))
    require(
      batch == Shape(b.dropLast(2)),
      "matmul: can't multiply \(a) by \(b); the axes in front of the last two differ")
    let left = MatrixLayout(a, transposed: transposeA)
    let right = MatrixLayout(b, transposed: transposeB)
    requireInnerDimensions(a, left, b, right)
    return Shape(batch + [left.rows, right.columns])
  }

  /// Stops with a sentence where the columns of one operand are not as many as the rows of the other.
  fileprivate func requireInnerDimensions(
    _ a: Shape, _ left: MatrixLayout, _ b: Shape, _ right: MatrixLayout
  ) {
    require(
      left.columns == right.rows,
      """
      matmul: can't multiply \(a)\(transposeA ? "ᵀ" : "") by \(b)\(transposeB ? "ᵀ" : ""); \
      the inner dimensions \(left.columns) and \(right.rows) differ
      """)
  }

  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor {
    .product(
      a, b, transposeA: transposeA, transposeB: transposeB, into: outputShape(a.shape, b.shape))
  }

  public func formula<Number: Scalar>(_ a: Grid<Number>, _ b: Grid<Number>) -> Grid<Number>? {
    let shape = outputShape(a.shape, b.shape)
    let left = MatrixLayout(a.shape, transposed: transposeA)
    let right = MatrixLayout(b.shape, transposed: transposeB)
    let (m, n, inner) = (left.rows, right.columns, left.columns)
    var elements: [Number] = []
    elements.reserveCapacity(shape.elementCount)
    for batch in 0..<shape.elementCount(0..<(shape.count - 2)) {
      let (aStart, bStart) = (batch * m * inner, batch * inner * n)
      for i in 0..<m {
        for j in 0..<n {
          var sum: Number = .zero
          for k in 0..<inner {
            Number.add(
              a.elements[aStart + i * left.rowStride + k * left.columnStride],
              times: b.elements[bStart + k * right.rowStride + j * right.columnStride], to: &sum)
          }
          elements.append(sum)
        }
      }
    }
    return Grid(shape, elements)
  }

  // With A and B for the operands as they are read, dA = dy Bᵀ and dB = Aᵀ dy. Where an operand is
  // read transposed, its own cotangent is the transpose of that: (dy Bᵀ)ᵀ = B dyᵀ.

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    transposeA
      ? matmul(b, dy, transposeA: transposeB, transposeB: true)
      : matmul(dy, b, transposeB: !transposeB)
  }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    transposeB
      ? matmul(dy, a, transposeA: true, transposeB: transposeA)
      : matmul(a, dy, transposeA: !transposeA)
  }
}

/// The matrix product over the last two axes.
///
/// Axes in front are batches: those of one operand are repeated where the other has more, and a
/// `[batch, time, inputs]` tensor times an `[inputs, units]` matrix is one large product.
///
/// Of `[m, k]` and `[k, n]` gives `[m, n]`, with `da = dy bᵀ` and `db = aᵀ dy`. `transposeA` and
/// `transposeB` read an operand transposed, without copying it. Stops with a sentence where an operand
/// has fewer than two axes or the inner sizes differ.
public func matmul(
  _ a: Variable, _ b: Variable, transposeA: Bool = false, transposeB: Bool = false
) -> Variable {
  let product = MatrixProduct(transposeA: transposeA, transposeB: transposeB)
  if a.shape.count >= 2, b.shape.count >= 2 {
    // Before any reshaping below, so that the message shows the shapes that were passed in.
    product.requireInnerDimensions(
      a.shape, MatrixLayout(a.shape, transposed: transposeA),
      b.shape, MatrixLayout(b.shape, transposed: transposeB))
  }
  if a.shape.count > 2, b.shape.count == 2, !transposeA {
    // The rows of all batches are the rows of one matrix.
    let rows = a.shape.elementCount(0..<(a.shape.count - 1))
    let inner = a.shape[a.shape.count - 1]
    let y = apply(product, a.reshaped([rows, inner]), b)
    return y.reshaped(Shape(Array(a.shape.dropLast()) + [y.shape[1]]))
  }
  if a.shape.count >= 2, b.shape.count >= 2, a.shape.dropLast(2) != b.shape.dropLast(2) {
    let batch = broadcastShape(Shape(a.shape.dropLast(2)), Shape(b.shape.dropLast(2)), "matmul")
    return apply(
      product, a.broadcast(to: Shape(Array(batch) + a.shape.suffix(2))),
      b.broadcast(to: Shape(Array(batch) + b.shape.suffix(2))))
  }
  return apply(product, a, b)
}

/// The matrix product of a constant and a variable.
public func matmul(_ a: Tensor, _ b: Variable) -> Variable { matmul(Variable(a), b) }

/// The matrix product of a variable and a constant.
public func matmul(_ a: Variable, _ b: Tensor) -> Variable { matmul(a, Variable(b)) }
