import Testing
import UnrollAutodiff

enum PowerCases {
  static let squareRoot = [OperationCase("sqrt") { sqrt($0[0]) }]

  /// The bases of these have both signs.
  static let integer = [0, 1, 2, 3, 5, -1, -2].map { exponent in
    OperationCase("power \(exponent)") { pow($0[0], exponent) }
  }
  static let real =
    [0.5, -1.5].map { exponent in
      OperationCase("power \(exponent)") { pow($0[0], exponent) }
    } + [OperationCase("power 2.0, negative bases") { pow($0[0], 2.0) }]
  static let tensor = [", tensors", ", right broadcast", ", left broadcast"].map { variant in
    OperationCase("power" + variant) { pow($0[0], $0[1]) }
  }

  static let all = squareRoot + integer + real + tensor
}

@Suite struct SquareRootTests {
  @Test(arguments: PowerCases.squareRoot)
  func `sqrt equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: PowerCases.squareRoot)
  func `sqrt passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }
}

@Suite struct IntegerPowerTests {
  @Test(arguments: PowerCases.integer)
  func `power with an integer exponent equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: PowerCases.integer)
  func `power with an integer exponent passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `an integer power of zero has finite gradients`() {
    let tape = Tape()
    let x = tape.variable([0, 0])
    #expect(tape.gradient(of: pow(x, 0).sum(), for: x).value == [0, 0])
    #expect(tape.gradient(of: pow(x, 1).sum(), for: x).value == [1, 1])
    #expect(tape.gradient(of: pow(x, 2).sum(), for: x).value == [0, 0])
  }
}

@Suite struct RealPowerTests {
  @Test(arguments: PowerCases.real)
  func `power with a real exponent equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: PowerCases.real)
  func `power with a real exponent passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }
}

@Suite struct TensorPowerTests {
  @Test(arguments: PowerCases.tensor)
  func `power with a tensor of exponents equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: PowerCases.tensor)
  func `power with a tensor of exponents passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `a constant exponent needs no logarithm of the base`() {
    let tape = Tape()
    let x = tape.variable([0, 4])
    #expect(tape.gradient(of: pow(x, 1.5).sum(), for: x).value == [0, 3])
  }
}
