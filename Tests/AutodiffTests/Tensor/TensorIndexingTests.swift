import TestSupport
import Testing
import UnrollAutodiff

@Suite struct TensorIndexingTests {
  private let x: Tensor = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]

  @Test func `an index drops its axis, a range keeps it`() {
    #expect(x[1] == [5, 6, 7, 8])
    #expect(x[1..<2] == [[5, 6, 7, 8]])
    #expect(x[1, 2] == Tensor(7))
    #expect(x[0..., 1] == [2, 6, 10])
    #expect(x[0..., 1..<3] == [[2, 3], [6, 7], [10, 11]])
    #expect(x[1..., ..<2] == [[5, 6], [9, 10]])
    #expect(x[0...1, 3] == [4, 8])
    #expect(x[0...] == x)
  }

  @Test func `negative indices count from the back`() {
    #expect(x[-1] == [9, 10, 11, 12])
    #expect(x[0..., -1] == [4, 8, 12])
    #expect(x[-2, -3] == Tensor(6))
    #expect(x[(-2)...] == [[5, 6, 7, 8], [9, 10, 11, 12]])
    #expect(x[0..., ..<(-1)] == [[1, 2, 3], [5, 6, 7], [9, 10, 11]])
  }

  @Test func `an empty range gives an empty tensor`() {
    #expect(x[1..<1].shape == [0, 4])
    #expect(x[0..., 4...].shape == [3, 0])
  }

  @Test func `elements, rows, columns and blocks can be replaced`() {
    var y = x
    y[0, 0] = Tensor(-1)
    y[1] = [50, 60, 70, 80]
    y[0..., -1] = [0, 0, 0]
    y[1..., 1..<3] = [[1, 2], [3, 4]]
    y[scalarAt: -1, 0] = 99
    #expect(y == [[-1, 2, 3, 0], [50, 1, 2, 0], [99, 3, 4, 0]])
    #expect(y[scalarAt: 1, 0] == 50)
    #expect(x[0, 0] == Tensor(1))
  }

  @Test func `a row can be replaced by another row of the same tensor`() {
    var y = x
    y[0] = y[2]
    #expect(y == [[9, 10, 11, 12], [5, 6, 7, 8], [9, 10, 11, 12]])
    y[0..., 0..<2] = y[0..., 2...]
    #expect(y == [[11, 12, 11, 12], [7, 8, 7, 8], [11, 12, 11, 12]])
  }

  @Test func `a part of a part can be replaced`() {
    var cube = Tensor((0..<24).map(Double.init), shape: [2, 3, 4])
    cube[1, 0..., 2] = [-1, -2, -3]
    #expect(cube[1] == [[12, 13, -1, 15], [16, 17, -2, 19], [20, 21, -3, 23]])
    #expect(cube[0, 2] == [8, 9, 10, 11])
  }

  @Test func `what is put in takes the tensor's type`() {
    var y = Tensor([[1, 2], [3, 4]], dtype: .float64)
    y[0] = [5, 6]
    #expect(y == Tensor([[5, 6], [3, 4]], dtype: .float64))
  }

  @Test func `reshaping keeps the row-major order, of views too`() {
    #expect(x.reshaped([2, 6])[1] == [7, 8, 9, 10, 11, 12])
    #expect(x[1...].reshaped([4, 2]) == [[5, 6], [7, 8], [9, 10], [11, 12]])
    #expect(x[1, 2...].reshaped([2, 1]) == [[7], [8]])
  }

  @Test func `an index outside its axis is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([3, 4])[-4]
    }
    expectSentence(result, "subscript: index -4 is outside an axis of size 3")
  }

  @Test func `a part of another shape is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var x = Tensor.zeros([3, 4])
      x[0] = [1, 2, 3]
    }
    expectSentence(
      result,
      "subscript: can't put a tensor of shape [3] where shape [4] is expected")
  }

  @Test func `reshaping to another number of elements is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([3, 4]).reshaped([5])
    }
    expectSentence(result, "reshape: [3, 4] has 12 elements, but [5] would have 5")
  }
}
