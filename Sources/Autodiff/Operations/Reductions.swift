import UnrollKernels
import UnrollNumerics

/// The sum along some axes.
///
/// `y = Σ x`, `dx = dy`, repeated
public struct Sum: UnaryOperation {
  /// The axes that are added up.
  public let axes: AxisSet
  /// Whether these stay, with size 1.
  public let keepDims: Bool

  public var name: String { "sum" }
  public var detail: String { "axes \(axes)" }

  public func outputShape(_ x: Shape) -> Shape { axes.reduced(x, keepDims: keepDims) }

  public func forward(_ x: Tensor) -> Tensor { x.reduced(unroll_sum, axes, keepDims: keepDims) }

  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? {
    x.folded(axes, keepDims: keepDims, +)
  }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    dy.repeated(along: axes, to: x.shape)
  }
}

/// The mean along some axes.
///
/// `y = Σ x / n`, `dx = dy / n`, repeated
public struct Mean: UnaryOperation {
  /// The axes that are averaged.
  public let axes: AxisSet
  /// Whether these stay, with size 1.
  public let keepDims: Bool

  public var name: String { "mean" }
  public var detail: String { "axes \(axes)" }

  public func outputShape(_ x: Shape) -> Shape {
    require(x.elementCount > 0, "mean: shape \(x) has no elements")
    return axes.reduced(x, keepDims: keepDims)
  }

  public func forward(_ x: Tensor) -> Tensor {
    x.reduced(unroll_sum, axes, keepDims: keepDims).scaled(by: 1 / count(x.shape))
  }

  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? {
    x.folded(axes, keepDims: keepDims, +).map { Number(1 / count(x.shape)) * $0 }
  }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    (dy * (1 / count(x.shape))).repeated(along: axes, to: x.shape)
  }

  private func count(_ x: Shape) -> Double {
    Double(x.elementCount / axes.reduced(x, keepDims: true).elementCount)
  }
}

/// The largest element along some axes; where several are equal, they share the cotangent.
///
/// `y = max x`, `dx = dy ⊙ [x = y] / (number of equals)`
public struct Max: UnaryOperation {
  /// The axes that are searched.
  public let axes: AxisSet
  /// Whether these stay, with size 1.
  public let keepDims: Bool

  public var name: String { "max" }
  public var detail: String { "axes \(axes)" }

  public func outputShape(_ x: Shape) -> Shape {
    requireSomethingToReduce(name, x, axes)
    return axes.reduced(x, keepDims: keepDims)
  }

  public func forward(_ x: Tensor) -> Tensor { x.reduced(unroll_max, axes, keepDims: keepDims) }

  /// The corner is where two elements are largest together.
  public func branches(_ x: [Tensor]) -> [Int8] {
    let largest = x[0].reduced(unroll_max, axes, keepDims: true)
    let winners = (x[0] .== largest).tensor(dtype: .float64)
    let count = winners.reduced(unroll_sum, axes, keepDims: true).broadcast(to: x[0].shape)
    return zip(winners.elements, count.elements).map { $0 == 0 ? -1 : $1 == 1 ? 1 : 0 }
  }

  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? {
    x.folded(axes, keepDims: keepDims) { .maximum($0, $1) }
  }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    let kept = axes.reduced(x.shape, keepDims: true)
    let equal = (x.value .== y.value.viewed(as: kept)).tensor(dtype: x.dtype)
    let share = equal / equal.reduced(unroll_sum, axes, keepDims: true)
    return dy.repeated(along: axes, to: x.shape) * Variable(share)
  }
}

extension Variable {
  /// The sum of all elements, a scalar: `dx = dy`, repeated.
  public func sum() -> Variable { sum(over: nil, keepDims: false) }

  /// The sum along one axis, which is dropped or stays with size 1; negative ones count from the back.
  public func sum(axis: Int, keepDims: Bool = false) -> Variable {
    sum(over: [axis], keepDims: keepDims)
  }

  /// The sum along some axes, which are dropped or stay with size 1; negative ones count from the back.
  public func sum(axes: [Int], keepDims: Bool = false) -> Variable {
    sum(over: axes, keepDims: keepDims)
  }

  /// The mean of all n elements, a scalar: `dx = dy / n`, repeated. Stops with a sentence where n is 0.
  public func mean() -> Variable { mean(over: nil, keepDims: false) }

  /// The mean along one axis, which is dropped or stays with size 1; negative ones count from the back.
  public func mean(axis: Int, keepDims: Bool = false) -> Variable {
    mean(over: [axis], keepDims: keepDims)
  }

  /// The mean along some axes, which are dropped or stay with size 1; negative ones count from the back.
  public func mean(axes: [Int], keepDims: Bool = false) -> Variable {
    mean(over: axes, keepDims: keepDims)
  }

  /// The largest element, a scalar; it receives the cotangent, and equals share it.
  public func max() -> Variable { max(over: nil, keepDims: false) }

  /// The largest along one axis, which is dropped or stays with size 1; negative ones count from the back.
  public func max(axis: Int, keepDims: Bool = false) -> Variable {
    max(over: [axis], keepDims: keepDims)
  }

  /// The largest along some axes, which are dropped or stay with size 1; negative ones count from the back.
  public func max(axes: [Int], keepDims: Bool = false) -> Variable {
    max(over: axes, keepDims: keepDims)
  }

  private func sum(over axes: [Int]?, keepDims: Bool) -> Variable {
    apply(Sum(axes: AxisSet(axes, of: shape, "sum"), keepDims: keepDims), self)
  }

  private func mean(over axes: [Int]?, keepDims: Bool) -> Variable {
    apply(Mean(axes: AxisSet(axes, of: shape, "mean"), keepDims: keepDims), self)
  }

  private func max(over axes: [Int]?, keepDims: Bool) -> Variable {
    apply(Max(axes: AxisSet(axes, of: shape, "max"), keepDims: keepDims), self)
  }

  /// Undoes a reduction's shape: axes that were dropped come back, and all are repeated.
  func repeated(along axes: AxisSet, to target: Shape) -> Variable {
    reshaped(axes.reduced(target, keepDims: true)).broadcast(to: target)
  }
}
