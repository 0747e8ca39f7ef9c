import TestSupport
import Testing
import UnrollAutodiff

enum ArithmeticCases {
  static let add =
    broadcasts("add", +) + [OperationCase("add, empty") { $0[0] + $0[1] }]
  static let subtract = broadcasts("subtract", -)
  static let multiply = broadcasts("multiply", *)
  static let divide = broadcasts("divide", /)
  static let negate = [OperationCase("negate") { -$0[0] }]
  static let scale = [
    OperationCase("number times x") { 2.5 * $0[0] },
    OperationCase("x times number") { $0[0] * 2.5 },
    OperationCase("x divided by number") { $0[0] / 2.5 },
  ]
  static let shift = [
    OperationCase("x plus number") { $0[0] + 2.5 },
    OperationCase("number plus x") { 2.5 + $0[0] },
    OperationCase("x minus number") { $0[0] - 2.5 },
    OperationCase("number minus x") { 2.5 - $0[0] },
  ]
  static let divideInto = [OperationCase("number divided by x") { 2.5 / $0[0] }]

  static let all = [
    add, subtract, multiply, divide, negate, scale, shift, divideInto,
  ].flatMap { $0 }

  /// An operator on equal shapes, and with each side broadcast.
  private static func broadcasts(
    _ name: String, _ combine: @escaping @Sendable (Variable, Variable) -> Variable
  ) -> [OperationCase] {
    ["", ", right broadcast", ", left broadcast", ", both broadcast", ", scalar"].map { variant in
      OperationCase(name + variant) { combine($0[0], $0[1]) }
    }
  }
}

@Suite struct AddTests {
  @Test(arguments: ArithmeticCases.add)
  func `add equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ArithmeticCases.add)
  func `add passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `add rejects shapes that don't broadcast`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([2, 3])) + Variable(.zeros([2, 4]))
    }
    expectSentence(
      result,
      "add: can't broadcast [2, 3] with [2, 4]; sizes 3 and 4 differ and neither is 1")
  }
}

@Suite struct SubtractTests {
  @Test(arguments: ArithmeticCases.subtract)
  func `subtract equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ArithmeticCases.subtract)
  func `subtract passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }
}

@Suite struct MultiplyTests {
  @Test(arguments: ArithmeticCases.multiply)
  func `multiply equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ArithmeticCases.multiply)
  func `multiply passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }
}

@Suite struct DivideTests {
  @Test(arguments: ArithmeticCases.divide)
  func `divide equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ArithmeticCases.divide)
  func `divide passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `division by zero follows IEEE 754`() {
    let quotient = Variable([1, -1, 0]) / Variable([0, 0, 0])
    #expect(quotient.value.elements[..<2] == [.infinity, -.infinity])
    #expect(quotient.value.elements[2].isNaN)
  }
}

@Suite struct NegateTests {
  @Test(arguments: ArithmeticCases.negate)
  func `negate equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ArithmeticCases.negate)
  func `negate passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }
}

@Suite struct ScaleTests {
  @Test(arguments: ArithmeticCases.scale)
  func `number times x equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ArithmeticCases.scale)
  func `number times x passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }
}

@Suite struct ShiftTests {
  @Test(arguments: ArithmeticCases.shift)
  func `x plus number equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ArithmeticCases.shift)
  func `x plus number passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }
}

@Suite struct DivideIntoTests {
  @Test(arguments: ArithmeticCases.divideInto)
  func `number divided by x equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ArithmeticCases.divideInto)
  func `number divided by x passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }
}
