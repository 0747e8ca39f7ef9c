/// Compares the tape's gradient of a scalar function with central differences, in float64.
///
/// `(f(x + h) − f(x − h)) / 2h ≈ ∂f/∂x`, entry by entry, with `h = 6e-6 · max(1, |x|)` (the cube root of
/// the rounding unit, where truncation and cancellation balance).
///
/// ```swift
/// let report = checkGradients(at: [a, b]) { v in tanh(matmul(v[0], v[1])).sum() }
/// print(report)
/// ```
public func checkGradients(
  at inputs: [Tensor], tolerance: Double = 1e-6, _ function: ([Variable]) -> Variable
) -> GradientReport {
  let inputs = inputs.map { $0.cast(to: .float64) }
  let tape = Tape()
  let variables = inputs.map { tape.variable($0) }
  let y = function(variables)
  let analytic = tape.gradient(of: y, for: variables).map(\.value)
  let numeric = inputs.indices.map { index in
    centralDifferences(at: inputs[index]) { moved in
      var point = inputs.map { Variable($0) }
      point[index] = Variable(moved)
      return function(point).item()
    }
  }
  return GradientReport(
    inputs: zip(analytic, numeric).map { .init(analytic: $0, numeric: $1) }, tolerance: tolerance)
}

/// The gradient of a function of one tensor by central differences.
func centralDifferences(at x: Tensor, _ function: (Tensor) -> Double) -> Tensor {
  let values = x.elements
  let slopes = values.indices.map { index in
    let h = 6e-6 * Swift.max(1, Swift.abs(values[index]))
    var (above, below) = (values, values)
    above[index] += h
    below[index] -= h
    let rise =
      function(Tensor(above, shape: x.shape, dtype: .float64))
      - function(Tensor(below, shape: x.shape, dtype: .float64))
    // The step as it was really taken, after rounding.
    return rise / (above[index] - below[index])
  }
  return Tensor(slopes, shape: x.shape, dtype: .float64)
}

/// What a gradient check found: for every input the largest error and where it is.
public struct GradientReport: Sendable {
  /// One input: the two gradients side by side.
  public struct Comparison: Sendable {
    /// The tape's gradient.
    public let analytic: Tensor
    /// The gradient by differences.
    public let numeric: Tensor

    /// The relative error of each entry: `|a − n| / max(1, |a|, |n|)`.
    var errors: [Double] {
      zip(analytic.elements, numeric.elements).map { a, n in
        let error = Swift.abs(a - n) / Swift.max(1, Swift.abs(a), Swift.abs(n))
        return error.isNaN ? .infinity : error
      }
    }

    /// The place of the largest error in row-major order, or nil for an empty input.
    var worst: Int? { errors.indices.max { errors[$0] < errors[$1] } }
  }

  /// The inputs, in their order.
  public let inputs: [Comparison]

  /// The largest error that is accepted.
  public let tolerance: Double

  /// The largest error of all inputs.
  public var largestError: Double { inputs.flatMap(\.errors).max() ?? 0 }

  /// Whether all gradients agree.
  public var passed: Bool { largestError <= tolerance }
}

extension GradientReport: CustomStringConvertible {
  /// One line an input, and the verdict.
  public var description: String {
    let lines = inputs.enumerated().map { index, input -> String in
      guard let worst = input.worst else { return "input \(index): empty" }
      let place = Grid<Double>.places(input.analytic.shape)[worst]
      return """
        input \(index) \(input.analytic.shape): largest error \(input.errors[worst].scientific(1)) \
        at \(place): tape \(input.analytic.elements[worst]), \
        differences \(input.numeric.elements[worst])
        """
    }
    return (lines + [passed ? "gradients agree" : "gradients differ"]).joined(separator: "\n")
  }
}
