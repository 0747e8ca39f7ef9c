/// The weights of an LSTM, or their gradients: as those of a simple layer with four times as many units, which belong to
/// i, f, g and o, in this order.
public typealias LSTMWeights = RNNWeights

/// What an LSTM computes in one step; each `[batch, units]`.
public struct LSTMValues: Equatable, Sendable {
  /// The input gate: how much of the candidate is taken in.
  public var i: Matrix
  /// The forget gate: how much of the carry is kept.
  public var f: Matrix
  /// The candidate: what may be taken in.
  public var g: Matrix
  /// The output gate: how much of the carry is shown.
  public var o: Matrix
  /// The new carry.
  public var c: Matrix
  /// The new state.
  public var h: Matrix

  /// The values of a step.
  public init(i: Matrix, f: Matrix, g: Matrix, o: Matrix, c: Matrix, h: Matrix) {
    (self.i, self.f, self.g, self.o) = (i, f, g, o)
    (self.c, self.h) = (c, h)
  }
}

/// Exercise 10: one step of an LSTM, for a whole batch.
public protocol LSTMStepExercise: Exercise {
  /// z = x through Wx + h through Wh + b, by the formula in the stub's comment, has columns for i, f, g, o, `units` each, in
  /// this order (Keras's);
  /// `i, f, o = σ(z)`, `g = tanh(z)`, each of its own columns;
  /// `c′ = f ⊙ c + i ⊙ g`, `h′ = o ⊙ tanh(c′)`
  ///
  /// x `[batch, inputs]`, h and c `[batch, units]`, z `[batch, 4·units]`, b `[1, 4·units]`; all six results have the shape
  /// of h.
  func step(x: Matrix, h: Matrix, c: Matrix, weights: LSTMWeights) -> LSTMValues
}

extension LSTMStepExercise {
  public static var parts: [ExercisePart] {
    [
      ExercisePart("step") { given in
        let found = Self().step(
          x: given.matrix("x"), h: given.matrix("h"), c: given.matrix("c"),
          weights: LSTMWeights(given))
        return Outputs().with("i", found.i).with("f", found.f).with("g", found.g)
          .with("o", found.o).with("c′", found.c).with("h′", found.h)
      }
    ]
  }
}
