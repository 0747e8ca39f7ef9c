import Testing
import UnrollNumerics

@Suite struct QRTests {
  @Test func `Q and R equal NumPy's, signs included`() throws {
    for (k, expected) in try LinearAlgebraReference.load().decompositions.enumerated() {
      let ours = qr(expected.a.matrix)
      #expect(distance(ours.q, expected.q.matrix) < 1e-14, "case \(k)")
      #expect(distance(ours.r, expected.r.matrix) < 1e-14, "case \(k)")
    }
  }

  @Test func `with a positive diagonal, Q equals NumPy's times the signs of R's diagonal`() throws {
    for (k, expected) in try LinearAlgebraReference.load().decompositions.enumerated() {
      let ours = qr(expected.a.matrix, positiveDiagonal: true)
      #expect(distance(ours.q, expected.positiveQ.matrix) < 1e-14, "case \(k)")
    }
  }

  @Test(arguments: [(1, 1), (2, 5), (5, 2), (6, 6), (1, 7), (7, 1), (40, 9)], [false, true])
  func `Q is orthonormal, R a triangle, and their product the matrix`(
    size: (Int, Int), positiveDiagonal: Bool
  ) {
    let a = normalMatrix(size.0, size.1)
    let (q, r) = { ($0.q, $0.r) }(qr(a, positiveDiagonal: positiveDiagonal))
    #expect(distance(q.transposed * q, .identity(min(size.0, size.1))) < 1e-14)
    #expect(distance(q * r, a) < 1e-14)
    for i in 0..<r.rows {
      #expect((0..<min(i, r.columns)).allSatisfy { r[i, $0] == 0 })
      if positiveDiagonal { #expect(r[i, i] > 0) }
    }
  }

  @Test func `Q stays orthonormal when columns are zero, equal, huge or tiny`() {
    let matrices: [Matrix] = [
      Matrix(rows: 4, columns: 3),
      Matrix(rows: 4, columns: 3, repeating: 1),
      [[0, 1e200, 1], [0, 2e200, 3], [0, 1e200, 5], [0, 0, 7]],
      [[1e-200, 3], [2e-200, 4], [2e-200, 5]],
    ]
    for a in matrices {
      for positiveDiagonal in [false, true] {
        let (q, r) = { ($0.q, $0.r) }(qr(a, positiveDiagonal: positiveDiagonal))
        #expect(distance(q.transposed * q, .identity(a.columns)) < 1e-14, "\(a)")
        #expect(distance(q * r, a) <= 1e-15 * a.largestMagnitude * 8, "\(a)")
      }
    }
  }
}
