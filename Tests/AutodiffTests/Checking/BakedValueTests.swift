import Testing
import UnrollAutodiff

/// Functions that take numbers out of their variables, and functions that seem to.
@Suite struct BakedValueTests {
  private let x = Tensor([[0.5, -1.25, 2], [0.75, 3, -0.5]], dtype: .float64)
  private let w = Tensor([[0.3, -0.2], [0.7, 0.1], [-0.4, 0.6]], dtype: .float64)

  private func problems(
    at inputs: [Tensor]? = nil, _ function: @escaping ([Variable]) -> Variable
  ) -> [String] {
    checkGradients(at: inputs ?? [x, w], names: ["x", "w"], function).problems
  }

  @Test func `a state that was cut off with value is named, with the operation that takes it`() {
    let report = checkGradients(at: [x, w], names: ["x", "w"]) { v in
      let hidden = tanh(matmul(v[0], v[1]))
      return (tanh(Variable(hidden.value) * 2) + hidden).sum()
    }
    #expect(!report.passed && report.rows.isEmpty)
    #expect(
      report.problems == [
        """
        check: the function computes with numbers taken from its inputs' values, for example x.value (the \
        first enters in add); no gradient flows through these. Compute from the variables, or say \
        .detached() where you mean to cut
        """
      ])
    let fast = checkGradientsFast(at: [x, w], names: ["x", "w"]) { v in
      (v[0] * Variable(v[0].value) + v[1].sum()).sum()
    }
    #expect(fast.problems.count == 1)
  }

  @Test func `a number that became a factor, or another input of the tape, is found too`() {
    #expect(problems { v in (v[0] * v[0].value.sum().item()).sum() + v[1].sum() }.count == 1)
    #expect(
      problems { v in
        let copy = v[0].tape.map { $0.variable(v[0].value) } ?? v[0]
        return (copy * copy).sum() + v[1].sum() * v[0].sum()
      }.count == 1)
  }

  @Test
  func `where differences are compared, the wrong gradient is shown and the sentence below it`() {
    let square = CustomOperation(
      "square", forward: { $0[0] * $0[0] }, pullback: { dy, _, x in [2 * dy * x[0]] })
    let report = checkGradients(at: [x]) { v in (square(v[0]) * Variable(v[0].value)).sum() }
    #expect(report.method == .differences && report.rows[0].verdict == .wrong)
    #expect(report.diagnosis.first?.contains("numbers taken from its inputs' values") == true)
  }

  @Test func `a share that is small beside the result is found`() {
    #expect(
      problems { v in v[0].sum() + v[1].sum() + 1e-4 * Variable(v[1].value).sum() }.count == 1)
  }

  @Test func `a visible cut is allowed`() {
    #expect(
      problems { v in
        let hidden = tanh(matmul(v[0], v[1]))
        return (tanh(hidden.detached() * 2) + hidden).sum()
      }.isEmpty)
  }

  @Test func `branches that look at values are allowed, at their corners too`() {
    let corners = Tensor([[0, -1, 2], [0, 3, 0]], dtype: .float64)
    for point in [x, corners] {
      #expect(
        problems(at: [point, w]) { v in
          let positive = Variable(v[0].value.map { $0 > 0 ? 1 : 0 })
          return (v[0] * positive).sum() + matmul(v[0], v[1]).sum()
        }.isEmpty)
      #expect(
        problems(at: [point, w]) { v in
          let sign = Variable(v[0].value.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 })
          return (v[0] * sign).sum() + v[1].sum()
        }.isEmpty)
      #expect(
        problems(at: [point, w]) { v in
          let mask = BoolTensor(v[0].value.elements.map { $0 > 0 }, shape: v[0].shape)
          return select(mask, 2 * v[0], v[0]).sum() + v[1].sum()
        }.isEmpty)
    }
    #expect(
      problems { v in
        v[0].value.sum().item() > 0 ? (v[0] * v[0]).sum() * v[1].sum() : v[1].sum()
      }.isEmpty)
  }

  @Test func `a constant that the result does not depend on is allowed`() {
    // The largest logit is taken off so that exp can't overflow; the result is the same without it.
    #expect(
      problems { v in
        let logits = matmul(v[0], v[1])
        let shifted = logits - logits.value.elements.reduce(0, max)
        return (shifted - log(exp(shifted).sum(axis: -1, keepDims: true)))[0..., 0].sum()
      }.isEmpty)
  }

  @Test func `the edge of a domain says nothing`() {
    #expect(problems { v in sqrt(v[0] - v[0].value).sum() + v[1].sum() }.isEmpty)
    let tiny = Tensor([1e-300, 2e-300], dtype: .float64)
    #expect(problems(at: [tiny]) { v in log(v[0]).sum() }.isEmpty)
  }

  @Test func `second derivatives are asked the same`() {
    #expect(checkSecondGradients(at: [x]) { v in (v[0] * v[0] * v[0]).sum() }.problems.isEmpty)
    let baked = checkSecondGradients(at: [x]) { v in
      (v[0] * v[0] * Variable(v[0].value)).sum()
    }
    #expect(baked.problems.count == 1)
  }
}
