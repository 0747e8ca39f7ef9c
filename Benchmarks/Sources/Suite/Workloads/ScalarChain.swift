import Unroll

// A chain of scalar operations: what an operation costs where there is next to no arithmetic.

let scalarChains = [
  Workload(
    name: "scalar-tanh", title: "1,000 scalar tanh, forward and backward, as a program",
    goal: Goal(ratio: 40, stretch: 100, peer: "pytorch")
  ) { _ in
    let tape = Tape()
    let (x, y) = recordChain(on: tape)
    let gradient = tape.gradient(of: y, for: x, recorded: true)
    guard let program = try? Program(tape, inputs: [x], results: [y, gradient]) else {
      fatalError("a chain of tanh is a program")
    }
    let start = Tensor(0.5)
    return Session(values: program.run([start]).map { $0.item() }) { _ = program.run([start]) }
  },
  Workload(
    name: "scalar-tanh-recorded", title: "the same, recorded on a tape anew each time"
  ) { _ in
    let tape = Tape()
    func run() -> [Variable] {
      tape.reset()
      let (x, y) = recordChain(on: tape)
      return [y, tape.gradient(of: y, for: x)]
    }
    return Session(values: run().map { $0.item() }) { _ = run() }
  },
]

private func recordChain(on tape: Tape) -> (x: Variable, y: Variable) {
  let x = tape.variable(Tensor(0.5))
  return (x, (0..<1000).reduce(x) { y, _ in tanh(y) })
}
