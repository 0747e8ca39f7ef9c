/// Exercise 04: softmax, and its cross-entropy with the right classes, from logits.
public protocol SoftmaxCrossEntropyExercise: Exercise {
  /// `p[i, k] = exp(z[i, k]) / Σⱼ exp(z[i, j])`: from logits z `[batch, classes]` the probabilities, in the same shape.
  func softmax(logits: Matrix) -> Matrix

  /// `L = −(1 / batch) Σᵢ ln p[i, classes[i]]`, the mean over the batch; classes holds the right one of each row.
  func loss(logits: Matrix, classes: [Int]) -> Double

  /// From the probabilities that softmax gave, ∂L/∂z, in the shape of the logits.
  func gradient(probabilities: Matrix, classes: [Int]) -> Matrix
}

extension SoftmaxCrossEntropyExercise {
  public static var parts: [ExercisePart] {
    // Large logits have names of their own, so that what overflows there does not hide another mistake.
    let softmax = { (given: Inputs) in
      Outputs().with("p", Self().softmax(logits: given.matrix("logits")))
    }
    let loss = { (given: Inputs) in
      Outputs().with(
        "loss",
        Self().loss(logits: given.matrix("logits"), classes: given.integers("classes")))
    }
    return [
      ExercisePart("softmax", softmax), ExercisePart("loss", loss),
      ExercisePart("gradient") { given in
        Outputs().with(
          "∂L/∂z",
          Self().gradient(
            probabilities: given.matrix("probabilities"), classes: given.integers("classes")))
      },
      ExercisePart("softmax of large logits", softmax), ExercisePart("loss of large logits", loss),
    ]
  }
}
