import UnrollKernels
import UnrollNumerics

// Softmax and its relatives, along one axis, safe for any size of input: the largest element is
// subtracted first, which changes nothing but keeps every exponential at or below 1.

/// The logarithm of a sum of exponentials along an axis.
///
/// `y = m + ln Σ e^(x − m)` with `m = max x`, `dx = dy ⊙ softmax(x)`
public struct LogSumExp: UnaryOperation {
  /// The axis that is reduced.
  public let axis: Int
  /// Whether it stays, with size 1.
  public let keepDims: Bool

  public var name: String { "logSumExp" }
  public var detail: String { "axis \(axis)" }

  public func outputShape(_ x: Shape) -> Shape {
    requireElements(name, x, axis)
    return keepDims ? x.with(1, at: axis) : x.removing(axis)
  }

  public func forward(_ x: Tensor) -> Tensor {
    let largest = x.max(axes: [axis], keepDims: true)
    let sum = (x - largest).mapped(unroll_exp).sum(axes: [axis], keepDims: true)
    return (largest + sum.mapped(unroll_log)).viewed(as: outputShape(x.shape))
  }

  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? {
    let y = x.alongRows(of: axis) { row in [logSumExp(row)] }
    return Grid(outputShape(x.shape), y.elements)
  }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    let kept = x.shape.with(1, at: axis)
    return dy.reshaped(kept) * softmax(x, axis: axis)
  }
}

/// Probabilities from logits along an axis.
///
/// `y = eˣ / Σ eˣ`, `dx = y ⊙ (dy − Σ dy ⊙ y)`
public struct Softmax: UnaryOperation {
  /// The axis along which the results add up to 1.
  public let axis: Int

  public var name: String { "softmax" }
  public var detail: String { "axis \(axis)" }

  public func outputShape(_ x: Shape) -> Shape {
    requireElements(name, x, axis)
    return x
  }

  public func forward(_ x: Tensor) -> Tensor {
    if axis == x.rank - 1 { return x.softmax() }
    let powers = (x - x.max(axes: [axis], keepDims: true)).mapped(unroll_exp)
    return powers / powers.sum(axes: [axis], keepDims: true)
  }

  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? {
    x.alongRows(of: axis) { row in
      let largest = row.dropFirst().reduce(row[0]) { .maximum($0, $1) }
      let powers = row.map { Number.exp($0 - largest) }
      let sum = powers.dropFirst().reduce(powers[0], +)
      return powers.map { $0 / sum }
    }
  }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    y * (dy - (dy * y).sum(axis: axis, keepDims: true))
  }
}

/// Logarithms of probabilities from logits along an axis.
///
/// `y = x − logSumExp(x)`, `dx = dy − eʸ ⊙ Σ dy`
public struct LogSoftmax: UnaryOperation {
  /// The axis along which the exponentials of the results add up to 1.
  public let axis: Int

  public var name: String { "logSoftmax" }
  public var detail: String { "axis \(axis)" }

  public func outputShape(_ x: Shape) -> Shape {
    requireElements(name, x, axis)
    return x
  }

  public func forward(_ x: Tensor) -> Tensor {
    let shifted = x - x.max(axes: [axis], keepDims: true)
    let sum = shifted.mapped(unroll_exp).sum(axes: [axis], keepDims: true)
    return shifted - sum.mapped(unroll_log)
  }

  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? {
    x.alongRows(of: axis) { logSoftmax($0) }
  }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    dy - exp(y) * dy.sum(axis: axis, keepDims: true)
  }
}

/// The logarithm of the sum of exponentials along an axis.
///
/// `y = m + ln Σ e^(x − m)` with `m = max x`, `dx = dy ⊙ softmax(x)`. The axis is dropped, or stays with
/// size 1.
public func logSumExp(_ x: Variable, axis: Int = -1, keepDims: Bool = false) -> Variable {
  apply(LogSumExp(axis: x.shape.axis(axis, "logSumExp"), keepDims: keepDims), x)
}

/// Probabilities from logits along an axis.
///
/// `y = eˣ / Σ eˣ`, each from 0 to 1 and together 1; `dx = y ⊙ (dy − Σ dy ⊙ y)`. In the shape of `x`.
public func softmax(_ x: Variable, axis: Int = -1) -> Variable {
  apply(Softmax(axis: x.shape.axis(axis, "softmax")), x)
}

/// Logarithms of probabilities from logits along an axis.
///
/// `y = x − ln Σ eˣ`, `dx = dy − eʸ ⊙ Σ dy`. In the shape of `x`; no logarithm of a rounded 0 is taken.
public func logSoftmax(_ x: Variable, axis: Int = -1) -> Variable {
  apply(LogSoftmax(axis: x.shape.axis(axis, "logSoftmax")), x)
}

/// The formula for one row: `m + ln Σ e^(x − m)`.
func logSumExp<Number: Scalar>(_ row: [Number]) -> Number {
  let largest = row.dropFirst().reduce(row[0]) { .maximum($0, $1) }
  let powers = row.map { Number.exp($0 - largest) }
  return largest + .log(powers.dropFirst().reduce(powers[0], +))
}

/// The formula for one row: `(x − m) − ln Σ e^(x − m)`, which keeps small differences of large logits.
func logSoftmax<Number: Scalar>(_ row: [Number]) -> [Number] {
  let largest = row.dropFirst().reduce(row[0]) { .maximum($0, $1) }
  let shifted = row.map { $0 - largest }
  let powers = shifted.map { Number.exp($0) }
  let normalizer = Number.log(powers.dropFirst().reduce(powers[0], +))
  return shifted.map { $0 - normalizer }
}

func requireElements(_ operation: String, _ x: Shape, _ axis: Int) {
  require(x[axis] > 0, "\(operation): axis \(axis) of shape \(x) has no elements")
}

extension Grid {
  /// The grid with every row along an axis replaced by what `f` makes of it; all rows become equally
  /// long.
  func alongRows(of axis: Int, _ f: ([Number]) -> [Number]) -> Grid {
    let (outer, size) = (shape.elementCount(0..<axis), shape[axis])
    let inner = shape.elementCount((axis + 1)..<shape.count)
    var rows: [[Number]] = []
    for o in 0..<outer {
      for i in 0..<inner {
        rows.append(f((0..<size).map { elements[(o * size + $0) * inner + i] }))
      }
    }
    let length = rows.first?.count ?? size
    return Grid(shape.with(length, at: axis)) { place in
      let o = zip(place[..<axis], shape).reduce(0) { $0 * $1.1 + $1.0 }
      let i = zip(place[(axis + 1)...], shape[(axis + 1)...]).reduce(0) { $0 * $1.1 + $1.0 }
      return rows[o * inner + i][place[axis]]
    }
  }
}
