/// Exercise 16: gradients that are kept within a limit by the norm of all of them together.
public protocol ClippingExercise: Exercise {
  /// The norm of all numbers of all gradients together, as if they stood in one long row: the root of the sum of their
  /// squares.
  func globalNorm(of gradients: [Matrix]) -> Double

  /// The gradients as they are where that norm is within the limit; otherwise made smaller, all by the same factor, so that
  /// their common norm is the limit. The norm is the right one, computed before.
  func clipped(_ gradients: [Matrix], norm: Double, limit: Double) -> [Matrix]
}

extension ClippingExercise {
  public static var parts: [ExercisePart] {
    [
      ExercisePart("globalNorm") { given in
        Outputs().with("global norm", Self().globalNorm(of: given.matrices("gradients")))
      },
      ExercisePart("clipped") { given in
        let found = Self().clipped(
          given.matrices("gradients"), norm: given.number("norm"), limit: given.number("limit"))
        let count = Outputs().with("the number of gradients", Double(found.count))
        return found.enumerated().reduce(count) { $0.with("gradient \($1.offset + 1)", $1.element) }
      },
    ]
  }
}
