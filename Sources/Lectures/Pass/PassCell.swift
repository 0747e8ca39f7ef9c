import UnrollAutodiff
import UnrollNumerics

/// A cell whose step is written out from primitives, to be read on a tape.
public enum PassCell: String, CaseIterable, Sendable {
  /// The simple recurrent cell: one state, no gates.
  case rnn
  /// The LSTM cell: a carry beside the state, and three gates.
  case lstm
  /// The GRU cell with the reset gate behind the matrix product, as Keras has it.
  case gru

  /// What it computes, a line for each quantity.
  public var equations: [String] {
    switch self {
    case .rnn: ["a = x·Wx + h·Wh + b", "h′ = tanh a"]
    case .lstm:
      [
        "i, f, o = σ(x·Wx + h·Wh + b), g = tanh(x·Wx + h·Wh + b), each with columns of its own",
        "c′ = f ⊙ c + i ⊙ g, h′ = o ⊙ tanh c′",
      ]
    case .gru:
      [
        "z, r = σ(x·Wx + h·Wh + b), each with columns of its own",
        "g = tanh(x·Wx + b + r ⊙ (h·Wh + bh)), h′ = z ⊙ h + (1 − z) ⊙ g",
      ]
    }
  }

  /// How many sets of weights stand side by side.
  var gates: Int {
    switch self {
    case .rnn: 1
    case .lstm: 4
    case .gru: 3
    }
  }

  /// The weights' names, in order.
  var weightNames: [String] { self == .gru ? ["Wx", "Wh", "b", "bh"] : ["Wx", "Wh", "b"] }

  /// The weights of one unit that the exercises compute with.
  var courseWeights: [Tensor] {
    func row(_ numbers: [Double]) -> Tensor {
      Tensor(numbers, shape: [1, numbers.count], dtype: .float64)
    }
    let b = CourseNetwork.b
    let (wx, wh) = (
      [Double](repeating: CourseNetwork.wx, count: gates),
      [Double](repeating: CourseNetwork.wh, count: gates)
    )
    switch self {
    case .rnn: return [row(wx), row(wh), row([b])]
    case .lstm: return [row(wx), row(wh), row([0, 1, b, -b])]
    case .gru: return [row(wx), row(wh), row([b, -b, b]), row([0, 0, 0.4])]
    }
  }

  /// Random weights: Glorot's range, biases of zero, for the LSTM's forget gate of one.
  func randomWeights(_ units: Int, using generator: inout SeededGenerator) -> [Tensor] {
    func matrix(_ rows: Int) -> Tensor {
      let limit = (6 / Double(rows + units)).squareRoot()
      let numbers = (0..<(rows * gates * units)).map { _ in generator.uniform(in: -limit..<limit) }
      return Tensor(numbers, shape: [rows, gates * units], dtype: .float64)
    }
    let zeros = [Double](repeating: 0, count: gates * units)
    var bias = zeros
    if self == .lstm { for unit in units..<(2 * units) { bias[unit] = 1 } }
    let biases = self == .gru ? [zeros, zeros] : [bias]
    return [matrix(1), matrix(units)]
      + biases.map { Tensor($0, shape: [1, gates * units], dtype: .float64) }
  }

  /// One step: what it makes of an input and a state, by name and in order; the new state comes last, with an LSTM's
  /// carry in front of it.
  func step(_ x: Variable, _ state: [Variable], _ weights: [Variable]) -> [(String, Variable)] {
    let h = state[0]
    switch self {
    case .rnn:
      let a = matmul(x, weights[0]) + matmul(h, weights[1]) + weights[2]
      return [("a", a), ("h", tanh(a))]
    case .lstm:
      let parts = split(matmul(x, weights[0]) + matmul(h, weights[1]) + weights[2], into: 4)
      let (i, f, g, o) = (sigmoid(parts[0]), sigmoid(parts[1]), tanh(parts[2]), sigmoid(parts[3]))
      let c = f * state[1] + i * g
      return [("i", i), ("f", f), ("g", g), ("o", o), ("c", c), ("h", o * tanh(c))]
    case .gru:
      let fromInput = split(matmul(x, weights[0]) + weights[2], into: 3)
      let fromState = split(matmul(h, weights[1]) + weights[3], into: 3)
      let (z, r) = (
        sigmoid(fromInput[0] + fromState[0]), sigmoid(fromInput[1] + fromState[1])
      )
      let g = tanh(fromInput[2] + r * fromState[2])
      return [("z", z), ("r", r), ("g", g), ("h", z * h + (1 - z) * g)]
    }
  }
}
