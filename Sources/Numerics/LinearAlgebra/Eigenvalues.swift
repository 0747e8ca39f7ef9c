// Eigenvalues of a general real matrix: Hessenberg form, then shifted QR steps.
//
// If A = Q R, then R Q = Qᵀ A Q has the same eigenvalues. Repeated, this QR step drives A towards
// a triangle, whose diagonal shows them. Three ideas make it practical:
//
// 1. First bring A to Hessenberg form, zeros below the first subdiagonal, by reflections from both
//    sides. A step keeps the form and then costs n² instead of n³.
// 2. Shift: a step with A − σ I makes the last subdiagonal element shrink the faster, the nearer σ
//    is to an eigenvalue. The eigenvalues of the trailing 2 × 2 block are good guesses.
// 3. They may be complex. But two steps with σ and its conjugate amount to one real similarity,
//    fixed by its first column, M e₁ with M = (H − σ I)(H − σ̄ I) = H² − s H + t I, where s = σ + σ̄
//    and t = σ σ̄. Only three entries of M e₁ are non-zero. One reflection introduces this column;
//    the others chase the bulge that it raises down the diagonal and out ("Francis step").
//
// Where a subdiagonal element becomes negligible, the problem splits: blocks of size 1 and 2 are
// read off, larger ones iterated on.
//
// Sources: J. Francis, Computer J. 4 (1961) 265, (1962) 332; G. Golub and C. Van Loan, Matrix
// Computations, 4th ed., § 7.4.3 and § 7.5.

/// An eigenvalue of a real matrix: a complex number, `real + imaginary · i`.
public struct Eigenvalue: Equatable, Sendable, CustomStringConvertible {
  /// The real part.
  public let real: Double
  /// The imaginary part: exactly 0 for a real eigenvalue.
  public let imaginary: Double

  /// The absolute value: `√(real² + imaginary²)`.
  public var modulus: Double { norm([real, imaginary]) }

  /// The eigenvalue on the other side of the real axis: `real − imaginary · i`.
  public var conjugate: Eigenvalue { Eigenvalue(real: real, imaginary: -imaginary) }

  /// The number as it is written: "0.5", "1.0 - 2.0i".
  public var description: String {
    if imaginary == 0 { return "\(real)" }
    return "\(real) \(imaginary < 0 ? "-" : "+") \(imaginary.magnitude)i"
  }
}

/// The eigenvalues of a square matrix, largest modulus first.
///
/// λ with `A x = λ x` for some x ≠ 0. Complex ones come in conjugate pairs, the positive imaginary
/// part first; a multiple one comes as often as it is a root of the characteristic polynomial. A
/// multiple eigenvalue with too few eigenvectors is found to about the k-th root of the rounding
/// error only, by this or any method. Stops with a sentence where the matrix is not square or an element not
/// finite.
public func eigenvalues(_ a: Matrix) -> [Eigenvalue] {
  require(
    a.rows == a.columns,
    "eigenvalues: only a square matrix has them, and this one is \(a.rows) × \(a.columns)")
  require(
    a.largestMagnitude.isFinite,
    "eigenvalues: every element must be finite, and the largest magnitude is \(a.largestMagnitude)")
  let scale = powerOfTwo(near: a.largestMagnitude)  // exact, and products can't overflow
  var h = Matrix(rows: a.rows, columns: a.columns, elements: a.elements.map { $0 / scale })
  reduceToHessenberg(&h)

  var found: [Eigenvalue] = []
  var last = h.rows - 1
  var steps = 0
  while last >= 0 {
    let first = startOfBlock(endingAt: last, in: &h)
    if first >= last - 1 {
      found += first == last ? [Eigenvalue(real: h[last, last], imaginary: 0)] : pair(h, first)
      last = first - 1
      steps = 0
    } else {
      steps += 1
      require(steps <= 300, "eigenvalues: 300 steps on rows \(first)...\(last) split nothing")
      francisStep(&h, first, last, exceptional: steps.isMultiple(of: 10))
    }
  }
  return found.map { Eigenvalue(real: $0.real * scale, imaginary: $0.imaginary * scale) }
    .sorted { ($0.modulus, $0.real, $0.imaginary) > ($1.modulus, $1.real, $1.imaginary) }
}

