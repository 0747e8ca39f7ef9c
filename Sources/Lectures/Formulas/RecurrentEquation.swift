import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// The library's `SimpleRNN` and the slides' formula, run on the same numbers.
///
/// The lectures write one cell in several ways (000: columns, `Whh·h + Wxh·x`; 001 and 003: rows,
/// `X·W + h·U + b`; 004: `dot(W, x) + dot(U, state) + b`). With `W = Wxhᵀ` and `U = Whhᵀ` they are one.
struct RecurrentEquation {
  /// How far the tape is from the formula, relative to the largest element.
  struct Agreement {
    /// In the states of all time steps.
    let states: Double
    /// In the gradients of all weights.
    let gradients: Double

    var worst: Double { Swift.max(states, gradients) }
  }

  /// Runs both on a random sequence, in float64, with a loss that weighs every state.
  static func compare(
    seed: UInt64, stream: String = "recurrent equation", steps: Int = 7, inputs: Int = 3,
    units: Int = 4
  ) -> Agreement {
    var generator = SeededGenerator(seed: seed, stream: stream)
    let formula = VanillaRNN(
      inputWeights: .random(units, inputs, using: &generator),
      recurrentWeights: .random(units, units, using: &generator),
      bias: .random(units, 1, using: &generator))
    let x = (0..<steps).map { _ in Matrix.random(inputs, 1, using: &generator) }
    let weighting = (0..<steps).map { _ in Matrix.random(units, 1, using: &generator) }
    return compare(formula, layer: formula, x, weighting)
  }

  /// Holds the layer against the formula; they agree only if both have the same weights.
  static func compare(
    _ formula: VanillaRNN, layer: VanillaRNN, _ x: [Matrix], _ weighting: [Matrix]
  ) -> Agreement {
    let units = layer.recurrentWeights.rows

    // The layer: rows instead of columns, so every weight is transposed.
    let tape = Tape()
    let kernel = tape.variable(Tensor(layer.inputWeights.transposed), name: "kernel")
    let recurrent = tape.variable(
      Tensor(layer.recurrentWeights.transposed), name: "recurrent_kernel")
    let bias = tape.variable(Tensor(layer.bias).reshaped([units]), name: "bias")
    let states = SimpleRNN(units, returnSequences: true).call(
      Variable(Tensor(sequence: x)),
      Weights([("kernel", kernel), ("recurrent_kernel", recurrent), ("bias", bias)]),
      LayerContext(name: "simple_rnn"))
    let loss = (states * Variable(Tensor(sequence: weighting))).sum()
    let found = tape.gradient(of: loss, for: [kernel, recurrent, bias]).map(\.value)

    let expected = formula.gradients(x, stateGradients: weighting)
    let gradients = [
      Matrix.distance(Matrix(found[0]).transposed, expected.inputWeights),
      Matrix.distance(Matrix(found[1]).transposed, expected.recurrentWeights),
      Matrix.distance(Matrix(found[2].reshaped([units, 1])), expected.bias),
    ]
    let stateDistances = formula.states(x).enumerated().map { t, state in
      Matrix.distance(Matrix(states.value[0, t].reshaped([units, 1])), state)
    }
    return Agreement(
      states: stateDistances.max() ?? 0, gradients: gradients.max() ?? 0)
  }
}

extension Tensor {
  /// A small matrix as a float64 tensor.
  init(_ matrix: Matrix) {
    self.init(matrix.elements, shape: [matrix.rows, matrix.columns], dtype: .float64)
  }

  /// Columns as one sequence in a batch of one: `[1, steps, rows]`.
  init(sequence columns: [Matrix]) {
    self.init(
      columns.flatMap(\.elements), shape: [1, columns.count, columns.first?.rows ?? 0],
      dtype: .float64)
  }
}

extension Matrix {
  /// A tensor with two axes as a small matrix.
  init(_ tensor: Tensor) {
    self.init(rows: tensor.shape[0], columns: tensor.shape[1], elements: tensor.elements)
  }
}
