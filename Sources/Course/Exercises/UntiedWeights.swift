/// Exercise 06: the unrolled network as one deep network, in which each step has weights of its own.
public protocol UntiedWeightsExercise: Exercise {
  /// The steps of exercise 05, each with weights of its own: weights[0] are those of the first step, and so on; back come
  /// h₁ … h_T, each `[batch, units]`.
  func forward(x: [Matrix], h0: Matrix, weights: [RNNWeights]) -> [Matrix]

  /// From dh = ∂L/∂h_T, of the last state, the gradients of each step's own weights, in the order of the steps.
  func gradients(
    dh: Matrix, x: [Matrix], h0: Matrix, h: [Matrix], weights: [RNNWeights]
  ) -> [RNNWeights]

  /// If all steps share one set of weights: its gradient, from those that the copies got.
  func tied(gradients: [RNNWeights]) -> RNNWeights
}

extension UntiedWeightsExercise {
  public static var parts: [ExercisePart] {
    func copies(_ given: Inputs, _ prefix: String) -> [RNNWeights] {
      let (wx, wh) = (given.matrices(prefix + "Wx"), given.matrices(prefix + "Wh"))
      return zip(zip(wx, wh), given.matrices(prefix + "b")).map { pair, b in
        RNNWeights(wx: pair.0, wh: pair.1, b: b)
      }
    }
    return [
      ExercisePart("forward") { given in
        Outputs().with(
          "h",
          Self().forward(
            x: given.matrices("x"), h0: given.matrix("h0"), weights: copies(given, "")))
      },
      ExercisePart("gradients") { given in
        let found = Self().gradients(
          dh: given.matrix("dh"), x: given.matrices("x"), h0: given.matrix("h0"),
          h: given.matrices("h"), weights: copies(given, ""))
        return Outputs().with("db", found.map(\.b)).with("dWx", found.map(\.wx))
          .with("dWh", found.map(\.wh))
      },
      ExercisePart("tied") { given in
        let found = Self().tied(gradients: copies(given, "d"))
        return Outputs().with("tied db", found.b).with("tied dWx", found.wx)
          .with("tied dWh", found.wh)
      },
    ]
  }
}
