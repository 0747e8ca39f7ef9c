import Testing

@testable import UnrollAutodiff

enum MaskCases {
  private static let mask: Tensor = [[1, 0, 1], [0, 0, 1]]
  private static func mask(_ tensor: Tensor, _ x: [Variable]) -> Variable {
    Variable(tensor.cast(to: x[0].dtype))
  }

  static let choices = [
    OperationCase("choose") { choose(mask(mask, $0), $0[0], $0[1]) },
    OperationCase("choose, broadcast mask") { choose(mask([[1], [0]], $0), $0[0], $0[1]) },
    OperationCase("choose, broadcast inputs") { choose(mask(mask, $0), $0[0], $0[1]) },
  ]
  static let comparisons = [
    OperationCase("notEqual") { $0[0] * notEqual($0[0], 0.5) },
    OperationCase("tokensNotEqual") {
      $0[0] * notEqual(IntTensor([[3, 0, 1], [0, 2, 2]]), 0, like: $0[0])
    },
  ]

  static let all = choices + comparisons
}

@Suite struct MasksTests {
  @Test(arguments: MaskCases.all)
  func `masks on the tape equal JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: MaskCases.all)
  func `masks on the tape pass the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `what is not chosen may be anything`() {
    let tape = Tape()
    let (mask, a) = (tape.variable([1, 0]), tape.variable([1, .number(.nan)]))
    let y = choose(mask, a, Variable([2, 3]))
    #expect(y.value == [1, 3])
    #expect(tape.gradient(of: y.sum(), for: a).value == [1, 0])
    // A mask has no derivative.
    #expect(tape.gradient(of: y.sum(), for: mask).value == [0, 0])
  }

  @Test func `a number is compared as its type has it, and NaN with NaN`() {
    let x = Variable(Tensor([-9.9, 1, .nan], shape: [3]))
    #expect(notEqual(x, -9.9).value == [0, 1, 1])
    #expect(notEqual(x, .nan).value == [1, 1, 0])
    #expect(notEqual(IntTensor([-100, 0, 3]), -100, like: x).value == [0, 1, 1])
  }

  @Test func `masks are the same where they lie in the same memory`() {
    let mask = BoolTensor([true, false, true, true], shape: [2, 2])
    #expect(mask.isSame(as: BoolTensor(mask.elements, shape: [4])))
    #expect(!mask.isSame(as: BoolTensor([true, false, true, true], shape: [2, 2])))
  }
}
