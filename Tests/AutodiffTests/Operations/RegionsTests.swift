import TestSupport
import Testing
import UnrollAutodiff

enum RegionCases {
  static let slice = [
    OperationCase("slice, first axis") { $0[0][1] },
    OperationCase("slice, middle axis") { $0[0][0..., 1] },
    OperationCase("slice, last axis from the back") { $0[0][0..., 0..., -1] },
    OperationCase("slice, range") { $0[0][0..., 1..<3] },
    OperationCase("slice, all axes") { $0[0][1..., 1, ..<2] },
    OperationCase("slice, closed range") { $0[0][0...1, -2, 1...] },
    OperationCase("slice, overlapping") { $0[0][0..., 0..<3] * $0[0][0..., 1..<4] },
    OperationCase("slice, empty range") { $0[0][0..., 1..<1] },
  ]
  static let padded = [
    OperationCase("padded, axis 0") { $0[0].padded(axis: 0, before: 1, after: 2) },
    OperationCase("padded, axis 1") { $0[0].padded(axis: 1, before: 2) },
    OperationCase("padded, last axis") { $0[0].padded(axis: -1, after: 1) },
  ]

  static let all = slice + padded
}

@Suite struct SliceTests {
  @Test(arguments: RegionCases.slice)
  func `slice equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: RegionCases.slice)
  func `slice passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `slice rejects an index outside its axis`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([2, 3]))[0..., 3]
    }
    expectSentence(result, "subscript: index 3 is outside an axis of size 3")
  }

  @Test func `slice rejects a range outside its axis`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([2, 3]))[0..., 1..<5]
    }
    expectSentence(result, "subscript: range 1..<5 is outside an axis of size 3")
  }

  @Test func `slice rejects more indices than axes`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([2, 3]))[0, 0, 0]
    }
    expectSentence(result, "subscript: 3 indices for shape [2, 3], which has 2 axes")
  }
}

@Suite struct PaddedTests {
  @Test(arguments: RegionCases.padded)
  func `padded equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: RegionCases.padded)
  func `padded passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `padded rejects a negative number of zeros`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([2, 3])).padded(axis: 1, before: -1)
    }
    expectSentence(
      result, "pad: can't add -1 zeros in front and 0 behind; expected 0 or more")
  }

  @Test func `padded rejects an axis out of range`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([2, 3])).padded(axis: 2, after: 1)
    }
    expectSentence(result, "pad: there is no axis 2 in shape [2, 3]; expected -2 to 1")
  }
}
