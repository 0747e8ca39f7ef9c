import UnrollNumerics

extension Tape {
  /// The Jacobian–vector product `∂y/∂x · v`: how `y` moves when each `x` moves in its direction `v`.
  ///
  /// Forward mode: the tape is replayed with dual numbers, from top to bottom, in float64. Every operation
  /// on the way needs a formula.
  ///
  /// `y` may have any shape; the result has the same. Stops with a sentence where a direction has not the
  /// shape of its `x`, a variable is not on this tape, or an operation has no formula.
  public func pushforward(of y: Variable, along directions: [(x: Variable, v: Tensor)]) -> Tensor {
    for (x, v) in directions {
      require(
        x.shape == v.shape,
        "pushforward: the direction has shape \(v.shape), but x has shape \(x.shape)")
      require(
        x.tape === self && y.tape === self,
        "pushforward: x and y have to lie on this tape; make inputs with tape.variable(_:)")
    }
    let seeds = Dictionary(
      directions.map { ($0.x.slot, $0.v.elements) }, uniquingKeysWith: { zip($0, $1).map(+) })
    do {
      let replayed = try replay(through: y.slot) { slot, value in
        seeds[slot].map { seed in
          Grid(value.shape, zip(value.elements, seed).map { Dual($0, derivative: $1) })
        }
      }
      let result = replayed[y.slot]
      return Tensor(result.elements.map(\.derivative), shape: result.shape, dtype: .float64)
    } catch {
      stop(
        "pushforward: \((error as? ReplayFailure)?.operation ?? "an operation") has no formula")
    }
  }
}
