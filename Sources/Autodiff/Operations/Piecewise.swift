import UnrollKernels
import UnrollNumerics

// Functions made of pieces. Which piece an element lies on is decided when it is recorded.

/// The absolute value; its derivative at 0 is taken as 0.
///
/// `y = |x|`, `dx = dy ⊙ sign x`
public struct AbsoluteValue: ElementwiseUnary {
  public var name: String { "abs" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { .magnitude(x) }

  public func forward(_ x: Tensor) -> Tensor { x.mapped(unroll_abs) }

  public func branches(_ x: [Tensor]) -> [Int8] { sides(of: x[0]) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    dy * Variable(x.value.mapped { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 })
  }
}

/// The larger of two elements; where they are equal, each receives half the cotangent.
///
/// `y = max(a, b)`, `da = dy ⊙ ([a > b] + ½[a = b])`, `db = dy ⊙ ([b > a] + ½[a = b])`
public struct Maximum: ElementwiseBinary {
  public var name: String { "maximum" }

  public func formula<Number: Scalar>(_ a: Number, _ b: Number) -> Number { .maximum(a, b) }

  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor { .combine(unroll_maximum, a, b) }

  public func branches(_ x: [Tensor]) -> [Int8] { sides(of: x[0] - x[1]) }

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy * Variable(share(of: a.value, over: b.value))
  }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy * Variable(share(of: b.value, over: a.value))
  }
}

/// The smaller of two elements; where they are equal, each receives half the cotangent.
///
/// `y = min(a, b)`, `da = dy ⊙ ([a < b] + ½[a = b])`, `db = dy ⊙ ([b < a] + ½[a = b])`
public struct Minimum: ElementwiseBinary {
  public var name: String { "minimum" }

  public func formula<Number: Scalar>(_ a: Number, _ b: Number) -> Number { .minimum(a, b) }

  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor { .combine(unroll_minimum, a, b) }

  public func branches(_ x: [Tensor]) -> [Int8] { sides(of: x[0] - x[1]) }

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy * Variable(share(of: b.value, over: a.value))
  }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy * Variable(share(of: a.value, over: b.value))
  }
}

/// The sign of each element: on which side of a corner at 0 it lies.
func sides(of x: Tensor) -> [Int8] { x.elements.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 } }

/// `[a > b] + ½[a = b]`: how much of a cotangent the winner `a` receives.
private func share(of a: Tensor, over b: Tensor) -> Tensor {
  (a - b).mapped { $0 > 0 ? 1 : $0 < 0 ? 0 : 0.5 }
}

/// Each element limited to a range; outside it the derivative is 0, at its ends 1.
///
/// `y = min(max(x, low), high)`, `dx = dy ⊙ [low ≤ x ≤ high]`
public struct Clip: ElementwiseUnary {
  /// The smallest result.
  public let low: Double
  /// The largest result.
  public let high: Double

  public var name: String { "clip" }
  public var detail: String { "\(low.significant(6)) to \(high.significant(6))" }

  public func formula<Number: Scalar>(_ x: Number) -> Number {
    x.real < low ? Number(low) : x.real > high ? Number(high) : x
  }

  public func forward(_ x: Tensor) -> Tensor {
    let atLeast = Tensor.combine(unroll_maximum, x, Tensor(low, dtype: x.dtype))
    return .combine(unroll_minimum, atLeast, Tensor(high, dtype: x.dtype))
  }

  public func branches(_ x: [Tensor]) -> [Int8] { sides(of: x[0] - low) + sides(of: x[0] - high) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    apply(ClipPullback(low: low, high: high), dy, x)
  }
}

/// What passes ``Clip`` of a cotangent `a`, `b` being the argument.
///
/// `y = a ⊙ [low ≤ b ≤ high]`, `da = dy ⊙ [low ≤ b ≤ high]`, `db = 0`
public struct ClipPullback: ElementwiseBinary {
  /// The smallest result of the clip.
  public let low: Double
  /// The largest result of the clip.
  public let high: Double

  public var name: String { "clipPullback" }
  public var detail: String { Clip(low: low, high: high).detail }

  public func formula<Number: Scalar>(_ a: Number, _ b: Number) -> Number {
    b.real >= low && b.real <= high ? a : .zero
  }

  public func branches(_ x: [Tensor]) -> [Int8] { Clip(low: low, high: high).branches([x[1]]) }

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    apply(self, dy, b)
  }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    0 * dy
  }
}

/// One of two tensors, element by element, as a mask says.
///
/// `y = a where mask, else b`, `da = dy ⊙ mask`, `db = dy ⊙ ¬mask`
public struct Select: ElementwiseBinary {
  /// True where `a` is taken.
  public let mask: BoolTensor

  public var name: String { "select" }

  public func outputShape(_ a: Shape, _ b: Shape) -> Shape {
    let shape = broadcastShape(broadcastShape(a, b, name), mask.shape, name)
    return shape
  }

  /// The choice is made in the grid's form, which knows the place of an element.
  public func formula<Number: Scalar>(_ a: Number, _ b: Number) -> Number { a }

  public func formula<Number: Scalar>(_ a: Grid<Number>, _ b: Grid<Number>) -> Grid<Number>? {
    let choice = Grid<Double>(mask.tensor(dtype: .float64))
    return Grid(outputShape(a.shape, b.shape)) { place in
      choice[broadcastTo: place] == 1 ? a[broadcastTo: place] : b[broadcastTo: place]
    }
  }

  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor {
    let shape = outputShape(a.shape, b.shape)
    let choice = mask.tensor().broadcast(to: shape).floats
    let (x, y) = (a.broadcast(to: shape).elements, b.broadcast(to: shape).elements)
    return Tensor(
      choice.indices.map { choice[$0] == 1 ? x[$0] : y[$0] }, shape: shape, dtype: a.dtype)
  }

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy * Variable(mask.tensor(dtype: dy.dtype))
  }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy * Variable((!mask).tensor(dtype: dy.dtype))
  }
}

/// The absolute value of each element: `y = |x|`, `dx = dy ⊙ sign x`, 0 at 0.
public func abs(_ x: Variable) -> Variable { apply(AbsoluteValue(), x) }

/// The larger of each pair of elements, after broadcasting; it receives the cotangent, and each half of
/// it where they are equal.
public func maximum(_ a: Variable, _ b: Variable) -> Variable { apply(Maximum(), a, b) }

/// The smaller of each pair of elements, after broadcasting; it receives the cotangent, and each half of
/// it where they are equal.
public func minimum(_ a: Variable, _ b: Variable) -> Variable { apply(Minimum(), a, b) }

/// Each element limited to `low...high`.
///
/// `dx = dy` within the limits and at them, 0 outside. Stops with a sentence where `low` is above `high`.
public func clip(_ x: Variable, _ low: Double, _ high: Double) -> Variable {
  require(low <= high, "clip: the lower limit \(low) is above the upper limit \(high)")
  return apply(Clip(low: low, high: high), x)
}

/// Elements of `a` where the mask is true and of `b` where it is not (NumPy's `where`).
///
/// All three are broadcast; `da = dy ⊙ mask`, `db = dy ⊙ ¬mask`.
public func select(_ mask: BoolTensor, _ a: Variable, _ b: Variable) -> Variable {
  apply(Select(mask: mask), a, b)
}
