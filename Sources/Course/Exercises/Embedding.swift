/// Exercise 18: tokens as rows of a table, and what padding must not do.
///
/// tokens[i] are those of sample i, counted from 0; all samples have the same number of them, because shorter ones are
/// filled up with token 0, in front or behind. Sequences are arrays of matrices as always, one for each time step.
public protocol EmbeddingExercise: Exercise {
  /// mask[i, t] is 1 where tokens[i][t] is a word, and 0 where it is padding, `[batch, time]`.
  func mask(tokens: [[Int]]) -> Matrix

  /// x[t] `[batch, features]` has in row i that row of the table `[tokens, features]` whose number is tokens[i][t].
  func lookup(tokens: [[Int]], table: Matrix) -> [Matrix]

  /// From dx[t] = ∂L/∂x[t] the gradient of the table, in its shape. Positions that are padding add nothing, whatever dx
  /// has there.
  func gradient(dx: [Matrix], tokens: [[Int]], table: Matrix) -> Matrix

  /// The states h₁ … h_T `[batch, units]` of a network whose steps are those of exercise 05 where the mask is 1; where it
  /// is 0, `hₜ = hₜ₋₁`, for each sample by itself. The formula stands in the stub's comment.
  func states(x: [Matrix], mask: Matrix, h0: Matrix, weights: RNNWeights) -> [Matrix]

  /// For each sample the mean of its states over the positions where its mask is 1, of which there is at least one:
  /// `[batch, units]`.
  func mean(h: [Matrix], mask: Matrix) -> Matrix
}

extension Inputs {
  /// Whole numbers in rows: the tokens of each sample.
  func integerRows(_ name: String) -> [[Int]] {
    let matrix = matrix(name)
    return (0..<matrix.rows).map { matrix.row($0).map { Int($0) } }
  }
}

extension EmbeddingExercise {
  public static var parts: [ExercisePart] {
    [
      ExercisePart("mask") { given in
        Outputs().with("mask", Self().mask(tokens: given.integerRows("tokens")))
      },
      ExercisePart("lookup") { given in
        Outputs().with(
          "x", Self().lookup(tokens: given.integerRows("tokens"), table: given.matrix("table")))
      },
      ExercisePart("gradient") { given in
        Outputs().with(
          "∂L/∂table",
          Self().gradient(
            dx: given.matrices("dx"), tokens: given.integerRows("tokens"),
            table: given.matrix("table")))
      },
      ExercisePart("states") { given in
        Outputs().with(
          "h",
          Self().states(
            x: given.matrices("x"), mask: given.matrix("mask"), h0: given.matrix("h0"),
            weights: RNNWeights(given)))
      },
      ExercisePart("mean") { given in
        Outputs().with("mean", Self().mean(h: given.matrices("h"), mask: given.matrix("mask")))
      },
    ]
  }
}
