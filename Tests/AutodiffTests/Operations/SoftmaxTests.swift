import TestSupport
import Testing
import UnrollAutodiff

// The cases called "large" have logits of ±1000, whose exponentials overflow and vanish.

enum SoftmaxCases {
  static let normalizers = [
    OperationCase("logSumExp") { logSumExp($0[0]) },
    OperationCase("logSumExp, axis 0") { logSumExp($0[0], axis: 0) },
    OperationCase("logSumExp, axis 1, kept") {
      logSumExp($0[0], axis: 1, keepDims: true)
    },
    // The gradient is e^(x − y), and half a unit in the last place of y = 1000 is 3e-5.
    OperationCase("logSumExp, large", singleTolerance: 6e-5) {
      logSumExp($0[0])
    },
  ]
  static let probabilities = [
    OperationCase("softmax") { softmax($0[0]) },
    OperationCase("softmax, axis 0") { softmax($0[0], axis: 0) },
    OperationCase("softmax, axis 1") { softmax($0[0], axis: 1) },
    OperationCase("softmax, large") { softmax($0[0]) },
  ]
  static let logProbabilities = [
    OperationCase("logSoftmax") { logSoftmax($0[0]) },
    OperationCase("logSoftmax, axis 0") { logSoftmax($0[0], axis: 0) },
    OperationCase("logSoftmax, axis 1") { logSoftmax($0[0], axis: 1) },
    OperationCase("logSoftmax, large") { logSoftmax($0[0]) },
  ]

  static let all = normalizers + probabilities + logProbabilities
}

@Suite struct LogSumExpTests {
  @Test(arguments: SoftmaxCases.normalizers)
  func `logSumExp equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: SoftmaxCases.normalizers)
  func `logSumExp passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `logSumExp rejects an axis out of range`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = logSumExp(Variable(.zeros([2, 3])), axis: -3)
    }
    expectSentence(result, "logSumExp: there is no axis -3 in shape [2, 3]; expected -2 to 1")
  }
}

@Suite struct SoftmaxTests {
  @Test(arguments: SoftmaxCases.probabilities)
  func `softmax equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: SoftmaxCases.probabilities)
  func `softmax passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test(arguments: DType.allCases)
  func `softmax of huge logits adds up to one`(dtype: DType) {
    let y = softmax(Variable(Tensor([[1000, 1000, -1000], [-1e30, 0, 1e30]], dtype: dtype)))
    #expect(y.value.elements == [0.5, 0.5, 0, 0, 0, 1])
  }

  @Test func `softmax rejects an axis without elements`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = softmax(Variable(.zeros([2, 0])))
    }
    expectSentence(result, "softmax: axis 1 of shape [2, 0] has no elements")
  }
}

@Suite struct LogSoftmaxTests {
  @Test(arguments: SoftmaxCases.logProbabilities)
  func `logSoftmax equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: SoftmaxCases.logProbabilities)
  func `logSoftmax passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test(arguments: DType.allCases)
  func `logSoftmax of huge logits stays finite`(dtype: DType) {
    let y = logSoftmax(Variable(Tensor([1000, -1000], dtype: dtype)))
    #expect(y.value.elements == [0, -2000])
  }
}
