import Foundation

/// Exercise 15: slopes from function values alone, to check those of a backward pass.
public protocol NumericalGradientExercise: Exercise {
  /// The central difference, `(f(x + step) − f(x − step)) / (2 step)`.
  func slope(of f: (Double) -> Double, at x: Double, step: Double) -> Double

  /// The same for a function of many numbers: for each number of w the central difference in which it alone is moved; in
  /// the shape of w.
  func gradient(of loss: (Matrix) -> Double, at w: Matrix, step: Double) -> Matrix

  /// How far two gradients lie apart, as a part of the larger one: `‖n − a‖ / max(‖n‖, ‖a‖)`.
  func relativeError(numerical: Matrix, analytic: Matrix) -> Double

  /// By how much a central difference is off at most: by truncation, `third · step² / 6` with third = |f‴|, and by rounding,
  /// `precision · value / step` with value = |f|; and the best step, where the sum of both is smallest.
  func errors(step: Double, value: Double, third: Double, precision: Double)
    -> (truncation: Double, rounding: Double, best: Double)
}

/// What is differentiated: made of numbers that come from outside.
private enum Functions {
  /// `c[0] + c[1] x + c[2] x² + …`
  static func polynomial(_ coefficients: [Double]) -> (Double) -> Double {
    { x in coefficients.reversed().reduce(0) { $0 * x + $1 } }
  }

  /// A network of one unit for each row of w, which is `[Wx, Wh, b]`, all with the inputs x, one after another, and the
  /// sum of the squares (h_T − target)².
  static func network(x: [Double], targets: [Double]) -> (Matrix) -> Double {
    { w in
      targets.indices.reduce(0) { sum, unit in
        let state = x.reduce(0) { h, input in
          tanh(w[unit, 0] * input + w[unit, 1] * h + w[unit, 2])
        }
        return sum + (state - targets[unit]) * (state - targets[unit])
      }
    }
  }
}

extension NumericalGradientExercise {
  public static var parts: [ExercisePart] {
    [
      ExercisePart("slope") { given in
        Outputs().with(
          "slope",
          Self().slope(
            of: Functions.polynomial(given.matrix("coefficients").elements), at: given.number("x"),
            step: given.number("step")))
      },
      ExercisePart("gradient") { given in
        let loss = Functions.network(
          x: given.matrix("x").elements, targets: given.matrix("targets").elements)
        return Outputs().with(
          "gradient",
          Self().gradient(of: loss, at: given.matrix("w"), step: given.number("step")))
      },
      ExercisePart("relativeError") { given in
        Outputs().with(
          "relative error",
          Self().relativeError(
            numerical: given.matrix("numerical"), analytic: given.matrix("analytic")))
      },
      ExercisePart("errors") { given in
        let found = Self().errors(
          step: given.number("step"), value: given.number("value"), third: given.number("third"),
          precision: given.number("precision"))
        return Outputs().with("truncation", found.truncation).with("rounding", found.rounding)
          .with("the best step", found.best)
      },
    ]
  }
}
