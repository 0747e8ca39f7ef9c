import TestSupport
import Testing
import UnrollAutodiff

enum ReductionCases {
  static let sum = [
    OperationCase("sum") { $0[0].sum() },
    OperationCase("sum, axis 0") { $0[0].sum(axis: 0) },
    OperationCase("sum, axis 1") { $0[0].sum(axis: 1) },
    OperationCase("sum, axis -1") { $0[0].sum(axis: -1) },
    OperationCase("sum, axes [0, 2]") { $0[0].sum(axes: [0, 2]) },
    OperationCase("sum, axis 1, kept") { $0[0].sum(axis: 1, keepDims: true) },
    OperationCase("sum, axes [1, 2], kept") { $0[0].sum(axes: [1, 2], keepDims: true) },
    OperationCase("sum, empty") { $0[0].sum() },
    OperationCase("sum, empty axis") { $0[0].sum(axis: 0) },
  ]
  static let mean = [
    OperationCase("mean") { $0[0].mean() },
    OperationCase("mean, axis 0") { $0[0].mean(axis: 0) },
    OperationCase("mean, axis 1") { $0[0].mean(axis: 1) },
    OperationCase("mean, axis -1") { $0[0].mean(axis: -1) },
    OperationCase("mean, axes [0, 2]") { $0[0].mean(axes: [0, 2]) },
    OperationCase("mean, axis 1, kept") { $0[0].mean(axis: 1, keepDims: true) },
    OperationCase("mean, axes [1, 2], kept") { $0[0].mean(axes: [1, 2], keepDims: true) },
  ]
  static let max = [
    OperationCase("max") { $0[0].max() },
    OperationCase("max, axis 0") { $0[0].max(axis: 0) },
    OperationCase("max, axis 1") { $0[0].max(axis: 1) },
    OperationCase("max, axis -1") { $0[0].max(axis: -1) },
    OperationCase("max, axes [0, 2]") { $0[0].max(axes: [0, 2]) },
    OperationCase("max, axis 1, kept") { $0[0].max(axis: 1, keepDims: true) },
    OperationCase("max, axes [1, 2], kept") { $0[0].max(axes: [1, 2], keepDims: true) },
  ]

  static let all = sum + mean + max
}

@Suite struct SumTests {
  @Test(arguments: ReductionCases.sum)
  func `sum equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ReductionCases.sum)
  func `sum passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `sum rejects an axis out of range`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([2, 3])).sum(axis: 2)
    }
    expectSentence(result, "sum: there is no axis 2 in shape [2, 3]; expected -2 to 1")
  }

  @Test func `sum rejects an axis that is named twice`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([2, 3])).sum(axes: [1, -1])
    }
    expectSentence(result, "sum: axis -1 is named twice in [1, -1]")
  }
}

@Suite struct MeanTests {
  @Test(arguments: ReductionCases.mean)
  func `mean equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ReductionCases.mean)
  func `mean passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `mean rejects an empty tensor`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([0, 3])).mean()
    }
    expectSentence(result, "mean: shape [0, 3] has no elements")
  }
}

@Suite struct MaxTests {
  @Test(arguments: ReductionCases.max)
  func `max equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ReductionCases.max)
  func `max passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `equal largest elements share the cotangent`() {
    let tape = Tape()
    let x = tape.variable([[1, 3, 3], [2, 0, 1]])
    let y = x.max(axis: 1)
    #expect(y.value == [3, 2])
    #expect(tape.gradient(of: y.sum(), for: x).value == [[0, 0.5, 0.5], [1, 0, 0]])
  }

  @Test func `the maximum of a row with NaN is NaN`() {
    let y = Variable([[1, .number(.nan), 3], [4, 5, 6]]).max(axis: 1).value.elements
    #expect(y[0].isNaN)
    #expect(y[1] == 6)
  }

  @Test func `max rejects an empty tensor`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([2, 0])).max()
    }
    expectSentence(result, "max: axis 1 of shape [2, 0] has no elements")
  }
}
