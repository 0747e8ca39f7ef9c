import UnrollAutodiff
import UnrollRecurrent

// Lectures 001 to 004: the rows that the first floors of the house make true.

extension Claim {
  /// Lecture 001, "Recurrent Neural Networks (RNNs)", BST 261.
  static let harvard: [Claim] = [
    equation("H1", "h_t = f(X_t·W + h_{t−1}·U + b)", source: "001:69")
  ]

  /// Lecture 002, "Simple RNN for IMDB Review".
  static let simpleRNNForIMDB: [Claim] = [
    Claim(
      "W1", "Parameters: shape(h) × [shape(h) + shape(x)], and a bias", source: "002:78",
      lecture: .text("2080 = 32 × (32 + 32) + 32"), command: "unroll claims"
    ) { _ in
      let (units, inputs) = (32, 32)
      let model = Sequential(inputShape: [500, inputs]) { SimpleRNN(units) }
      let formula = units * (units + inputs) + units
      return Finding(
        .text("\(model.parameterCount) = \(units) × (\(units) + \(inputs)) + \(units)"),
        .holds(model.parameterCount == formula && formula == 2080))
    }
  ]

  /// Lecture 003, "Recurrent Neural Networks", Abandah.
  static let abandah: [Claim] = [
    equation("A1", "Y_t = φ(X_t·W_x + Y_{t−1}·W_y + b)", source: "003:79"),
    Claim(
      "A3", "The cost counts the not-ignored outputs only", source: "003:115",
      lecture: .text("nothing flows to the others"), command: "unroll claims"
    ) { lab in IgnoredOutputs.finding(seed: lab.seed) },
    Claim(
      "A4", "Mean squared error of SimpleRNN(1), about 0.011; Dense achieves 0.004",
      source: "003:153", lecture: .text("0.011, 0.004"), command: "unroll lab01"
    ) { lab in
      let (rnn, dense) = (try lab.row(.simpleRNN), try lab.row(.linear))
      let verdicts = [
        Verdict.onTraining(rnn.validationMSE, published: 0.011),
        Verdict.onTraining(dense.validationMSE, published: 0.004),
      ]
      return Finding(
        .text("\(rnn.validationMSE.fixed(4)), \(dense.validationMSE.fixed(4))"),
        verdicts.contains(.failed)
          ? .failed : verdicts[0] == verdicts[1] ? verdicts[0] : .reproduced)
    },
    Claim(
      "A5", "Mean squared error of the deep RNN with Dense(1)", source: "003:173",
      lecture: .number(0.0026), command: "unroll lab01"
    ) { lab in
      let error = try lab.row(.deepRNNWithDense).validationMSE
      return Finding(.number(error), .onTraining(error, published: 0.0026))
    },
    Claim(
      "A6", "Mean squared error of all ten next values at once, Dense(10)", source: "003:200",
      lecture: .number(Forecast10.Way.vector.lectureMSE ?? .nan), command: "unroll forecast10"
    ) { lab in
      let row = try lab.tenSteps(.vector)
      return Finding(.number(row.validationMSE), row.verdict ?? .failed)
    },
  ]

  /// Lecture 004, "Session 6".
  static let session6: [Claim] = [
    equation("S1", "output = activation(dot(W, x) + dot(U, state) + b)", source: "004:40"),
    Claim(
      "S5", "An unrolled RNN is one large dense network with shared weights", source: "004:51",
      lecture: .text("equal"), command: "unroll claims"
    ) { lab in
      let distance = UntiedNetwork.distance(seed: lab.seed)
      return Finding(
        .text("gradient = sum over the copies, to \(distance.significant(2))"),
        .holds(distance < 1e-13))
    },
  ]

  /// One of the lectures' spellings of the recurrent equation, states and gradients.
  private static func equation(_ id: String, _ statement: String, source: String) -> Claim {
    Claim(
      id, statement, source: source, lecture: .text("tape = formula"), command: "unroll claims"
    ) { lab in
      let agreement = RecurrentEquation.compare(seed: lab.seed, stream: id)
      return Finding(
        .text(
          "states differ by \(agreement.states.significant(2)), "
            + "gradients by \(agreement.gradients.significant(2))"),
        .holds(agreement.worst < 1e-13))
    }
  }
}
