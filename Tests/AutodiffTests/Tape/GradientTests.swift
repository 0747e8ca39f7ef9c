import TestSupport
import Testing
import UnrollAutodiff

@Suite struct GradientTests {
  @Test func `a gradient asked for twice is the same`() {
    let tape = Tape()
    let x = tape.variable([[0.5, -1], [2, 0.25]])
    let w = tape.variable([[1, 0.5, -1], [0.25, 2, 1]])
    let y = tanh(matmul(x, w)).sum()
    let first = tape.gradient(of: y, for: [x, w])
    let count = tape.count
    let second = tape.gradient(of: y, for: [x, w])
    #expect(first[0].value == second[0].value)
    #expect(first[1].value == second[1].value)
    #expect(tape.count == count)
    #expect(tape.gradient(of: y, for: w).value == first[1].value)
  }

  @Test func `a recorded gradient equals the plain one, before and after it`() {
    let tape = Tape()
    let x = tape.variable([0.5, -1, 2])
    let y = (tanh(x) * x).sum()
    let plain = tape.gradient(of: y, for: x).value
    let recorded = tape.gradient(of: y, for: x, recorded: true)
    #expect(recorded.value == plain)
    #expect(recorded.tape === tape)
    #expect(tape.gradient(of: y, for: x).value == plain)
    #expect(tape.gradient(of: y, for: x).tape == nil)
  }

  @Test func `a variable used twice receives the sum`() {
    let tape = Tape()
    let x = tape.variable([3, -2])
    let y = (x * x + 4 * x).sum()
    #expect(tape.gradient(of: y, for: x).value == [10, 0])
  }

  @Test func `whole, region and row contributions to one variable add up`() {
    let tape = Tape()
    let x = tape.variable([[1, 2], [3, 4], [5, 6]])
    let y = x.sum() + 10 * x[1].sum() + 100 * x[0..., 1].sum() + 1000 * gather(x, [2, 2]).sum()
    let expected: Tensor = [[1, 101], [11, 111], [2001, 2101]]
    #expect(tape.gradient(of: y, for: x).value == expected)
    #expect(tape.gradient(of: y, for: x, recorded: true).value == expected)
  }

  @Test func `an unused variable has the gradient zero, in its own shape and type`() {
    let tape = Tape()
    let x = tape.variable([1, 2])
    let unused = tape.variable(Tensor([[1, 2, 3]], dtype: .float64))
    let y = x.sum()
    let gradient = tape.gradient(of: y, for: unused)
    #expect(gradient.value == Tensor([[0, 0, 0]], dtype: .float64))
  }

  @Test func `the gradient of a variable for itself is one`() {
    let tape = Tape()
    let x = tape.variable(Tensor(3))
    #expect(tape.gradient(of: x, for: x).item() == 1)
  }

  @Test func `a later variable does not matter to an earlier one`() {
    let tape = Tape()
    let x = tape.variable([1, 2])
    let y = (x * x).sum()
    let z = y * 3
    #expect(tape.gradient(of: y, for: z).item() == 0)
    #expect(tape.gradient(of: z, for: x).value == [6, 12])
    #expect(tape.gradient(of: y, for: x).value == [2, 4])
  }

  @Test func `the gradient for an intermediate variable stops there`() {
    let tape = Tape()
    let x = tape.variable([1, 2])
    let hidden = x * x
    let y = (hidden * hidden).sum()
    #expect(tape.gradient(of: y, for: hidden).value == [2, 8])
    // Asked for together, both are complete.
    let both = tape.gradient(of: y, for: [hidden, x, hidden])
    #expect(both[0].value == [2, 8])
    #expect(both[1].value == [4, 32])
    #expect(both[2].value == [2, 8])
  }

  @Test func `gradients of all values are kept`() {
    let tape = Tape()
    let x = tape.variable([1, 2])
    let unused = tape.variable([7])
    let hidden = x * x
    let y = (hidden * hidden).sum()
    let gradients = tape.gradients(of: y)
    #expect(gradients[y].item() == 1)
    #expect(gradients[hidden] == [2, 8])
    #expect(gradients[x] == [4, 32])
    #expect(gradients[unused] == [0])
  }

  @Test func `a cotangent is pulled back through a result of any shape`() {
    let tape = Tape()
    let x = tape.variable([1, 2, 3])
    let y = x * x
    let dx = tape.pullback(of: y, cotangent: Variable([1, 10, 100]), for: [x])
    #expect(dx[0].value == [2, 40, 600])
  }

  @Test func `a cotangent on the tape can be differentiated`() {
    // s = Σ (2 x w)², so ds/dw = 8 x² w.
    let tape = Tape()
    let x = tape.variable([1, 2, 3])
    let w = tape.variable([1, 10, 100])
    let dx = tape.pullback(of: x * x, cotangent: w, for: [x], recorded: true)[0]
    let s = (dx * dx).sum()
    #expect(tape.gradient(of: s, for: w).value == [8, 320, 7200])
  }

  @Test func `a scalar may have axes of size one`() {
    let tape = Tape()
    let x = tape.variable([[2]])
    #expect(tape.gradient(of: x * x, for: x).value == [[4]])
  }

  @Test(arguments: [-1.5, 0, 0.3, 2])
  func `the first three derivatives of tanh equal their closed forms`(point: Double) {
    let tape = Tape()
    let x = tape.variable(Tensor(point, dtype: .float64))
    let y = tanh(x)
    let first = tape.gradient(of: y, for: x, recorded: true)
    let second = tape.gradient(of: first, for: x, recorded: true)
    let third = tape.gradient(of: second, for: x)
    let t = y.item()
    expectClose(first.item(), 1 - t * t)
    expectClose(second.item(), -2 * t * (1 - t * t))
    expectClose(third.item(), (1 - t * t) * (6 * t * t - 2))
  }

  @Test func `the gradient of a tensor that is no scalar is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let tape = Tape()
      let x = tape.variable(.zeros([2, 3]))
      _ = tape.gradient(of: tanh(x), for: x)
    }
    expectSentence(
      result,
      "gradient: expected a scalar, but y has shape [2, 3]; reduce it first, for example with "
        + ".sum() or .mean()")
  }

  @Test func `the gradient of a constant is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let tape = Tape()
      let x = tape.variable([1, 2])
      _ = tape.gradient(of: Variable(3), for: x)
    }
    expectSentence(
      result,
      "gradient: y, the value to differentiate, is a constant; make inputs with tape.variable(_:)")
  }

  @Test func `the gradient for a constant is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let tape = Tape()
      let (x, c) = (tape.variable([1, 2]), Variable([3, 4]))
      _ = tape.gradient(of: (x * c).sum(), for: c)
    }
    expectSentence(result, "gradient: x, the variable to differentiate for, is a constant")
  }

  @Test func `the gradient for a variable of another tape is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let tape = Tape()
      let x = tape.variable([1, 2])
      _ = tape.gradient(of: x.sum(), for: Tape().variable([1, 2]))
    }
    expectSentence(
      result, "gradient: x, the variable to differentiate for, is on another tape")
  }

  @Test func `a cotangent of another shape is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let tape = Tape()
      let x = tape.variable([1, 2, 3])
      _ = tape.pullback(of: x * x, cotangent: Variable([1, 2]), for: [x])
    }
    expectSentence(result, "gradient: the cotangent has shape [2], but y has shape [3]")
  }
}
