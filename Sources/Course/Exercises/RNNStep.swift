/// Exercise 05: one step of a recurrent network, for a whole batch.
public protocol RNNStepExercise: Exercise {
  /// h′ = tanh(x through Wx + h through Wh + b); the stub's comment has the formula, and says how Wx and Wh stand.
  ///
  /// x `[batch, inputs]`, h `[batch, units]`, b `[1, units]`; h′ as h.
  func step(x: Matrix, h: Matrix, wx: Matrix, wh: Matrix, b: Matrix) -> Matrix
}

extension RNNStepExercise {
  public static var parts: [ExercisePart] {
    [
      ExercisePart("step") { given in
        Outputs().with(
          "h′",
          Self().step(
            x: given.matrix("x"), h: given.matrix("h"), wx: given.matrix("Wx"),
            wh: given.matrix("Wh"), b: given.matrix("b")))
      }
    ]
  }
}
