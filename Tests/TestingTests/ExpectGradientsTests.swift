import Testing
import Unroll
import UnrollTesting

@Suite struct ExpectGradientsTests {
  private let x = Tensor([[0.5, -1, 2], [0.1, 0.7, -0.3]], dtype: .float64)

  @Test func `a right gradient is expected without an issue`() {
    expectGradientsMatch(at: [x]) { v in tanh(v[0]).sum() }
    expectGradientsMatch([x * 2], at: [x]) { v in (v[0] * v[0]).sum() }
  }

  @Test func `a wrong gradient is recorded as an issue with its diagnosis`() {
    withKnownIssue {
      expectGradientsMatch([x * 4], at: [x], names: ["x"]) { v in (v[0] * v[0]).sum() }
    } matching: { issue in
      "\(issue)".contains("every gradient is 2 times what it should be")
    }
  }
}
