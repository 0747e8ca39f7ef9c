import TestSupport
import Testing
import UnrollAutodiff

enum MatrixProductCases {
  static let matrices = flags("matmul")
  static let batches = flags("matmul, batches")
  static let sequences = [
    OperationCase("matmul, left batch broadcast") { matmul($0[0], $0[1]) },
    OperationCase("matmul, both batches broadcast") { matmul($0[0], $0[1]) },
    OperationCase("matmul, sequence by matrix") { matmul($0[0], $0[1]) },
    OperationCase("matmul, sequence by transpose b") { matmul($0[0], $0[1], transposeB: true) },
    OperationCase("matmul, sequence transpose a") { matmul($0[0], $0[1], transposeA: true) },
    OperationCase("matmul, sequence transpose both") {
      matmul($0[0], $0[1], transposeA: true, transposeB: true)
    },
  ]
  static let empty = [
    OperationCase("matmul, empty inner") { matmul($0[0], $0[1]) },
    OperationCase("matmul, empty batch") { matmul($0[0], $0[1]) },
  ]

  static let all = matrices + batches + sequences + empty

  private static func flags(_ name: String) -> [OperationCase] {
    [
      OperationCase(name) { matmul($0[0], $0[1]) },
      OperationCase(name + ", transpose a") { matmul($0[0], $0[1], transposeA: true) },
      OperationCase(name + ", transpose b") { matmul($0[0], $0[1], transposeB: true) },
      OperationCase(name + ", transpose both") {
        matmul($0[0], $0[1], transposeA: true, transposeB: true)
      },
    ]
  }
}

@Suite struct MatrixProductTests {
  @Test(arguments: MatrixProductCases.all)
  func `matmul equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: MatrixProductCases.all)
  func `matmul passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `matmul rejects inner dimensions that differ`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = matmul(Variable(.zeros([2, 3])), Variable(.zeros([4, 5])))
    }
    expectSentence(
      result,
      "matmul: can't multiply [2, 3] by [4, 5]; the inner dimensions 3 and 4 differ")
  }

  @Test func `matmul names a sequence by its own shape when it rejects it`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = matmul(Variable(.zeros([2, 3, 4])), Variable(.zeros([6, 5])), transposeB: true)
    }
    expectSentence(
      result,
      "matmul: can't multiply [2, 3, 4] by [6, 5]ᵀ; the inner dimensions 4 and 5 differ")
  }

  @Test func `matmul rejects a vector and says what to do`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = matmul(Variable(.zeros([3])), Variable(.zeros([3, 2])))
    }
    expectSentence(
      result,
      "matmul: can't multiply [3] by [3, 2]; both need at least two axes. Make a vector a matrix")
  }

  @Test func `matmul rejects batches that don't broadcast`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = matmul(Variable(.zeros([2, 3, 4])), Variable(.zeros([5, 4, 6])))
    }
    expectSentence(result, "matmul: can't broadcast [2] with [5]")
  }
}
