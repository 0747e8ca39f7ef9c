import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics

/// `y = a e^(−b²)`, written by hand as two functions.
private let bell = CustomOperation(
  "bell",
  forward: { x in
    (Variable(x[0]) * exp(-Variable(x[1]) * Variable(x[1]))).value
  },
  pullback: { dy, y, x in
    [dy * exp(-x[1] * x[1]), dy * y * x[1] * -2]
  })

/// `y = x / (1 + |x|)`, `dx = dy / (1 + |x|)²`: an operation as a user writes it in full.
private struct Softsign: ElementwiseUnary {
  var name: String { "softsign" }

  func formula<Number: Scalar>(_ x: Number) -> Number { x / (.one + .magnitude(x)) }

  func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable { dy / pow(1 + abs(x), 2) }
}

enum CustomOperationCases {
  static let closures = [OperationCase("custom, closures") { bell($0[0], $0[1]) }]
  static let structs = [OperationCase("custom, struct") { apply(Softsign(), $0[0]) }]

  static let all = closures + structs
}

@Suite struct CustomOperationTests {
  @Test(arguments: CustomOperationCases.all)
  func `custom operation equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: CustomOperationCases.all)
  func `custom operation passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `a custom operation stands on the tape under its name`() {
    let tape = Tape()
    let x = tape.variable([1, 2])
    _ = bell(x, x)
    _ = apply(Softsign(), x)
    #expect("\(tape)".contains("bell"))
    #expect("\(tape)".contains("softsign"))
  }

  @Test func `a pullback may give nothing for an input`() {
    let pick = CustomOperation("first", forward: { $0[0] }, pullback: { dy, _, _ in [dy, nil] })
    let tape = Tape()
    let (a, b) = (tape.variable([1, 2]), tape.variable([3, 4]))
    let gradients = tape.gradient(of: pick(a, b).sum(), for: [a, b])
    #expect(gradients[0].value == [1, 1])
    #expect(gradients[1].value == [0, 0])
  }

  @Test func `a pullback with too few cotangents is rejected`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let lazy = CustomOperation(
        "lazy", forward: { Tensor.ones($0[1].shape) }, pullback: { dy, _, _ in [dy] })
      let tape = Tape()
      let x = tape.variable([1, 2])
      _ = tape.gradient(of: lazy(x, x).sum(), for: x)
    }
    expectSentence(
      result, "lazy: the pullback gave 1 cotangents for 2 inputs; expected one each")
  }

  @Test func `a pullback with a cotangent of another shape is rejected`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      // The sum that undoes the broadcast is missing.
      let shifted = CustomOperation(
        "shifted", forward: { $0[0] + $0[1] }, pullback: { dy, _, _ in [dy, dy] })
      let tape = Tape()
      let (x, bias) = (tape.variable(.zeros([2, 3])), tape.variable(.zeros([3])))
      _ = tape.gradient(of: shifted(x, bias).sum(), for: bias)
    }
    expectSentence(
      result,
      "gradient: the pullback of shifted gave a cotangent of shape [2, 3] for a value of shape [3]; "
        + "the two must be equal")
  }
}
