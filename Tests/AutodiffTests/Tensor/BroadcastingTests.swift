import TestSupport
import Testing
import UnrollAutodiff

@Suite struct BroadcastingTests {
  @Test func `shapes broadcast as NumPy's broadcast_shapes says`() {
    for row in TensorReference.numPy.broadcasts {
      guard let result = row.result else { continue }
      let (a, b) = (Tensor.ones(Shape(row.a)), Tensor.ones(Shape(row.b)))
      #expect((a + b).shape == Shape(result), "\(row.a) with \(row.b)")
      #expect((b + a).shape == Shape(result), "\(row.b) with \(row.a)")
    }
  }

  private static let misfits = TensorReference.numPy.broadcasts.filter { $0.result == nil }

  @Test(arguments: misfits.map { [$0.a, $0.b] })
  func `shapes that NumPy refuses are refused`(pair: [[Int]]) async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [pair] in
      _ = Variable(.ones(Shape(pair[0]))) * Variable(.ones(Shape(pair[1])))
    }
    expectSentence(result, "multiply: can't broadcast \(pair[0]) with \(pair[1]); sizes")
  }

  @Test func `a repeated operand meets every element, in row-major order`() {
    let table: Tensor = [[0, 10, 20], [30, 40, 50]]
    #expect(table + [1, 2, 3] == [[1, 12, 23], [31, 42, 53]])
    #expect([1, 2, 3] + table == [[1, 12, 23], [31, 42, 53]])
    #expect(table + [[1], [2]] == [[1, 11, 21], [32, 42, 52]])
    #expect([[1], [2]] - table == [[1, -9, -19], [-28, -38, -48]])
    let cube = Tensor((0..<12).map(Double.init), shape: [2, 3, 2])
    let column: Tensor = [[100], [200], [300]]
    #expect(
      (cube + column).elements == [100, 101, 202, 203, 304, 305, 106, 107, 208, 209, 310, 311])
    #expect((column + cube).elements == (cube + column).elements)
    let plane = Tensor([100, 200], shape: [2, 1, 1])
    #expect(
      (cube + plane).elements == [100, 101, 102, 103, 104, 105, 206, 207, 208, 209, 210, 211])
    let alternate: Tensor = [[[10, 20]], [[30, 40]]]
    #expect((cube + alternate).elements == [10, 21, 12, 23, 14, 25, 36, 47, 38, 49, 40, 51])
  }

  @Test func `axes repeated in turns on both sides meet rightly`() {
    // [2, 1, 2, 1] with [3, 1, 2]: every axis is repeated on one side, none can be merged.
    let a = Tensor([0, 1, 2, 3], shape: [2, 1, 2, 1])
    let b = Tensor([0, 10, 20, 30, 40, 50], shape: [3, 1, 2])
    let sum = a + b
    #expect(sum.shape == [2, 3, 2, 2])
    for i in 0..<2 {
      for j in 0..<3 {
        for k in 0..<2 {
          for l in 0..<2 {
            #expect(sum[scalarAt: i, j, k, l] == Double(2 * i + k + 10 * (2 * j + l)))
          }
        }
      }
    }
  }

  @Test func `plain tensors that don't fit stop with the operation's own name`() async {
    let add = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.ones([2, 3]) + .ones([2, 4])
    }
    expectSentence(add, "add: can't broadcast")
    let divide = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor.ones([2, 3]) / .ones([2, 4])
    }
    expectSentence(divide, "divide: can't broadcast")
  }
}
