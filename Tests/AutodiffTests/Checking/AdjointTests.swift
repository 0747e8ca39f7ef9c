import Testing
import UnrollNumerics

@testable import UnrollAutodiff

@Suite struct AdjointTests {
  private let network = HandWrittenRNN(steps: 12, gain: 0.7)

  @Test func `the pushforward of tanh is its slope times the direction`() {
    let tape = Tape()
    let x = tape.variable(Tensor([0.5, -1, 2], dtype: .float64))
    let y = tanh(x)
    let moved = tape.pushforward(of: y, along: [(x, Tensor([1, 2, -3], dtype: .float64))])
    let slopes = [0.7864477329659274, 0.4199743416140261, 0.07065082485316443]
    for (found, expected) in zip(moved.elements, zip(slopes, [1.0, 2, -3]).map(*)) {
      #expect(abs(found - expected) < 1e-15)
    }
  }

  @Test func `a pushforward along two inputs is the sum of both`() {
    let tape = Tape()
    let a = tape.variable(Tensor([[1, 2], [3, 4], [5, 6]], dtype: .float64))
    let b = tape.variable(Tensor([[1, -1, 2, 0], [0.5, 3, -2, 1]], dtype: .float64))
    let y = matmul(a, b)
    let (va, vb) = (Tensor.ones([3, 2], dtype: .float64), Tensor.ones([2, 4], dtype: .float64))
    let both = tape.pushforward(of: y, along: [(a, va), (b, vb)])
    let expected = matmul(Variable(va), b).value + matmul(a, Variable(vb)).value
    #expect(both == expected)
  }

  @Test func `the adjoint identity holds for a recurrent network`() {
    let error = adjointError(at: network.inputs, network.loss)
    #expect(error < 1e-12)
  }

  @Test func `every entry of a recurrent network passes by itself`() {
    let tape = Tape()
    let loss = network.loss(network.inputs.map { tape.variable($0) })
    let reports = tape.checkEntries()
    #expect(loss.value.elementCount == 1 && reports.count > 40)
    for report in reports { #expect(report.passed, "\(report)") }
  }

  @Test func `a wrong pullback is found at its entry and time step, also where gradients vanish`() {
    struct WrongTanh: ElementwiseUnary {
      let name = "wrongTanh"
      func formula<Number: Scalar>(_ x: Number) -> Number { .tanh(x) }
      func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
        1.001 * dy * (1 - y * y)
      }
    }
    let tape = Tape()
    var h = tape.variable(Tensor([[0.3, -0.2]], dtype: .float64))
    let w = tape.variable(Tensor([[1e-9, 0], [0, 2e-9]], dtype: .float64))
    for t in 0..<30 {
      h = tape.scope("step", t) {
        t == 4 ? apply(WrongTanh(), matmul(h, w)) : tanh(matmul(h, w))
      }
    }
    let failed = tape.checkEntries().filter { !$0.passed }
    #expect(failed.count == 1)
    #expect(failed.first?.operation == "wrongTanh" && failed.first?.scope == "step 4")
  }

  @Test func `a kernel that differs from its formula is found`() {
    struct WrongForward: ElementwiseUnary {
      let name = "wrongForward"
      func formula<Number: Scalar>(_ x: Number) -> Number { x * x }
      func forward(_ x: Tensor) -> Tensor { x * x * 1.000001 }
      func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { 2 * dy * x }
    }
    let tape = Tape()
    _ = apply(WrongForward(), tape.variable(Tensor([1, 2], dtype: .float64)))
    let report = tape.checkEntries()[0]
    #expect(!report.passed && (report.forwardError ?? 0) > 1e-7)
  }
}
