import TestSupport
import Testing
import UnrollAutodiff

enum JoiningCases {
  static let concatenation = [
    OperationCase("concatenate, axis 0") { concatenate($0) },
    OperationCase("concatenate, axis 1") { concatenate($0, axis: 1) },
    OperationCase("concatenate, axis -1") { concatenate($0, axis: -1) },
    OperationCase("concatenate, empty part") { concatenate($0) },
  ]
  static let stacking =
    [0, 1, 2, -2].map { axis in
      OperationCase("stack, axis \(axis)") { stack($0, axis: axis) }
    } + [OperationCase("stack, scalars") { stack($0) }]
  static let unstacking =
    [0, 1, 2, -2].map { axis in
      OperationCase("unstack, axis \(axis)", results: { unstack($0[0], axis: axis) })
    } + [
      OperationCase(
        "unstack, some unused",
        results: { x in
          let parts = unstack(x[0], axis: 1)
          return [parts[3], parts[0]]
        }),
      OperationCase("unstack, one used twice") { x in
        let parts = unstack(x[0])
        return parts[1] * parts[1] * parts[2]
      },
    ]

  static let all = concatenation + stacking + unstacking
}

@Suite struct ConcatenateTests {
  @Test(arguments: JoiningCases.concatenation)
  func `concatenate equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: JoiningCases.concatenation)
  func `concatenate passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `concatenate rejects other axes that differ`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = concatenate([Variable(.zeros([2, 3])), Variable(.zeros([2, 4]))], axis: 0)
    }
    expectSentence(
      result,
      "concatenate: can't join [2, 3], [2, 4] along axis 0; all other axes must be equal")
  }

  @Test func `concatenate rejects another number of axes`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = concatenate([Variable(.zeros([2, 3])), Variable(.zeros([3]))], axis: 1)
    }
    expectSentence(result, "concatenate: can't join [2, 3], [3] along axis 1")
  }

  @Test func `concatenate rejects an axis out of range`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = concatenate([Variable(.zeros([2, 3]))], axis: 2)
    }
    expectSentence(result, "concatenate: there is no axis 2 in shape [2, 3]; expected -2 to 1")
  }

  @Test func `concatenate rejects an empty list`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = concatenate([])
    }
    expectSentence(
      result, "concatenate: there is nothing to join; expected at least one tensor")
  }
}

@Suite struct StackTests {
  @Test(arguments: JoiningCases.stacking)
  func `stack equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: JoiningCases.stacking)
  func `stack passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `stack rejects tensors of different shapes`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = stack([Variable(.zeros([2, 3])), Variable(.zeros([3, 2]))])
    }
    expectSentence(result, "stack: all tensors need one shape; got [2, 3] and [3, 2]")
  }

  @Test func `stack rejects a new axis out of range`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = stack([Variable(.zeros([2, 3]))], axis: 3)
    }
    expectSentence(
      result, "stack: can't put a new axis at 3 into shape [2, 3]; expected -3 to 2")
  }
}

@Suite struct UnstackTests {
  @Test(arguments: JoiningCases.unstacking)
  func `unstack equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: JoiningCases.unstacking)
  func `unstack passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `unstack gives nothing for an axis of size zero`() {
    let tape = Tape()
    let x = tape.variable(.zeros([2, 0, 3]))
    #expect(unstack(x, axis: 1).isEmpty)
    #expect(tape.gradient(of: x.sum(), for: x).shape == [2, 0, 3])
  }

  @Test func `unstack rejects a scalar`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = unstack(Variable(1))
    }
    expectSentence(
      result,
      "unstack: there is no axis 0 in shape []; expected a tensor with at least one axis")
  }
}
