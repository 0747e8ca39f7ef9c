/// The numbers that Adam is set by.
public struct AdamSettings: Equatable, Sendable {
  /// The step size η.
  public var rate: Double
  /// The share of the past in the mean gradient, β₁, and in the mean square, β₂.
  public var beta1, beta2: Double
  /// The number ε that keeps the division safe.
  public var epsilon: Double

  /// Settings.
  public init(rate: Double, beta1: Double, beta2: Double, epsilon: Double) {
    (self.rate, self.beta1, self.beta2, self.epsilon) = (rate, beta1, beta2, epsilon)
  }
}

/// Exercise 21: SGD, momentum and Adam by Keras's rules, one step and several.
///
/// Weights w, gradients g and all that is remembered of them, v or m and v, have the same shape.
public protocol OptimizersExercise: Exercise {
  /// `w′ = w − η g`; rate is η.
  func sgd(w: Matrix, g: Matrix, rate: Double) -> Matrix

  /// `v′ = μ v − η g` and `w′ = w + v′`; rate is η, mu is μ.
  func momentum(
    w: Matrix, g: Matrix, v: Matrix, rate: Double, mu: Double
  ) -> (v: Matrix, w: Matrix)

  /// `m′ = β₁ m + (1 − β₁) g`, `v′ = β₂ v + (1 − β₂) g ⊙ g`, and element by element
  /// `w′ = w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m′ / (√v′ + ε)`; in the first step t is 1.
  func adam(
    w: Matrix, g: Matrix, m: Matrix, v: Matrix, t: Int, settings: AdamSettings
  ) -> (m: Matrix, v: Matrix, w: Matrix)

  /// A step of momentum with each gradient in turn, from v = 0: v and w after each step.
  func momentumSteps(
    w: Matrix, gradients: [Matrix], rate: Double, mu: Double
  ) -> (v: [Matrix], w: [Matrix])

  /// A step of Adam with each gradient in turn, from m = v = 0: m, v and w after each step.
  func adamSteps(
    w: Matrix, gradients: [Matrix], settings: AdamSettings
  ) -> (m: [Matrix], v: [Matrix], w: [Matrix])
}

extension OptimizersExercise {
  public static var parts: [ExercisePart] {
    func settings(_ given: Inputs) -> AdamSettings {
      AdamSettings(
        rate: given.number("η"), beta1: given.number("β₁"), beta2: given.number("β₂"),
        epsilon: given.number("ε"))
    }
    return [
      ExercisePart("sgd") { given in
        Outputs().with(
          "w′", Self().sgd(w: given.matrix("w"), g: given.matrix("g"), rate: given.number("η")))
      },
      ExercisePart("momentum") { given in
        let found = Self().momentum(
          w: given.matrix("w"), g: given.matrix("g"), v: given.matrix("v"),
          rate: given.number("η"), mu: given.number("μ"))
        return Outputs().with("v′", found.v).with("w′", found.w)
      },
      ExercisePart("adam") { given in
        let found = Self().adam(
          w: given.matrix("w"), g: given.matrix("g"), m: given.matrix("m"), v: given.matrix("v"),
          t: given.integers("t")[0], settings: settings(given))
        return Outputs().with("m′", found.m).with("v′", found.v).with("w′", found.w)
      },
      ExercisePart("momentumSteps") { given in
        let found = Self().momentumSteps(
          w: given.matrix("w"), gradients: given.matrices("g"), rate: given.number("η"),
          mu: given.number("μ"))
        return Outputs().with("v", found.v).with("w", found.w)
      },
      ExercisePart("adamSteps") { given in
        let found = Self().adamSteps(
          w: given.matrix("w"), gradients: given.matrices("g"), settings: settings(given))
        return Outputs().with("m", found.m).with("v", found.v).with("w", found.w)
      },
    ]
  }
}
