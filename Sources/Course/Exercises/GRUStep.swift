/// The weights of a GRU, or their gradients: as those of a simple layer with three times as many units, which belong to
/// z, r and g, in this order, and a second bias.
public struct GRUWeights: Equatable, Sendable {
  /// From the input; it stands as in the formula of the stub.
  public var wx: Matrix
  /// From the state before; it stands as Wx does.
  public var wh: Matrix
  /// The bias beside the input, `[1, 3·units]`.
  public var bx: Matrix
  /// The bias beside the state before, `[1, 3·units]`.
  public var bh: Matrix

  /// Weights.
  public init(wx: Matrix, wh: Matrix, bx: Matrix, bh: Matrix) {
    self.wx = wx
    self.wh = wh
    self.bx = bx
    self.bh = bh
  }
}

/// What a GRU computes in one step; each `[batch, units]`.
public struct GRUValues: Equatable, Sendable {
  /// The update gate: how much of the state before is kept.
  public var z: Matrix
  /// The reset gate: how much of the state before the candidate sees.
  public var r: Matrix
  /// The candidate: what may be taken in.
  public var g: Matrix
  /// The new state.
  public var h: Matrix

  /// The values of a step.
  public init(z: Matrix, r: Matrix, g: Matrix, h: Matrix) {
    (self.z, self.r, self.g, self.h) = (z, r, g, h)
  }
}

/// Exercise 17: one step of a GRU, for a whole batch.
public protocol GRUStepExercise: Exercise {
  /// a = x through Wx + bx and u = h through Wh + bh, by the formulas in the stub's comment, have columns for z, r, g,
  /// `units` each, in this order (Keras's);
  /// `z, r = σ(a + u)`, each of its own columns, and of the third ones `g = tanh(a + r ⊙ u)`;
  /// `h′ = z ⊙ h + (1 − z) ⊙ g`
  ///
  /// x `[batch, inputs]`, h `[batch, units]`, a and u `[batch, 3·units]`, bx and bh `[1, 3·units]`; all four results have
  /// the shape of h. The reset gate acts after the product with Wh (Keras's `reset_after`).
  func step(x: Matrix, h: Matrix, weights: GRUWeights) -> GRUValues
}

extension GRUStepExercise {
  public static var parts: [ExercisePart] {
    [
      ExercisePart("step") { given in
        let found = Self().step(
          x: given.matrix("x"), h: given.matrix("h"),
          weights: GRUWeights(
            wx: given.matrix("Wx"), wh: given.matrix("Wh"), bx: given.matrix("bx"),
            bh: given.matrix("bh")))
        return Outputs().with("z", found.z).with("r", found.r).with("g", found.g)
          .with("h′", found.h)
      }
    ]
  }
}
