import UnrollKernels
import UnrollNumerics

// The four operations of arithmetic, with broadcasting, and their forms with a plain number.

/// The sum of two tensors.
///
/// `y = a + b`, `da = dy`, `db = dy`
public struct Add: ElementwiseBinary {
  public var name: String { "add" }

  public func formula<Number: Scalar>(_ a: Number, _ b: Number) -> Number { a + b }

  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor { .combine(unroll_add, a, b) }

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable { dy }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy
  }
}

/// The difference of two tensors.
///
/// `y = a − b`, `da = dy`, `db = −dy`
public struct Subtract: ElementwiseBinary {
  public var name: String { "subtract" }

  public func formula<Number: Scalar>(_ a: Number, _ b: Number) -> Number { a - b }

  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor { .combine(unroll_subtract, a, b) }

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable { dy }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    -dy
  }
}

/// The product of two tensors, element by element.
///
/// `y = a ⊙ b`, `da = dy ⊙ b`, `db = dy ⊙ a`
public struct Multiply: ElementwiseBinary {
  public var name: String { "multiply" }

  public func formula<Number: Scalar>(_ a: Number, _ b: Number) -> Number { a * b }

  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor { .combine(unroll_multiply, a, b) }

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy * b
  }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy * a
  }
}

/// The quotient of two tensors, element by element.
///
/// `y = a / b`, `da = dy / b`, `db = −dy ⊙ y / b`
public struct Divide: ElementwiseBinary {
  public var name: String { "divide" }

  public func formula<Number: Scalar>(_ a: Number, _ b: Number) -> Number { a / b }

  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor { .combine(unroll_divide, a, b) }

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy / b
  }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    -dy * y / b
  }
}

