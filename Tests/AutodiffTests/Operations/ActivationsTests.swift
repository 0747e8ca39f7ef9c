import Testing
import UnrollAutodiff

enum ActivationCases {
  static let hyperbolicTangent = [OperationCase("tanh") { tanh($0[0]) }]
  static let logistic = ["sigmoid", "sigmoid, large"].map { name in
    OperationCase(name) { sigmoid($0[0]) }
  }
  static let rectifier = [OperationCase("relu") { relu($0[0]) }]

  static let all = hyperbolicTangent + logistic + rectifier
}

@Suite struct TanhTests {
  @Test(arguments: ActivationCases.hyperbolicTangent)
  func `tanh equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ActivationCases.hyperbolicTangent)
  func `tanh passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test(arguments: DType.allCases)
  func `tanh of a large number is one, with gradient zero`(dtype: DType) {
    let tape = Tape()
    let x = tape.variable(Tensor([-1000, 1000], dtype: dtype))
    let y = tanh(x)
    #expect(y.value.elements == [-1, 1])
    #expect(tape.gradient(of: y.sum(), for: x).value.elements == [0, 0])
  }
}

@Suite struct SigmoidTests {
  @Test(arguments: ActivationCases.logistic)
  func `sigmoid equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ActivationCases.logistic)
  func `sigmoid passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }
}

@Suite struct ReLUTests {
  @Test(arguments: ActivationCases.rectifier)
  func `relu equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ActivationCases.rectifier)
  func `relu passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `the derivative of relu at zero is zero`() {
    let tape = Tape()
    let x = tape.variable([-1, 0, 2])
    #expect(tape.gradient(of: relu(x).sum(), for: x).value == [0, 0, 1])
  }

  @Test func `relu passes NaN on`() {
    #expect(relu(Variable(.nan)).item().isNaN)
  }
}
