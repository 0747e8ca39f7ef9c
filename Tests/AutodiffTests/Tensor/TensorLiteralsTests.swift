import TestSupport
import Testing
import UnrollAutodiff

@Suite struct TensorLiteralsTests {
  @Test func `nested literals give the shape`() {
    let vector: Tensor = [1, 2.5, 3]
    #expect(vector.shape == [3])
    let cube: Tensor = [[[1, 2], [3, 4], [5, 6]]]
    #expect(cube.shape == [1, 3, 2])
    #expect(cube.elements == [1, 2, 3, 4, 5, 6])
    let nothing: Tensor = []
    #expect(nothing.shape == [0])
    let emptyRows: Tensor = [[], []]
    #expect(emptyRows.shape == [2, 0])
  }

  @Test func `literals hold negative numbers and negated lists`() {
    let x: Tensor = [[-1, 2], [3, -4.5]]
    #expect(x.elements == [-1, 2, 3, -4.5])
    let y: Tensor = [-[1, -2], [3, 4]]
    #expect(y.elements == [-1, 2, 3, 4])
  }

  @Test func `a literal takes the type it is given`() {
    #expect(Tensor([[0.1, -2]], dtype: .float64).elements == [0.1, -2])
    #expect(Tensor([[0.1, -2]], dtype: .float64).shape == [1, 2])
    #expect(Tensor([1, 2, 3], dtype: .float64).shape == [3])
    #expect(Tensor([[1, 2], [3, 4]]).dtype == .float32)
    #expect(Tensor(2, dtype: .float64).item() == 2)
    #expect(Tensor(1 / 4).item() == 0.25)
  }

  @Test func `rows known at run time become a matrix, blocks of rows three axes`() {
    let rows = (0..<2).map { row in (0..<3).map { Double(3 * row + $0) } }
    #expect(Tensor(rows) == [[0, 1, 2], [3, 4, 5]])
    let blocks = Tensor([rows, rows], dtype: .float64)
    #expect(blocks.shape == [2, 2, 3] && blocks.dtype == .float64 && blocks[1, 1, 0].item() == 3)
  }

  @Test func `a ragged literal is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x: Tensor = [[1, 2, 3], [4, 5]]
      _ = x
    }
    expectSentence(
      result, "tensor: the literal is ragged; item 1 has shape [2], but item 0 has [3]")
  }

  @Test func `a literal that mixes numbers and lists is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x: Tensor = [1, [2, 3]]
      _ = x
    }
    expectSentence(
      result, "tensor: the literal is ragged; item 1 has shape [2], but item 0 has []")
  }
}
