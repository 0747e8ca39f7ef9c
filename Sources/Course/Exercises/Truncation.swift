/// Exercise 09: truncated backpropagation through time, for the network of exercise 07.
public protocol TruncationExercise: Exercise {
  /// The network of exercise 07, its steps cut into windows of `window` steps from the first on; the last window may be
  /// shorter. The state goes on from window to window, the gradient does not leave the window it arose in.
  ///
  /// x holds a matrix `[batch, inputs]` for each time step, and dh[t] = ∂L/∂hₜ is what the loss makes of each state by
  /// itself. The result: the states h₁ … h_T; of each state the gradient as its window knows it; and the gradients of the
  /// weights, summed over the windows. The weights stay as they are in between.
  func truncated(dh: [Matrix], x: [Matrix], h0: Matrix, weights: RNNWeights, window: Int)
    -> (h: [Matrix], states: [Matrix], weights: RNNWeights)
}

extension TruncationExercise {
  public static var parts: [ExercisePart] {
    [
      ExercisePart("truncated") { given in
        let found = Self().truncated(
          dh: given.matrices("dh"), x: given.matrices("x"), h0: given.matrix("h0"),
          weights: RNNWeights(given),
          window: given.integers("window")[0])
        return Outputs().with("h", found.h).with("∂L/∂h", found.states)
          .with("dWx", found.weights.wx).with("dWh", found.weights.wh).with("db", found.weights.b)
      }
    ]
  }
}
