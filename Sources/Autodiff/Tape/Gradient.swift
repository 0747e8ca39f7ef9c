import UnrollNumerics

extension Tape {
  /// The gradient of a scalar with respect to one variable, which may be any value on the tape.
  ///
  /// `∂y/∂x`, of the shape of `x`; zero where `y` does not depend on `x`. With `recorded`, the backward
  /// pass goes on the tape, and the gradient can be differentiated again. The tape is not used up:
  /// asking twice gives the same answer.
  ///
  /// Stops with a sentence where `y` is not a scalar, or `x` or `y` does not lie on this tape.
  public func gradient(of y: Variable, for x: Variable, recorded: Bool = false) -> Variable {
    gradient(of: y, for: [x], recorded: recorded)[0]
  }

  /// The gradients of a scalar with respect to several variables, in one backward pass.
  ///
  /// In the order and the shapes of `x`; zeros where `y` does not depend on one. Stops with a sentence
  /// where `y` is not a scalar, or a variable does not lie on this tape.
  public func gradient(of y: Variable, for x: [Variable], recorded: Bool = false) -> [Variable] {
    require(
      y.value.elementCount == 1,
      """
      gradient: expected a scalar, but y has shape \(y.shape); reduce it first, for example with \
      .sum() or .mean(), or pass its cotangent to pullback(of:cotangent:for:)
      """)
    return pullback(
      of: y, cotangent: Variable(.ones(y.shape, dtype: y.dtype)), for: x, recorded: recorded)
  }

  /// The vector–Jacobian product `wᵀ ∂y/∂x` for each `x`: the cotangent `w` of `y` pulled back.
  ///
  /// Results have the shapes of `x`. Stops with a sentence where `w` and `y` differ in shape, or a
  /// variable does not lie on this tape.
  public func pullback(
    of y: Variable, cotangent: Variable, for x: [Variable], recorded: Bool = false
  ) -> [Variable] {
    require(
      cotangent.shape == y.shape,
      "gradient: the cotangent has shape \(cotangent.shape), but y has shape \(y.shape)")
    let target = requireSlot(of: y, "y, the value to differentiate,")
    requireCut(target)
    let sources = x.map { requireSlot(of: $0, "x, the variable to differentiate for,") }
    let pass = BackwardPass(self, sources: sources, recorded: recorded)
    let run = { pass.run(from: target, seed: cotangent.cast(to: y.dtype)) }
    if recorded { run() } else { withoutRecording(run) }
    remember(target: target, cotangent: cotangent.value)
    return zip(x, sources).map { variable, source in
      pass.cotangent(source) ?? Variable(.zeros(variable.shape, dtype: variable.dtype))
    }
  }

  /// The gradients of a scalar with respect to every value on the tape that it depends on.
  ///
  /// All are kept, so this takes about as much memory as the values on the tape. Stops with a sentence where
  /// `y` is not a scalar.
  public func gradients(of y: Variable) -> Gradients {
    require(
      y.value.elementCount == 1, "gradient: expected a scalar, but y has shape \(y.shape)")
    let target = requireSlot(of: y, "y, the value to differentiate,")
    let cotangent = Tensor.ones(y.shape, dtype: y.dtype)
    remember(target: target, cotangent: cotangent)
    return Gradients(self, target, cotangent)
  }

  /// The place of a variable on this tape, or a stop with a sentence.
  private func requireSlot(of variable: Variable, _ role: String) -> Slot {
    variable.requireFresh("gradient")
    require(
      variable.tape === self,
      """
      gradient: \(role) is \(variable.tape == nil ? "a constant" : "on another tape"); \
      make inputs with tape.variable(_:) and compute from them
      """)
    return variable.slot
  }
}

/// The cotangents of all values on a tape after one backward pass: intermediate gradients, kept.
public struct Gradients {
  private let tape: Tape
  private var bySlot: [Slot: Tensor] = [:]

  init(_ tape: Tape, _ target: Slot, _ cotangent: Tensor) {
    self.tape = tape
    var found: [Slot: Tensor] = [:]
    tape.forEachCotangent(of: target, from: cotangent, onComplete: { found[$0] = $1.value })
    bySlot = found
  }

  /// The gradient for a variable of the tape; zero where the result does not depend on it. It has the
  /// shape of the variable; stops with a sentence where it is not on the tape.
  public subscript(variable: Variable) -> Tensor {
    variable.requireFresh("gradients")
    require(variable.tape === tape, "gradients: the variable is not on this tape")
    return bySlot[variable.slot] ?? .zeros(variable.shape, dtype: variable.dtype)
  }
}

extension Tape {
  /// Visits the cotangent of every value that `target` depends on, from the last to the first, and every
  /// contribution to one. Nothing is recorded, and each cotangent is freed after its call.
  func forEachCotangent(
    of target: Slot, from cotangent: Tensor,
    onComplete: ((Slot, Variable) -> Void)? = nil,
    onContribution: ((BackwardStep, Int, Cotangent) -> Void)? = nil
  ) {
    let inputs = entries.filter { $0.operation is Input }.map(\.firstOutput)
    let pass = BackwardPass(self, sources: inputs, recorded: false)
    pass.onComplete = onComplete
    pass.onContribution = onContribution
    let seed = Variable(cotangent.cast(to: values[Int(target)].dtype))
    withoutRecording { pass.run(from: target, seed: seed) }
  }
}
