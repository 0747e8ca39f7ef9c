import UnrollKernels
import UnrollNumerics

// Operations that move or repeat elements without computing with them.

/// The same elements under another shape.
///
/// `y = x` in row-major order, `dx = dy`
public struct Reshape: UnaryOperation {
  /// The shape of the result.
  public let target: Shape

  public var name: String { "reshape" }

  public func outputShape(_ x: Shape) -> Shape {
    require(
      x.elementCount == target.elementCount,
      """
      reshape: \(x) has \(x.elementCount) elements, \
      but \(target) would have \(target.elementCount)
      """)
    return target
  }

  public func forward(_ x: Tensor) -> Tensor { x.viewed(as: target) }

  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? {
    Grid(target, x.elements)
  }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    dy.reshaped(x.shape)
  }
}

/// The axes in another order.
///
/// `y[i₀, i₁, …] = x` with the axes permuted, `dx` = the inverse permutation of `dy`
public struct Transpose: UnaryOperation {
  /// Which axis of the input becomes each axis of the result.
  public let order: [Int]

  public var name: String { "transpose" }
  public var detail: String { "\(order)" }

  public func outputShape(_ x: Shape) -> Shape {
    require(
      order.sorted() == Array(0..<x.count),
      "transpose: \(order) is not an order of the \(x.count) axes of shape \(x)")
    return Shape(order.map { x[$0] })
  }

  public func forward(_ x: Tensor) -> Tensor { x.transposed(order) }

  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? {
    Grid(outputShape(x.shape)) { place in x[inverse.map { place[$0] }] }
  }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    dy.transposed(inverse)
  }

  private var inverse: [Int] { order.indices.sorted { order[$0] < order[$1] } }
}

/// Elements repeated along new axes and axes of size 1.
///
/// `y[…, i] = x[…, 0]`, `dx = Σᵢ dy[…, i]`
public struct BroadcastTo: UnaryOperation {
  /// The shape of the result.
  public let target: Shape

  public var name: String { "broadcast" }

  public func outputShape(_ x: Shape) -> Shape {
    require(
      broadcastShape(x, target, name) == target, "broadcast: \(x) can't be repeated to \(target)")
    return target
  }

  public func forward(_ x: Tensor) -> Tensor { x.broadcast(to: target) }

  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? {
    .combine(x, Grid(target, Array(repeating: .zero, count: target.elementCount)), into: target) {
      number, _ in number
    }
  }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    dy.summed(to: x.shape)
  }
}

/// The sum over everything that broadcasting repeated: the mirror of ``BroadcastTo``.
///
/// `y = Σ x` over repeated elements, `dx = dy` repeated
public struct SumTo: UnaryOperation {
  /// The shape of the result.
  public let target: Shape

  public var name: String { "sumTo" }

  public func outputShape(_ x: Shape) -> Shape {
    require(
      broadcastShape(target, x, name) == x, "sumTo: \(x) is no repetition of \(target)")
    return target
  }

  public func forward(_ x: Tensor) -> Tensor {
    x.reduced(unroll_sum, AxisSet(repeated: target, in: x.shape), keepDims: true).viewed(as: target)
  }

  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? {
    let sum = x.folded(AxisSet(repeated: target, in: x.shape), keepDims: true, +)
    return Grid(target, sum.elements)
  }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    dy.broadcast(to: x.shape)
  }
}

extension Variable {
  /// The same elements, in row-major order, under another shape; `dx = dy` under the old one. Stops with
  /// a sentence where that holds more or fewer.
  public func reshaped(_ target: Shape) -> Variable {
    target == shape ? self : apply(Reshape(target: target), self)
  }

  /// The axes in another order; reversed where none is given.
  ///
  /// `order[i]` is the axis that becomes axis i; `dx` is `dy` with the axes put back. Stops with a
  /// sentence where it does not name each axis once.
  public func transposed(_ order: [Int]? = nil) -> Variable {
    apply(Transpose(order: order ?? shape.indices.reversed()), self)
  }

  /// The elements repeated to a larger shape, by NumPy's rule.
  ///
  /// Shapes are aligned at the last axis, and axes of size 1, or missing ones, are repeated; `dx` is the
  /// sum over what was repeated. Stops with a sentence where this shape can't be repeated to `target`.
  public func broadcast(to target: Shape) -> Variable {
    target == shape ? self : apply(BroadcastTo(target: target), self)
  }

  /// The sum over everything that broadcasting repeated to get from `target` to this shape.
  ///
  /// `dx = dy`, repeated. Stops with a sentence where this shape is no repetition of `target`.
  public func summed(to target: Shape) -> Variable {
    target == shape ? self : apply(SumTo(target: target), self)
  }
}
