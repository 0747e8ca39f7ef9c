import UnrollNumerics

/// Brings a column to mean 0 and standard deviation 1.
///
/// `z = (x − mean) / deviation`, `x = mean + deviation · z`
///
/// Fit it to the training rows alone: the mean of the whole series already tells something of its
/// future. A gap (NaN) stays a gap.
public struct StandardScaler: Sendable, Equatable {
  /// The mean of the values that it was fitted to.
  public let mean: Double
  /// Their standard deviation, `√(Σ (x − mean)² / n)`; 1 where all of them are equal.
  public let deviation: Double

  /// Measures mean and deviation of the values that are no gaps; stops with a sentence where there is none.
  public init(fittedTo values: some Collection<Double>) {
    let present = values.filter { !$0.isNaN }
    require(
      !present.isEmpty,
      "StandardScaler: got \(values.count) values, none of them a number; expected at least one")
    let mean = present.reduce(0, +) / Double(present.count)
    let variance = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(present.count)
    self.mean = mean
    // Of equal values the variance may be a rounding error, and dividing by its root would be absurd.
    deviation = present.min() == present.max() ? 1 : variance.squareRoot()
  }

  /// The values in units of the standard deviation.
  public func scaled(_ values: [Double]) -> [Double] { values.map { ($0 - mean) / deviation } }

  /// The values in their own units again.
  public func unscaled(_ values: [Double]) -> [Double] { values.map { mean + deviation * $0 } }
}
