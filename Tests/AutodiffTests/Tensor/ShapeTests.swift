import TestSupport
import Testing
import UnrollAutodiff

@Suite struct ShapeTests {
  @Test func `a shape is a collection of sizes`() {
    let shape: Shape = [2, 3, 4]
    #expect(Array(shape) == [2, 3, 4])
    #expect(shape.count == 3)
    #expect(shape[1] == 3)
    #expect(shape.last == 4)
    #expect(shape == Shape([2, 3] + [4]))
    #expect(shape != [2, 3])
    #expect(shape != [2, 3, 4, 1])
    #expect("\(shape)" == "[2, 3, 4]")
  }

  @Test(arguments: [([], 1), ([0], 0), ([2, 3, 4], 24), ([2, 0, 4], 0), ([1, 1], 1)])
  func `the number of elements is the product of the sizes`(sizes: [Int], count: Int) {
    #expect(Shape(sizes).elementCount == count)
  }

  @Test func `equal shapes have equal hashes, however they were made`() {
    var made: Shape = [7, 8]
    made[0] = 2
    made[1] = 3
    #expect(Set([made, [2, 3], Shape([2, 3].lazy.map { $0 })]).count == 1)
  }

  @Test func `a shape has at most eight axes`() async {
    #expect(Shape(Array(repeating: 1, count: 8)).count == 8)
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Shape(Array(repeating: 1, count: 9))
    }
    expectSentence(result, "shape: a tensor has at most 8 axes")
  }

  @Test func `a negative size is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, -1])
    }
    expectSentence(result, "shape: an axis can't have size -1; expected 0 to 2147483647")
  }

  @Test func `an axis that is not there is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let shape: Shape = [2, 3]
      _ = shape[2]
    }
    expectSentence(result, "shape: there is no axis 2 in [2, 3]")
  }
}
