import Testing
import UnrollNumerics

@Suite struct EigenvaluesTests {
  /// The largest distance from an expected eigenvalue to its nearest one not yet taken.
  private func mismatch(_ ours: [Eigenvalue], real: [Double], imaginary: [Double]) -> Double {
    guard ours.count == real.count else { return .infinity }
    var left = ours
    var largest = 0.0
    for (x, y) in zip(real, imaginary) {
      let distances = left.map { Eigenvalue.gap($0, x, y) }
      guard let nearest = distances.indices.min(by: { distances[$0] < distances[$1] }) else {
        break
      }
      largest = max(largest, distances[nearest])
      left.remove(at: nearest)
    }
    return largest
  }

  @Test func `eigenvalues equal NumPy's or those known exactly`() throws {
    for expected in try LinearAlgebraReference.load().spectra {
      let ours = eigenvalues(expected.a.matrix)
      let size = max(expected.a.matrix.largestMagnitude, 1)
      // An eigenvalue of multiplicity k without eigenvectors of its own: k-th root of the rounding.
      let tolerance =
        switch expected.name {
        case "defective 2×2": 1e-7
        case "defective 3×3": 1e-4
        case "companion of 1…5": 1e-13
        default: 2e-14
        }
      let mismatch = mismatch(ours, real: expected.real, imaginary: expected.imaginary)
      #expect(mismatch <= tolerance * size, "\(expected.name)")
    }
  }

  @Test func `a rotation by 0.7 has eigenvalues of modulus 1 at angles ±0.7`() {
    let (c, s) = (0.764_842_187_284_488_4, 0.644_217_687_237_691_1)
    let ours = eigenvalues([[c, -s], [s, c]])
    #expect(ours.map(\.real) == [c, c])
    #expect(distance(ours.map(\.imaginary), [s, -s]) < 1e-15)
    #expect((spectralRadius([[c, -s], [s, c]]) - 1).magnitude < 1e-15)
  }

  @Test func `complex eigenvalues come in exact conjugate pairs, the upper one first`() {
    let ours = eigenvalues(normalMatrix(15, 15))
    var k = 0
    while k < ours.count {
      if ours[k].imaginary == 0 {
        k += 1
      } else {
        #expect(ours[k].imaginary > 0)
        #expect(ours[k + 1] == ours[k].conjugate)
        k += 2
      }
    }
  }

  @Test(arguments: [1, 2, 3, 7, 16])
  func `their sum is the trace, and of all powers likewise`(size: Int) {
    // tr Aᵏ = Σ λᵏ for k = 1 and 2: no eigenvalue can be missing or wrong.
    let a = normalMatrix(size, size)
    let ours = eigenvalues(a)
    let square = a * a
    let trace = (0..<size).reduce(0) { $0 + a[$1, $1] }
    let traceOfSquare = (0..<size).reduce(0) { $0 + square[$1, $1] }
    #expect((ours.reduce(0) { $0 + $1.real } - trace).magnitude < 1e-12)
    let sumOfSquares = ours.reduce(0) { $0 + $1.real * $1.real - $1.imaginary * $1.imaginary }
    #expect((sumOfSquares - traceOfSquare).magnitude < 1e-11)
    #expect(zip(ours, ours.dropFirst()).allSatisfy { $0.modulus >= $1.modulus })
  }

  @Test(arguments: 3..<12)
  func `a cyclic permutation, which unshifted steps repeat for ever, is solved`(size: Int) {
    var a = Matrix(rows: size, columns: size)
    for k in 0..<size { a[(k + 1) % size, k] = 1 }
    #expect(eigenvalues(a).allSatisfy { ($0.modulus - 1).magnitude < 1e-14 })
  }

  @Test func `an orthogonal matrix has spectral radius 1, half of it one half`() {
    let q = qr(normalMatrix(9, 9)).q
    #expect((spectralRadius(q) - 1).magnitude < 1e-14)
    let half = Matrix(rows: 9, columns: 9, elements: q.elements.map { $0 / 2 })
    #expect((spectralRadius(half) - 0.5).magnitude < 1e-14)
  }

  @Test func `a nilpotent matrix has spectral radius 0 although it is large`() {
    #expect(spectralRadius([[0, 100, 7], [0, 0, -300], [0, 0, 0]]) == 0)
    #expect(spectralRadius(Matrix(rows: 0, columns: 0)) == 0)
  }

  @Test func `a matrix that is not square stops with its size`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = eigenvalues(Matrix(rows: 2, columns: 3))
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("only a square matrix has them, and this one is 2 × 3"))
  }

  @Test func `an eigenvalue prints as it is written`() {
    #expect(eigenvalues([[0, -2], [2, 0]]).map(\.description) == ["0.0 + 2.0i", "0.0 - 2.0i"])
    #expect(eigenvalues([[-0.5]]).map(\.description) == ["-0.5"])
  }
}

extension Eigenvalue {
  fileprivate static func gap(_ value: Eigenvalue, _ real: Double, _ imaginary: Double) -> Double {
    max((value.real - real).magnitude, (value.imaginary - imaginary).magnitude)
  }
}
