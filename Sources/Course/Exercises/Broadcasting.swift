/// Exercise 14: how a gradient passes through what is broadcast, and through tanh.
///
/// dy is always ∂L/∂Y, in the shape of Y; each gradient has the shape of what it belongs to.
public protocol BroadcastingExercise: Exercise {
  /// `Y = X + b`: the row b `[1, units]` is added to every row of X `[batch, units]`. From dY, ∂L/∂X and ∂L/∂b.
  func rowAdded(dy: Matrix) -> (dx: Matrix, db: Matrix)

  /// `Y = s X`: the number s times every number of X. From dY, ∂L/∂X and ∂L/∂s.
  func scaled(dy: Matrix, x: Matrix, s: Double) -> (dx: Matrix, ds: Double)

  /// `Y[i, j] = c[i] X[i, j]`: the column c `[batch, 1]` times every column of X `[batch, units]`, as a mask is. From dY,
  /// ∂L/∂X and ∂L/∂c.
  func columnTimes(dy: Matrix, x: Matrix, c: Matrix) -> (dx: Matrix, dc: Matrix)

  /// `Y = tanh(A)`, element by element: from dY and from Y itself, ∂L/∂A.
  func throughTanh(dy: Matrix, y: Matrix) -> Matrix
}

extension BroadcastingExercise {
  public static var parts: [ExercisePart] {
    [
      ExercisePart("rowAdded") { given in
        let found = Self().rowAdded(dy: given.matrix("dy"))
        return Outputs().with("dX", found.dx).with("db", found.db)
      },
      ExercisePart("scaled") { given in
        let found = Self().scaled(
          dy: given.matrix("dy"), x: given.matrix("x"), s: given.number("s"))
        return Outputs().with("dX", found.dx).with("ds", found.ds)
      },
      ExercisePart("columnTimes") { given in
        let found = Self().columnTimes(
          dy: given.matrix("dy"), x: given.matrix("x"), c: given.matrix("c"))
        return Outputs().with("dX", found.dx).with("dc", found.dc)
      },
      ExercisePart("throughTanh") { given in
        Outputs().with("dA", Self().throughTanh(dy: given.matrix("dy"), y: given.matrix("y")))
      },
    ]
  }
}
