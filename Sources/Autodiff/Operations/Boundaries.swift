import UnrollNumerics

// Operations that leave the value as it is and change what flows back.

/// A value cut off from what it came from: the cut is visible on the tape.
///
/// `y = x`, `dx = 0`
public struct Detach: Operation {
  public var name: String { "detach" }

  public func outputShapes(_ x: [Shape]) -> [Shape] { x }
  public func forward(_ x: [Tensor]) -> [Tensor] { x }
  public func pullback(_ step: BackwardStep) {}

  /// The real parts alone: what a number carries along does not pass the cut.
  public func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? {
    x.map { $0.map { Number($0.real) } }
  }
}

/// A change of the number type.
///
/// `y = x`, rounded where it gets narrower, `dx = dy` in the type of `x`
public struct Cast: UnaryOperation {
  /// The type of the result.
  public let target: DType

  public var name: String { "cast" }
  public var detail: String { "\(target)" }

  public func forward(_ x: Tensor) -> Tensor { x.cast(to: target) }

  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? { x }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    dy.cast(to: x.dtype)
  }
}

extension Variable {
  /// This value, cut off from what it came from: no gradient flows back through it.
  ///
  /// `y = x`, `dx = 0` (``Detach``); PyTorch names it `detach`, TensorFlow `stop_gradient`.
  public func detached() -> Variable { apply(Detach(), [self])[0] }

  /// This value in another number type.
  ///
  /// `y = x`, rounded to nearest where the type is narrower; `dx = dy` in the type of `x`.
  public func cast(to target: DType) -> Variable {
    target == dtype ? self : apply(Cast(target: target), self)
  }
}