/// A tensor with its sign flipped.
///
/// `y = −x`, `dx = −dy`
public struct Negate: ElementwiseUnary {
  public var name: String { "negate" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { -x }

  public func forward(_ x: Tensor) -> Tensor { x.mapped(unroll_negate) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { -dy }
}

/// A tensor times a plain number.
///
/// `y = c x`, `dx = c dy`
public struct Scale: ElementwiseUnary {
  /// The number c.
  public let factor: Double

  public var name: String { "multiply" }
  public var detail: String { "by \(factor.significant(6))" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { Number(factor) * x }

  public func forward(_ x: Tensor) -> Tensor { x.scaled(by: factor) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { factor * dy }
}

/// A tensor plus a plain number.
///
/// `y = x + c`, `dx = dy`
public struct Shift: ElementwiseUnary {
  /// The number c.
  public let amount: Double

  public var name: String { amount < 0 ? "subtract" : "add" }
  public var detail: String { amount.magnitude.significant(6) }

  public func formula<Number: Scalar>(_ x: Number) -> Number { x + Number(amount) }

  public func forward(_ x: Tensor) -> Tensor { x.scaled(by: 1, plus: amount) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { dy }
}

/// A tensor subtracted from a plain number.
///
/// `y = c − x`, `dx = −dy`
public struct SubtractFrom: ElementwiseUnary {
  /// The number c.
  public let minuend: Double

  public var name: String { "subtract" }
  public var detail: String { "from \(minuend.significant(6))" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { Number(minuend) - x }

  public func forward(_ x: Tensor) -> Tensor { x.scaled(by: -1, plus: minuend) }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { -dy }
}

/// A tensor divided by a plain number.
///
/// `y = x / c`, `dx = dy / c`
public struct DivideBy: ElementwiseUnary {
  /// The number c.
  public let divisor: Double

  public var name: String { "divide" }
  public var detail: String { "by \(divisor.significant(6))" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { x / Number(divisor) }

  public func forward(_ x: Tensor) -> Tensor { x / divisor }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { dy / divisor }
}

/// A plain number divided by a tensor.
///
/// `y = c / x`, `dx = −dy ⊙ y / x`
public struct DivideInto: ElementwiseUnary {
  /// The number c.
  public let numerator: Double

  public var name: String { "divide" }
  public var detail: String { "into \(numerator.significant(6))" }

  public func formula<Number: Scalar>(_ x: Number) -> Number { Number(numerator) / x }

  public func forward(_ x: Tensor) -> Tensor {
    .combine(unroll_divide, Tensor(numerator, dtype: x.dtype), x)
  }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { -dy * y / x }
}

extension Variable {
  /// `a + b`, element by element after broadcasting; `da = dy`, `db = dy` (``Add``).
  public static func + (a: Variable, b: Variable) -> Variable { apply(Add(), a, b) }
  /// `a − b`, element by element after broadcasting; `da = dy`, `db = −dy` (``Subtract``).
  public static func - (a: Variable, b: Variable) -> Variable { apply(Subtract(), a, b) }
  /// `a ⊙ b`, element by element after broadcasting; `da = dy ⊙ b`, `db = dy ⊙ a` (``Multiply``).
  public static func * (a: Variable, b: Variable) -> Variable { apply(Multiply(), a, b) }
  /// `y = a / b`, element by element after broadcasting; `da = dy / b`, `db = −dy ⊙ y / b` (``Divide``).
  public static func / (a: Variable, b: Variable) -> Variable { apply(Divide(), a, b) }
  /// `−x`, element by element; `dx = −dy` (``Negate``).
  public static prefix func - (x: Variable) -> Variable { apply(Negate(), x) }

  /// Each element times a number; `dx = c dy` (``Scale``).
  public static func * (c: Double, x: Variable) -> Variable { apply(Scale(factor: c), x) }
  /// Each element times a number; `dx = c dy` (``Scale``).
  public static func * (x: Variable, c: Double) -> Variable { apply(Scale(factor: c), x) }
  /// Each element divided by a number; `dx = dy / c` (``DivideBy``).
  public static func / (x: Variable, c: Double) -> Variable { apply(DivideBy(divisor: c), x) }
  /// `y = c / x`, a number divided by each element; `dx = −dy ⊙ y / x` (``DivideInto``).
  public static func / (c: Double, x: Variable) -> Variable { apply(DivideInto(numerator: c), x) }
  /// Each element plus a number; `dx = dy` (``Shift``).
  public static func + (x: Variable, c: Double) -> Variable { apply(Shift(amount: c), x) }
  /// Each element plus a number; `dx = dy` (``Shift``).
  public static func + (c: Double, x: Variable) -> Variable { apply(Shift(amount: c), x) }
  /// Each element less a number; `dx = dy` (``Shift``).
  public static func - (x: Variable, c: Double) -> Variable { apply(Shift(amount: -c), x) }
  /// A number less each element; `dx = −dy` (``SubtractFrom``).
  public static func - (c: Double, x: Variable) -> Variable { apply(SubtractFrom(minuend: c), x) }
}

// A tensor beside a variable is a constant.

extension Variable {
  /// `a + b` after broadcasting, `b` a constant; `da = dy`.
  public static func + (a: Variable, b: Tensor) -> Variable { a + Variable(b) }
  /// `a + b` after broadcasting, `a` a constant; `db = dy`.
  public static func + (a: Tensor, b: Variable) -> Variable { Variable(a) + b }
  /// `a − b` after broadcasting, `b` a constant; `da = dy`.
  public static func - (a: Variable, b: Tensor) -> Variable { a - Variable(b) }
  /// `a − b` after broadcasting, `a` a constant; `db = −dy`.
  public static func - (a: Tensor, b: Variable) -> Variable { Variable(a) - b }
  /// `a ⊙ b` after broadcasting, `b` a constant; `da = dy ⊙ b`.
  public static func * (a: Variable, b: Tensor) -> Variable { a * Variable(b) }
  /// `a ⊙ b` after broadcasting, `a` a constant; `db = dy ⊙ a`.
  public static func * (a: Tensor, b: Variable) -> Variable { Variable(a) * b }
  /// `a / b` after broadcasting, `b` a constant; `da = dy / b`.
  public static func / (a: Variable, b: Tensor) -> Variable { a / Variable(b) }
  /// `y = a / b` after broadcasting, `a` a constant; `db = −dy ⊙ y / b`.
  public static func / (a: Tensor, b: Variable) -> Variable { Variable(a) / b }
}
