import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// The GRU in plain numbers: one gate z weighs the old state, and 1 − z the candidate (003:245).
///
/// `z = σ(Wxz·x + Whz·h + bz + b′z)`, r likewise, `g = tanh(Wxg·x + bg + r ⊙ (Whg·h + b′g))`,
/// `hₜ = z ⊙ hₜ₋₁ + (1 − z) ⊙ g`, with column vectors and `h₋₁ = 0`. Nothing here knows of tensors or tapes.
struct GRUEquation {
  /// Wx and Wh, b and b′ of z, r and g, in this order.
  private let input, recurrent, bias, recurrentBias: [Matrix]

  private init(inputs: Int, units: Int, using generator: inout SeededGenerator) {
    func three(_ rows: Int, _ columns: Int) -> [Matrix] {
      (0..<3).map { _ in .random(rows, columns, using: &generator) }
    }
    input = three(units, inputs)
    recurrent = three(units, units)
    bias = three(units, 1)
    recurrentBias = three(units, 1)
  }

  /// All states for a sequence of input columns.
  private func states(_ x: [Matrix]) -> [Matrix] {
    var hidden = Matrix(rows: bias[0].rows, columns: 1)
    return x.map { x in
      let seen = (0..<3).map { input[$0] * x + bias[$0] }
      let remembered = (0..<3).map { recurrent[$0] * hidden + recurrentBias[$0] }
      let update = (seen[0] + remembered[0]).map { Double.sigmoid($0) }
      let reset = (seen[1] + remembered[1]).map { Double.sigmoid($0) }
      let candidate = (seen[2] + reset.times(remembered[2])).map { Double.tanh($0) }
      hidden = update.times(hidden) + update.map { 1 - $0 }.times(candidate)
      return hidden
    }
  }

  /// How far a layer's states are from the equation's, on a random sequence in float64.
  ///
  /// The layer's weights have a GRU's shapes; any cell may be held against the equation.
  static func distance<Cell: RecurrentCell>(
    of cell: Cell, seed: UInt64, steps: Int = 7, inputs: Int = 3
  ) -> Double {
    var generator = SeededGenerator(seed: seed, stream: "GRU equation")
    let equation = GRUEquation(inputs: inputs, units: cell.units, using: &generator)
    let x = (0..<steps).map { _ in Matrix.random(inputs, 1, using: &generator) }
    let layer = RNN(cell, returnSequences: true)
    let states = layer.call(
      Variable(Tensor(sequence: x)), equation.weights, LayerContext(name: "gru")
    ).value
    let distances = equation.states(x).enumerated().map { t, state in
      Matrix.distance(Matrix(states[0, t].reshaped([cell.units, 1])), state)
    }
    return distances.max() ?? 0
  }

  /// The same weights as the layer has them: rows instead of columns, z r g side by side.
  private var weights: Weights {
    func joined(_ parts: [Matrix]) -> Matrix {
      Matrix.beside(Matrix.beside(parts[0].transposed, parts[1].transposed), parts[2].transposed)
    }
    let biases = Matrix([joined(bias).row(0), joined(recurrentBias).row(0)])
    return Weights([
      ("kernel", Variable(Tensor(joined(input)))),
      ("recurrent_kernel", Variable(Tensor(joined(recurrent)))),
      ("bias", Variable(Tensor(biases))),
    ])
  }
}
