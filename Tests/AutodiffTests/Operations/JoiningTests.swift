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

  static let splitting =
    [(0, 2), (1, 3), (-1, 4)].map { axis, count in
      OperationCase("split, axis \(axis)", results: { split($0[0], into: count, axis: axis) })
    } + [OperationCase("split, some unused") { split($0[0], into: 3)[1] }]

  static let all = concatenation + stacking + unstacking + splitting
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

@Suite struct SplitTests {
  @Test(arguments: JoiningCases.splitting)
  func `split equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: JoiningCases.splitting)
  func `split passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `split rejects a size that is no multiple, and no parts`() async {
    let uneven = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = split(Variable(.zeros([2, 5])), into: 2)
    }
    expectSentence(uneven, "split: can't cut axis 1 of shape [2, 5] into 2 equal parts")
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = split(Variable(.zeros([2, 5])), into: 0)
    }
    expectSentence(none, "split: got 0 parts; expected at least 1")
  }
}
