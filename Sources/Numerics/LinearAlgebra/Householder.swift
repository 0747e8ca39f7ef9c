// A reflection in a plane: the brick of QR, least squares and the eigenvalue iteration.
//
// For a unit vector u, H = I − 2 u uᵀ mirrors space in the plane orthogonal to u. H is orthogonal
// and symmetric, so it changes no length and is its own inverse. To send a vector x onto the first
// axis, mirror it in the plane half-way between x and its image β e₁, |β| = ‖x‖:
//
//   u ∝ x − β e₁
//
// Of the two choices of β's sign, the one opposite to x₀ makes x₀ − β a sum of equal signs: nothing
// cancels. Scaled to v₀ = 1, with α = x₀,
//
//   H = I − τ v vᵀ,   v = (x − β e₁) / (α − β),   τ = (β − α) / β
//
// Sources: A. Householder, J. ACM 5 (1958) 339; G. Golub and C. Van Loan, Matrix Computations,
// 4th ed., § 5.1; signs and scaling as in LAPACK's dlarfg, hence as in NumPy.

/// The reflection `H = I − τ v vᵀ` that sends one given vector to a multiple of the first axis.
struct Householder {
  /// The normal of the mirror, scaled so that v₀ = 1.
  let v: [Double]
  /// 2 / vᵀv; zero when nothing need be mirrored, for then H is the identity.
  let tau: Double
  /// The first component of H x; the others are 0.
  let beta: Double

  /// The reflection for the vector x: `H x = (β, 0, …, 0)`.
  init(annihilating x: [Double]) {
    require(!x.isEmpty, "Householder: a vector of 0 elements has no first axis")
    let alpha = x[0]
    if x.dropFirst().allSatisfy({ $0 == 0 }) {
      v = [1] + x.dropFirst()
      tau = 0
      beta = alpha
    } else {
      let image = alpha < 0 ? norm(x) : -norm(x)
      v = [1] + x.dropFirst().map { $0 / (alpha - image) }
      tau = (image - alpha) / image
      beta = image
    }
  }

  /// Replaces rows `firstRow`, `firstRow` + 1, … of the given columns of `a` by H times them.
  ///
  /// `A ← A − v (τ Aᵀv)ᵀ`: two passes over the rows, and no matrix H.
  func apply(toRowsOf a: inout Matrix, from firstRow: Int, columns: Range<Int>) {
    if tau == 0 || columns.isEmpty { return }
    let width = a.columns
    var weights = [Double](repeating: 0, count: columns.count)  // τ Aᵀv
    a.elements.withUnsafeMutableBufferPointer { a in
      weights.withUnsafeMutableBufferPointer { weights in
        v.withUnsafeBufferPointer { v in
          for i in v.indices {
            let start = (firstRow + i) * width + columns.lowerBound
            for j in weights.indices { weights[j] += v[i] * a[start + j] }
          }
          for j in weights.indices { weights[j] *= tau }
          for i in v.indices {
            let start = (firstRow + i) * width + columns.lowerBound
            for j in weights.indices { a[start + j] -= v[i] * weights[j] }
          }
        }
      }
    }
  }

  /// Replaces columns `firstColumn`, … of the given rows of `a` by them times H: `A ← A − τ A v vᵀ`.
  func apply(toColumnsOf a: inout Matrix, from firstColumn: Int, rows: Range<Int>) {
    if tau == 0 { return }
    for row in rows {
      let start = row * a.columns + firstColumn
      var weight = 0.0
      for j in v.indices { weight += a.elements[start + j] * v[j] }
      weight *= tau
      for j in v.indices { a.elements[start + j] -= weight * v[j] }
    }
  }
}

/// The length of a vector, `√(Σ xₖ²)`, scaled so that the squares neither overflow nor vanish.
func norm(_ x: some Sequence<Double>) -> Double {
  let largest = largestMagnitude(x)
  if largest == 0 || !largest.isFinite { return largest }
  let sum = x.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }
  return largest * sum.squareRoot()
}

/// The largest absolute value in a sequence, 0 if it is empty, not a number if any value is not one.
func largestMagnitude(_ x: some Sequence<Double>) -> Double {
  x.reduce(0) { $1.isNaN || $1.magnitude > $0 ? $1.magnitude : $0 }
}
