/// Exercise 08: how fast the influence of an old state fades, for one sample of the network of exercise 07.
public protocol VanishingRateExercise: Exercise {
  /// The Jacobian of a step: J[i, j] = ∂hₜ[i] / ∂hₜ₋₁[j], a row for each new unit and a column for each old one.
  ///
  /// h is the new state hₜ, `[1, units]`; Wh and J are `[units, units]`, and Wh stands as in exercises 05 and 07.
  func jacobian(h: Matrix, wh: Matrix) -> Matrix

  /// From the Jacobians of all steps, jacobians[t] = ∂hₜ/∂hₜ₋₁: those of the last state, products[t] = ∂h_T/∂hₜ₋₁, for
  /// t = 1 … T, in this order; the norm of each (`norm` is Frobenius's, the root of the sum of all squares); and the
  /// rate, the factor per step ‖∂h_T/∂h₀‖^(1/T).
  func decay(jacobians: [Matrix]) -> (products: [Matrix], norms: [Double], rate: Double)
}

extension VanishingRateExercise {
  public static var parts: [ExercisePart] {
    [
      ExercisePart("jacobian") { given in
        Outputs().with("J", Self().jacobian(h: given.matrix("h"), wh: given.matrix("Wh")))
      },
      ExercisePart("decay") { given in
        let found = Self().decay(jacobians: given.matrices("J"))
        return Outputs().with("∂h_T/∂hₜ₋₁", found.products)
          .with("its norm", found.norms.map { Matrix([[$0]]) }).with("rate", found.rate)
      },
    ]
  }
}
