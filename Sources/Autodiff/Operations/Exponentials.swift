import UnrollKernels
import UnrollNumerics

/// The exponential function.
///
/// `y = eˣ`, `dx = dy ⊙ y`
public struct Exponential: ElementwiseUnary {
  public var name: String { "exp" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { .exp(x) }

  public func forward(_ x: Tensor) -> Tensor { x.mapped(unroll_exp) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { dy * y }
}

/// The natural logarithm.
///
/// `y = ln x`, `dx = dy / x`
public struct Logarithm: ElementwiseUnary {
  public var name: String { "log" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { .log(x) }

  public func forward(_ x: Tensor) -> Tensor { x.mapped(unroll_log) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { dy / x }
}

/// The smooth ramp, stable for any `x`.
///
/// `y = ln(1 + eˣ)`, `dx = dy ⊙ σ(x)`
public struct Softplus: ElementwiseUnary {
  public var name: String { "softplus" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { .softplus(x) }

  public func forward(_ x: Tensor) -> Tensor { x.mapped(unroll_softplus) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { dy * sigmoid(x) }
}

/// The exponential of each element: `y = eˣ`, `dx = dy ⊙ y`.
public func exp(_ x: Variable) -> Variable { apply(Exponential(), x) }

/// The natural logarithm of each element: `y = ln x`, `dx = dy / x`; NaN for negative ones, −∞ for 0.
public func log(_ x: Variable) -> Variable { apply(Logarithm(), x) }

/// The smooth ramp of each element: `y = ln(1 + eˣ)`, `dx = dy ⊙ σ(x)`.
public func softplus(_ x: Variable) -> Variable { apply(Softplus(), x) }
