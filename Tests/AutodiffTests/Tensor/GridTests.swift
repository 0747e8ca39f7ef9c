import Testing
import UnrollAutodiff

@Suite struct GridTests {
  @Test func `a grid holds a tensor's numbers in any type`() {
    let x: Tensor = [[1, 2, 3], [4, 5, 6]]
    var grid = Grid<Double>(x)
    #expect(grid[[1, 2]] == 6)
    grid[[0, 1]] = -2
    #expect(Tensor(grid, dtype: .float32) == [[1, -2, 3], [4, 5, 6]])
    #expect(Grid<Float>(x).map { $0 * $0 }.elements == [1, 4, 9, 16, 25, 36])
  }

  @Test func `places run through a shape in row-major order`() {
    let places = Grid<Double>.places([2, 3])
    #expect(places == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]])
    #expect(Grid<Double>.places([]) == [[]])
    #expect(Grid<Double>.places([2, 0]).isEmpty)
  }

  @Test func `a grid is read as if it were broadcast`() {
    let column = Grid<Double>([2, 1], [10, 20])
    #expect(column[broadcastTo: [1, 2]] == 20)
    #expect(column[broadcastTo: [5, 0, 2]] == 10)
  }
}
