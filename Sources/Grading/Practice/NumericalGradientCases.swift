import UnrollCourse

func numericalGradientCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "numerical-gradient")
  func slope(_ name: String, _ coefficients: [Double], at x: Double, step: Double) -> ExerciseCase {
    ExerciseCase(
      name, "slope",
      ["coefficients": .matrix([coefficients]), "x": .number(x), "step": .number(step)])
  }
  let slopes = [
    slope("x³ at 1, step 0.1", [0, 0, 0, 1], at: 1, step: 0.1),
    slope("a line", [0.5, -2], at: 0.7, step: 0.1),
    slope("a parabola", [1, 0.5, 3], at: -0.4, step: 0.25),
    slope("a polynomial at 0", [0.2, 1.5, -1, 2], at: 0, step: 0.1),
    slope(
      "a random cubic", (0..<4).map { _ in numbers.number(2) }, at: numbers.number(), step: 0.05),
    slope(
      "a random polynomial of order 5", (0..<6).map { _ in numbers.number(2) },
      at: numbers.number(), step: 0.2),
  ]
  let network = variant.network
  let hand = ExerciseCase(
    "the numbers by hand", "gradient",
    [
      "w": .matrix([[network.wx, network.wh, network.b]]), "x": .matrix([network.x]),
      "targets": .number(network.target), "step": .number(0.01),
    ])
  let gradients = [(2, 2, 0.05), (3, 4, 0.1), (4, 2, 0.05), (2, 5, 0.2), (5, 1, 0.1)].map {
    units, steps, step in
    let (units, steps) = (variant.size(units), variant.size(steps))
    return ExerciseCase(
      "w [\(units), 3], \(counted(steps, "time step")), step \(step)",
      "gradient",
      [
        "w": .matrix(numbers.matrix(units, 3)), "x": .matrix(numbers.matrix(1, steps, 2)),
        "targets": .matrix(numbers.matrix(units, 1)), "step": .number(step),
      ], sizes: ["the number of rows of w": units])
  }
  return slopes + [hand] + gradients + comparisons(&numbers, variant) + stepSizes
}

/// Gradients beside wrong ones of several kinds.
private func comparisons(_ numbers: inout CaseNumbers, _ variant: CourseVariant) -> [ExerciseCase] {
  let network = variant.network
  let tape = Matrix([[network.dWx, network.dWh, network.db].map(\.rounded4)])
  func compare(_ name: String, _ numerical: Matrix, _ analytic: Matrix) -> ExerciseCase {
    ExerciseCase(
      name, "relativeError", ["numerical": .matrix(numerical), "analytic": .matrix(analytic)])
  }
  let (rows, columns) = (variant.size(2), variant.size(3))
  let tiny = numbers.matrix(rows, columns, 1e-8)
  let large = numbers.matrix(columns, 2, 1e5)
  return [
    compare("the tape's gradient, one number left out", [[0, tape[0, 1], tape[0, 2]]], tape),
    compare("the sign turned", -tape, tape),
    compare("off in the third digit", tape + 0.002 * numbers.matrix(1, 3), tape),
    compare("another gradient", numbers.matrix(rows, columns), numbers.matrix(rows, columns)),
    compare("a tiny gradient, and its double", 2 * tiny, tiny),
    compare("a large gradient", large, large + numbers.matrix(columns, 2, 50)),
    compare("nothing, where something should be", tape, .zeros(like: tape)),
  ]
}

private var stepSizes: [ExerciseCase] {
  let double = 0x1p-53
  let float = 0x1p-24
  let points: [(String, [Double])] = [
    ("the step 1e-5, as by hand", [1e-5, 1, 2, 1.1e-16]),
    ("Double, a step of 0.1", [0.1, 0.7, 1.4, double]),
    ("Double, a step of 1e-12", [1e-12, 0.7, 1.4, double]),
    ("Float, a step of 0.01", [0.01, 1.3, 0.8, float]),
    ("a large value of f", [1e-5, 2500, 3, double]),
    ("a curve that bends sharply", [1e-4, 0.6, 1e6, double]),
  ]
  return points.map { name, numbers in
    ExerciseCase(
      name, "errors",
      [
        "step": .number(numbers[0]), "value": .number(numbers[1]), "third": .number(numbers[2]),
        "precision": .number(numbers[3]),
      ])
  }
}
