import Testing
import UnrollAutodiff

/// Cubes of each element, with whatever pullback a test wants to try.
private func cube(
  _ pullback: @escaping @Sendable (_ dy: Variable, _ x: Variable) -> Variable
) -> CustomOperation {
  CustomOperation(
    "cube", forward: { $0[0] * $0[0] * $0[0] }, pullback: { dy, _, x in [pullback(dy, x[0])] })
}

/// A row of biases added to each row of a matrix, with whatever pullback to the bias a test wants.
private func addBias(
  _ pullback: @escaping @Sendable (_ dy: Variable) -> Variable
) -> CustomOperation {
  CustomOperation(
    "addBias", forward: { $0[0] + $0[1] }, pullback: { dy, _, _ in [dy, pullback(dy)] })
}

@Suite struct GradientCheckTests {
  private let x = Tensor([[0.5, -1.25, 2], [0.75, 3, -0.5]], dtype: .float64)
  private let bias = Tensor([0.25, -1, 2], dtype: .float64)

  private func check(_ operation: CustomOperation, _ inputs: Tensor...) -> GradientReport {
    checkGradients(at: inputs) { v in tanh(0.25 * apply(operation, v)[0]).sum() }
  }

  @Test func `a right pullback is accepted`() {
    #expect(check(cube { dy, x in 3 * dy * x * x }, x).passed)
    #expect(check(addBias { dy in dy.sum(axis: 0) }, x, bias).passed)
  }

  @Test func `a wrong sign is rejected`() {
    #expect(!check(cube { dy, x in -3 * dy * x * x }, x).passed)
  }

  @Test func `a wrong factor is rejected, even a small one`() {
    #expect(!check(cube { dy, x in 2 * dy * x * x }, x).passed)
    #expect(!check(cube { dy, x in 3.0001 * dy * x * x }, x).passed)
  }

  @Test func `a missing factor is rejected`() {
    #expect(!check(cube { dy, x in 3 * dy * x }, x).passed)
    #expect(!check(cube { dy, _ in dy }, x).passed)
  }

  @Test func `a pullback that drops the cotangent is rejected`() {
    #expect(!check(cube { _, x in 3 * x * x }, x).passed)
  }

  @Test func `a pullback that gives nothing is rejected`() {
    let silent = CustomOperation(
      "cube", forward: { $0[0] * $0[0] * $0[0] }, pullback: { _, _, _ in [nil] })
    #expect(!check(silent, x).passed)
  }

  @Test func `a missing sum over what was broadcast is rejected`() {
    // The shape is right, but only the first row is counted, or the mean is taken for the sum.
    let first = check(addBias { dy in dy[0] }, x, bias)
    #expect(!first.passed)
    #expect(!check(addBias { dy in dy.mean(axis: 0) }, x, bias).passed)
    // The input that was not broadcast is right all the same.
    #expect(first.rows[0].verdict == .correct)
  }

  @Test func `one wrong element among many is rejected`() {
    let corner = check(
      cube { dy, x in 3 * dy * x * x * Variable([[1, 1, 1], [1, 1, 0]]) }, x)
    #expect(!corner.passed)
    #expect(corner.rows[0].worst == 5)
  }

  @Test func `a gradient that is not a number is rejected`() {
    #expect(!check(cube { dy, x in dy * (x / 0) * 0 }, x).passed)
  }

  @Test func `the check is made in float64, constants included`() {
    let single: Tensor = [[0.1, 0.7, -1.3]]
    let report = checkGradients(at: [single]) { v in tanh(v[0] * Variable([0.3, 1.1, 2])).sum() }
    #expect(report.passed)
    #expect(report.rows[0].analytic.dtype == .float64)
    #expect(report.largestRelativeError == 0)
  }

  @Test func `the report names the input, its shape, its worst place and both numbers`() {
    let report = checkGradients([Tensor([2])], at: [Tensor([2])]) { v in (v[0] * v[0]).sum() }
    #expect(
      "\(report)" == """
        input    shape  verdict  largest error  at   gradient  should be
        input 0  [1]    wrong    5.0e-01        [0]  2         4
        This looks as if every gradient is 1/2 times what it should be.
        """)
  }

  @Test func `an error too small to be a factor is not called 1 times`() {
    // As float32 the point is another one, 0.30000001 and 0.60000002.
    let point = [Tensor(0.3), Tensor(0.6)]
    let claims = [0.6, 0.3].map { Tensor($0, dtype: .float64) }
    let report = checkGradients(claims, at: point) { v in v[0] * v[1] }
    #expect(report.verdict == .wrong)
    #expect(
      report.diagnosis == [
        "What is wrong is right to five digits. Did it, or the point, pass through float32?"
      ])

    // One element of five, off by a millionth part, beside one that is doubled.
    let ones = Tensor.ones([5], dtype: .float64)
    let mixed = Tensor([1.000003, 1, 2, 1, 1], shape: [5], dtype: .float64)
    let beside = checkGradients([mixed], at: [ones]) { v in v[0].sum() }
    #expect(
      beside.diagnosis == [
        "This looks as if every gradient is right except at [0] (off by 3.0e-06 of itself) and [2] (2 times)."
      ])
  }

  @Test func `an empty input agrees`() {
    let report = checkGradients(at: [.zeros([0, 3])]) { v in v[0].sum() }
    #expect(report.passed)
  }
}
