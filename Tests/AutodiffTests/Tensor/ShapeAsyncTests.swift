import Testing
import UnrollAutodiff

@Suite struct ShapeAsyncTests {
  // A shape whose storage is aligned to 32 bytes made debug builds crash here.
  @Test func `shapes, tensors and variables live across a suspension`() async {
    let shape: Shape = [2, 3]
    let tensor = Tensor.ones(shape)
    let variable = Variable(tensor)
    await Task.yield()
    #expect(tensor.shape == shape)
    #expect(variable.shape == [2, 3])
  }

  @Test(arguments: [[6, 4], [4, 6], [40, 7]] as [Shape])
  func `a shape can be a test's argument`(_ shape: Shape) {
    #expect(shape.count == 2)
  }
}
