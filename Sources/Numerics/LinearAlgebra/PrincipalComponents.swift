// The directions in which data vary most.
//
// Let X hold one observation a row, less the mean of each column. Along a unit direction v the data
// have the variance ‖X v‖² / (m − 1). With X = U Σ Vᵀ, the first column of V maximises it (σ₁² is the
// largest eigenvalue of XᵀX), the second does so among the directions orthogonal to the first, and so
// on: the principal components are the right singular vectors, their variances σₖ² / (m − 1). The
// covariance matrix XᵀX is never formed: that would square the condition number.
//
// Source: I. Jolliffe, Principal Component Analysis, 2nd ed. (2002), § 1.1 and § 3.5.

/// The principal components of a set of observations.
///
/// ```swift
/// let observations: Matrix = [[1, 2, 0], [2, 4, 1], [3, 6, 0], [4, 8, 1]]
/// let components = PrincipalComponents(of: observations, count: 2)
/// let points = components.transform(observations)  // [observations, 2], to be plotted
/// ```
public struct PrincipalComponents: Equatable, Sendable {
  /// The mean of each feature.
  public let mean: [Double]
  /// The components, one unit vector a row, largest variance first: [count, features].
  ///
  /// Of the two signs of a component the one is taken that makes its largest element positive.
  public let components: Matrix
  /// The variance of the data along each component: `σₖ² / (m − 1)`.
  public let explainedVariance: [Double]
  /// Each component's share of the total variance of all features, from 0 to 1; zeros if nothing varies.
  public let explainedVarianceRatio: [Double]

  /// Finds the first `count` components (all of them if not said) of observations, one a row.
  ///
  /// Stops with a sentence where there are fewer than two observations, or more components are asked for than
  /// min(observations, features).
  public init(of data: Matrix, count: Int? = nil) {
    let available = min(data.rows, data.columns)
    let count = count ?? available
    require(
      data.rows >= 2,
      "PrincipalComponents: a variance takes 2 observations or more, and there are \(data.rows)")
    require(
      count >= 0 && count <= available,
      "PrincipalComponents: can't find \(count) components; data of size "
        + "[\(data.rows), \(data.columns)] have \(available)")
    mean = (0..<data.columns).map { data.column($0).reduce(0, +) / Double(data.rows) }

    let decomposition = svd(subtracting(mean, from: data))
    let variances = decomposition.singularValues.map { $0 * $0 / Double(data.rows - 1) }
    let total = variances.reduce(0, +)
    let directions = (0..<count).map { withLargestPositive(decomposition.v.column($0)) }
    components = Matrix(
      rows: count, columns: data.columns, elements: Array(directions.joined()))
    explainedVariance = Array(variances.prefix(count))
    explainedVarianceRatio = explainedVariance.map { total == 0 ? 0 : $0 / total }
  }

  /// The coordinates of observations along the components: `(X − mean) Vᵀ`.
  ///
  /// From [observations, features] to [observations, count]; stops with a sentence where the features
  /// differ in number.
  public func transform(_ data: Matrix) -> Matrix {
    require(
      data.columns == mean.count,
      "PrincipalComponents: fitted to \(mean.count) features, given \(data.columns)")
    return subtracting(mean, from: data) * components.transposed
  }

  /// The observations with given coordinates: `Z V + mean`.
  ///
  /// With all components it undoes `transform`; with fewer it gives the nearest points of the
  /// subspace that they span.
  ///
  /// From [observations, count] to [observations, features]; stops with a sentence where the count
  /// differs.
  public func inverseTransform(_ coordinates: Matrix) -> Matrix {
    require(
      coordinates.columns == components.rows,
      "PrincipalComponents: there are \(components.rows) components, given \(coordinates.columns)")
    return subtracting(mean.map { -$0 }, from: coordinates * components)
  }
}

private func subtracting(_ mean: [Double], from data: Matrix) -> Matrix {
  var result = data
  for i in 0..<data.rows {
    for j in 0..<data.columns { result.elements[i * data.columns + j] -= mean[j] }
  }
  return result
}

private func withLargestPositive(_ direction: [Double]) -> [Double] {
  let largest = direction.max { $0.magnitude < $1.magnitude } ?? 0
  return largest < 0 ? direction.map { -$0 } : direction
}