/// The largest modulus of an eigenvalue: the factor by which repeated multiplication by A grows.
///
/// `ρ(A) = max |λ|`; hence Aᵏ → 0 exactly when ρ < 1, and 0 for an empty matrix. Stops with a
/// sentence where the matrix is not square or an element not finite.
public func spectralRadius(_ a: Matrix) -> Double {
  eigenvalues(a).first?.modulus ?? 0
}

/// Clears everything below the first subdiagonal: `A ← Hₖ A Hₖ` for each column k.
private func reduceToHessenberg(_ a: inout Matrix) {
  let n = a.rows
  for k in stride(from: 0, to: n - 2, by: 1) {
    let reflection = Householder(annihilating: (k + 1..<n).map { a[$0, k] })
    reflection.apply(toRowsOf: &a, from: k + 1, columns: k..<n)
    reflection.apply(toColumnsOf: &a, from: k + 1, rows: 0..<n)
    for i in k + 2..<n { a[i, k] = 0 }
  }
}

/// The first row of the block that ends at row `last`, above which the subdiagonal is negligible.
private func startOfBlock(endingAt last: Int, in h: inout Matrix) -> Int {
  for k in stride(from: last, to: 0, by: -1) {
    let neighbours = h[k - 1, k - 1].magnitude + h[k, k].magnitude
    let size = neighbours == 0 ? 1 : neighbours  // the matrix is scaled to elements near 1
    if h[k, k - 1].magnitude <= Double.ulpOfOne * size {
      h[k, k - 1] = 0
      return k
    }
  }
  return 0
}

/// One implicit double-shift QR step on rows and columns `first` … `last`, three or more.
private func francisStep(_ h: inout Matrix, _ first: Int, _ last: Int, exceptional: Bool) {
  var s = h[last - 1, last - 1] + h[last, last]
  var t = h[last - 1, last - 1] * h[last, last] - h[last - 1, last] * h[last, last - 1]
  if exceptional {
    // Some matrices, cyclic permutations among them, would repeat for ever: shift from afar.
    let size = h[last, last - 1].magnitude + h[last - 1, last - 2].magnitude
    s = 1.5 * size
    t = size * size
  }
  var column = [  // (H² − s H + t I) e₁
    h[first, first] * (h[first, first] - s) + h[first, first + 1] * h[first + 1, first] + t,
    h[first + 1, first] * (h[first, first] + h[first + 1, first + 1] - s),
    h[first + 1, first] * h[first + 2, first + 1],
  ]
  for k in first..<last {  // the bulge stands below row k
    let reflection = Householder(annihilating: column)
    let end = k + column.count  // of the rows and columns that this reflection mixes
    reflection.apply(toRowsOf: &h, from: k, columns: max(first, k - 1)..<last + 1)
    reflection.apply(toColumnsOf: &h, from: k, rows: first..<min(end + 1, last + 1))
    if k > first { for i in k + 1..<end { h[i, k - 1] = 0 } }
    column = (k + 1..<min(k + 4, last + 1)).map { h[$0, k] }
  }
}

/// The eigenvalues of the 2 × 2 block that starts at row k.
///
/// Roots of `λ² − (a + d) λ + (ad − bc)`: with p = (a − d)/2 they are d + p ± √(p² + bc). Of two real
/// ones the second is taken from the product of the roots of z² − 2pz − bc, lest digits cancel.
private func pair(_ h: Matrix, _ k: Int) -> [Eigenvalue] {
  let (a, b, c, d) = (h[k, k], h[k, k + 1], h[k + 1, k], h[k + 1, k + 1])
  let p = (a - d) / 2
  let discriminant = p * p + b * c
  if discriminant < 0 {
    let imaginary = (-discriminant).squareRoot()
    return [imaginary, -imaginary].map { Eigenvalue(real: d + p, imaginary: $0) }
  }
  let z = p + (p < 0 ? -1 : 1) * discriminant.squareRoot()
  let second = z == 0 ? d : d - b * c / z
  return [d + z, second].map { Eigenvalue(real: $0, imaginary: 0) }
}
