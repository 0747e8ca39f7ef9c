import UnrollKernels

// Arithmetic on plain tensors, for data preparation and inside operations. Nothing is recorded.

extension Tensor {
  /// `a + b`, element by element after broadcasting.
  public static func + (a: Tensor, b: Tensor) -> Tensor { promoting(a, b, unroll_add) }
  /// `a − b`, element by element after broadcasting.
  public static func - (a: Tensor, b: Tensor) -> Tensor { promoting(a, b, unroll_subtract) }
  /// `a ⊙ b`, element by element after broadcasting; for the matrix product see `matmul`.
  public static func * (a: Tensor, b: Tensor) -> Tensor { promoting(a, b, unroll_multiply) }
  /// `a / b`, element by element after broadcasting; a zero in `b` gives an infinity or NaN.
  public static func / (a: Tensor, b: Tensor) -> Tensor { promoting(a, b, unroll_divide) }
  /// `−x`, element by element.
  public static prefix func - (x: Tensor) -> Tensor { x.mapped(unroll_negate) }

  /// Each element times a number.
  public static func * (c: Double, x: Tensor) -> Tensor { x.scaled(by: c) }
  /// Each element times a number.
  public static func * (x: Tensor, c: Double) -> Tensor { x.scaled(by: c) }
  /// Each element divided by a number.
  public static func / (x: Tensor, c: Double) -> Tensor {
    combine(unroll_divide, x, Tensor(c, dtype: x.dtype))
  }
  /// Each element plus a number.
  public static func + (x: Tensor, c: Double) -> Tensor { x.scaled(by: 1, plus: c) }
  /// Each element plus a number.
  public static func + (c: Double, x: Tensor) -> Tensor { x.scaled(by: 1, plus: c) }
  /// Each element less a number.
  public static func - (x: Tensor, c: Double) -> Tensor { x.scaled(by: 1, plus: -c) }
  /// A number less each element.
  public static func - (c: Double, x: Tensor) -> Tensor { x.scaled(by: -1, plus: c) }

  private static func promoting(_ a: Tensor, _ b: Tensor, _ f: unroll_binary) -> Tensor {
    let dtype = DType.promoted(a.dtype, b.dtype)
    return combine(f, a.cast(to: dtype), b.cast(to: dtype))
  }

  /// The square root of each element; NaN where it is negative.
  public func squareRoot() -> Tensor { mapped(unroll_sqrt) }

  /// Each element changed by a function of one number, in `Double` and rounded to the tensor's type.
  public func map(_ f: (Double) -> Double) -> Tensor { mapped(f) }
}

/// The matrix product of plain tensors.
///
/// Of `[m, k]` and `[k, n]` gives `[m, n]`; axes in front are batches, as for variables. Stops with a
/// sentence where the inner sizes differ.
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
  matmul(Variable(a), Variable(b)).value
}
