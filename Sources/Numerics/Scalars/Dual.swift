/// A number with its derivative: `a + b ε` with `ε² = 0`.
///
/// Evaluating a formula with dual numbers differentiates it on the way, by the rules of calculus:
/// forward mode. The derivative in direction `v` of an input is seeded as its `derivative`.
public struct Dual: Scalar, Equatable {
  /// The number itself, a.
  public var real: Double

  /// The derivative, b.
  public var derivative: Double

  /// A number with a derivative.
  public init(_ real: Double, derivative: Double) {
    self.real = real
    self.derivative = derivative
  }

  public init(_ value: Double) { self.init(value, derivative: 0) }

  /// `(a + b)' = a' + b'`
  public static func + (a: Dual, b: Dual) -> Dual {
    Dual(a.real + b.real, derivative: a.derivative + b.derivative)
  }

  /// `(a − b)' = a' − b'`
  public static func - (a: Dual, b: Dual) -> Dual {
    Dual(a.real - b.real, derivative: a.derivative - b.derivative)
  }

  /// `(ab)' = a' b + a b'`
  public static func * (a: Dual, b: Dual) -> Dual {
    Dual(a.real * b.real, derivative: a.derivative * b.real + a.real * b.derivative)
  }

  /// `(a/b)' = (a' − (a/b) b') / b`
  public static func / (a: Dual, b: Dual) -> Dual {
    let quotient = a.real / b.real
    return Dual(quotient, derivative: (a.derivative - quotient * b.derivative) / b.real)
  }

  /// `(−a)' = −a'`
  public static prefix func - (x: Dual) -> Dual { Dual(-x.real, derivative: -x.derivative) }

  /// `(eᵃ)' = eᵃ a'`
  public static func exp(_ x: Dual) -> Dual {
    let y = Double.exp(x.real)
    return Dual(y, derivative: x.derivative * y)
  }

  /// `(ln a)' = a' / a`
  public static func log(_ x: Dual) -> Dual {
    Dual(.log(x.real), derivative: x.derivative / x.real)
  }

  /// `(√a)' = a' / (2√a)`
  public static func sqrt(_ x: Dual) -> Dual {
    let y = x.real.squareRoot()
    return Dual(y, derivative: x.derivative / (2 * y))
  }

  /// `tanh' x = 1 / cosh² x`, in a form that keeps its digits where `1 − tanh² x` loses them.
  public static func tanh(_ x: Dual) -> Dual {
    Dual(.tanh(x.real), derivative: x.derivative * 4 * logisticSlope(2 * x.real))
  }

  /// `σ(a)' = σ(a) (1 − σ(a)) a'`
  public static func sigmoid(_ x: Dual) -> Dual {
    Dual(.sigmoid(x.real), derivative: x.derivative * logisticSlope(x.real))
  }

  /// `ln(1 + eᵃ)' = σ(a) a'`
  public static func softplus(_ x: Dual) -> Dual {
    Dual(.softplus(x.real), derivative: x.derivative * .sigmoid(x.real))
  }

  /// `(aᵇ)' = b aᵇ⁻¹ a' + aᵇ ln a b'`
  public static func power(_ a: Dual, _ b: Dual) -> Dual {
    let y = Double.power(a.real, b.real)
    return Dual(
      y,
      derivative: b.real * Double.power(a.real, b.real - 1) * a.derivative
        + y * .log(a.real) * b.derivative)
  }

  /// The derivative of the logistic function, `e⁻|x| / (1 + e⁻|x|)²`.
  private static func logisticSlope(_ x: Double) -> Double {
    let small = Double.exp(-x.magnitude)
    return small / ((1 + small) * (1 + small))
  }
}
