import Foundation
import Unroll

// Milliseconds for one training step of the lectures' forecasting network, and for the tape alone:
// the median of several rounds, with the memory that a step asks for.

/// Runs `body` once to warm up and then in rounds; the median of the rounds' means, in milliseconds.
func milliseconds(rounds: Int = 7, repeats: Int, _ body: () -> Void) -> Double {
  body()
  let clock = ContinuousClock()
  let times = (0..<rounds).map { _ in
    let time = clock.measure { for _ in 0..<repeats { body() } }
    return Double(time.components.attoseconds) * 1e-15 / Double(repeats)
      + Double(time.components.seconds) * 1e3 / Double(repeats)
  }
  return times.sorted()[rounds / 2]
}

func report(_ name: String, _ time: Double, _ memory: MemoryCount) {
  let label = name.padding(toLength: 52, withPad: " ", startingAt: 0)
  print(
    "\(label) \(time.fixed(3)) ms   \(memory.allocations) blocks, \(memory.bytes / 1024) KiB")
}

/// What `body` allocates when it runs once.
func memory(_ body: () -> Void) -> MemoryCount {
  let before = MemoryCount.current
  body()
  return MemoryCount.current - before
}

/// LAB01's deep network, batch 32, 50 steps: forward, backward, Adam.
func deepRNN() {
  let data = ForecastingData.lecture(counts: (32, 1, 1))
  let model = Sequential(inputShape: [nil, 1], seed: 42) {
    SimpleRNN(20, returnSequences: true)
    SimpleRNN(20)
    Dense(1)
  }
  let tape = Tape()
  var weights = model.parameters.map(\.value)
  var state = OptimizerState(Adam(), for: weights)
  let step = {
    tape.reset()
    let variables = weights.map { tape.variable($0) }
    let prediction = model.call(
      Variable(data.train.x), variables, Run(tape: tape, isTraining: true))
    let loss = meanSquaredError(prediction, Variable(data.train.y))
    let gradients = tape.gradient(of: loss, for: variables).map(\.value)
    state.apply(Adam(), to: &weights, gradients: gradients)
  }
  flushingSubnormals {
    report(
      "2 × SimpleRNN(20) + Dense(1), batch 32, 50 steps", milliseconds(repeats: 50, step),
      memory(step))
  }
}

/// A chain of scalar operations: what an entry of the tape costs.
func scalarChain() {
  let chain = {
    let tape = Tape()
    let x = tape.variable(Tensor(0.5))
    let y = (0..<1000).reduce(x) { y, _ in tanh(y) }
    _ = tape.gradient(of: y, for: x)
  }
  report("1,000 scalar tanh, forward and backward", milliseconds(repeats: 50, chain), memory(chain))
}

deepRNN()
scalarChain()
