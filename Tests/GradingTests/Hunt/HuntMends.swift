/// How the programs of the hunt are mended, in more than one way where there is one. None of this is in a student's copy.
enum HuntMends {
  /// A text of a program and what stands in its place.
  typealias Change = (old: String, new: String)

  /// The mends of each bug.
  static let all: [(bug: Int, changes: [Change])] = [
    (1, [("dy * (1 - x[0] * x[0])", "dy * (1 - y * y)")]),
    (1, [("dy * (1 - x[0] * x[0])", "dy * (1 - pow(tanh(x[0]), 2))")]),
    (2, [("Dense(3, activation: .softmax)", "Dense(3)")]),
    (
      2,
      [
        ("fromLogits: true", "fromLogits: false"),
        (
          "let probabilities = softmax(Variable(model.predict(task.test))).value",
          "let probabilities = model.predict(task.test)"
        ),
      ]
    ),
    (
      3,
      [
        (
          "gradients[index] = gradients[index] + gradient.value",
          "gradients[index] = gradient.value"
        )
      ]
    ),
    (
      3,
      [
        (
          "    let tape = Tape()",
          "    gradients = model.parameters.map { .zeros($0.value.shape) }\n    let tape = Tape()"
        )
      ]
    ),
    (4, [("(steps - 20)..<steps]", "(steps - 21)..<(steps - 1)]")]),
    (4, [("(steps - 20)..<steps]", "..<20]")]),
    (5, [("waves.series[0..., 20, 0]", "waves.series[0..., 20]")]),
    (
      5, [("pow(prediction - target, 2)", "pow(prediction - target.reshaped(prediction.shape), 2)")]
    ),
    (
      6,
      [
        ("    model.resetState()\n    let result", "    let result"),
        ("  var error = 0.0\n", "  var error = 0.0\n  model.resetState()\n"),
        ("  model.resetState()\n  answers", "  answers"),
        ("var answers: [Variable] = []", "var answers: [Variable] = []\nmodel.resetState()"),
      ]
    ),
    (7, [("h.detached()", "h")]),
    (8, [("SGD(learningRate: 0.01)", "SGD(learningRate: 0.01, clipping: .globalNorm(1))")]),
    (8, [("SGD(learningRate: 0.01)", "SGD(learningRate: 0.01, clipping: .norm(0.5))")]),
    (
      9,
      [
        (
          "    12, activation: .sigmoid,\n    recurrentInitializer: .randomNormal(standardDeviation: 0.1))",
          "    12)"
        )
      ]
    ),
    (
      9,
      [
        (
          "SimpleRNN(\n    12, activation: .sigmoid,\n    recurrentInitializer: .randomNormal(standardDeviation: 0.1))",
          "LSTM(12)"
        )
      ]
    ),
    (10, [("  SimpleRNN(16)\n", "  Masking()\n  SimpleRNN(16)\n")]),
  ]

  /// A program mended, with a letter.
  static func mended(_ text: String, _ changes: [Change], letter: Character) -> String {
    changes.reduce(diagnosed(text, letter)) { $0.replacing($1.old, with: $1.new) }
  }

  /// A program as it is, with a letter.
  static func diagnosed(_ text: String, _ letter: Character) -> String {
    text.replacing("// Diagnosis: ?", with: "// Diagnosis: \(letter)")
  }
}
