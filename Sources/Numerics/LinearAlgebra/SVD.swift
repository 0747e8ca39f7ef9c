// A = U Σ Vᵀ by one-sided Jacobi rotations.
//
// Look for an orthogonal V that makes the columns of W = A V orthogonal to each other. Then the
// lengths of W's columns are the singular values, its columns divided by them are U, and we are done.
//
// V is found two columns at a time. For columns p and q with
//
//   α = ‖wₚ‖²,  β = ‖w_q‖²,  γ = wₚ · w_q,
//
// rotating them by an angle θ with tangent t makes them orthogonal when t² + 2ζt − 1 = 0, where
// ζ = (β − α) / 2γ. The smaller root, written so that nothing cancels, is
//
//   t = sign(ζ) / (|ζ| + √(1 + ζ²)),   c = 1/√(1 + t²),   s = c t
//   wₚ ← c wₚ − s w_q,   w_q ← s wₚ + c w_q   (and the same for V)
//
// A rotation disturbs earlier pairs, but Σγ² falls with each, soon quadratically: a few sweeps over
// all pairs suffice. Tall matrices are first reduced to their R, as A = Q R and R = U' Σ Vᵀ give
// U = Q U'. Last, U comes from a QR of W: its R is Σ, and its Q is orthonormal even where a singular
// value is 0 and there is no column to divide.
//
// Sources: M. Hestenes, J. SIAM 6 (1958) 51–90; G. Golub and C. Van Loan, Matrix Computations,
// 4th ed., § 8.6.3; J. Demmel and K. Veselić, SIAM J. Matrix Anal. Appl. 13 (1992) 1204.

/// The thin singular value decomposition of an m × n matrix: `A = U Σ Vᵀ`, with k = min(m, n).
public struct SingularValueDecomposition: Equatable, Sendable {
  /// The m × k matrix whose orthonormal columns are the left singular vectors.
  public let u: Matrix
  /// The k singular values, descending, none negative.
  public let singularValues: [Double]
  /// The n × k matrix whose orthonormal columns are the right singular vectors (not transposed).
  public let v: Matrix

  /// How many singular values stand out from rounding: those above max(m, n) · 2⁻⁵² · σ₁.
  ///
  /// The same rule as `numpy.linalg.matrix_rank`.
  public var rank: Int {
    let threshold =
      (singularValues.first ?? 0) * Double(max(u.rows, v.rows)) * Double.ulpOfOne
    return singularValues.count { $0 > threshold }
  }
}

/// The singular value decomposition by one-sided Jacobi rotations: `A = U Σ Vᵀ`.
///
/// `UᵀU = VᵀV = I`, σ₁ ≥ σ₂ ≥ … ≥ 0. A pair of singular vectors may be multiplied by −1 together;
/// which sign comes out is not promised. Stops with a sentence where an element is not finite.
public func svd(_ a: Matrix) -> SingularValueDecomposition {
  if a.rows < a.columns {  // Aᵀ = V Σ Uᵀ
    let flipped = svd(a.transposed)
    return SingularValueDecomposition(
      u: flipped.v, singularValues: flipped.singularValues, v: flipped.u)
  }
  require(
    a.largestMagnitude.isFinite,
    "svd: every element must be finite, and the largest magnitude is \(a.largestMagnitude)")
  let scale = powerOfTwo(near: a.largestMagnitude)  // exact, and squares can't overflow
  let tall = qr(Matrix(rows: a.rows, columns: a.columns, elements: a.elements.map { $0 / scale }))
  var w = tall.r.transposed  // a row here is a column of W: rows lie together in memory
  var v = Matrix.identity(a.columns)  // a row here is a column of V
  orthogonalizeRows(&w, rotatingAlong: &v)

  let lengths = (0..<w.rows).map { norm(w.row($0)) }
  let order = lengths.indices.sorted { lengths[$0] > lengths[$1] }
  let sortedW = Matrix(order.map { w.row($0) }).transposed
  let sortedV = Matrix(order.map { v.row($0) }).transposed
  return SingularValueDecomposition(
    u: tall.q * qr(sortedW, positiveDiagonal: true).q,
    singularValues: order.map { lengths[$0] * scale },
    v: sortedV)
}

/// Rotates pairs of rows of `w` until all are orthogonal to each other, and rows of `v` along.
private func orthogonalizeRows(_ w: inout Matrix, rotatingAlong v: inout Matrix) {
  let n = w.rows
  // |cos| of an angle that counts as right: what rounding makes of a sum of n products.
  let tolerance = Double(n).squareRoot() * Double.ulpOfOne
  let maximumSweeps = 60  // ten are many
  for _ in 0..<maximumSweeps {
    var rotated = false
    for p in 0..<n {
      for q in p + 1..<n {
        let alpha = dot(w, p, p)
        let beta = dot(w, q, q)
        let gamma = dot(w, p, q)
        // The elements are near 1: a product below 1e-200 belongs to a column of zeros.
        if gamma.magnitude <= tolerance * (alpha * beta).squareRoot() || alpha * beta < 1e-200 {
          continue
        }
        let zeta = (beta - alpha) / (2 * gamma)
        let t = (zeta < 0 ? -1 : 1) / (zeta.magnitude + (1 + zeta * zeta).squareRoot())
        let c = 1 / (1 + t * t).squareRoot()
        let s = c * t
        rotate(&w, p, q, c, s)
        rotate(&v, p, q, c, s)
        rotated = true
      }
    }
    if !rotated { return }
  }
  stop("svd: \(maximumSweeps) sweeps over a \(n) × \(n) matrix did not converge")
}

private func dot(_ a: Matrix, _ p: Int, _ q: Int) -> Double {
  let (p, q) = (p * a.columns, q * a.columns)
  var sum = 0.0
  for k in 0..<a.columns { sum += a.elements[p + k] * a.elements[q + k] }
  return sum
}

private func rotate(_ a: inout Matrix, _ p: Int, _ q: Int, _ c: Double, _ s: Double) {
  let (p, q) = (p * a.columns, q * a.columns)
  for k in 0..<a.columns {
    let (x, y) = (a.elements[p + k], a.elements[q + k])
    a.elements[p + k] = c * x - s * y
    a.elements[q + k] = s * x + c * y
  }
}

/// The power of two at or below a magnitude, 1 for zero: dividing by it rounds nothing.
func powerOfTwo(near magnitude: Double) -> Double {
  magnitude == 0 ? 1 : magnitude.binade
}
