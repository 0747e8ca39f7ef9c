import TestSupport
import Testing
import UnrollAutodiff

// The cases called "large" have logits of ±1000: a probability computed first would be 0 or 1, and its
// logarithm infinite.

enum CrossEntropyCases {
  static let labels = [
    OperationCase("softmaxCrossEntropy, labels") {
      softmaxCrossEntropy($0[0], labels: [3, 0, 2])
    },
    OperationCase("softmaxCrossEntropy, matrix of labels") {
      softmaxCrossEntropy($0[0], labels: IntTensor([[1, 0, 3], [2, 2, 0]]))
    },
    OperationCase("softmaxCrossEntropy, large") {
      softmaxCrossEntropy($0[0], labels: [1, 3])
    },
  ]
  static let target = [
    OperationCase("softmaxCrossEntropy, target") { softmaxCrossEntropy($0[0], target: $0[1]) },
    OperationCase("softmaxCrossEntropy, large, target") {
      softmaxCrossEntropy($0[0], target: $0[1])
    },
  ]
  static let sigmoid = [
    OperationCase("sigmoidCrossEntropy") { sigmoidCrossEntropy($0[0], target: $0[1]) },
    OperationCase("sigmoidCrossEntropy, large") {
      sigmoidCrossEntropy($0[0], target: $0[1])
    },
  ]

  static let all = labels + target + sigmoid
}

@Suite struct SoftmaxCrossEntropyLabelTests {
  @Test(arguments: CrossEntropyCases.labels)
  func `softmaxCrossEntropy with labels equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: CrossEntropyCases.labels)
  func `softmaxCrossEntropy with labels passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `softmaxCrossEntropy equals its plain composition`() {
    let tape = Tape()
    let x = tape.variable([[0.5, -1, 2], [1, 0, 0.25]])
    let labels: IntTensor = [2, 0]
    let fused = softmaxCrossEntropy(x, labels: labels)
    let plain = -(Variable(labels.oneHot(3)) * logSoftmax(x)).sum(axis: 1)
    expectClose(fused.value, plain.value, relative: 1e-6, absolute: 1e-7)
    expectClose(
      tape.gradient(of: fused.sum(), for: x).value, tape.gradient(of: plain.sum(), for: x).value,
      relative: 1e-6, absolute: 1e-7)
  }

  @Test func `softmaxCrossEntropy rejects labels of another shape`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = softmaxCrossEntropy(Variable(.zeros([3, 4])), labels: [1, 2])
    }
    expectSentence(
      result, "softmaxCrossEntropy: logits of shape [3, 4] need labels of shape [3], not [2]")
  }

  @Test func `softmaxCrossEntropy rejects a label that is no class`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = softmaxCrossEntropy(Variable(.zeros([2, 4])), labels: [1, 4])
    }
    expectSentence(result, "softmaxCrossEntropy: index 4 at place 1 is outside 0..<4")
  }
}

@Suite struct SoftmaxCrossEntropyTargetTests {
  @Test(arguments: CrossEntropyCases.target)
  func `softmaxCrossEntropy with a target equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: CrossEntropyCases.target)
  func `softmaxCrossEntropy with a target passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `softmaxCrossEntropy rejects a target of another shape`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = softmaxCrossEntropy(Variable(.zeros([3, 4])), target: Variable(.zeros([4])))
    }
    expectSentence(
      result,
      "softmaxCrossEntropy: the prediction has shape [3, 4], but the target has [4]")
  }
}

@Suite struct SigmoidCrossEntropyTests {
  @Test(arguments: CrossEntropyCases.sigmoid)
  func `sigmoidCrossEntropy equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: CrossEntropyCases.sigmoid)
  func `sigmoidCrossEntropy passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `sigmoidCrossEntropy rejects a target of another shape`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = sigmoidCrossEntropy(Variable(.zeros([32, 1])), target: Variable(.zeros([32])))
    }
    expectSentence(
      result, "sigmoidCrossEntropy: the prediction has shape [32, 1], but the target has [32]")
  }
}
