import UnrollKernels
import UnrollNumerics

/// The hyperbolic tangent, the activation of the lectures' recurrent cells.
///
/// `y = tanh x`, `dx = dy ⊙ (1 − y²)`
public struct Tanh: ElementwiseUnary {
  public var name: String { "tanh" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { .tanh(x) }

  public func forward(_ x: Tensor) -> Tensor { x.mapped(unroll_tanh) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { dy * (1 - y * y) }
}

/// The logistic function.
///
/// `y = σ(x) = 1 / (1 + e⁻ˣ)`, `dx = dy ⊙ y ⊙ (1 − y)`
public struct Sigmoid: ElementwiseUnary {
  public var name: String { "sigmoid" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { .sigmoid(x) }

  public func forward(_ x: Tensor) -> Tensor { x.mapped(unroll_sigmoid) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { dy * y * (1 - y) }
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
    dy * Variable((x.value .> 0).tensor(dtype: x.dtype))
  }
}

/// The hyperbolic tangent of each element.
public func tanh(_ x: Variable) -> Variable { apply(Tanh(), x) }

/// The logistic function `1 / (1 + e⁻ˣ)` of each element.
public func sigmoid(_ x: Variable) -> Variable { apply(Sigmoid(), x) }

/// The larger of each element and zero.
public func relu(_ x: Variable) -> Variable { apply(ReLU(), x) }
