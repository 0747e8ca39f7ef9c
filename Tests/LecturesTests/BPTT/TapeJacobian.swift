import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

@testable import UnrollLectures

/// The Jacobian of a layer's last state by its first, on the tape: one pullback for each unit.
///
/// The parts of a state stand below each other, h above c; element [a, b] is the derivative of a by b.
func tapeJacobian<Cell: RecurrentCell>(
  of cell: Cell, _ weights: Weights, _ x: [Matrix], from state: [Matrix]
) -> Matrix {
  let tape = Tape()
  let first = state.map { tape.variable(Tensor($0.transposed)) }  // each [1, units]
  let last = RNN(cell).run(
    Variable(Tensor(sequence: x)), weights, LayerContext(name: "layer"),
    initialState: Cell.State(first)
  ).state.parts
  return tapeJacobian(of: last, by: first, on: tape)
}

/// The Jacobian of some rows `[1, units]` by others.
func tapeJacobian(of last: [Variable], by first: [Variable], on tape: Tape) -> Matrix {
  let rows = last.flatMap { part in
    (0..<part.shape[1]).map { unit in
      let cotangent = IntTensor([unit]).oneHot(part.shape[1], dtype: .float64)
      return tape.pullback(of: part, cotangent: Variable(cotangent), for: first)
        .flatMap(\.value.elements)
    }
  }
  return Matrix(rows)
}

/// How far the tape's gradients by every output of a layer are from those that the Jacobians give, the loss
/// being `L = Σ gₜ·hₜ`: `∂L/∂sₜ = ∂Lₜ/∂sₜ + ∂L/∂sₜ₊₁·Jₜ₊₁`, rows over h, or over h and c.
func differenceOfTotals<Cell: RecurrentCell>(
  of cell: Cell, _ weights: Weights, _ x: [Matrix], _ chain: JacobianChain
) -> Double {
  var generator = SeededGenerator(seed: 12, stream: "weighting", step: x.count)
  let weighting = x.map { _ in Matrix.random(cell.units, 1, using: &generator) }
  let tape = Tape()
  let outputs = RNN(cell).run(
    tape.variable(Tensor(sequence: x)), weights, LayerContext(name: "layer")
  ).outputs
  let loss = StepLoss.weighted(weighting).total(outputs)
  let found = tape.gradient(of: loss, for: outputs).map { Matrix($0.value) }

  let others = Matrix(rows: 1, columns: chain.steps[0].rows - cell.units)  // no loss sees c
  var total = weighting.map { Matrix.beside($0.transposed, others) }
  for t in x.indices.dropLast().reversed() {
    total[t] = total[t] + total[t + 1] * chain.steps[t + 1]
  }
  return apart(found, total.map { Matrix([Array($0.row(0)[..<cell.units])]) })
}

extension VanillaRNN {
  /// The same weights as the layer has them.
  var weights: Weights {
    Weights([
      ("kernel", Variable(Tensor(inputWeights.transposed))),
      ("recurrent_kernel", Variable(Tensor(recurrentWeights.transposed))),
      ("bias", Variable(Tensor(bias.transposed)[0])),
    ])
  }
}

extension LSTMEquation {
  /// An equation with random weights from −limit to limit.
  init(inputs: Int, units: Int, limit: Double = 1, using generator: inout SeededGenerator) {
    func four(_ rows: Int, _ columns: Int) -> [Matrix] {
      (0..<4).map { _ in .random(rows, columns, limit: limit, using: &generator) }
    }
    self.init(input: four(units, inputs), recurrent: four(units, units), bias: four(units, 1))
  }

  /// The same weights as the layer has them: rows instead of columns, i f g o side by side.
  var weights: Weights {
    func joined(_ parts: [Matrix]) -> Tensor {
      Tensor(parts.dropFirst().reduce(parts[0].transposed) { .beside($0, $1.transposed) })
    }
    return Weights([
      ("kernel", Variable(joined(input))), ("recurrent_kernel", Variable(joined(recurrent))),
      ("bias", Variable(joined(bias)[0])),
    ])
  }
}
