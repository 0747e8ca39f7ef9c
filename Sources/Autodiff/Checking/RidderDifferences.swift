/// A derivative by differences with an estimate of its error: for functions without a formula.
///
/// Central differences at shrinking steps are extrapolated to step zero (Ridders 1982, as in Numerical
/// Recipes §5.7, written anew): each column of the table removes one more even power of the step. The
/// estimate with the smallest error bound is kept; the search ends when rounding makes it grow.
struct RidderDifferences {
  /// The derivative.
  let value: Double

  /// How far it may be off.
  let error: Double

  private static let shrink = 1.4
  private static let rows = 14

  /// The derivative of a function of one number at `x`, starting from a step that is large for it.
  init(at x: Double, _ function: (Double) -> Double) {
    var step = 0.1 * Swift.max(0.1, x.magnitude)
    var previous: [Double] = []
    var best = (value: Double.nan, error: Double.infinity)
    for row in 0..<Self.rows {
      // The step as it is taken after rounding.
      let (above, below) = (x + step, x - step)
      let (high, low) = (function(above), function(below))
      var current = [(high - low) / (above - below)]
      // Where both values round to the same digits, their difference shows no slope and no doubt either.
      let rounding = Double.ulpOfOne * Swift.max(high.magnitude, low.magnitude) / (above - below)
      var factor = Self.shrink * Self.shrink
      for column in 0..<row {
        let next = (current[column] * factor - previous[column]) / (factor - 1)
        let error =
          rounding
          + Swift.max((next - current[column]).magnitude, (next - previous[column]).magnitude)
        if error <= best.error { best = (next, error) }
        current.append(next)
        factor *= Self.shrink * Self.shrink
      }
      if let last = current.last, let before = previous.last,
        (last - before).magnitude >= 2 * best.error
      {
        break
      }
      previous = current
      step /= Self.shrink
    }
    value = best.value
    error = best.error
  }

  /// The gradient of a function of one tensor, element by element.
  static func gradient(
    at x: Tensor, _ function: (Tensor) -> Double
  ) -> (values: Tensor, errors: Tensor) {
    let elements = x.elements
    let slopes = elements.indices.map { index in
      RidderDifferences(at: elements[index]) { moved in
        var point = elements
        point[index] = moved
        return function(Tensor(point, shape: x.shape, dtype: .float64))
      }
    }
    return (
      Tensor(slopes.map(\.value), shape: x.shape, dtype: .float64),
      Tensor(slopes.map(\.error), shape: x.shape, dtype: .float64)
    )
  }
}
