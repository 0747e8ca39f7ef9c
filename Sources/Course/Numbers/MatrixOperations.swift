// What the exercises need: products, sums, and functions of each element. Shapes have to fit; a matrix of one row is
// added to every row of another, as a bias is, and so is a single number.

/// The matrix product: `[m, k]` times `[k, n]` is `[m, n]`.
public func matmul(_ a: Matrix, _ b: Matrix) -> Matrix {
  expect(
    a.columns == b.rows,
    "matmul: can't multiply \(a.shape) by \(b.shape); the inner sizes \(a.columns) and \(b.rows) differ"
  )
  var product = Matrix(rows: a.rows, columns: b.columns)
  for i in 0..<a.rows {
    for j in 0..<b.columns {
      var sum = 0.0
      for k in 0..<a.columns { sum += a[i, k] * b[k, j] }
      product[i, j] = sum
    }
  }
  return product
}

extension Matrix {
  /// Rows as columns, columns as rows.
  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for i in 0..<rows { for j in 0..<columns { result[j, i] = self[i, j] } }
    return result
  }

  /// A function of each element: `a.map(tanh)`, `a.map { 1 - $0 * $0 }`.
  public func map(_ function: (Double) -> Double) -> Matrix {
    Matrix(elements.map(function), rows: rows, columns: columns)
  }

  /// The sum of all elements.
  public var sum: Double { elements.reduce(0, +) }

  /// The sums of the columns, over all rows, as a matrix of one row: over a batch, for the gradient of a bias.
  public var sumOverRows: Matrix {
    var result = Matrix(rows: 1, columns: columns)
    for i in 0..<rows { for j in 0..<columns { result[0, j] += self[i, j] } }
    return result
  }

  /// Some of the columns: `gates.columns(0..<4)`.
  public func columns(_ range: Range<Int>) -> Matrix {
    expect(
      range.lowerBound >= 0 && range.upperBound <= columns,
      "Matrix: there are no columns \(range); there are \(columns)")
    return Matrix(
      (0..<rows).map { Array(row($0)[range]) }.flatMap { $0 }, rows: rows, columns: range.count)
  }

  /// Matrices side by side; they need the same number of rows.
  public static func joined(_ parts: [Matrix]) -> Matrix {
    let rows = parts.first?.rows ?? 0
    for part in parts {
      expect(part.rows == rows, "Matrix.joined: \(part.rows) rows beside \(rows); expected as many")
    }
    return Matrix(
      (0..<rows).flatMap { row in parts.flatMap { $0.row(row) } }, rows: rows,
      columns: parts.reduce(0) { $0 + $1.columns })
  }

  /// The Euclidean norm: the root of the sum of squares. Scaled, so that squares of tiny numbers do not vanish.
  public var norm: Double {
    let largest = elements.map(\.magnitude).max() ?? 0
    guard largest > 0, largest.isFinite else { return largest }
    return largest * elements.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }
}

// Element by element; a matrix of one row goes with every row of the other.

/// `a + b`, element by element; a matrix of one row goes with every row of the other.
public func + (a: Matrix, b: Matrix) -> Matrix { combine("+", a, b, +) }
/// `a − b`, element by element; a matrix of one row goes with every row of the other.
public func - (a: Matrix, b: Matrix) -> Matrix { combine("-", a, b, -) }
/// `a · b`, element by element, not the matrix product; a matrix of one row goes with every row of the other.
public func * (a: Matrix, b: Matrix) -> Matrix { combine("*", a, b, *) }

/// A number times each element.
public func * (a: Double, b: Matrix) -> Matrix { b.map { a * $0 } }
/// Each element times a number.
public func * (a: Matrix, b: Double) -> Matrix { a.map { $0 * b } }
/// Each element divided by a number.
public func / (a: Matrix, b: Double) -> Matrix { a.map { $0 / b } }
/// A number minus each element: `1 - h * h`.
public func - (a: Double, b: Matrix) -> Matrix { b.map { a - $0 } }
/// Each element with its sign flipped.
public prefix func - (a: Matrix) -> Matrix { a.map { -$0 } }

/// Adds `b` to `a`: how a gradient is collected from step to step.
public func += (a: inout Matrix, b: Matrix) { a = a + b }

private func combine(
  _ name: String, _ a: Matrix, _ b: Matrix, _ operation: (Double, Double) -> Double
) -> Matrix {
  expect(
    a.columns == b.columns && (a.rows == b.rows || a.rows == 1 || b.rows == 1),
    """
    \(name): shapes \(a.shape) and \(b.shape) do not fit; expected equal ones, or one row that goes with every row
    """)
  var result = Matrix(rows: max(a.rows, b.rows), columns: a.columns)
  for i in 0..<result.rows {
    for j in 0..<result.columns {
      result[i, j] = operation(a[a.rows == 1 ? 0 : i, j], b[b.rows == 1 ? 0 : i, j])
    }
  }
  return result
}
