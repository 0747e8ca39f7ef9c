import Testing
import UnrollNumerics

@testable import UnrollAutodiff

/// Gradients that a purely relative rule would reject although they are right.
@Suite struct RoundingTests {
  @Test func `the gradient of the sum of a softmax is zero to within rounding`() {
    let x = Tensor([[1, 2, 3], [0.2, 0.1, -4]], dtype: .float64)
    let report = checkGradients(at: [x]) { v in softmax(v[0]).sum() }
    #expect(report.verdict == .zero, "\(report)")
  }

  @Test func `the gradient of a bias in front of a normalisation is zero to within rounding`() {
    let x = Tensor([[1, -2, 3, 0.5], [0.2, 0.1, -4, 2]], dtype: .float64)
    let bias = Tensor([[0.3], [-0.7]], dtype: .float64)
    let weighting = Tensor([[1, 2, -1, 3], [0.5, -1, 2, 1]], dtype: .float64)
    let report = checkGradients(at: [x, bias], names: ["x", "bias"]) { v in
      let z = v[0] + v[1]
      let centred = z - z.mean(axis: 1, keepDims: true)
      let variance = (centred * centred).mean(axis: 1, keepDims: true)
      return (centred / sqrt(variance + 1e-5) * weighting).sum()
    }
    #expect(report.rows[0].verdict == .correct, "\(report)")
    #expect(report.rows[1].verdict == .zero, "\(report)")
  }

  @Test(arguments: [10.0, 15, 20, -10, -15, -20])
  func `the gradient of a saturated tanh is accepted`(_ x: Double) {
    let report = checkGradients(at: [Tensor([x], dtype: .float64)]) { v in tanh(v[0]).sum() }
    #expect(report.passed, "\(report)")
  }

  @Test func `an exploding network is undecidable, and not called wrong`() {
    let (n, gain) = (40, 5.0)
    var generator = SeededGenerator(seed: 3)
    let elements = (0..<(n * n)).map { _ in
      generator.normal(standardDeviation: gain / Double(n).squareRoot())
    }
    let weight = Tensor(elements, shape: [n, n], dtype: .float64)
    let start = Tensor.uniform([1, n], in: -0.5..<0.5, dtype: .float64, using: &generator)
    let report = checkGradients(at: [start], names: ["h0"]) { v in
      var h = v[0]
      for _ in 0..<200 { h = tanh(matmul(h, weight)) }
      return h.sum()
    }
    #expect(report.rows[0].exact.norm() > 1e20)
    #expect(report.verdict == .undecidable, "\(report)")
  }

  @Test func `a wrong gradient is not excused by rounding`() {
    let x = Tensor([[1, 2, 3], [0.2, 0.1, -4]], dtype: .float64)
    let report = checkGradients([x * 0 + 1e-6], at: [x]) { v in softmax(v[0]).sum() }
    #expect(report.verdict == .wrong, "\(report)")
  }

  @Test func `at a corner a gradient of another convention is a kink, elsewhere it is wrong`() {
    let relu = { (v: [Variable]) in UnrollAutodiff.relu(v[0]).sum() }
    let corner = Tensor([1, 0, -2], dtype: .float64)
    #expect(checkGradients([[1, 0.5, 0]], at: [corner], relu).verdict == .kink)
    #expect(checkGradients([[1, 0, 0]], at: [corner], relu).verdict == .correct)
    let smooth = Tensor([1, 0.1, -2], dtype: .float64)
    #expect(checkGradients([[1, 0.5, 0]], at: [smooth], relu).verdict == .wrong)
  }

  @Test func `an operation without a formula is checked by differences`() {
    let cube = CustomOperation(
      "cube", forward: { $0[0] * $0[0] * $0[0] }, pullback: { dy, _, x in [3 * dy * x[0] * x[0]] })
    let x = Tensor([0.5, -2, 100], dtype: .float64)
    let report = checkGradients(at: [x]) { v in cube(v[0]).sum() }
    #expect(report.method == .differences && report.passed, "\(report)")
  }

  @Test(arguments: [1e-3, 1e-9, 1e-16, 1e-30])
  func `a slope that differences cannot see is undecidable, and not wrong`(slope: Double) {
    // 1 + slope · x: all digits of the difference cancel.
    let line = CustomOperation(
      "line", forward: { 1e6 + slope * $0[0] }, pullback: { dy, _, _ in [slope * dy] })
    let report = checkGradients(at: [Tensor([0.5, -2], dtype: .float64)]) { v in line(v[0]).sum() }
    let expected: GradientVerdict = slope == 1e-3 ? .correct : .undecidable
    #expect(report.verdict == expected, "\(report)")
    #expect("\(report)".contains("undecidable by differences") == (expected == .undecidable))
  }
}

/// What stands in the way of a check is said in a sentence of its own.
@Suite struct CheckProblemTests {
  private let x = Tensor([[1, 2]], dtype: .float64)

  private func problem(_ report: GradientReport) -> String {
    #expect(!report.passed && report.rows.isEmpty)
    return report.problems.first ?? ""
  }

  @Test func `a function that is not deterministic`() {
    var generator = SeededGenerator(seed: 1)
    let text = problem(
      checkGradients(at: [x]) { v in (v[0] * (1 + generator.uniform())).sum() })
    #expect(text.contains("not deterministic") && text.contains("seeded inside"))
  }

  @Test func `a result that is not a scalar`() {
    let text = problem(checkGradients(at: [x]) { v in tanh(v[0]) })
    #expect(text.contains("gave shape [1, 2]; expected a scalar"))
  }

  @Test func `a result that does not depend on the inputs`() {
    let text = problem(checkGradients(at: [x]) { v in Variable(v[0].value).sum() })
    #expect(text.contains("does not depend on any input"))
  }

  @Test func `a claimed gradient of another shape, or too few`() {
    let sum = { (v: [Variable]) in v[0].sum() }
    #expect(
      problem(checkGradients([[1, 1]], at: [x], sum)).contains(
        "has shape [2], but input 0 has [1, 2]"))
    #expect(problem(checkGradients([], at: [x], sum)).contains("got 0 gradients for 1 inputs"))
  }

  @Test func `NaN in an input`() {
    let text = problem(checkGradients(at: [Tensor([1, .nan])], names: ["w"]) { v in v[0].sum() })
    #expect(text.contains("w holds NaN"))
  }

  @Test func `an input that the function ignores is named, and its gradient is zero`() {
    let report = checkGradients(at: [x, x], names: ["a", "b"]) { v in v[0].sum() }
    #expect(report.passed && !report.rows[1].isUsed)
    #expect("\(report)".contains("The function does not use b."))
  }
}
