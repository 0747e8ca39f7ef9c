import UnrollNumerics

/// An operation given as two functions: the quick way to one's own.
///
/// The full way is a struct: conform to ``ElementwiseUnary`` with a name, a formula and a pullback, and
/// the forward pass, the gradient check and every other tool work from the formula.
public struct CustomOperation: Operation {
  public let name: String
  private let compute: @Sendable ([Tensor]) -> Tensor
  private let pull: @Sendable (_ dy: Variable, _ y: Variable, _ x: [Variable]) -> [Variable?]

  /// An operation from its forward pass and its pullback, which gives one cotangent an input, or nil.
  ///
  /// Each cotangent has the shape of its input; nil stands for zero. The program stops with a sentence
  /// where they are not as many as the inputs. There is no formula, so a gradient check has only
  /// differences to hold it against.
  public init(
    _ name: String, forward: @escaping @Sendable ([Tensor]) -> Tensor,
    pullback: @escaping @Sendable (_ dy: Variable, _ y: Variable, _ x: [Variable]) -> [Variable?]
  ) {
    self.name = name
    compute = forward
    pull = pullback
  }

  public func outputShapes(_ x: [Shape]) -> [Shape] { [] }

  public func forward(_ x: [Tensor]) -> [Tensor] { [compute(x)] }

  public func pullback(_ step: BackwardStep) {
    guard let dy = step.cotangent(0) else { return }
    let x = (0..<step.inputCount).map(step.input)
    let dx = pull(dy, step.output(0), x)
    require(
      dx.count == x.count,
      "\(name): the pullback gave \(dx.count) cotangents for \(x.count) inputs; expected one each")
    for (index, cotangent) in dx.enumerated() where step.needs(index) {
      if let cotangent { step.add(.dense(cotangent), to: index) }
    }
  }

  /// Applies the operation: its one result, recorded where an input lies on a tape.
  public func callAsFunction(_ x: Variable...) -> Variable { apply(self, x)[0] }
}
