import Unroll

/// A chain of scalar operations: what an entry of the tape costs, forward and backward.
let scalarChain = Workload(
  name: "scalar-tanh", title: "1,000 scalar tanh, forward and backward",
  goal: Goal(ratio: 40, stretch: 100, peer: "pytorch")
) {
  let tape = Tape()
  func run() -> [Variable] {
    tape.reset()
    let x = tape.variable(Tensor(0.5))
    let y = (0..<1000).reduce(x) { y, _ in tanh(y) }
    return [y, tape.gradient(of: y, for: x)]
  }
  return Session(values: run().map { $0.item() }) { _ = run() }
}
