import Testing
import UnrollAutodiff
import UnrollNumerics

@Suite struct ProjectionTests {
  private let network = HandWrittenRNN(steps: 8, gain: 0.8)

  @Test func `the fast check accepts a right gradient`() {
    let report = checkGradientsFast(
      at: network.inputs, names: HandWrittenRNN.names, network.loss)
    #expect(report.verdict == .correct, "\(report)")
    #expect(report.method == .projections)
  }

  @Test func `the fast check rejects a gradient that is off by one part in a million`() {
    struct SlightlyWrong: ElementwiseUnary {
      let name = "slightlyWrong"
      func formula<Number: Scalar>(_ x: Number) -> Number { .tanh(x) }
      func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
        1.000001 * dy * (1 - y * y)
      }
    }
    let x = Tensor([[0.3, -1.2, 0.7], [2, 0.1, -0.4]], dtype: .float64)
    #expect(
      checkGradientsFast(at: [x]) { v in apply(SlightlyWrong(), v[0]).sum() }.verdict == .wrong)
    #expect(checkGradientsFast(at: [x]) { v in tanh(v[0]).sum() }.verdict == .correct)
  }

  @Test func `the fast check says what stands in its way`() {
    let report = checkGradientsFast(at: [Tensor([1, 2])]) { v in v[0] }
    #expect(report.problems.first?.contains("expected a scalar") == true)
  }
}
