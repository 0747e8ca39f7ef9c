import Testing
import UnrollKernels

/// Copying, adding, gathering and scattering rows; conversion between the two number types.
@Suite struct RowsTests {
  @Test func `copying rows leaves the gaps between them alone`() {
    let from = (0..<12).map { Int32($0) }
    var to = [Int32](repeating: -1, count: 10)
    unroll_copy_rows(3, 8, from, 16, &to, 12)
    #expect(to == [0, 1, -1, 4, 5, -1, 8, 9, -1, -1])
    var dense = [Int32](repeating: -1, count: 12)
    unroll_copy_rows(3, 16, from, 16, &dense, 16)
    #expect(dense == from)
    unroll_copy_rows(0, 8, from, 8, &to, 8)
    #expect(to[0] == 0)
  }

  @Test(arguments: KernelPath.available)
  func `adding rows adds to a region of a wider matrix`(path: KernelPath) {
    path.run {
      checkAddRows(Float.self)
      checkAddRows(Double.self)
    }
  }

  private func checkAddRows<Number: KernelNumber>(_: Number.Type) {
    for columns in [1, 4, 19] {
      for (fromRow, toRow) in [(columns, columns), (columns + 2, columns), (columns, columns + 5)] {
        let from = (0..<3 * fromRow).map { Number($0) }
        var to = [Number](repeating: 100, count: 3 * toRow)
        Number.addRows(3, columns, from, fromRow, &to, toRow)
        for r in 0..<3 {
          for c in 0..<toRow {
            #expect(to[r * toRow + c] == 100 + (c < columns ? from[r * fromRow + c] : 0))
          }
        }
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `gather reads rows and scatter adds them back, repeated rows too`(path: KernelPath) {
    path.run {
      checkGatherAndScatter(Float.self)
      checkGatherAndScatter(Double.self)
    }
  }

  private func checkGatherAndScatter<Number: KernelNumber>(_: Number.Type) {
    let indices: [Int32] = [2, 0, 2, 3, 2]
    for columns in [1, 5, 21] {
      let table = (0..<4 * columns).map { Number($0) }
      var rows = [Number](repeating: 0, count: 5 * columns)
      Number.gather(5, columns, table, indices, &rows)
      for r in 0..<5 {
        for c in 0..<columns {
          #expect(rows[r * columns + c] == table[Int(indices[r]) * columns + c])
        }
      }
      var sums = [Number](repeating: 1, count: 4 * columns)
      Number.scatterAdd(5, columns, rows, indices, &sums)
      let times: [Number] = [1, 0, 3, 1]
      for r in 0..<4 {
        for c in 0..<columns {
          #expect(sums[r * columns + c] == 1 + times[r] * table[r * columns + c])
        }
      }
    }
  }

  @Test func `widening is exact and narrowing rounds to nearest`() {
    for count in [0, 1, 7, 8, 19] {
      let doubles = (0..<count).map { Double($0) * 0.1 - 0.3 }
      var floats = [Float](repeating: 12345, count: count + 1)
      unroll_narrow(count, doubles, &floats)
      #expect(floats == doubles.map(Float.init) + [12345])
      var wide = [Double](repeating: 12345, count: count + 1)
      unroll_widen(count, floats, &wide)
      #expect(wide == floats.dropLast().map(Double.init) + [12345])
    }
    var edge: [Float] = [0, 0, 0]
    unroll_narrow(3, [1e300, -.infinity, .nan], &edge)
    #expect(edge[0] == .infinity && edge[1] == -.infinity && edge[2].isNaN)
  }
}
