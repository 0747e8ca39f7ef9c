import UnrollNumerics

extension GRUEquation {
  /// How the state after a step depends on the one before it, `[units, units]`.
  ///
  /// With `∂z/∂h = diag(z(1 − z))·Whz`, r likewise:
  /// `∂hₜ/∂h = diag(z) + diag(h − g)·∂z/∂h + diag(1 − z)·∂g/∂h`. The candidate, the reset gate after the
  /// product: `∂g/∂h = diag(1 − g²)·(diag(r)·Whg + diag(Whg·h + b′g)·∂r/∂h)`; before it:
  /// `∂g/∂h = diag(1 − g²)·Whg·(diag(r) + diag(h)·∂r/∂h)`.
  func jacobian(_ step: Step) -> Matrix {
    func gate(_ value: Matrix, _ weights: Matrix) -> Matrix {
      .diagonal(value.map { $0 * (1 - $0) }) * weights
    }
    let updateByHidden = gate(step.update, recurrent[0])
    let resetByHidden = gate(step.reset, recurrent[1])
    let (hidden, reset) = (step.before, Matrix.diagonal(step.reset))
    let slope = Matrix.diagonal(step.candidate.map { 1 - $0 * $0 })
    let candidateByHidden =
      resetAfter
      ? slope * (reset * recurrent[2] + .diagonal(remembered(hidden, 2)) * resetByHidden)
      : slope * recurrent[2] * (reset + .diagonal(hidden) * resetByHidden)
    return .diagonal(step.update)
      + .diagonal(hidden - step.candidate) * updateByHidden
      + .diagonal(step.update.map { 1 - $0 }) * candidateByHidden
  }

  /// The Jacobians of all steps.
  func jacobians(_ steps: [Step]) -> JacobianChain {
    JacobianChain(steps: steps.map(jacobian))
  }
}
