import UnrollNumerics

/// The LSTM in plain numbers: a short-term state h and a long-term state c (003:236).
///
/// `i, f, o = σ(Wx·x + Wh·hₜ₋₁ + b)` and `g = tanh(Wx·x + Wh·hₜ₋₁ + b)`, each with weights of its own;
/// `cₜ = f ⊙ cₜ₋₁ + i ⊙ g`, `hₜ = o ⊙ tanh(cₜ)`, with column vectors. Nothing here knows of tensors or tapes.
struct LSTMEquation {
  /// Wx `[units, inputs]`, Wh `[units, units]` and b `[units, 1]` of i, f, g and o, in this order.
  var input, recurrent, bias: [Matrix]

  /// The states between two steps, each `[units, 1]`.
  struct State {
    let hidden, carry: Matrix
  }

  /// A step: the carry it began with, its gates, and the states it ended with.
  struct Step {
    let carryBefore: Matrix
    let input, forget, candidate, output: Matrix
    let after: State
  }

  /// Zeros, the state before the first step.
  var zeroState: State {
    let zero = Matrix(rows: bias[0].rows, columns: 1)
    return State(hidden: zero, carry: zero)
  }

  /// One step from a state.
  func step(_ x: Matrix, _ state: State) -> Step {
    let z = (0..<4).map { input[$0] * x + recurrent[$0] * state.hidden + bias[$0] }
    let (i, f) = (z[0].map { Double.sigmoid($0) }, z[1].map { Double.sigmoid($0) })
    let (g, o) = (z[2].map { Double.tanh($0) }, z[3].map { Double.sigmoid($0) })
    let carry = f.times(state.carry) + i.times(g)
    let hidden = o.times(carry.map { Double.tanh($0) })
    return Step(
      carryBefore: state.carry, input: i, forget: f, candidate: g, output: o,
      after: State(hidden: hidden, carry: carry))
  }

  /// All steps for a sequence of input columns.
  func steps(_ x: [Matrix]) -> [Step] {
    var state = zeroState
    return x.map { x in
      let step = step(x, state)
      state = step.after
      return step
    }
  }
}

extension LSTMEquation {
  /// How both states after a step depend on both before it, `[2·units, 2·units]`, h above c.
  ///
  /// With `∂σ = σ(1 − σ)`, `∂tanh = 1 − tanh²` and `∂i/∂h = diag(i(1 − i))·Whi`, f, g and o likewise:
  /// `∂cₜ/∂h = diag(cₜ₋₁)·∂f/∂h + diag(g)·∂i/∂h + diag(i)·∂g/∂h`, `∂cₜ/∂c = diag(f)`,
  /// `∂hₜ/∂h = diag(tanh cₜ)·∂o/∂h + D·∂cₜ/∂h`, `∂hₜ/∂c = D·∂cₜ/∂c`, where `D = diag(o(1 − tanh² cₜ))`.
  func jacobian(_ step: Step) -> Matrix {
    func gate(_ value: Matrix, _ weights: Matrix) -> Matrix {
      .diagonal(value.map { $0 * (1 - $0) }) * weights
    }
    let inputByHidden = gate(step.input, recurrent[0])
    let forgetByHidden = gate(step.forget, recurrent[1])
    let candidateByHidden =
      Matrix.diagonal(step.candidate.map { 1 - $0 * $0 }) * recurrent[2]
    let outputByHidden = gate(step.output, recurrent[3])

    let carryByHidden =
      Matrix.diagonal(step.carryBefore) * forgetByHidden
      + Matrix.diagonal(step.candidate) * inputByHidden
      + Matrix.diagonal(step.input) * candidateByHidden
    let carryByCarry = Matrix.diagonal(step.forget)

    let shown = step.after.carry.map { Double.tanh($0) }
    let showing = Matrix.diagonal(step.output.times(shown.map { 1 - $0 * $0 }))  // D
    let hiddenByHidden = Matrix.diagonal(shown) * outputByHidden + showing * carryByHidden
    let hiddenByCarry = showing * carryByCarry
    return .above(
      .beside(hiddenByHidden, hiddenByCarry), .beside(carryByHidden, carryByCarry))
  }

  /// The Jacobians of all steps.
  func jacobians(_ steps: [Step]) -> JacobianChain {
    JacobianChain(steps: steps.map(jacobian))
  }
}
