import UnrollKernels

// Arithmetic on plain tensors, for data preparation and inside operations. Nothing is recorded.

extension Tensor {
  public static func + (a: Tensor, b: Tensor) -> Tensor { promoting(a, b, unroll_add) }
  public static func - (a: Tensor, b: Tensor) -> Tensor { promoting(a, b, unroll_subtract) }
  public static func * (a: Tensor, b: Tensor) -> Tensor { promoting(a, b, unroll_multiply) }
  public static func / (a: Tensor, b: Tensor) -> Tensor { promoting(a, b, unroll_divide) }
  public static prefix func - (x: Tensor) -> Tensor { x.mapped(unroll_negate) }

  public static func * (c: Double, x: Tensor) -> Tensor { x.scaled(by: c) }
  public static func * (x: Tensor, c: Double) -> Tensor { x.scaled(by: c) }
  public static func / (x: Tensor, c: Double) -> Tensor {
    combine(unroll_divide, x, Tensor(c, dtype: x.dtype))
  }
  public static func + (x: Tensor, c: Double) -> Tensor { x.scaled(by: 1, plus: c) }
  public static func + (c: Double, x: Tensor) -> Tensor { x.scaled(by: 1, plus: c) }
  public static func - (x: Tensor, c: Double) -> Tensor { x.scaled(by: 1, plus: -c) }
  public static func - (c: Double, x: Tensor) -> Tensor { x.scaled(by: -1, plus: c) }

  private static func promoting(_ a: Tensor, _ b: Tensor, _ f: unroll_binary) -> Tensor {
    let dtype = DType.promoted(a.dtype, b.dtype)
    return combine(f, a.cast(to: dtype), b.cast(to: dtype))
  }

  /// The square root of each element.
  public func squareRoot() -> Tensor { mapped(unroll_sqrt) }

  /// Each element changed by a function of one number.
  public func map(_ f: (Double) -> Double) -> Tensor { mapped(f) }
}

/// The matrix product of plain tensors.
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
  matmul(Variable(a), Variable(b)).value
}
