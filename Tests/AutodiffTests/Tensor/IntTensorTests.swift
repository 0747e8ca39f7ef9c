import TestSupport
import Testing
import UnrollAutodiff

@Suite struct IntTensorTests {
  @Test func `integers have a shape`() {
    let ids = IntTensor([[3, -1, 2], [0, 5, 1]])
    #expect(ids.shape == [2, 3])
    #expect(ids.elements == [3, -1, 2, 0, 5, 1])
    #expect(ids.elementCount == 6)
    #expect(ids.reshaped([3, 2]) == IntTensor([[3, -1], [2, 0], [5, 1]]))
    #expect(IntTensor(0..<4) == [0, 1, 2, 3])
    #expect(IntTensor([7], shape: []).shape == [])
    let none: IntTensor = []
    #expect(none.shape == [0])
    #expect(ids != ids.reshaped([6]))
  }

  @Test func `integers print as NumPy prints them`() {
    #expect("\(IntTensor([[3, -10, 2], [0, 5, 1]]))" == "[[  3, -10,   2],\n [  0,   5,   1]]")
  }

  @Test func `oneHot puts a one at each class`() {
    let labels = IntTensor([[2, 0], [1, 1]])
    let rows = labels.oneHot(3, dtype: .float64)
    #expect(rows.dtype == .float64)
    #expect(
      rows == Tensor([[[0, 0, 1], [1, 0, 0]], [[0, 1, 0], [0, 1, 0]]], dtype: .float64))
    #expect(rows.argmax() == labels)
  }

  @Test func `oneHot refuses a label that is no class`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let labels: IntTensor = [0, 3]
      _ = labels.oneHot(3)
    }
    expectSentence(
      result, "oneHot: index 3 at place 1 is outside 0..<3; expected integers from 0 to 2")
  }

  @Test func `ragged rows are refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = IntTensor([[1, 2, 3], [4]])
    }
    expectSentence(result, "tensor: row 1 has 1 elements, but row 0 has 3")
  }

  @Test func `an integer that is too large is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = IntTensor([1 << 40])
    }
    expectSentence(result, "tensor: 1099511627776 does not fit in 32 bits")
  }
}

@Suite struct BoolTensorTests {
  private let mask = BoolTensor([true, false, false, true], shape: [2, 2])

  @Test func `truth values are negated, printed and turned into numbers`() {
    #expect(!mask == BoolTensor([false, true, true, false], shape: [2, 2]))
    #expect("\(mask)" == "[[ true, false],\n [false,  true]]")
    #expect(mask.tensor() == [[1, 0], [0, 1]])
    #expect(mask.tensor(dtype: .float64).dtype == .float64)
    let literal: BoolTensor = [true, false]
    #expect(literal.shape == [2])
  }

  @Test func `truth values that don't fill the shape are refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = BoolTensor([true], shape: [2])
    }
    expectSentence(result, "tensor: shape [2] holds 2 elements, not 1")
  }

  @Test func `columns are the same part of every row`() {
    let x = IntTensor(Array(0..<24), shape: [2, 4, 3])
    #expect(
      x.columns(1..<3) == IntTensor([3, 4, 5, 6, 7, 8, 15, 16, 17, 18, 19, 20], shape: [2, 2, 3]))
    #expect(x.columns(0..<4) == x)
    #expect(IntTensor([[1, 2, 3], [4, 5, 6]]).columns(2..<3) == IntTensor([[3], [6]]))
    #expect(x.columns(2..<2).shape == [2, 0, 3])
  }

  @Test func `columns that are not there are refused with a sentence`() async {
    await expectSentence(
      #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = IntTensor([[1, 2, 3]]).columns(1..<4)
      }, "columns: there are no columns 1..<4 in a tensor of shape [1, 3]")
    await expectSentence(
      #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = IntTensor([1, 2, 3]).columns(0..<1)
      }, "columns: there are no columns 0..<1 in a tensor of shape [3]")
  }
}
