import UnrollKernels

/// A number that a formula can be evaluated with.
///
/// Every operation states its forward pass once, as a formula generic over this protocol. `Float` and
/// `Double` make the formula the readable reference of the kernels; numbers that carry a derivative or
/// a rounding error along turn the same formula into an oracle.
///
/// Two rules hold for every conforming type:
/// - branches look at ``real`` and at nothing else;
/// - the real part of each result equals, bit for bit, what `Double` gives for the real parts.
public protocol Scalar: Sendable {
  /// The number `value`, exactly known: without derivative and without rounding error.
  init(_ value: Double)

  /// The number itself, without what it carries along.
  var real: Double { get }

  /// The sum, `y = a + b`.
  static func + (a: Self, b: Self) -> Self
  /// The difference, `y = a − b`.
  static func - (a: Self, b: Self) -> Self
  /// The product, `y = a · b`.
  static func * (a: Self, b: Self) -> Self
  /// The quotient, `y = a / b`; infinite or NaN where `b` is 0.
  static func / (a: Self, b: Self) -> Self
  /// The number with its sign flipped, `y = −x`.
  static prefix func - (x: Self) -> Self

  /// A term added to a sum, `sum ← sum + a · b`, rounded twice as written.
  static func add(_ a: Self, times b: Self, to sum: inout Self)

  /// The exponential function, `y = eˣ`.
  static func exp(_ x: Self) -> Self

  /// The natural logarithm, `y = ln x`.
  static func log(_ x: Self) -> Self

  /// The square root, `y = √x`.
  static func sqrt(_ x: Self) -> Self

  /// The hyperbolic tangent, `y = tanh x`.
  static func tanh(_ x: Self) -> Self

  /// The logistic function, `y = 1 / (1 + e⁻ˣ)`, without overflow.
  static func sigmoid(_ x: Self) -> Self

  /// The smooth ramp, `y = ln(1 + eˣ)`, without overflow.
  static func softplus(_ x: Self) -> Self

  /// A power with a real exponent, `y = aᵇ` for `a > 0`.
  static func power(_ a: Self, _ b: Self) -> Self
}

extension Scalar {
  @inlinable
  public static func add(_ a: Self, times b: Self, to sum: inout Self) { sum = sum + a * b }

  /// Zero, exactly.
  public static var zero: Self { Self(0) }

  /// One, exactly.
  public static var one: Self { Self(1) }

  /// The larger of two numbers; the first where they are equal, NaN where one is.
  public static func maximum(_ a: Self, _ b: Self) -> Self {
    if a.real.isNaN { return a }
    if b.real.isNaN { return b }
    return a.real >= b.real ? a : b
  }

  /// The smaller of two numbers; the first where they are equal, NaN where one is.
  public static func minimum(_ a: Self, _ b: Self) -> Self {
    if a.real.isNaN { return a }
    if b.real.isNaN { return b }
    return a.real <= b.real ? a : b
  }

  /// The absolute value, `y = |x|`.
  public static func magnitude(_ x: Self) -> Self {
    x.real.sign == .minus ? -x : x
  }

  /// An integer power by repeated squaring, `y = xⁿ`: right for negative `x` too, where
  /// `exp(n · log x)` is not defined.
  public static func power(_ x: Self, _ n: Int) -> Self {
    if n < 0 { return one / power(x, -n) }
    var result: Self?
    var square = x
    var remaining = n
    while remaining > 0 {
      if remaining % 2 == 1 { result = result.map { $0 * square } ?? square }
      remaining /= 2
      if remaining > 0 { square = square * square }
    }
    return result ?? one
  }
}
