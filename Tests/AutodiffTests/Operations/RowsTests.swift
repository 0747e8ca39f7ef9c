import TestSupport
import Testing
import UnrollAutodiff

enum RowCases {
  private static let rows: IntTensor = [4, 0, 4, 1]
  private static let grid = IntTensor([[1, 3, 1], [0, 1, 4]])

  static let gathering = [
    OperationCase("gather") { gather($0[0], rows) },
    OperationCase("gather, indices in a matrix") { gather($0[0], grid) },
    OperationCase("gather, from a vector") { gather($0[0], rows) },
    OperationCase("gather, from three axes") { gather($0[0], rows) },
    OperationCase("gather, no indices") { gather($0[0], []) },
  ]
  static let scattering = [
    OperationCase("scatterAdd") { scatterAdd($0[0], rows, rowCount: 5) },
    OperationCase("scatterAdd, indices in a matrix") {
      scatterAdd($0[0], grid, rowCount: 5)
    },
    OperationCase("scatterAdd, into a vector") {
      scatterAdd($0[0], rows, rowCount: 6)
    },
  ]

  static let all = gathering + scattering
}

@Suite struct GatherTests {
  @Test(arguments: RowCases.gathering)
  func `gather equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: RowCases.gathering)
  func `gather passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `gather rejects an index outside the table`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = gather(Variable(.zeros([5, 3])), [0, 4, 5])
    }
    expectSentence(
      result, "gather: index 5 at place 2 is outside 0..<5; expected integers from 0 to 4")
  }

  @Test func `gather rejects a negative index`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = gather(Variable(.zeros([5, 3])), [-1])
    }
    expectSentence(result, "gather: index -1 at place 0 is outside 0..<5")
  }
}

@Suite struct ScatterAddTests {
  @Test(arguments: RowCases.scattering)
  func `scatterAdd equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: RowCases.scattering)
  func `scatterAdd passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `scatterAdd rejects rows that don't fit the indices`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = scatterAdd(Variable(.zeros([3, 2])), [0, 1], rowCount: 4)
    }
    expectSentence(
      result, "scatterAdd: rows of shape [3, 2] don't fit indices of shape [2]")
  }
}
