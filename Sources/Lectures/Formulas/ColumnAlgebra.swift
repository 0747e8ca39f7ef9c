import UnrollNumerics

// What the slides' formulas need of small matrices, so that they can be written as on the slide.

extension Matrix {
  /// The sum of two matrices.
  static func + (a: Matrix, b: Matrix) -> Matrix {
    requireEqualSizes(a, b, "+")
    return Matrix(rows: a.rows, columns: a.columns, elements: zip(a.elements, b.elements).map(+))
  }

  /// The product element by element, ⊙.
  func times(_ other: Matrix) -> Matrix {
    Self.requireEqualSizes(self, other, "⊙")
    return Matrix(rows: rows, columns: columns, elements: zip(elements, other.elements).map(*))
  }

  private static func requireEqualSizes(_ a: Matrix, _ b: Matrix, _ operation: String) {
    require(
      a.rows == b.rows && a.columns == b.columns,
      "can't compute [\(a.rows), \(a.columns)] \(operation) [\(b.rows), \(b.columns)]: sizes differ"
    )
  }

  /// Each element changed by a function.
  func map(_ f: (Double) -> Double) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map(f))
  }

  /// The square matrix with a column on its diagonal: `diag(v)·M` multiplies each row of M by an element.
  static func diagonal(_ column: Matrix) -> Matrix { diagonal(column.elements) }

  /// Two matrices side by side, `[a b]`.
  static func beside(_ a: Matrix, _ b: Matrix) -> Matrix {
    Matrix((0..<a.rows).map { a.row($0) + b.row($0) })
  }

  /// Two matrices one above the other, `[a; b]`.
  static func above(_ a: Matrix, _ b: Matrix) -> Matrix {
    Matrix(rows: a.rows + b.rows, columns: a.columns, elements: a.elements + b.elements)
  }

  /// A matrix of numbers drawn evenly from −limit to limit.
  static func random(
    _ rows: Int, _ columns: Int, limit: Double = 1, using generator: inout SeededGenerator
  ) -> Matrix {
    Matrix(
      rows: rows, columns: columns,
      elements: (0..<(rows * columns)).map { _ in generator.uniform(in: -limit..<limit) })
  }

  /// A random orthogonal matrix times a number: it stretches every vector by that gain.
  static func randomOrthogonal(
    _ size: Int, gain: Double, using generator: inout SeededGenerator
  ) -> Matrix {
    qr(.random(size, size, using: &generator)).q.map { gain * $0 }
  }

  /// The largest difference between two matrices, relative to the largest element; infinite where a
  /// number is missing, so that NaN never passes for agreement.
  static func distance(_ a: Matrix, _ b: Matrix) -> Double {
    let scale = max(a.largestMagnitude, b.largestMagnitude)
    let distance = scale == 0 ? 0 : (a - b).largestMagnitude / scale
    return distance.isNaN ? .infinity : distance
  }
}
