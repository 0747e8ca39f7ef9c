// min over X of ‖A X − B‖, for more equations than unknowns.
//
// With A = Q R (the full Q, square and orthogonal) lengths don't change under Qᵀ:
//
//   ‖A X − B‖² = ‖QᵀA X − QᵀB‖² = ‖R X − C‖² + ‖D‖²,   QᵀB = [C; D]
//
// R is square. Nothing can be done about D: its length is the residual. The first term becomes 0 by
// solving R X = C from the last row up. Q is never formed: the reflections that turn A into R are
// applied to B standing beside it, [A | B].
//
// The textbook's normal equations AᵀA X = AᵀB are shorter, but forming AᵀA squares the condition
// number: half of the digits are lost.
//
// Source: G. Golub and C. Van Loan, Matrix Computations, 4th ed., § 5.3.2.

/// Why a least-squares problem has no single answer.
public enum LeastSquaresError: Error, Equatable, CustomStringConvertible {
  /// There are fewer equations than unknowns.
  case tooFewRows(rows: Int, columns: Int)
  /// A column adds nothing to the columns on its left.
  case dependentColumn(Int, rows: Int, columns: Int)
  /// A number is infinite or not a number; `matrix` is "a" or "b".
  case notFinite(matrix: String, row: Int, column: Int, value: Double)

  /// A sentence that says what is wrong and what may help.
  public var description: String {
    switch self {
    case .tooFewRows(let rows, let columns):
      "leastSquares: \(rows) equations can't determine \(columns) unknowns; "
        + "give at least \(columns) rows, or fewer columns"
    case .dependentColumn(let column, let rows, let columns):
      "leastSquares: column \(column) of the \(rows) × \(columns) matrix is a combination of the "
        + "columns before it (or zero), so the solution is not unique; leave this column out"
    case .notFinite(let matrix, let row, let column, let value):
      "leastSquares: element [\(row), \(column)] of \(matrix) is \(value); every one must be finite"
    }
  }
}

/// The X that minimises `‖A X − B‖`, one column of X for each column of B.
///
/// `X = R⁻¹ (QᵀB)`, with A of size m × n, B of size m × p and X of size n × p; m ≥ n.
///
/// Stops with a sentence where A and B have different numbers of rows.
///
/// - Throws: ``LeastSquaresError`` where m < n, where an element is not finite, and where the columns of A
///   are linearly dependent: then |Rₖₖ|, the distance of column k from the span of its predecessors,
///   is at most max(m, n) · 2⁻⁵² times the length of the column. A nearly dependent column passes, and
///   its coefficient is as inaccurate as the problem.
public func leastSquares(_ a: Matrix, _ b: Matrix) throws -> Matrix {
  require(
    a.rows == b.rows,
    "leastSquares: a has \(a.rows) rows and b \(b.rows); each row is one equation, so they must agree"
  )
  try requireFinite(a, name: "a")
  try requireFinite(b, name: "b")
  let (n, p) = (a.columns, b.columns)
  guard a.rows >= n else { throw LeastSquaresError.tooFewRows(rows: a.rows, columns: n) }

  var system = joined(a, b)  // [A | B], then [R | QᵀB]
  triangularize(&system, columns: n)

  let tolerance = Double(max(a.rows, n)) * Double.ulpOfOne
  for k in 0..<n {
    let length = norm((0...k).lazy.map { system[$0, k] })  // of A's column k: Q keeps lengths
    if system[k, k].magnitude <= tolerance * length {
      throw LeastSquaresError.dependentColumn(k, rows: a.rows, columns: n)
    }
  }

  var x = Matrix(rows: n, columns: p)
  for j in 0..<p {
    for i in (0..<n).reversed() {
      var rest = system[i, n + j]
      for k in i + 1..<n { rest -= system[i, k] * x[k, j] }
      x[i, j] = rest / system[i, i]
    }
  }
  return x
}

private func joined(_ a: Matrix, _ b: Matrix) -> Matrix {
  var elements: [Double] = []
  elements.reserveCapacity(a.elements.count + b.elements.count)
  for i in 0..<a.rows {
    elements += a.elements[i * a.columns..<(i + 1) * a.columns]
    elements += b.elements[i * b.columns..<(i + 1) * b.columns]
  }
  return Matrix(rows: a.rows, columns: a.columns + b.columns, elements: elements)
}

private func requireFinite(_ matrix: Matrix, name: String) throws {
  guard let place = matrix.elements.firstIndex(where: { !$0.isFinite }) else { return }
  throw LeastSquaresError.notFinite(
    matrix: name, row: place / matrix.columns, column: place % matrix.columns,
    value: matrix.elements[place])
}
