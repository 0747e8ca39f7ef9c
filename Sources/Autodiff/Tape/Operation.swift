import UnrollNumerics

/// A primitive step of a computation: what a tape records.
///
/// An operation is a value, a small struct, and everything about it stands in one place: the shape
/// rule, the forward pass, the formula that the forward pass must equal, and the pullback. Most
/// operations conform to one of the narrower protocols (``ElementwiseUnary``, ``ElementwiseBinary``,
/// ``UnaryOperation``, ``BinaryOperation``), which ask for less.
public protocol Operation: Sendable {
  /// The name in the tape's table.
  var name: String { get }

  /// The operation's settings in the tape's table, for example `axis 1`.
  var detail: String { get }

  /// The shape rule: the shapes of the results, or a stop with a sentence where the inputs do not fit.
  func outputShapes(_ x: [Shape]) -> [Shape]

  /// Computes the results.
  func forward(_ x: [Tensor]) -> [Tensor]

  /// The same results as a plain formula for any kind of number, or nil where there is none.
  func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]?

  /// The formula for numbers with a derivative. The default evaluates ``formula(_:)``; it stands here
  /// because a requirement without a type parameter is compiled for its number type, twenty times
  /// faster than a generic one that is called without knowing the operation.
  func formulaDual(_ x: [Grid<Dual>]) -> [Grid<Dual>]?

  /// The formula for complex steps.
  func formulaComplex(_ x: [Grid<ComplexStep>]) -> [Grid<ComplexStep>]?

  /// The formula for numbers with rounding noise.
  func formulaNoisy(_ x: [Grid<Noisy>]) -> [Grid<Noisy>]?

  /// On which side of each corner the inputs lie: −1, 1, or 0 for the corner itself. Empty for an
  /// operation without corners.
  func branches(_ x: [Tensor]) -> [Int8]

  /// The vector–Jacobian product: from the cotangents of the results, those of the inputs.
  ///
  /// It is written with variables, once. While it is recorded these lie on the tape, and what the
  /// pullback computes can be differentiated again; otherwise they are constants.
  func pullback(_ step: BackwardStep)
}

extension Operation {
  /// Nothing to add to the name.
  public var detail: String { "" }

  /// No formula: the operation can be checked by differences only.
  public func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? { nil }

  /// No corners.
  public func branches(_ x: [Tensor]) -> [Int8] { [] }

  public func formulaDual(_ x: [Grid<Dual>]) -> [Grid<Dual>]? { formula(x) }

  public func formulaComplex(_ x: [Grid<ComplexStep>]) -> [Grid<ComplexStep>]? { formula(x) }

  public func formulaNoisy(_ x: [Grid<Noisy>]) -> [Grid<Noisy>]? { formula(x) }
}

/// An operation with one input and one result.
public protocol UnaryOperation: Operation {
  /// The shape rule: the shape of the result, or a stop with a sentence where the input does not fit.
  func outputShape(_ x: Shape) -> Shape

  /// Computes the result.
  func forward(_ x: Tensor) -> Tensor

  /// The result as a plain formula.
  func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>?

  /// The cotangent of `x` from the cotangent `dy` of the result.
  func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable
}

extension UnaryOperation {
  /// The shape of the input.
  public func outputShape(_ x: Shape) -> Shape { x }

  /// No formula.
  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? { nil }

  public func outputShapes(_ x: [Shape]) -> [Shape] { [outputShape(x[0])] }

  public func forward(_ x: [Tensor]) -> [Tensor] { [forward(x[0])] }

  /// The formula of the one input, as a list of one; nil where there is none.
  public func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? {
    formula(x[0]).map { [$0] }
  }

  public func pullback(_ step: BackwardStep) {
    guard step.needs(0), let dy = step.cotangent(0) else { return }
    step.add(.dense(pullback(dy, y: step.output(0), x: step.input(0))), to: 0)
  }
}

/// An operation with two inputs and one result.
public protocol BinaryOperation: Operation {
  /// The shape rule: the shape of the result, or a stop with a sentence where the inputs do not fit.
  func outputShape(_ a: Shape, _ b: Shape) -> Shape

  /// Computes the result.
  func forward(_ a: Tensor, _ b: Tensor) -> Tensor

  /// The result as a plain formula.
  func formula<Number: Scalar>(_ a: Grid<Number>, _ b: Grid<Number>) -> Grid<Number>?

  /// The cotangent of the left input `a` from the cotangent `dy` of the result.
  func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable

  /// The cotangent of the right input `b` from the cotangent `dy` of the result.
  func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable
}

extension BinaryOperation {
  /// No formula.
  public func formula<Number: Scalar>(_ a: Grid<Number>, _ b: Grid<Number>) -> Grid<Number>? { nil }

  public func outputShapes(_ x: [Shape]) -> [Shape] { [outputShape(x[0], x[1])] }

  public func forward(_ x: [Tensor]) -> [Tensor] { [forward(x[0], x[1])] }

  /// The formula of the two inputs, as a list of one; nil where there is none.
  public func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? {
    formula(x[0], x[1]).map { [$0] }
  }

  public func pullback(_ step: BackwardStep) {
    guard let dy = step.cotangent(0) else { return }
    let (y, a, b) = (step.output(0), step.input(0), step.input(1))
    if step.needs(0) { step.add(.dense(pullbackLeft(dy, y: y, a: a, b: b)), to: 0) }
    if step.needs(1) { step.add(.dense(pullbackRight(dy, y: y, a: a, b: b)), to: 1) }
  }
}
