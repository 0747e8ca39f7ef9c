import Foundation
import Unroll

// Milliseconds for the gradient check of an LSTM with 4 inputs and 5 units, 10 time steps, batch 2, float64,
// in full and along random directions: medians of 15 runs. Weights, input and initial state have 300
// elements; Peers/gradient_check_torch.py times PyTorch's two modes on as many.

/// The input, both parts of the initial state, and the weights.
func makeInputs() -> [Tensor] {
  var generator = SeededGenerator(seed: 3)
  let shapes: [Shape] = [[2, 10, 4], [2, 5], [2, 5], [4, 20], [5, 20], [20]]
  return shapes.map { .uniform($0, in: -0.5..<0.5, dtype: .float64, using: &generator) }
}

func medianMilliseconds(_ body: () -> Void) -> Double {
  let clock = ContinuousClock()
  let times = (0..<15).map { _ in
    let time = clock.measure(body)
    return Double(time.components.seconds) * 1e3 + Double(time.components.attoseconds) * 1e-15
  }
  return times.sorted()[7]
}

func measure() {
  let inputs = makeInputs()
  let names = ["x", "h", "c", "kernel", "recurrent_kernel", "bias"]
  let network = { @Sendable (v: [Variable]) -> Variable in
    let weights = Weights(zip(names[3...], v[3...]).map { (name: $0, value: $1) })
    let context = LayerContext(name: "lstm", tape: v[0].tape)
    let start = LSTMState(hidden: v[1], carry: v[2])
    return LSTM(5).run(v[0], weights, context, initialState: start).sequence.sum()
  }
  let count = inputs.reduce(0) { $0 + $1.elementCount }
  let full = medianMilliseconds { _ = checkGradients(at: inputs, names: names, network) }
  let fast = medianMilliseconds { _ = checkGradientsFast(at: inputs, names: names, network) }
  let verdict = checkGradients(at: inputs, names: names, network).verdict.rawValue
  print("\(count) inputs, verdict \(verdict)")
  print(String(format: "full %7.2f ms\nfast %7.2f ms", full, fast))
}

measure()
