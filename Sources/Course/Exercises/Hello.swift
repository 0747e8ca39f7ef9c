/// The weights of a character model, or their gradients.
public struct HelloWeights: Equatable, Sendable {
  /// From the character to the state; it stands as the stub's comment says.
  public var wx: Matrix
  /// From the state before to the state, `[units, units]`; it stands as Wx does.
  public var wh: Matrix
  /// The state's bias, `[1, units]`.
  public var b: Matrix
  /// From the state to the logits; it stands as the stub's comment says.
  public var wy: Matrix
  /// The logits' bias, `[1, characters]`.
  public var by: Matrix

  /// Weights.
  public init(wx: Matrix, wh: Matrix, b: Matrix, wy: Matrix, by: Matrix) {
    self.wx = wx
    self.wh = wh
    self.b = b
    self.wy = wy
    self.by = by
  }

  /// Zeros in the shapes of other weights: where gradients begin to be added up.
  public static func zeros(like other: HelloWeights) -> HelloWeights {
    HelloWeights(
      wx: .zeros(like: other.wx), wh: .zeros(like: other.wh), b: .zeros(like: other.b),
      wy: .zeros(like: other.wy), by: .zeros(like: other.by))
  }
}

/// Exercise 12: a model that reads a word and says at each character which one follows.
///
/// A word is the places of its characters in the vocabulary: with h, e, l, o, "hello" is `[0, 1, 2, 2, 3]`. All of it but
/// the last is read, all of it but the first is to be said.
public protocol HelloExercise: Exercise {
  /// The steps of exercise 05, and from each state its logits zₜ, by Wy and by; xₜ is a row of zeros with a 1 at the
  /// character that is read, and h₀ is zero: the states, each `[1, units]`, and the logits, each `[1, characters]`.
  func forward(word: [Int], weights: HelloWeights) -> (states: [Matrix], logits: [Matrix])

  /// The mean, over the characters that are to be said, of their cross-entropies.
  func loss(logits: [Matrix], word: [Int]) -> Double

  /// The gradients of the loss for all weights, from the states and logits that forward gave.
  func gradients(
    word: [Int], states: [Matrix], logits: [Matrix], weights: HelloWeights
  ) -> HelloWeights

  /// The weights after some steps of gradient descent: each takes the gradients of the whole word, and then moves all
  /// weights by −rate times them.
  func train(word: [Int], weights: HelloWeights, rate: Double, steps: Int) -> HelloWeights
}

extension HelloExercise {
  public static var parts: [ExercisePart] {
    func weights(_ given: Inputs) -> HelloWeights {
      HelloWeights(
        wx: given.matrix("Wx"), wh: given.matrix("Wh"), b: given.matrix("b"),
        wy: given.matrix("Wy"), by: given.matrix("by"))
    }
    return [
      ExercisePart("forward") { given in
        let found = Self().forward(word: given.integers("word"), weights: weights(given))
        return Outputs().with("h", found.states).with("z", found.logits)
      },
      ExercisePart("loss") { given in
        Outputs().with(
          "loss", Self().loss(logits: given.matrices("z"), word: given.integers("word")))
      },
      ExercisePart("gradients") { given in
        let found = Self().gradients(
          word: given.integers("word"), states: given.matrices("h"), logits: given.matrices("z"),
          weights: weights(given))
        return Outputs().with("dby", found.by).with("dWy", found.wy).with("db", found.b)
          .with("dWx", found.wx).with("dWh", found.wh)
      },
      ExercisePart("train") { given in
        let found = Self().train(
          word: given.integers("word"), weights: weights(given), rate: given.number("rate"),
          steps: given.integers("steps")[0])
        return Outputs().with("Wx", found.wx).with("Wh", found.wh).with("b", found.b)
          .with("Wy", found.wy).with("by", found.by)
      },
    ]
  }
}
