import UnrollCourse

func optimizerCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "optimizers")
  let shapes = [(1, 2), (3, 2), (2, 4), (4, 3), (5, 1)].map {
    (variant.size($0.0), variant.size($0.1))
  }
  let rates = [0.1, 0.5, 0.02, 0.3, 0.05]
  let shares = [(0.9, 0.99), (0.8, 0.95), (0.5, 0.9), (0.7, 0.99), (0.9, 0.9)]
  let epsilons = [0.01, 0.05, 0.002, 0.02, 0.1]
  func settings(_ index: Int) -> [String: ExerciseValue] {
    [
      "η": .number(rates[index]), "β₁": .number(shares[index].0), "β₂": .number(shares[index].1),
      "ε": .number(epsilons[index]),
    ]
  }
  func name(_ index: Int) -> String { "weights of \(shapes[index].0) × \(shapes[index].1)" }
  func matrix(_ index: Int, _ scale: Double = 1) -> Matrix {
    numbers.matrix(shapes[index].0, shapes[index].1, scale)
  }
  /// Around a middle, so that a mean of these numbers is above zero.
  func around(_ middle: Double, _ index: Int, _ scale: Double) -> Matrix {
    matrix(index, scale).map { middle + $0 }
  }
  let keras: [String: ExerciseValue] = [
    "η": .number(0.1), "β₁": .number(0.9), "β₂": .number(0.999), "ε": .number(1e-7),
  ]
  let steps = BiasSteps(network: variant.network)
  let b = ExerciseValue.number(variant.network.b)
  let g = ExerciseValue.number(variant.network.db)
  let zero = ExerciseValue.number(0)
  func gradients(_ numbers: [Double]) -> ExerciseValue {
    .matrices(numbers.map { [[$0]] })
  }
  let hand = "the numbers by hand"

  var cases = [ExerciseCase(hand, "sgd", ["w": b, "g": g, "η": .number(0.1)])]
  cases += shapes.indices.map {
    ExerciseCase(
      name($0), "sgd",
      ["w": .matrix(matrix($0)), "g": .matrix(matrix($0)), "η": .number(rates[$0])])
  }
  cases.append(
    ExerciseCase(
      hand, "momentum", ["w": b, "g": g, "v": zero, "η": .number(0.1), "μ": .number(0.9)]))
  cases += shapes.indices.map {
    ExerciseCase(
      name($0), "momentum",
      [
        "w": .matrix(matrix($0)), "g": .matrix(matrix($0)), "v": .matrix(matrix($0, 0.5)),
        "η": .number(rates[$0]), "μ": .number(shares[$0].0),
      ])
  }
  cases.append(
    ExerciseCase(
      hand, "adam",
      keras.merging(["w": b, "g": g, "m": zero, "v": zero, "t": .integers([1])]) { $1 }))
  cases += zip(shapes.indices, [2, 5, 1, 10, 3]).map { index, t in
    ExerciseCase(
      "\(name(index)), t = \(t)", "adam",
      settings(index).merging([
        "w": .matrix(matrix(index)), "g": .matrix(matrix(index)), "m": .matrix(matrix(index, 0.5)),
        "v": .matrix(around(0.7, index, 0.3)), "t": .integers([t]),
      ]) { $1 })
  }
  cases += [
    ExerciseCase(
      "a gradient of zero, t = 4", "adam",
      settings(0).merging([
        "w": .matrix(matrix(1)), "g": .matrix(Matrix(rows: shapes[1].0, columns: shapes[1].1)),
        "m": .matrix(matrix(1, 0.5)),
        "v": .matrix(around(0.7, 1, 0.3)), "t": .integers([4]),
      ]) { $1 }),
    ExerciseCase(
      "a gradient as small as ε, t = 1", "adam",
      keras.merging([
        "w": .matrix([[0, 0]]), "g": .matrix([[2e-7, 5e-8]]), "m": .matrix([[0, 0]]),
        "v": .matrix([[0, 0]]), "t": .integers([1]),
      ]) { $1 }),
  ]
  cases.append(
    ExerciseCase(
      "\(hand), two steps", "momentumSteps",
      ["w": b, "g": gradients(steps.momentum.map(\.g)), "η": .number(0.1), "μ": .number(0.9)]))
  let counts = [2, 3, 1, 4, 12]
  cases += zip(shapes.indices, counts).map { index, count in
    ExerciseCase(
      "\(name(index)), \(count == 1 ? "one step" : "\(count) steps")", "momentumSteps",
      [
        "w": .matrix(matrix(index)), "g": .matrices((0..<count).map { _ in matrix(index) }),
        "η": .number(rates[index]), "μ": .number(shares[index].0),
      ], sizes: ["the number of steps": count])
  }
  cases.append(
    ExerciseCase(
      "\(hand), two steps", "adamSteps",
      keras.merging(["w": b, "g": gradients(steps.adam.map(\.g))]) { $1 }))
  return cases
    + zip(shapes.indices, counts).map { index, count in
      ExerciseCase(
        "\(name(index)), \(count == 1 ? "one step" : "\(count) steps")", "adamSteps",
        settings(index).merging([
          "w": .matrix(matrix(index)),
          "g": .matrices(
            (0..<count).map { t in
              t == 0 ? around(0.8, index, 0.2) : around(0.25, index, 0.35)
            }),
        ]) { $1 }, sizes: ["the number of steps": count])
    }
}
