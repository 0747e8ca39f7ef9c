import Foundation
import Unroll

// Milliseconds for the gradient check of a recurrent network with 308 scalar inputs, 10 time steps,
// batch 2, float64, in full and along random directions: medians of 15 runs.
// Peers/gradient_check_torch.py times PyTorch's two modes.

/// The inputs Wx, Wh, b, h0, x, and the weights of the result's elements.
func makeInputs() -> (inputs: [Tensor], weighting: Tensor) {
  var generator = SeededGenerator(seed: 3)
  let shapes: [(Shape, Double)] = [
    ([4, 12], 0.5), ([12, 12], 0.4), ([12], 0.1), ([2, 12], 0.5), ([2, 10, 4], 1), ([2, 12], 1),
  ]
  let tensors = shapes.map { shape, size in
    Tensor.uniform(shape, in: -size..<size, dtype: .float64, using: &generator)
  }
  return (Array(tensors[..<5]), tensors[5])
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
  let (inputs, weighting) = makeInputs()
  let names = ["Wx", "Wh", "b", "h0", "x"]
  let network = { @Sendable (v: [Variable]) -> Variable in
    var h = v[3]
    for x in unstack(v[4], axis: 1) { h = tanh(matmul(x, v[0]) + matmul(h, v[1]) + v[2]) }
    return (h * weighting).sum()
  }
  let count = inputs.reduce(0) { $0 + $1.elementCount }
  let full = medianMilliseconds { _ = checkGradients(at: inputs, names: names, network) }
  let fast = medianMilliseconds { _ = checkGradientsFast(at: inputs, names: names, network) }
  let verdict = checkGradients(at: inputs, names: names, network).verdict.rawValue
  print("\(count) inputs, verdict \(verdict)")
  print(String(format: "full %7.2f ms\nfast %7.2f ms", full, fast))
}

measure()
