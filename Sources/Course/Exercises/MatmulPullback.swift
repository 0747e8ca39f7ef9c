/// Exercise 03: how a gradient passes through a matrix product, and through a matrix that is used twice.
public protocol MatmulPullbackExercise: Exercise {
  /// `Y = A B`: from dY = ∂L/∂Y, in the shape of Y, the gradients ∂L/∂A and ∂L/∂B.
  func pullback(dy: Matrix, a: Matrix, b: Matrix) -> (da: Matrix, db: Matrix)

  /// `Y = A A`, for a square A: from dY the gradient ∂L/∂A.
  func pullbackOfSquare(dy: Matrix, a: Matrix) -> Matrix
}

extension MatmulPullbackExercise {
  public static var parts: [ExercisePart] {
    [
      ExercisePart("pullback") { given in
        let found = Self().pullback(
          dy: given.matrix("dy"), a: given.matrix("a"), b: given.matrix("b"))
        return Outputs().with("dA", found.da).with("dB", found.db)
      },
      ExercisePart("pullbackOfSquare") { given in
        Outputs().with("dA", Self().pullbackOfSquare(dy: given.matrix("dy"), a: given.matrix("a")))
      },
    ]
  }
}
