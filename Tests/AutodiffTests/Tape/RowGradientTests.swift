import TestSupport
import Testing
import UnrollAutodiff

@Suite struct RowGradientTests {
  // By hand: row 4 is looked up three times, row 0 twice, row 2 once.
  @Test func `rows are in order, each once, with the sum of what belongs to it`() {
    let gradient = RowGradient(
      [6, 2],
      adding: [
        ([4, 0, 4], [[1, 2], [3, 4], [5, 6]]),
        (IntTensor([[2, 0], [4, 4]]).rows(0..<1), [[[7, 8], [9, 10]]]),
        ([4], [[100, 200]]),
      ])
    #expect(gradient.shape == [6, 2])
    #expect(gradient.rows == [0, 2, 4])
    #expect(gradient.values == [[12, 14], [7, 8], [106, 208]])
    #expect(gradient.dense == [[12, 14], [0, 0], [7, 8], [0, 0], [106, 208], [0, 0]])
  }

  @Test(arguments: [DType.float32, .float64], [1, 41, 300, 100_000])
  func `what belongs to a row is added up in order, as scatterAdd does, bit for bit`(
    dtype: DType, rows: Int
  ) {
    let count = 500
    let indices = IntTensor((0..<count).map { ($0 * $0 * 7919) % rows })
    let numbers = (0..<(count * 3)).map { Double($0 * 7919 % 1009) * 0.1 - 50 }
    let values = Tensor(numbers, shape: [count, 3], dtype: dtype)
    let gradient = RowGradient([rows, 3], adding: [(indices, values)])
    #expect(gradient.dense == scatterAdd(Variable(values), indices, rowCount: rows).value)
    #expect(gradient.rows.elements == Set(indices.elements).sorted())
    #expect(gradient.values.dtype == dtype)
  }

  @Test func `no rows at all make a gradient of zeros`() {
    let gradient = RowGradient([3, 2], adding: [([], .zeros([0, 2]))])
    #expect(gradient.rows.elementCount == 0)
    #expect(gradient.dense == .zeros([3, 2]))
  }

  @Test func `a large table costs no more than a small one`() {
    func bytes(rows: Int) -> Int {
      let before = MemoryCount.current
      _ = RowGradient([rows, 3], adding: [([rows - 1, 0], .ones([2, 3]))])
      return (MemoryCount.current - before).bytes
    }
    #expect(bytes(rows: 1_000_000) == bytes(rows: 10))
  }

  @Test func `values that don't fit the indices stop`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = RowGradient([5, 3], adding: [([1, 2], .ones([3, 3]))])
    }
    expectSentence(
      result, "RowGradient: got values of shape [3, 3], float32; expected [2, 3], a row")
  }

  @Test func `an index outside the table stops`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = RowGradient([5, 3], adding: [([1, 5], .ones([2, 3]))])
    }
    expectSentence(result, "RowGradient: index 5 at place 1 is outside 0..<5")
  }

  @Test func `rows that are put into a table leave copies of it as they are`() {
    let whole = Tensor((0..<20).map(Double.init), shape: [10, 2])
    var part = whole[4..<8]
    part.replaceRows(at: [3, 0], with: [[-1, -2], [-3, -4]])
    #expect(part == [[-3, -4], [10, 11], [12, 13], [-1, -2]])
    #expect(whole.elements == (0..<20).map(Double.init))
  }
}
