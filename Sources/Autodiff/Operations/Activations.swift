import UnrollKernels
import UnrollNumerics

/// The hyperbolic tangent, the activation of the lectures' recurrent cells.
///
/// `y = tanh x`, `dx = dy ⊙ (1 − y²)`
public struct Tanh: ElementwiseUnary {
  public var name: String { "tanh" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { .tanh(x) }

  public func forward(_ x: Tensor) -> Tensor { x.mapped(unroll_tanh) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    apply(TanhPullback(), dy, y)
  }
}

/// The logistic function.
///
/// `y = σ(x) = 1 / (1 + e⁻ˣ)`, `dx = dy ⊙ y ⊙ (1 − y)`
public struct Sigmoid: ElementwiseUnary {
  public var name: String { "sigmoid" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { .sigmoid(x) }

  public func forward(_ x: Tensor) -> Tensor { x.mapped(unroll_sigmoid) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    apply(SigmoidPullback(), dy, y)
  }
}

/// The rectifier; its derivative at 0 is taken as 0.
///
/// `y = max(x, 0)`, `dx = dy ⊙ [x > 0]`
public struct ReLU: ElementwiseUnary {
  public var name: String { "relu" }

  public func formula<Number: Scalar>(_ x: Number) -> Number {
    x.real > 0 || x.real.isNaN ? x : .zero
  }

  public func forward(_ x: Tensor) -> Tensor { x.mapped(unroll_relu) }

  public func branches(_ x: [Tensor]) -> [Int8] { sides(of: x[0]) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    apply(ReLUPullback(), dy, x)
  }
}

// The pullbacks of the three, each one operation: a network computes them as often as the functions.

/// What passes ``Tanh`` of a cotangent `a`, `b` being the result of tanh.
///
/// `y = a ⊙ (1 − b²)`, `da = dy ⊙ (1 − b²)`, `db = −2 dy ⊙ a ⊙ b`
public struct TanhPullback: ElementwiseBinary {
  public var name: String { "tanhPullback" }

  public func formula<Number: Scalar>(_ a: Number, _ b: Number) -> Number {
    a * (Number(1) - b * b)
  }

  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor { .combine(unroll_tanh_pullback, a, b) }

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    apply(TanhPullback(), dy, b)
  }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    -2 * dy * a * b
  }
}

/// What passes ``Sigmoid`` of a cotangent `a`, `b` being the result of the sigmoid.
///
/// `y = a ⊙ b ⊙ (1 − b)`, `da = dy ⊙ b ⊙ (1 − b)`, `db = dy ⊙ a ⊙ (1 − 2b)`
public struct SigmoidPullback: ElementwiseBinary {
  public var name: String { "sigmoidPullback" }

  public func formula<Number: Scalar>(_ a: Number, _ b: Number) -> Number {
    a * b * (Number(1) - b)
  }

  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor {
    .combine(unroll_sigmoid_pullback, a, b)
  }

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    apply(SigmoidPullback(), dy, b)
  }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy * a * (1 - 2 * b)
  }
}

/// What passes ``ReLU`` of a cotangent `a`, `b` being the argument of the rectifier.
///
/// `y = a ⊙ [b > 0]`, `da = dy ⊙ [b > 0]`, `db = 0`
public struct ReLUPullback: ElementwiseBinary {
  public var name: String { "reluPullback" }

  public func formula<Number: Scalar>(_ a: Number, _ b: Number) -> Number {
    b.real > 0 ? a : .zero
  }

  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor { .combine(unroll_relu_pullback, a, b) }

  public func branches(_ x: [Tensor]) -> [Int8] { sides(of: x[1]) }

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    apply(ReLUPullback(), dy, b)
  }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    0 * dy
  }
}

/// The hyperbolic tangent of each element: `y = tanh x`, `dx = dy ⊙ (1 − y²)`.
public func tanh(_ x: Variable) -> Variable { apply(Tanh(), x) }

/// The logistic function of each element: `y = 1 / (1 + e⁻ˣ)`, `dx = dy ⊙ y ⊙ (1 − y)`.
public func sigmoid(_ x: Variable) -> Variable { apply(Sigmoid(), x) }

/// The larger of each element and zero: `y = max(x, 0)`, `dx = dy ⊙ [x > 0]`.
public func relu(_ x: Variable) -> Variable { apply(ReLU(), x) }
