import Testing
import UnrollAutodiff

@Suite struct TensorArithmeticTests {
  private let a: Tensor = [[1, 2, 4], [8, 16, 32]]

  @Test func `tensors are added, subtracted, multiplied and divided`() {
    let b: Tensor = [[2], [4]]
    #expect(a + b == [[3, 4, 6], [12, 20, 36]])
    #expect(a - b == [[-1, 0, 2], [4, 12, 28]])
    #expect(a * b == [[2, 4, 8], [32, 64, 128]])
    #expect(a / b == [[0.5, 1, 2], [2, 4, 8]])
    #expect(-a == [[-1, -2, -4], [-8, -16, -32]])
  }

  @Test func `numbers stand on either side`() {
    #expect(2 * a == a + a)
    #expect(a * 2 == a + a)
    #expect(a / 2 == [[0.5, 1, 2], [4, 8, 16]])
    #expect(a + 1 == [[2, 3, 5], [9, 17, 33]])
    #expect(1 + a == a + 1)
    #expect(a - 1 == [[0, 1, 3], [7, 15, 31]])
    #expect(1 - a == [[0, -1, -3], [-7, -15, -31]])
  }

  @Test func `a function is applied to each element`() {
    #expect(a.map { $0 * $0 } == a * a)
  }

  @Test func `plain tensors are multiplied as matrices`() {
    #expect(matmul(a, [[1, 0], [0, 1], [1, 1]]) == [[5, 6], [40, 48]])
  }
}
