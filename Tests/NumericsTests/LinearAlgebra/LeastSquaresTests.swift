import Testing
import UnrollNumerics

@Suite struct LeastSquaresTests {
  @Test func `solutions equal NumPy's lstsq`() throws {
    for (k, fit) in try LinearAlgebraReference.load().fits.enumerated() {
      let x = try leastSquares(fit.a.matrix, fit.b.matrix)
      #expect(distance(x, fit.x.matrix) < 1e-10, "case \(k)")
    }
  }

  @Test func `a straight line through three points is the one computed by hand`() throws {
    // Points (0, 1), (1, 2), (2, 4): slope 3/2, intercept 5/6.
    let x = try leastSquares([[0, 1], [1, 1], [2, 1]], [[1], [2], [4]])
    #expect(distance(x, [[1.5], [5.0 / 6]]) < 1e-15)
  }

  @Test func `the residual is orthogonal to every column`() throws {
    let (a, b) = (normalMatrix(70, 9), normalMatrix(70, 2))
    let residual = b - a * (try leastSquares(a, b))
    #expect((a.transposed * residual).largestMagnitude < 1e-13)
    #expect(residual.largestMagnitude > 0.1)
  }

  @Test func `coefficients of exact data are recovered, whatever the scale of a column`() throws {
    let scales: Matrix = .diagonal([1, 0x1p-40, 0x1p-3, 0x1p30])
    let unscale: Matrix = .diagonal([1, 0x1p40, 0x1p3, 0x1p-30])
    let (a, x) = (normalMatrix(30, 4), normalMatrix(4, 2))
    let scaled = try leastSquares(a * scales, a * x)
    #expect(distance(scales * scaled, x) < 1e-14)
    #expect(distance(scaled, unscale * (try leastSquares(a, a * x))) == 0)  // scales round nothing
  }

  @Test func `a dependent column is named`() {
    var a = normalMatrix(9, 4)
    for i in 0..<9 { a[i, 2] = 2 * a[i, 0] - 3 * a[i, 1] }
    #expect(throws: LeastSquaresError.dependentColumn(2, rows: 9, columns: 4)) {
      try leastSquares(a, normalMatrix(9, 1))
    }
    for i in 0..<9 { a[i, 1] = 0 }
    #expect(throws: LeastSquaresError.dependentColumn(1, rows: 9, columns: 4)) {
      try leastSquares(a, normalMatrix(9, 1))
    }
    let message = LeastSquaresError.dependentColumn(2, rows: 9, columns: 4).description
    #expect(message.contains("column 2 of the 9 × 4 matrix"))
  }

  @Test func `fewer equations than unknowns are refused`() {
    #expect(throws: LeastSquaresError.tooFewRows(rows: 3, columns: 5)) {
      try leastSquares(normalMatrix(3, 5), normalMatrix(3, 1))
    }
  }

  @Test func `an infinite element is named`() {
    var b = normalMatrix(6, 2)
    b[4, 1] = .infinity
    #expect(
      throws: LeastSquaresError.notFinite(matrix: "b", row: 4, column: 1, value: .infinity)
    ) {
      try leastSquares(normalMatrix(6, 3), b)
    }
    var a = normalMatrix(6, 3)
    a[2, 0] = .nan
    #expect(throws: LeastSquaresError.self) { try leastSquares(a, normalMatrix(6, 2)) }
  }
}
