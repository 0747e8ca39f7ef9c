/// The weights of a recurrent layer, or their gradients.
public struct RNNWeights: Equatable, Sendable {
  /// From the input to the state; it stands as in the formula of the stub.
  public var wx: Matrix
  /// From the state before to the state, `[units, units]`; it stands as Wx does.
  public var wh: Matrix
  /// The bias, `[1, units]`.
  public var b: Matrix

  /// Weights.
  public init(wx: Matrix, wh: Matrix, b: Matrix) {
    self.wx = wx
    self.wh = wh
    self.b = b
  }

  /// Zeros in the shapes of other weights: where gradients begin to be added up.
  public static func zeros(like other: RNNWeights) -> RNNWeights {
    RNNWeights(wx: .zeros(like: other.wx), wh: .zeros(like: other.wh), b: .zeros(like: other.b))
  }
}

extension RNNWeights {
  /// The weights among what a function is given.
  init(_ given: Inputs) {
    self.init(wx: given.matrix("Wx"), wh: given.matrix("Wh"), b: given.matrix("b"))
  }
}

/// Exercise 07: backpropagation through time.
public protocol BackpropagationExercise: Exercise {
  /// The steps of exercise 05 for all t; x holds a matrix `[batch, inputs]` for each time step, and what comes back the
  /// states h₁ … h_T, each `[batch, units]`.
  func forward(x: [Matrix], h0: Matrix, weights: RNNWeights) -> [Matrix]

  /// From what the loss makes of each state by itself, dh[t] = ∂L/∂hₜ directly, the gradients of the whole loss: of
  /// each state, the later ones taken into account, of the weights, and of the first state.
  func backward(
    dh: [Matrix], x: [Matrix], h0: Matrix, h: [Matrix], weights: RNNWeights
  ) -> (states: [Matrix], weights: RNNWeights, h0: Matrix)
}

extension BackpropagationExercise {
  public static var parts: [ExercisePart] {
    [
      ExercisePart("forward") { given in
        Outputs().with(
          "h",
          Self().forward(x: given.matrices("x"), h0: given.matrix("h0"), weights: RNNWeights(given))
        )
      },
      ExercisePart("backward") { given in
        let found = Self().backward(
          dh: given.matrices("dh"), x: given.matrices("x"), h0: given.matrix("h0"),
          h: given.matrices("h"), weights: RNNWeights(given))
        return Outputs().with("∂L/∂h", found.states).with("dWx", found.weights.wx)
          .with("dWh", found.weights.wh).with("db", found.weights.b).with("dh0", found.h0)
      },
    ]
  }
}
