import Testing
import UnrollNumerics

@testable import UnrollLectures

@Suite struct ColumnAlgebraTests {
  private let a: Matrix = [[1, 2, 3], [4, 5, 6]]
  private let b: Matrix = [[7, 8, 9], [-1, -2, -3]]

  @Test func `sum and elementwise product take equal places`() {
    #expect(a + b == [[8, 10, 12], [3, 3, 3]])
    #expect(a.times(b) == [[7, 16, 27], [-4, -10, -18]])
    #expect(a.map { -$0 } == [[-1, -2, -3], [-4, -5, -6]])
  }

  @Test func `matrices stand beside and above each other`() {
    #expect(Matrix.beside(a, [[7], [8]]) == [[1, 2, 3, 7], [4, 5, 6, 8]])
    #expect(Matrix.above([[1], [2]], [[3]]) == [[1], [2], [3]])
  }

  @Test func `the distance is relative to the largest element`() {
    #expect(Matrix.distance([[100, 1]], [[100, 2]]) == 0.01)
    #expect(Matrix.distance([[100, 1]], [[50, 1]]) == 0.5)
    #expect(Matrix.distance([[-3]], [[3]]) == 2)
    #expect(Matrix.distance(a, a) == 0)
    #expect(Matrix.distance([[0, 0]], [[0, 0]]) == 0)
  }

  @Test(arguments: [Double.nan, .infinity])
  func `what is not a number never agrees`(_ odd: Double) {
    #expect(Matrix.distance([[1, odd]], [[1, odd]]) == .infinity)
    #expect(Matrix.distance([[1, odd]], [[1, 2]]) == .infinity)
    #expect(Matrix.distance([[1, 2]], [[odd, 2]]) == .infinity)
    #expect(RecurrentEquation.Agreement(states: 0, gradients: .infinity).worst == .infinity)
  }

  @Test func `random numbers fill the range evenly and follow the seed`() {
    var generator = SeededGenerator(seed: 1)
    let numbers = Matrix.random(30, 40, limit: 2, using: &generator)
    #expect(numbers.rows == 30 && numbers.columns == 40)
    #expect(numbers.elements.allSatisfy { abs($0) <= 2 })
    #expect(numbers.largestMagnitude > 1.9)
    #expect(abs(numbers.elements.reduce(0, +) / 1200) < 0.1)
    var again = SeededGenerator(seed: 1)
    #expect(Matrix.random(30, 40, limit: 2, using: &again) == numbers)
  }
}
