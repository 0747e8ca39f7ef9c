/// Exercise 01: the derivatives of one scalar step of a network.
///
/// `a = w x + u h + b`, `y = tanh(a)`, `L = (y − target)²`.
public protocol ChainRuleExercise: Exercise {
  /// What comes forward: a, y and L.
  func forward(x: Double, h: Double, w: Double, u: Double, b: Double, target: Double)
    -> (a: Double, y: Double, loss: Double)

  /// The derivatives of L, each by the chain rule.
  func backward(x: Double, h: Double, w: Double, u: Double, b: Double, target: Double)
    -> (da: Double, dw: Double, du: Double, db: Double, dh: Double)
}

extension ChainRuleExercise {
  public static var parts: [ExercisePart] {
    [
      ExercisePart("forward") { given in
        let found = Self().forward(
          x: given.number("x"), h: given.number("h"), w: given.number("w"), u: given.number("u"),
          b: given.number("b"), target: given.number("target"))
        return Outputs().with("a", found.a).with("y", found.y).with("loss", found.loss)
      },
      ExercisePart("backward") { given in
        let found = Self().backward(
          x: given.number("x"), h: given.number("h"), w: given.number("w"), u: given.number("u"),
          b: given.number("b"), target: given.number("target"))
        return Outputs().with("da", found.da).with("dw", found.dw).with("du", found.du)
          .with("db", found.db).with("dh", found.dh)
      },
    ]
  }
}
