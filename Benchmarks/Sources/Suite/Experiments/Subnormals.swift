import Unroll

/// A training step whose gradients vanish: with every step back in time they shrink to 0.6 of what they
/// were, and after 170 steps they are too small for a normal float32 (below 2⁻¹²⁶).
///
/// There they stay: 0.6 times the smallest subnormal number is rounded up to that number again, so each
/// earlier step computes with subnormal numbers, although nothing can be learnt from them. Flushing takes
/// them as zero. How much time that saves depends on the processor, and on some it is nothing.
func showSubnormals(seconds: Double) {
  var grid = TextGrid(titles: ["SimpleRNN(32), batch 32, 500 steps", "forward, ms", "step, ms"])
  for flushes in [false, true] {
    let network = VanishingNetwork()
    let forward = milliseconds(flushes, seconds) { network.run(backward: false) }
    let step = milliseconds(flushes, seconds) { network.run(backward: true) }
    grid.rows.append([
      flushes ? "subnormals flushed to zero" : "subnormals kept", forward.short, step.short,
    ])
  }
  print(grid.text)
}

/// The median time of some runs.
private func milliseconds(_ flushes: Bool, _ seconds: Double, _ body: () -> Void) -> Double {
  func timed() -> Double { time(body) * 1e3 }
  let first = timed()
  let count = max(3, Int(seconds * 1e3 / first))
  return median((0..<count).map { _ in flushes ? flushingSubnormals(timed) : timed() })
}

/// A network whose units remember 0.6 of their past, and stay where tanh is almost a straight line.
private struct VanishingNetwork {
  let layer = SimpleRNN(32)
  let weights = [
    filled([1, 32], bound: 0.1, stream: 0),
    0.6 * Tensor.identity(32),
    filled([32], bound: 0.01, stream: 1),
  ]
  let x = filled([32, 500, 1], bound: 1, stream: Stream.inputs)
  let tape = Tape()

  func run(backward: Bool) {
    tape.reset()
    let variables = weights.map { tape.variable($0) }
    let named = Weights(
      zip(["kernel", "recurrent_kernel", "bias"], variables).map { (name: $0, value: $1) })
    let context = LayerContext(name: "rnn", tape: tape)
    let y = layer.call(Variable(x), named, context).sum()
    if backward { _ = tape.gradient(of: y, for: variables) }
  }
}
