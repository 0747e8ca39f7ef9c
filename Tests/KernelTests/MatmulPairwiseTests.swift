import Testing
import UnrollKernels

/// The matrix product at sizes up to 200, so chosen that each two of rows, columns and inner size meet.
///
/// The triple loop would take minutes without optimisation. Freivalds' check takes a vector instead: where
/// `C = A B`, also `C v = A (B v)`, and where a number of `C` is wrong, its row differs unless the vector has
/// a zero there. All numbers are whole and small, so nothing is rounded.
@Suite struct MatmulPairwiseTests {
  /// Around the widths of vectors and the heights of tiles, and in between.
  static let sizes = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49, 63, 64,
    65, 95, 97, 127, 128, 129, 143, 160, 181, 199, 200,
  ]

  @Test(arguments: KernelPath.available)
  func `every two sizes up to 200 meet, transposed or not`(path: KernelPath) {
    path.run {
      let sizes = Self.sizes
      for (i, m) in sizes.enumerated() {
        for (j, n) in sizes.enumerated() {
          let k = sizes[(i + j) % sizes.count]
          // Two of the four layouts and one of the types, the others at the neighbours.
          for layout in [(i + j) % 4, (i + j + 2) % 4] {
            if (i + layout / 2) % 2 == 0 {
              check(Float.self, m, n, k, layout)
            } else {
              check(Double.self, m, n, k, layout)
            }
          }
        }
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `a transposed left operand with rows longer than a page is right`(path: KernelPath) {
    path.run {
      check(Float.self, 1030, 70, 300, 1)
      check(Double.self, 1030, 70, 300, 3)
    }
  }

  private func check<Number: KernelNumber>(
    _: Number.Type, _ m: Int, _ n: Int, _ k: Int, _ layout: Int
  ) {
    let isTurned = (a: layout & 1 != 0, b: layout & 2 != 0)
    let (a, b) = (Self.wholeNumbers(m * k, 3), Self.wholeNumbers(k * n, 7))
    let (aRow, aColumn) = isTurned.a ? (1, m) : (k, 1)
    let (bRow, bColumn) = isTurned.b ? (1, k) : (n, 1)
    var c = [Number](repeating: 99, count: m * n)
    Number.matmul(
      m, n, k, a.map { Number($0) }, aRow, aColumn, b.map { Number($0) }, bRow, bColumn, &c, false)

    let v = (0..<n).map { [1, -2, 3, 5][$0 % 4] + $0 % 7 }
    let bv = Self.product(k, n, b, bRow, bColumn, v)
    let expected = Self.product(m, k, a, aRow, aColumn, bv)
    let found = Self.product(m, n, c.map { Int($0) }, n, 1, v)
    #expect(found == expected, "\(Number.self) \(m) × \(n), inner \(k), layout \(layout)")
  }

  private static func product(
    _ rows: Int, _ columns: Int, _ matrix: [Int], _ row: Int, _ column: Int, _ v: [Int]
  ) -> [Int] {
    matrix.withUnsafeBufferPointer { matrix in
      (0..<rows).map { i in
        var sum = 0
        for j in 0..<columns { sum &+= matrix[i &* row &+ j &* column] &* v[j] }
        return sum
      }
    }
  }

  /// Numbers of −4…4 that repeat late.
  private static func wholeNumbers(_ count: Int, _ seed: Int) -> [Int] {
    var state = UInt32(truncatingIfNeeded: seed &* 2_654_435_761)
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Int(state >> 24) % 9 - 4
    }
  }
}
