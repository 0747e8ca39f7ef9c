import UnrollKernels
import UnrollNumerics

/// The square root.
///
/// `y = √x`, `dx = dy / (2y)`
public struct SquareRoot: ElementwiseUnary {
  public var name: String { "sqrt" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { .sqrt(x) }

  public func forward(_ x: Tensor) -> Tensor { x.mapped(unroll_sqrt) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { dy / (2 * y) }
}

/// An integer power, by repeated multiplication: right for negative `x` too.
///
/// `y = xⁿ`, `dx = dy ⊙ n xⁿ⁻¹`
public struct IntegerPower: ElementwiseUnary {
  /// The exponent n.
  public let exponent: Int

  public var name: String { "power" }
  public var detail: String { "\(exponent)" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { .power(x, exponent) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    exponent == 0 ? 0 * dy : Double(exponent) * dy * pow(x, exponent - 1)
  }
}

/// A power with a tensor of exponents, for `a > 0`.
///
/// `y = aᵇ`, `da = dy ⊙ b aᵇ⁻¹`, `db = dy ⊙ y ⊙ ln a`
public struct Power: ElementwiseBinary {
  public var name: String { "power" }

  public func formula<Number: Scalar>(_ a: Number, _ b: Number) -> Number { .power(a, b) }

  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor { .combine(unroll_power, a, b) }

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy * b * pow(a, b - 1)
  }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy * y * log(a)
  }
}

/// The square root of each element: `y = √x`, `dx = dy / (2y)`; the derivative is infinite at 0.
public func sqrt(_ x: Variable) -> Variable { apply(SquareRoot(), x) }

/// Each element to an integer power: `y = xⁿ`, `dx = dy ⊙ n xⁿ⁻¹`.
public func pow(_ x: Variable, _ exponent: Int) -> Variable {
  apply(IntegerPower(exponent: exponent), x)
}

/// Each element to a real power: `y = xᵖ`, `dx = dy ⊙ p xᵖ⁻¹`.
///
/// Whole exponents from −64 to 64 are right for negative elements too; with any other, elements are positive.
public func pow(_ x: Variable, _ exponent: Double) -> Variable {
  if let whole = Int(exactly: exponent), abs(whole) <= 64 { return pow(x, whole) }
  return pow(x, Variable(exponent, dtype: x.dtype))
}

/// Each element of `a` to the power of the matching element of `b`; elements of `a` are positive.
///
/// After broadcasting; `da = dy ⊙ b aᵇ⁻¹`, `db = dy ⊙ y ⊙ ln a`.
public func pow(_ a: Variable, _ b: Variable) -> Variable { apply(Power(), a, b) }
