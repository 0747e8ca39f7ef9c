import Testing
import UnrollAutodiff

@Suite struct TensorMemoryTests {
  @Test func `a copy never changes when the original does`() {
    var original: Tensor = [[1, 2], [3, 4]]
    let copy = original
    original[0, 1] = Tensor(20)
    #expect(copy == [[1, 2], [3, 4]])
    #expect(original == [[1, 20], [3, 4]])
  }

  @Test func `a view never changes when the original does`() {
    var original: Tensor = [[1, 2], [3, 4]]
    let row = original[1]
    let shaped = original.reshaped([4])
    original[1] = [30, 40]
    #expect(row == [3, 4])
    #expect(shaped == [1, 2, 3, 4])
    #expect(original == [[1, 2], [30, 40]])
  }

  @Test func `the original never changes when a view does`() {
    let original: Tensor = [[1, 2], [3, 4]]
    var row = original[1]
    row[0] = Tensor(30)
    var shaped = original.reshaped([4])
    shaped[3] = Tensor(40)
    #expect(original == [[1, 2], [3, 4]])
    #expect(row == [30, 4])
    #expect(shaped == [1, 2, 3, 40])
  }

  @Test func `a view outlives what it was cut from`() {
    var row: Tensor
    do {
      let original = Tensor((0..<1_000).map(Double.init), shape: [10, 100])
      row = original[7]
    }
    #expect(row[3] == Tensor(703))
    row[3] = Tensor(1)
    #expect(row[3] == Tensor(1))
    #expect(row[4] == Tensor(704))
  }

  @Test func `slices along the first axis and new shapes copy nothing`() {
    let x = Tensor.zeros([10, 100])
    let before = MemoryCount.current
    _ = x[3]
    _ = x[2..<5]
    _ = x.reshaped([100, 10])[1]
    #expect(MemoryCount.current == before)
    _ = x[0..., 1]
    let column = MemoryCount.current - before
    #expect(column.allocations == 1)
    #expect(column.bytes == 40)
  }

  @Test func `tensors are read from several threads at once`() async {
    let x = Tensor((0..<1_000).map(Double.init), dtype: .float64)
    let sums = await withTaskGroup(of: Double.self) { group in
      for _ in 0..<8 {
        group.addTask {
          var own = x
          own[0] = Tensor(1)
          return own.sum().item() + x.sum().item()
        }
      }
      return await group.reduce(into: [Double]()) { $0.append($1) }
    }
    #expect(sums == Array(repeating: 999_001, count: 8))
  }
}
