import Foundation

/// A table of numbers: what the exercises compute with.
///
/// A batch is a matrix with a row for each sample, as in the lectures and in Keras: x `[batch, inputs]` becomes states
/// `[batch, units]`. How weights stand differs from term to term; a stub's comment has the formula. A sequence is an
/// array of such matrices, one for each time step.
///
/// ```swift
/// let a: Matrix = [[1, 2], [3, 4]]
/// a[0, 1]              // 2
/// matmul(a, a)         // the matrix product
/// a * a                // element by element
/// a.map { tanh($0) }   // a function of each element
/// ```
///
/// It is slow and has nothing to hide: every operation is a loop that can be read.
public struct Matrix: Equatable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The numbers, row by row.
  public private(set) var elements: [Double]

  /// A matrix of its elements, row by row.
  public init(_ elements: [Double], rows: Int, columns: Int) {
    expect(
      rows >= 0 && columns >= 0 && elements.count == rows * columns,
      "Matrix: \(rows) rows of \(columns) columns hold \(rows * columns) numbers, not \(elements.count)"
    )
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix of its rows.
  public init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() {
      expect(
        row.count == columns,
        "Matrix: row \(index) has \(row.count) numbers, but row 0 has \(columns)")
    }
    self.init(rows.flatMap { $0 }, rows: rows.count, columns: columns)
  }

  /// A matrix filled with one number, zero unless told otherwise.
  public init(rows: Int, columns: Int, filledWith value: Double = 0) {
    self.init(
      [Double](repeating: value, count: max(0, rows * columns)), rows: rows, columns: columns)
  }

  /// Zeros in the shape of another matrix.
  public static func zeros(like other: Matrix) -> Matrix {
    Matrix(rows: other.rows, columns: other.columns)
  }

  /// The numbers of rows and columns.
  public var shape: [Int] { [rows, columns] }

  /// The number in a row and a column, both counted from 0.
  public subscript(row: Int, column: Int) -> Double {
    get {
      check(row, column)
      return elements[row * columns + column]
    }
    set {
      check(row, column)
      elements[row * columns + column] = newValue
    }
  }

  /// The numbers of a row.
  public func row(_ index: Int) -> [Double] {
    expect((0..<rows).contains(index), "Matrix: there is no row \(index); there are \(rows)")
    return Array(elements[(index * columns)..<((index + 1) * columns)])
  }

  private func check(_ row: Int, _ column: Int) {
    expect(
      (0..<rows).contains(row) && (0..<columns).contains(column),
      "Matrix: there is no place [\(row), \(column)] in a matrix of shape \(shape)")
  }
}

extension Matrix: ExpressibleByArrayLiteral {
  /// A matrix of its rows: `[[1, 2], [3, 4]]`.
  public init(arrayLiteral rows: [Double]...) { self.init(rows) }
}

extension Matrix: CustomStringConvertible {
  /// The rows, one below another.
  public var description: String {
    let texts = elements.map { String(format: "%.6g", $0) }
    let width = texts.map(\.count).max() ?? 0
    let lines = (0..<rows).map { row in
      let cells = texts[(row * columns)..<((row + 1) * columns)]
      return "["
        + cells.map { String(repeating: " ", count: width - $0.count) + $0 }
        .joined(separator: "  ") + "]"
    }
    return "[" + lines.joined(separator: "\n ") + "]"
  }
}

/// Stops with a sentence where something does not hold. It goes to standard error by itself, because a build for speed
/// keeps the words of `precondition` to itself.
func expect(
  _ condition: Bool, _ sentence: @autoclosure () -> String, file: StaticString = #file,
  line: UInt = #line
) {
  if condition { return }
  FileHandle.standardError.write(Data((sentence() + "\n").utf8))
  fatalError("see the sentence above", file: file, line: line)
}
