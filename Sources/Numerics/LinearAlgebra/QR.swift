// A = Q R: orthonormal columns times an upper triangle.
//
// Mirror the first column of A onto the first axis; then, leaving the first row alone, what is left
// of the second column onto the second axis; and so on. After k = min(m, n) reflections A has
// become the triangle R,
//
//   Hₖ … H₂ H₁ A = R,   hence   A = (H₁ H₂ … Hₖ) R = Q R,
//
// because each H is its own inverse. Only the first k columns of Q meet non-zero rows of R; the thin
// form keeps those. They come from applying H₁ … Hₖ, last one first, to the first k columns of I.
//
// Source: G. Golub and C. Van Loan, Matrix Computations, 4th ed., § 5.2.2, § 5.1.6.

/// The thin QR decomposition of an m × n matrix: `A = Q R`, with k = min(m, n).
public struct QRDecomposition: Equatable, Sendable {
  /// The m × k matrix with orthonormal columns: `QᵀQ = I`.
  public let q: Matrix
  /// The k × n upper triangle; below its diagonal stand exact zeros.
  public let r: Matrix
}

/// The thin QR decomposition by Householder reflections.
///
/// `A = Q R`, `QᵀQ = I`. The signs are those of LAPACK, hence of `numpy.linalg.qr`. With
/// `positiveDiagonal`, column k of Q and row k of R take the sign of R's diagonal element, which
/// becomes positive: this makes the decomposition of a matrix of full rank unique, and Q of a square
/// normal random matrix uniform among all orthogonal ones. Keras's orthogonal initialiser does the
/// same (`q *= sign(diag(r))`); where the element is exactly 0, Keras clears the column and this
/// function keeps it, so that Q stays orthonormal.
///
/// Source of the sign rule: F. Mezzadri, Notices of the AMS 54 (2007) 592–604.
public func qr(_ a: Matrix, positiveDiagonal: Bool = false) -> QRDecomposition {
  let k = min(a.rows, a.columns)
  var triangle = a
  let reflections = triangularize(&triangle, columns: k)

  var q = Matrix(rows: a.rows, columns: k)
  for i in 0..<k { q[i, i] = 1 }
  for (i, reflection) in reflections.enumerated().reversed() {
    reflection.apply(toRowsOf: &q, from: i, columns: i..<k)
  }

  var r = Matrix(
    rows: k, columns: a.columns, elements: Array(triangle.elements.prefix(k * a.columns)))
  if positiveDiagonal {
    for i in 0..<k where r[i, i] < 0 {
      for j in i..<r.columns { r[i, j].negate() }
      for row in 0..<q.rows { q[row, i].negate() }
    }
  }
  return QRDecomposition(q: q, r: r)
}

/// Turns the first `columns` columns of `a` into an upper triangle, and returns the reflections.
///
/// Columns further right are mirrored along: a right-hand side beside A becomes Qᵀ times itself.
@discardableResult
func triangularize(_ a: inout Matrix, columns: Int) -> [Householder] {
  (0..<columns).map { k in
    let below = (k..<a.rows).map { a.elements[$0 * a.columns + k] }
    let reflection = Householder(annihilating: below)
    reflection.apply(toRowsOf: &a, from: k, columns: k + 1..<a.columns)
    a[k, k] = reflection.beta
    for i in k + 1..<a.rows { a.elements[i * a.columns + k] = 0 }
    return reflection
  }
}
