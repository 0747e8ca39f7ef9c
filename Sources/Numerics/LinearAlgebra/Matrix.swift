import Foundation

/// A small dense matrix of `Double`, stored row after row.
///
/// For the linear algebra of the course: fits, singular values, eigenvalues, projections. It is a
/// plain value without a tape; what is to be differentiated is a `Tensor`.
///
/// ```swift
/// let a: Matrix = [[1, 2, 3], [4, 5, 6]]
/// print(a.transposed * a)
/// ```
public struct Matrix: Equatable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The elements in row-major order: element [i, j] stands at `i · columns + j`.
  public internal(set) var elements: [Double]

  /// A matrix of the given size from its elements in row-major order; stops with a sentence where they are
  /// not rows · columns.
  public init(rows: Int, columns: Int, elements: [Double]) {
    require(
      rows >= 0 && columns >= 0, "Matrix: a size of [\(rows), \(columns)] is not possible")
    require(
      elements.count == rows * columns,
      "Matrix: [\(rows), \(columns)] takes \(rows * columns) elements, not \(elements.count)")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix whose elements all have one value, zero unless said otherwise; stops with a sentence for a
  /// negative size.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    require(
      rows >= 0 && columns >= 0, "Matrix: a size of [\(rows), \(columns)] is not possible")
    self.rows = rows
    self.columns = columns
    elements = Array(repeating: value, count: rows * columns)
  }

  /// A matrix from its rows; stops with a sentence where they differ in length.
  public init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    for (i, row) in rows.enumerated() {
      require(
        row.count == columns, "Matrix: row 0 has \(columns) elements, but row \(i) \(row.count)")
    }
    self.init(rows: rows.count, columns: columns, elements: Array(rows.joined()))
  }

  /// The identity matrix: ones on the diagonal, zeros elsewhere.
  public static func identity(_ size: Int) -> Matrix {
    var result = Matrix(rows: size, columns: size)
    for k in 0..<size { result[k, k] = 1 }
    return result
  }

  /// A square matrix with the given diagonal and zeros elsewhere.
  public static func diagonal(_ values: [Double]) -> Matrix {
    var result = Matrix(rows: values.count, columns: values.count)
    for (k, value) in values.enumerated() { result[k, k] = value }
    return result
  }

  /// The element in a row and a column, both counted from 0; stops with a sentence where there is none.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[index(row, column)] }
    set { elements[index(row, column)] = newValue }
  }

  private func index(_ row: Int, _ column: Int) -> Int {
    require(
      row >= 0 && row < rows && column >= 0 && column < columns,
      "Matrix: [\(row), \(column)] lies outside a matrix of size [\(rows), \(columns)]")
    return row * columns + column
  }

  /// The elements of one row, counted from 0; stops with a sentence where there is none.
  public func row(_ row: Int) -> [Double] {
    require(row >= 0 && row < rows, "Matrix: no row \(row) among \(rows)")
    return Array(elements[row * columns..<(row + 1) * columns])
  }

  /// The elements of one column, counted from 0; stops with a sentence where there is none.
  public func column(_ column: Int) -> [Double] {
    require(column >= 0 && column < columns, "Matrix: no column \(column) among \(columns)")
    return (0..<rows).map { elements[$0 * columns + column] }
  }

  /// The transpose: element [i, j] is this matrix's [j, i].
  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for i in 0..<rows {
      for j in 0..<columns { result.elements[j * rows + i] = elements[i * columns + j] }
    }
    return result
  }

  /// The largest absolute value among the elements, 0 if there are none.
  ///
  /// Not a number when any element is not one.
  public var largestMagnitude: Double { UnrollNumerics.largestMagnitude(elements) }

  /// The matrix product: `c[i, j] = Σₖ a[i, k] · b[k, j]`.
  ///
  /// Row i of c is a sum of rows of b, weighted by row i of a: the inner loop runs along rows.
  ///
  /// Stops with a sentence where the inner dimensions differ.
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    require(
      a.columns == b.rows,
      "Matrix *: can't multiply [\(a.rows), \(a.columns)] by [\(b.rows), \(b.columns)]; "
        + "the inner dimensions \(a.columns) and \(b.rows) differ")
    var c = Matrix(rows: a.rows, columns: b.columns)
    let width = b.columns
    c.elements.withUnsafeMutableBufferPointer { c in
      b.elements.withUnsafeBufferPointer { b in
        for i in 0..<a.rows {
          for k in 0..<a.columns {
            let weight = a.elements[i * a.columns + k]
            for j in 0..<width { c[i * width + j] += weight * b[k * width + j] }
          }
        }
      }
    }
    return c
  }

  /// The elementwise difference of two matrices; stops with a sentence where their sizes differ.
  public static func - (a: Matrix, b: Matrix) -> Matrix {
    require(
      a.rows == b.rows && a.columns == b.columns,
      "Matrix -: sizes [\(a.rows), \(a.columns)] and [\(b.rows), \(b.columns)] differ")
    return Matrix(
      rows: a.rows, columns: a.columns, elements: zip(a.elements, b.elements).map { $0 - $1 })
  }
}

extension Matrix: ExpressibleByArrayLiteral {
  /// A matrix from a literal of rows: `[[1, 2], [3, 4]]`.
  public init(arrayLiteral rows: [Double]...) { self.init(rows) }
}

extension Matrix: CustomStringConvertible {
  /// The rows, one a line, to six significant digits, decimal points below each other.
  public var description: String {
    let cells = elements.map { Cell($0) }
    let widths = (0..<columns).map { column in
      let column = stride(from: column, to: cells.count, by: columns).map { cells[$0] }
      return (
        left: column.map(\.left.count).max() ?? 0, right: column.map(\.right.count).max() ?? 0
      )
    }
    let lines = (0..<rows).map { row in
      let line = (0..<columns).map { column in
        let cell = cells[row * columns + column]
        return String(repeating: " ", count: widths[column].left - cell.left.count)
          + cell.left + cell.right
          + String(repeating: " ", count: widths[column].right - cell.right.count)
      }
      return "[" + line.joined(separator: "  ") + "]"
    }
    return "Matrix [\(rows), \(columns)]\n" + lines.joined(separator: "\n")
  }

  /// A number's text, cut in two before its decimal point.
  private struct Cell {
    let left: Substring
    let right: Substring

    init(_ value: Double) {
      let text = String(format: "%.6g", value)
      let cut = text.firstIndex { $0 == "." || $0 == "e" } ?? text.endIndex
      left = text[..<cut]
      right = text[cut...]
    }
  }
}
