import Testing
import UnrollAutodiff

// What flows back through these is not the derivative of what flows forward, or only coarsely: so they
// have no case in the table.

@Suite struct DetachedTests {
  @Test func `detached has the same values`() {
    let tape = Tape()
    let x = tape.variable([[1, -2, 3]])
    #expect(x.detached().value == x.value)
  }

  @Test func `detached lets no gradient through`() {
    let tape = Tape()
    let x = tape.variable([2, -3])
    let y = (x * x.detached()).sum()
    #expect(tape.gradient(of: y, for: x).value == [2, -3])
    #expect(tape.gradient(of: x.detached().sum(), for: x).value == [0, 0])
  }

  @Test func `detached passes the gradient check, which cuts where it cuts`() {
    let x = Tensor([2, -3], dtype: .float64)
    let report = checkGradients(at: [x]) { v in (v[0] * v[0].detached()).sum() }
    #expect(report.verdict == .correct)
    #expect(report.rows[0].exact == x)
  }
}

@Suite struct CastTests {
  @Test func `cast equals NumPy's values`() {
    let wide = TensorReference.numPy.wide.tensor()
    let narrow = Variable(wide).cast(to: .float32)
    #expect(narrow.dtype == .float32)
    #expect(narrow.value.elements == TensorReference.numPy.narrowed.elements)
    #expect(narrow.cast(to: .float64).value.elements == TensorReference.numPy.narrowed.elements)
  }

  @Test func `cast passes the gradient check, as coarsely as float32 is`() {
    let report = checkGradients(at: [Tensor([0.3, -1.2, 0.7], dtype: .float64)]) { v in
      tanh(v[0].cast(to: .float32)).cast(to: .float64).sum()
    }
    #expect(report.passed, "\(report)")
  }

  @Test func `the gradient has the type of its variable`() {
    let tape = Tape()
    let x = tape.variable([0.5, -0.25])
    let y = tanh(x.cast(to: .float64)).sum()
    let dx = tape.gradient(of: y, for: x)
    #expect(y.dtype == .float64)
    #expect(dx.dtype == .float32)
    let exact = x.value.cast(to: .float64).map { 1 - tanhSquared($0) }
    #expect(dx.value == exact.cast(to: .float32))
  }

  private func tanhSquared(_ x: Double) -> Double {
    let y = tanh(Variable(x, dtype: .float64)).item()
    return y * y
  }

  @Test func `a cast to the same type is no entry`() {
    let tape = Tape()
    let x = tape.variable([1, 2])
    _ = x.cast(to: .float32)
    #expect(tape.count == 1)
  }

  @Test func `operands of two types meet in the wider`() {
    let tape = Tape()
    let (a, b) = (tape.variable([1, 2]), tape.variable(Tensor([3, 4], dtype: .float64)))
    let y = a * b
    #expect(y.dtype == .float64)
    let gradients = tape.gradient(of: y.sum(), for: [a, b])
    #expect(gradients[0].value == [3, 4])
    #expect(gradients[1].value == Tensor([1, 2], dtype: .float64))
    #expect(concatenate([a, b]).dtype == .float64)
  }
}
