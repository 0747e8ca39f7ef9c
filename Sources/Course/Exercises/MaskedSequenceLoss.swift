/// Exercise 19: a loss at every step of sequences of unequal lengths, and what the decoder is given while it learns.
///
/// targets[i] are the tokens that sample i is to say, filled up with token 0, which is padding; mask `[batch, time]` is 1
/// where a target is a word, and 0 where it is padding.
public protocol MaskedSequenceLossExercise: Exercise {
  /// What the decoder reads at each step while it is trained with teacher forcing: at the first the start token, at each
  /// later one the target of the step before. predictions[i][t] is what the model itself said at step t.
  func decoderInputs(targets: [[Int]], predictions: [[Int]], start: Int) -> [[Int]]

  /// From logits, a matrix `[batch, classes]` for each step, the cross-entropy −ln p of the target at every position,
  /// padding or not, `[batch, time]`; and the loss: the mean of those where the mask is 1.
  func loss(logits: [Matrix], targets: [[Int]], mask: Matrix) -> (
    crossEntropies: Matrix, loss: Double
  )

  /// From probabilities, the softmax of each step's logits `[batch, classes]`, the gradient of that loss for the logits:
  /// a matrix for each step.
  func gradient(probabilities: [Matrix], targets: [[Int]], mask: Matrix) -> [Matrix]
}

extension MaskedSequenceLossExercise {
  public static var parts: [ExercisePart] {
    [
      ExercisePart("decoderInputs") { given in
        let found = Self().decoderInputs(
          targets: given.integerRows("targets"), predictions: given.integerRows("predictions"),
          start: given.integers("start")[0])
        return Outputs().with("inputs", Matrix(found.map { $0.map(Double.init) }))
      },
      ExercisePart("loss") { given in
        let found = Self().loss(
          logits: given.matrices("logits"), targets: given.integerRows("targets"),
          mask: given.matrix("mask"))
        return Outputs().with("cross-entropy", found.crossEntropies).with("loss", found.loss)
      },
      ExercisePart("gradient") { given in
        Outputs().with(
          "∂L/∂z",
          Self().gradient(
            probabilities: given.matrices("probabilities"), targets: given.integerRows("targets"),
            mask: given.matrix("mask")))
      },
    ]
  }
}
