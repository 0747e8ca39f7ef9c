import Testing
import UnrollNumerics

@Suite struct SVDTests {
  /// A = U Σ Vᵀ, UᵀU = VᵀV = I, σ descending.
  private func expectDecomposition(_ a: Matrix, _ name: String) {
    let ours = svd(a)
    let k = min(a.rows, a.columns)
    let sigma = ours.singularValues
    #expect(distance(ours.u.transposed * ours.u, .identity(k)) < 1e-14, "U of \(name)")
    #expect(distance(ours.v.transposed * ours.v, .identity(k)) < 1e-14, "V of \(name)")
    #expect(sigma.allSatisfy { $0 >= 0 }, "\(name)")
    #expect(zip(sigma, sigma.dropFirst()).allSatisfy { $0 >= $1 }, "\(name)")
    let product = ours.u * .diagonal(sigma) * ours.v.transposed
    #expect(distance(product, a) <= 2e-14 * (sigma.first ?? 0), "product for \(name)")
  }

  @Test func `singular values and ranks equal NumPy's`() throws {
    for expected in try LinearAlgebraReference.load().singular {
      let ours = svd(expected.a.matrix)
      let largest = expected.values[0]
      #expect(distance(ours.singularValues, expected.values) <= 1e-14 * largest, "\(expected.name)")
      #expect(ours.rank == expected.rank, "\(expected.name)")
      expectDecomposition(expected.a.matrix, expected.name)
    }
  }

  @Test(arguments: [(1, 1), (1, 6), (6, 1), (4, 9), (9, 4), (12, 12)])
  func `the factors are orthonormal and their product is the matrix`(size: (Int, Int)) {
    expectDecomposition(normalMatrix(size.0, size.1), "\(size)")
  }

  @Test func `one row has its length as singular value`() {
    let ours = svd([[3, 0, -4]])
    #expect(ours.singularValues == [5])
    #expect(ours.v.rows == 3 && ours.v.columns == 1)
  }

  @Test func `the singular values of a matrix by hand are 3√5 and √5`() {
    // AᵀA = [[25, 20], [20, 25]] has the eigenvalues 45 and 5.
    let sigma = svd([[3, 0], [4, 5]]).singularValues
    #expect(distance(sigma, [Double(45).squareRoot(), Double(5).squareRoot()]) < 1e-14)
  }

  @Test func `a random matrix of rank 3 keeps orthonormal factors of full size`() {
    let a = normalMatrix(10, 3) * normalMatrix(3, 8)
    #expect(svd(a).rank == 3)
    expectDecomposition(a, "rank 3")
  }
}
