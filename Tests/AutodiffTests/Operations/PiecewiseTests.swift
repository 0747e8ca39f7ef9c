import TestSupport
import Testing
import UnrollAutodiff

enum PiecewiseCases {
  static let absolute = [OperationCase("abs") { abs($0[0]) }]
  static let maxima = ["", ", right broadcast", ", left broadcast"].map { variant in
    OperationCase("maximum" + variant) { maximum($0[0], $0[1]) }
  }
  static let minima = ["", ", right broadcast", ", left broadcast"].map { variant in
    OperationCase("minimum" + variant) { minimum($0[0], $0[1]) }
  }
  static let clipping = [OperationCase("clip") { clip($0[0], -0.55, 0.75) }]

  private static let mask = BoolTensor([true, false, true, false, false, true], shape: [2, 3])
  static let selection = [
    OperationCase("select") { select(mask, $0[0], $0[1]) },
    OperationCase("select, broadcast mask") {
      select([true, false, true], $0[0], $0[1])
    },
    OperationCase("select, broadcast inputs") { select(mask, $0[0], $0[1]) },
  ]

  static let all = absolute + maxima + minima + clipping + selection
}

@Suite struct AbsoluteValueTests {
  @Test(arguments: PiecewiseCases.absolute)
  func `abs equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: PiecewiseCases.absolute)
  func `abs passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `the derivative of abs at zero is zero`() {
    let tape = Tape()
    let x = tape.variable([-2, 0, 3])
    #expect(tape.gradient(of: abs(x).sum(), for: x).value == [-1, 0, 1])
  }
}

@Suite struct MaximumTests {
  @Test(arguments: PiecewiseCases.maxima)
  func `maximum equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: PiecewiseCases.maxima)
  func `maximum passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `equal elements of maximum share the cotangent`() {
    let tape = Tape()
    let (a, b) = (tape.variable([1, 2, 3]), tape.variable([1, 3, 2]))
    let gradients = tape.gradient(of: maximum(a, b).sum(), for: [a, b])
    #expect(gradients[0].value == [0.5, 0, 1])
    #expect(gradients[1].value == [0.5, 1, 0])
  }

  @Test func `the maximum with NaN on either side is NaN`() {
    let y = maximum(Variable([.number(.nan), 1]), Variable([1, .number(.nan)]))
    #expect(y.value.elements.allSatisfy { $0.isNaN })
  }
}

@Suite struct MinimumTests {
  @Test(arguments: PiecewiseCases.minima)
  func `minimum equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: PiecewiseCases.minima)
  func `minimum passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `equal elements of minimum share the cotangent`() {
    let tape = Tape()
    let (a, b) = (tape.variable([1, 2, 3]), tape.variable([1, 3, 2]))
    let gradients = tape.gradient(of: minimum(a, b).sum(), for: [a, b])
    #expect(gradients[0].value == [0.5, 1, 0])
    #expect(gradients[1].value == [0.5, 0, 1])
  }
}

@Suite struct ClipTests {
  @Test(arguments: PiecewiseCases.clipping)
  func `clip equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: PiecewiseCases.clipping)
  func `clip passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `the derivative of clip is one at its ends and zero outside`() {
    let tape = Tape()
    let x = tape.variable([-3, -1, 0.5, 2, 4])
    let y = clip(x, -1, 2)
    #expect(y.value == [-1, -1, 0.5, 2, 2])
    #expect(tape.gradient(of: y.sum(), for: x).value == [0, 1, 1, 1, 0])
  }

  @Test func `clip rejects limits in the wrong order`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = clip(Variable([1, 2]), 3, -3)
    }
    expectSentence(result, "clip: the lower limit 3.0 is above the upper limit -3.0")
  }
}

@Suite struct SelectTests {
  @Test(arguments: PiecewiseCases.selection)
  func `select equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: PiecewiseCases.selection)
  func `select passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `select lets neither value nor gradient of the other side through`() {
    let tape = Tape()
    let x = tape.variable([-1, 4])
    let safe = select([false, true], x, Variable([1, 1]))
    let y = select([false, true], sqrt(safe), Variable([0, 0]))
    #expect(y.value == [0, 2])
    #expect(tape.gradient(of: y.sum(), for: x).value == [0, 0.25])
  }
}
