import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics

@Suite struct TensorTests {
  @Test func `tensors are made from elements, shapes and types`() {
    let x = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3], dtype: .float64)
    #expect(x.shape == [2, 3])
    #expect(x.dtype == .float64)
    #expect(x.rank == 2)
    #expect(x.elementCount == 6)
    #expect(x.elements == [1, 2, 3, 4, 5, 6])
    #expect(Tensor([0.5 as Float, 1.5], shape: [2]).elements == [0.5, 1.5])
    #expect(Tensor([1.0, 2.0]).dtype == .float32)
    #expect(Tensor(7).shape == [])
    #expect(Tensor(7).item() == 7)
    #expect(Tensor(repeating: 2, shape: [2, 2]) == [[2, 2], [2, 2]])
    #expect(Tensor.zeros([2]) == [0, 0])
    #expect(Tensor.ones([1, 2]) == [[1, 1]])
    #expect(Tensor.identity(3) == [[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    #expect(Tensor.zeros([0, 3]).elements == [])
  }

  @Test func `float32 elements are rounded to nearest`() {
    #expect(Tensor([0.1]).elements == [Double(Float(0.1))])
    #expect(Tensor([0.1]).floats == [0.1])
    #expect(Tensor([0.1], dtype: .float64).elements == [0.1])
    #expect(Tensor([0.1], dtype: .float64).floats == [0.1])
  }

  @Test func `uniform numbers repeat with their seed and keep to their range`() {
    var (first, second) = (SeededGenerator(seed: 1), SeededGenerator(seed: 1))
    let x = Tensor.uniform([50, 20], in: -2..<3, dtype: .float64, using: &first)
    #expect(x == .uniform([50, 20], in: -2..<3, dtype: .float64, using: &second))
    #expect(x.elements.allSatisfy { $0 >= -2 && $0 < 3 })
    #expect((x.mean().item() - 0.5).magnitude < 0.2)
  }

  @Test func `equality means shape, type and numbers`() {
    let x: Tensor = [[1, 2]]
    #expect(x == [[1, 2]])
    #expect(x != [1, 2])
    #expect(x != [[1, 3]])
    #expect(x != Tensor([[1, 2]], dtype: .float64))
    let nothing: Tensor = [.number(.nan)]
    #expect(nothing != nothing)
  }

  @Test func `elements that don't fill the shape are refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor([1, 2, 3, 4, 5], shape: [2, 3])
    }
    expectSentence(result, "tensor: shape [2, 3] holds 6 elements, not 5")
  }

  @Test func `item of many elements is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor([1, 2, 3]).item()
    }
    expectSentence(result, "item: expected a tensor with one element; this one has shape [3]")
  }
}
