/// Exercise 20: how well a model foretells a text, and how boldly it writes one.
public protocol PerplexityAndTemperatureExercise: Exercise {
  /// The probability of a sequence by its conditional ones, with its natural logarithm first:
  /// `ln p(x) = Σₜ ln p(xₜ | x₁ … xₜ₋₁)`.
  ///
  /// probabilities `[length, vocabulary]` has a row for each token: what the model foretold from all tokens before it.
  /// tokens[t] is the one that came, counted from 0.
  func sequence(probabilities: Matrix, tokens: [Int]) -> (logarithm: Double, probability: Double)

  /// Of a whole corpus: the mean of −ln p over all its tokens, in nats; the same in bits; and the perplexity, e to the
  /// power of the mean in nats.
  ///
  /// sequences[i] `[1, length]` holds the probabilities of the true tokens of a sequence; lengths differ.
  func corpus(sequences: [Matrix]) -> (nats: Double, bits: Double, perplexity: Double)

  /// `softmax(z / T)` of each row: from logits z `[batch, classes]` the probabilities, in the same shape.
  func softmax(logits: Matrix, temperature: Double) -> Matrix

  /// The same where only the probabilities at temperature 1 are known, `[batch, classes]`; some of them may be 0.
  func tempered(probabilities: Matrix, temperature: Double) -> Matrix
}

extension PerplexityAndTemperatureExercise {
  public static var parts: [ExercisePart] {
    // What underflows and overflows has names of its own, so that it does not hide another mistake.
    let sequence = { (given: Inputs) in
      let found = Self().sequence(
        probabilities: given.matrix("probabilities"), tokens: given.integers("tokens"))
      return Outputs().with("ln p", found.logarithm).with("p", found.probability)
    }
    let softmax = { (given: Inputs) in
      Outputs().with(
        "p",
        Self().softmax(logits: given.matrix("logits"), temperature: given.number("temperature")))
    }
    return [
      ExercisePart("sequence", sequence),
      ExercisePart("corpus") { given in
        let found = Self().corpus(sequences: given.matrices("sequences"))
        return Outputs().with("nats per token", found.nats).with("bits per token", found.bits)
          .with("perplexity", found.perplexity)
      },
      ExercisePart("softmax", softmax),
      ExercisePart("tempered") { given in
        Outputs().with(
          "q",
          Self().tempered(
            probabilities: given.matrix("probabilities"), temperature: given.number("temperature")))
      },
      ExercisePart("sequence of many tokens", sequence),
      ExercisePart("softmax at low temperatures", softmax),
    ]
  }
}
