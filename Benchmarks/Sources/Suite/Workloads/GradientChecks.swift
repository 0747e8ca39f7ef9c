import Unroll

// The gradient check of an LSTM with 4 inputs and 5 units, 10 steps, batch 2, in float64. Input, initial
// state and weights have 300 elements.

let gradientChecks = [
  Workload(
    name: "gradient-check-full", title: "gradient check of an LSTM, 300 inputs, in full"
  ) { _ in
    let inputs = checkedInputs()
    return Session(values: [lstmSum(inputs.map { Variable($0) }).item()]) {
      _ = checkGradients(at: inputs, names: names, lstmSum)
    }
  },
  Workload(
    name: "gradient-check-fast", title: "the same along random directions"
  ) { _ in
    let inputs = checkedInputs()
    return Session(values: [lstmSum(inputs.map { Variable($0) }).item()]) {
      _ = checkGradientsFast(at: inputs, names: names, lstmSum)
    }
  },
]

private let names = ["x", "h", "c", "kernel", "recurrent_kernel", "bias"]

private func checkedInputs() -> [Tensor] {
  let shapes: [Shape] = [[2, 10, 4], [2, 5], [2, 5], [4, 20], [5, 20], [20]]
  return shapes.enumerated().map { filled($1, bound: 0.5, stream: $0, dtype: .float64) }
}

/// The sum of all outputs of the layer.
@Sendable private func lstmSum(_ v: [Variable]) -> Variable {
  let weights = Weights(zip(names[3...], v[3...]).map { (name: $0, value: $1) })
  let context = LayerContext(name: "lstm", tape: v[0].tape)
  let start = LSTMState(hidden: v[1], carry: v[2])
  return LSTM(5).run(v[0], weights, context, initialState: start).sequence.sum()
}
