import Testing
import UnrollAutodiff

enum ExponentialCases {
  static let exponential = ["exp", "exp, empty"].map { OperationCase($0) { exp($0[0]) } }
  static let logarithm = [OperationCase("log") { log($0[0]) }]
  static let ramp = ["softplus", "softplus, large"].map { name in
    OperationCase(name) { softplus($0[0]) }
  }

  static let all = exponential + logarithm + ramp
}

@Suite struct ExponentialTests {
  @Test(arguments: ExponentialCases.exponential)
  func `exp equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ExponentialCases.exponential)
  func `exp passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }
}

@Suite struct LogarithmTests {
  @Test(arguments: ExponentialCases.logarithm)
  func `log equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ExponentialCases.logarithm)
  func `log passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `the logarithm of zero is minus infinity, and of a negative number NaN`() {
    let y = log(Variable([0, -1])).value.elements
    #expect(y[0] == -.infinity)
    #expect(y[1].isNaN)
  }
}

@Suite struct SoftplusTests {
  @Test(arguments: ExponentialCases.ramp)
  func `softplus equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ExponentialCases.ramp)
  func `softplus passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }
}
