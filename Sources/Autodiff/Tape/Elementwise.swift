import UnrollNumerics

// Elementwise operations state their formula for one number. The shape rule, the loop over the grid
// and the sums that undo broadcasting follow from that.

/// An operation on each element by itself: `y[i] = f(x[i])`.
public protocol ElementwiseUnary: UnaryOperation {
  /// The formula for one number.
  func formula<Number: Scalar>(_ x: Number) -> Number
}

extension ElementwiseUnary {
  /// The formula, element by element: enough for an operation without a kernel of its own.
  public func forward(_ x: Tensor) -> Tensor {
    switch x.dtype {
    case .float32: Tensor(x.floats.map { formula($0) }, shape: x.shape)
    case .float64: Tensor(x.elements.map { formula($0) }, shape: x.shape, dtype: .float64)
    }
  }

  /// The formula for one number, applied to each element.
  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? {
    x.map { formula($0) }
  }
}

/// An operation on pairs of elements after broadcasting: `y[i] = f(a[i], b[i])`. Shapes that do not
/// broadcast stop the program with a sentence.
///
/// The pullbacks are written as if nothing were broadcast; the sum over repeated elements is added
/// here, once for all.
public protocol ElementwiseBinary: BinaryOperation {
  /// The formula for one pair of numbers.
  func formula<Number: Scalar>(_ a: Number, _ b: Number) -> Number
}

extension ElementwiseBinary {
  /// The formula, element by element: enough for an operation without a kernel of its own.
  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor {
    let shape = outputShape(a.shape, b.shape)
    let (x, y) = (a.broadcast(to: shape), b.broadcast(to: shape))
    switch a.dtype {
    case .float32:
      return Tensor(zip(x.floats, y.floats).map { formula($0, $1) }, shape: shape)
    case .float64:
      let elements = zip(x.elements, y.elements).map { formula($0, $1) }
      return Tensor(elements, shape: shape, dtype: .float64)
    }
  }

  public func outputShape(_ a: Shape, _ b: Shape) -> Shape { broadcastShape(a, b, name) }

  /// The formula for one pair of numbers, applied to each pair of elements after broadcasting.
  public func formula<Number: Scalar>(_ a: Grid<Number>, _ b: Grid<Number>) -> Grid<Number>? {
    .combine(a, b, into: outputShape(a.shape, b.shape)) { formula($0, $1) }
  }

  public func pullback(_ step: BackwardStep) {
    guard let dy = step.cotangent(0) else { return }
    let (y, a, b) = (step.output(0), step.input(0), step.input(1))
    if step.needs(0) {
      step.add(.dense(pullbackLeft(dy, y: y, a: a, b: b).summed(to: a.shape)), to: 0)
    }
    if step.needs(1) {
      step.add(.dense(pullbackRight(dy, y: y, a: a, b: b).summed(to: b.shape)), to: 1)
    }
  }
}
