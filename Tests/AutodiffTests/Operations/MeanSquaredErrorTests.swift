import TestSupport
import Testing
import UnrollAutodiff

enum MeanSquaredErrorCases {
  static let all = ["meanSquaredError", "meanSquaredError, a column"].map { name in
    OperationCase(name) { meanSquaredError($0[0], $0[1]) }
  }
}

@Suite struct MeanSquaredErrorTests {
  @Test(arguments: MeanSquaredErrorCases.all)
  func `meanSquaredError equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: MeanSquaredErrorCases.all)
  func `meanSquaredError passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `meanSquaredError refuses to broadcast a column against a vector`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = meanSquaredError(Variable(.zeros([32, 1])), Variable(.zeros([32])))
    }
    expectSentence(
      result,
      "meanSquaredError: the prediction has shape [32, 1], but the target has [32]. They must be "
        + "equal, because broadcasting would compare every prediction with every target")
  }

  @Test func `meanSquaredError refuses an empty batch`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = meanSquaredError(Variable(.zeros([0, 1])), Variable(.zeros([0, 1])))
    }
    expectSentence(
      result, "meanSquaredError: shape [0, 1] has no elements; the batch is empty")
  }
}
