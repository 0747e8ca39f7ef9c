import Testing
import UnrollAutodiff

// The cost of a sequence, counted in blocks of memory and bytes, not in seconds. If the pullback of a
// slice made a tensor as long as the sequence, a step would cost a hundred times as much at T = 5,000
// as at T = 50.

/// A loss that walks through the time steps of a `[2, T, 3]` sequence.
struct Walk: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let loss: @Sendable (_ x: Variable, _ steps: Int) -> Variable

  /// Each step takes its slice.
  static let slices = Walk(testDescription: "a slice a step") { x, steps in
    (0..<steps).reduce(Variable(.zeros([2, 3]))) { tanh(x[0..., $1] * $0 + 0.5) }.sum()
  }

  /// The sequence is taken apart at once.
  static let unstacked = Walk(testDescription: "unstack") { x, _ in
    unstack(x, axis: 1).reduce(Variable(.zeros([2, 3]))) { tanh($1 * $0 + 0.5) }.sum()
  }

  /// The states are put together to a sequence again.
  static let stacked = Walk(testDescription: "unstack and stack") { x, _ in
    var states: [Variable] = []
    var state = Variable(.zeros([2, 3]))
    for step in unstack(x, axis: 1) {
      state = tanh(step * state + 0.5)
      states.append(state)
    }
    return stack(states, axis: 1).mean()
  }

  /// Rows of a table, one lookup a step.
  static let gathered = Walk(testDescription: "a gathered row a step") { x, steps in
    let table = x.transposed([1, 0, 2])
    return (0..<steps).reduce(Variable(.zeros([1, 2, 3]))) {
      tanh(gather(table, [$1]) * $0 + 0.5)
    }.sum()
  }
}

@Suite struct BackwardPassTests {
  /// Blocks and bytes a step, from T steps of forward pass, gradient and, if asked for, the gradient of
  /// the gradient.
  private func cost(
    _ walk: Walk, _ steps: Int, secondOrder: Bool
  ) -> (blocks: Double, bytes: Double) {
    let input = Tensor(
      (0..<(6 * steps)).map { Double($0 % 7) * 0.1 - 0.2 }, shape: [2, steps, 3])
    let before = MemoryCount.current
    let tape = Tape()
    let x = tape.variable(input)
    let loss = walk.loss(x, steps)
    let gradient = tape.gradient(of: loss, for: x, recorded: secondOrder)
    if secondOrder {
      _ = tape.gradient(of: (gradient * gradient).sum(), for: x)
    }
    let used = MemoryCount.current - before
    return (Double(used.allocations) / Double(steps), Double(used.bytes) / Double(steps))
  }

  @Test(arguments: [Walk.slices, .unstacked, .stacked])
  func `a step costs the same in a short and in a long sequence, backward included`(walk: Walk) {
    let short = cost(walk, 50, secondOrder: false)
    let long = cost(walk, 5_000, secondOrder: false)
    #expect(long.blocks <= short.blocks * 1.01)
    #expect(long.bytes <= short.bytes * 1.01)
    // And it does cost something: the counter counts.
    #expect(long.blocks >= 2)
  }

  @Test(arguments: [Walk.slices, .unstacked, .stacked])
  func `a step costs the same in a short and in a long sequence, second order included`(walk: Walk)
  {
    let short = cost(walk, 50, secondOrder: true)
    let long = cost(walk, 5_000, secondOrder: true)
    #expect(long.blocks <= short.blocks * 1.01)
    #expect(long.bytes <= short.bytes * 1.01)
  }

  @Test func `a gathered row costs the same in a short and in a long table, backward included`() {
    let short = cost(.gathered, 50, secondOrder: false)
    let long = cost(.gathered, 5_000, secondOrder: false)
    #expect(long.blocks <= short.blocks * 1.01)
    #expect(long.bytes <= short.bytes * 1.01)
  }

  @Test func `nothing is computed for what no gradient was asked for`() {
    let tape = Tape()
    let x = tape.variable(.ones([100, 100]))
    let w = tape.variable(.ones([100, 1]))
    let y = matmul(x, w).sum()
    let before = MemoryCount.current
    _ = tape.gradient(of: y, for: w)
    let used = MemoryCount.current - before
    // The gradient for x would be 40,000 bytes by itself.
    #expect(used.bytes < 4_000)
  }

  @Test func `taking a sequence apart along its first axis copies nothing`() {
    let x = Tensor.zeros([1_000, 8])
    let before = MemoryCount.current
    let parts = unstack(Variable(x))
    #expect(parts.count == 1_000)
    #expect((MemoryCount.current - before).bytes == 0)
  }
}
