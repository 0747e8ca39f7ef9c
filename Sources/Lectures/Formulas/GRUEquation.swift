import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// The GRU in plain numbers: one gate z weighs the old state, and 1 − z the candidate (003:245).
///
/// `z = σ(Wxz·x + Whz·h + bz + b′z)`, r likewise, `hₜ = z ⊙ hₜ₋₁ + (1 − z) ⊙ g`, with column vectors and
/// `h₋₁ = 0`. The candidate, with the reset gate after the product, as Keras has it:
/// `g = tanh(Wxg·x + bg + r ⊙ (Whg·h + b′g))`; before it, as in the paper (Cho et al. 2014):
/// `g = tanh(Wxg·x + bg + Whg·(r ⊙ h))`, all b′ being zero. The steps know nothing of tensors or tapes.
struct GRUEquation {
  /// Wx and Wh, b and b′ of z, r and g, in this order.
  var input, recurrent, bias, recurrentBias: [Matrix]
  /// Whether the reset gate acts after the product with the recurrent weights.
  var resetAfter = true

  /// A step: its gates, and the states before and after it.
  struct Step {
    let before: Matrix
    let update, reset, candidate: Matrix
    let after: Matrix
  }

  /// One step from a state.
  func step(_ x: Matrix, _ hidden: Matrix) -> Step {
    let seen = (0..<3).map { input[$0] * x + bias[$0] }
    let update = (seen[0] + remembered(hidden, 0)).map { Double.sigmoid($0) }
    let reset = (seen[1] + remembered(hidden, 1)).map { Double.sigmoid($0) }
    let kept =
      resetAfter
      ? reset.times(remembered(hidden, 2)) : remembered(reset.times(hidden), 2)
    let candidate = (seen[2] + kept).map { Double.tanh($0) }
    return Step(
      before: hidden, update: update, reset: reset, candidate: candidate,
      after: update.times(hidden) + update.map { 1 - $0 }.times(candidate))
  }

  /// `Wh·h + b′` of z, r or g.
  func remembered(_ hidden: Matrix, _ part: Int) -> Matrix {
    recurrent[part] * hidden + recurrentBias[part]
  }

  /// All steps for a sequence of input columns.
  func steps(_ x: [Matrix]) -> [Step] {
    var hidden = Matrix(rows: bias[0].rows, columns: 1)
    return x.map { x in
      let step = step(x, hidden)
      hidden = step.after
      return step
    }
  }
}

extension GRUEquation {
  /// An equation with random weights from −limit to limit; b′ is zero where the reset gate acts before.
  init(
    inputs: Int, units: Int, resetAfter: Bool = true, limit: Double = 1,
    using generator: inout SeededGenerator
  ) {
    func three(_ rows: Int, _ columns: Int) -> [Matrix] {
      (0..<3).map { _ in .random(rows, columns, limit: limit, using: &generator) }
    }
    input = three(units, inputs)
    recurrent = three(units, units)
    bias = three(units, 1)
    recurrentBias =
      resetAfter ? three(units, 1) : bias.map { Matrix(rows: $0.rows, columns: 1) }
    self.resetAfter = resetAfter
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
    let distances = equation.steps(x).enumerated().map { t, step in
      Matrix.distance(Matrix(states[0, t].reshaped([cell.units, 1])), step.after)
    }
    return distances.max() ?? 0
  }

  /// The same weights as the layer has them: rows instead of columns, z r g side by side.
  var weights: Weights {
    func joined(_ parts: [Matrix]) -> Matrix {
      Matrix.beside(Matrix.beside(parts[0].transposed, parts[1].transposed), parts[2].transposed)
    }
    let rows = resetAfter ? [bias, recurrentBias] : [bias]
    let biases = Tensor(Matrix(rows.map { joined($0).row(0) }))  // [2, 3·units] or [1, 3·units]
    return Weights([
      ("kernel", Variable(Tensor(joined(input)))),
      ("recurrent_kernel", Variable(Tensor(joined(recurrent)))),
      ("bias", Variable(resetAfter ? biases : biases[0])),
    ])
  }
}
