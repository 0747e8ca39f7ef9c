/// What goes back through one step of an LSTM.
public struct LSTMStepGradients: Equatable, Sendable {
  /// ∂L/∂c′, of the new carry, both of its ways taken into account, `[batch, units]`.
  public var c: Matrix
  /// ∂L/∂z, of the four sums in the order i, f, g, o, `[batch, 4·units]`.
  public var z: Matrix
  /// What this step adds to the gradients of the weights.
  public var weights: LSTMWeights
  /// What goes on to the state before, `[batch, units]`.
  public var hBefore: Matrix
  /// What goes on to the carry before, `[batch, units]`.
  public var cBefore: Matrix

  /// Gradients of a step.
  public init(c: Matrix, z: Matrix, weights: LSTMWeights, hBefore: Matrix, cBefore: Matrix) {
    (self.c, self.z, self.weights) = (c, z, weights)
    (self.hBefore, self.cBefore) = (hBefore, cBefore)
  }
}

/// The gradients of an LSTM over a whole sequence.
public struct LSTMGradients: Equatable, Sendable {
  /// ∂L/∂hₜ of each state, the later steps taken into account.
  public var h: [Matrix]
  /// ∂L/∂cₜ of each carry, the later steps taken into account.
  public var c: [Matrix]
  /// Of the weights, over all steps.
  public var weights: LSTMWeights
  /// Of the first state and of the first carry.
  public var h0, c0: Matrix

  /// Gradients of a sequence.
  public init(h: [Matrix], c: [Matrix], weights: LSTMWeights, h0: Matrix, c0: Matrix) {
    (self.h, self.c, self.weights) = (h, c, weights)
    (self.h0, self.c0) = (h0, c0)
  }
}

/// Exercise 11: backpropagation through an LSTM, one step and then a sequence.
///
/// The step is that of exercise 10: `i, f, o = σ(z)`, `g = tanh(z)`, each of its own columns, in the order i, f, g, o;
/// `c′ = f ⊙ c + i ⊙ g`, `h′ = o ⊙ tanh(c′)`
public protocol LSTMThroughTimeExercise: Exercise {
  /// Back through one step. h and c are those before the step, `values` what the step computed, dh is the whole ∂L/∂h′,
  /// and dc the part of ∂L/∂c′ that comes from the next step's carry.
  func stepBackward(
    dh: Matrix, dc: Matrix, x: Matrix, h: Matrix, c: Matrix, values: LSTMValues,
    weights: LSTMWeights
  ) -> LSTMStepGradients

  /// Back through a sequence: dh[t] = ∂L/∂hₜ is what the loss makes of each state by itself, values[t] what step t
  /// computed.
  func backward(
    dh: [Matrix], x: [Matrix], h0: Matrix, c0: Matrix, values: [LSTMValues], weights: LSTMWeights
  ) -> LSTMGradients
}

extension LSTMThroughTimeExercise {
  public static var parts: [ExercisePart] {
    func values(_ given: Inputs) -> [LSTMValues] {
      let all = ["i", "f", "g", "o", "c′", "h′"].map(given.matrices)
      return all[0].indices.map { t in
        LSTMValues(
          i: all[0][t], f: all[1][t], g: all[2][t], o: all[3][t], c: all[4][t], h: all[5][t])
      }
    }
    return [
      ExercisePart("stepBackward") { given in
        let found = Self().stepBackward(
          dh: given.matrix("dh"), dc: given.matrix("dc"), x: given.matrix("x"),
          h: given.matrix("h"), c: given.matrix("c"), values: values(given)[0],
          weights: LSTMWeights(given))
        return Outputs().with("∂L/∂c′", found.c).with("∂L/∂z", found.z)
          .with("dWx", found.weights.wx).with("dWh", found.weights.wh).with("db", found.weights.b)
          .with("∂L/∂h before", found.hBefore).with("∂L/∂c before", found.cBefore)
      },
      ExercisePart("backward") { given in
        let found = Self().backward(
          dh: given.matrices("dh"), x: given.matrices("x"), h0: given.matrix("h0"),
          c0: given.matrix("c0"), values: values(given), weights: LSTMWeights(given))
        return Outputs().with("∂L/∂h", found.h).with("∂L/∂c", found.c)
          .with("dWx", found.weights.wx).with("dWh", found.weights.wh).with("db", found.weights.b)
          .with("dh0", found.h0).with("dc0", found.c0)
      },
    ]
  }
}
