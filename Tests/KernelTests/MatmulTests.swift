import Testing
import UnrollKernels

/// The matrix product against the triple loop.
///
/// With whole numbers every product and sum is exact, so the comparison is for equality; the inputs
/// are surrounded by NaN, and the output by a mark, to catch reading or writing beyond the edges.
@Suite struct MatmulTests {
  @Test(arguments: KernelPath.available)
  func `matmul equals the triple loop at every tile edge`(path: KernelPath) {
    path.run {
      for k in [1, 2, 19] {
        checkEdges(Float.self, rows: 27, columns: 51, k: k)
        checkEdges(Double.self, rows: 27, columns: 27, k: k)
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `matmul equals the triple loop where operands are packed in blocks`(path: KernelPath) {
    path.run {
      for (m, n, k) in [(137, 149, 270), (1, 150, 300), (150, 1, 300), (40, 5, 600)] {
        let product = WholeProduct<Float>(m, n, k)
        for layout in Layout.allCases { product.check(m, n, layout, accumulate: false) }
        product.check(m, n, .rowMajor, accumulate: true)
        WholeProduct<Double>(m, n, k).check(m, n, .bothTransposed, accumulate: true)
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `matmul of real numbers is within rounding of the triple loop`(path: KernelPath) {
    path.run {
      let (m, n, k) = (13, 21, 65)
      var random = TestRandom(seed: 7)
      let a = random.doubles(m * k, in: -1...1)
      let b = random.doubles(k * n, in: -1...1)
      var c = [Double](repeating: 0, count: m * n)
      var single = [Float](repeating: 0, count: m * n)
      unroll_matmul_f64(m, n, k, a, k, 1, b, n, 1, &c, false)
      unroll_matmul_f32(m, n, k, a.map(Float.init), k, 1, b.map(Float.init), n, 1, &single, false)
      for i in 0..<m {
        for j in 0..<n {
          var sum = 0.0
          for p in 0..<k { sum += a[i * k + p] * b[p * n + j] }
          #expect(abs(c[i * n + j] - sum) < 65 * 0x1p-53 * 20)
          #expect(abs(Double(single[i * n + j]) - sum) < 65 * 0x1p-24 * 20)
        }
      }
    }
  }

  /// So a sequence fed step by step, or in smaller batches, gives the same bits.
  @Test(arguments: KernelPath.available)
  func `an element's bits do not depend on the rows and columns around it`(path: KernelPath) {
    path.run {
      let (m, n, k) = (30, 37, 300)
      var random = TestRandom(seed: 8)
      let a = random.doubles(m * k, in: -1...1).map(Float.init)
      let b = random.doubles(k * n, in: -1...1).map(Float.init)
      var whole = [Float](repeating: 0, count: m * n)
      unroll_matmul_f32(m, n, k, a, k, 1, b, n, 1, &whole, false)
      for i in 0..<m {
        var row = [Float](repeating: 0, count: n)
        unroll_matmul_f32(1, n, k, Array(a[(i * k)..<((i + 1) * k)]), k, 1, b, n, 1, &row, false)
        #expect(row == Array(whole[(i * n)..<((i + 1) * n)]), "row \(i)")
      }
      for j in 0..<n {
        let bColumn = (0..<k).map { b[$0 * n + j] }
        var column = [Float](repeating: 0, count: m)
        unroll_matmul_f32(m, 1, k, a, k, 1, bColumn, 1, 1, &column, false)
        #expect(column == (0..<m).map { whole[$0 * n + j] }, "column \(j)")
        var one: Float = 0
        unroll_matmul_f32(1, 1, k, a, k, 1, bColumn, 1, 1, &one, false)
        #expect(one == whole[j])
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `a product over no numbers is zero, or leaves what it accumulates into`(path: KernelPath) {
    path.run {
      var c: [Float] = [1, 2, 3, 4, 5, 6]
      unroll_matmul_f32(2, 3, 0, [9], 0, 1, [9], 3, 1, &c, true)
      #expect(c == [1, 2, 3, 4, 5, 6])
      unroll_matmul_f32(2, 3, 0, [9], 0, 1, [9], 3, 1, &c, false)
      #expect(c == [0, 0, 0, 0, 0, 0])
    }
  }

  /// Every number of rows and columns up to the given ones; the layout and accumulate alternate.
  private func checkEdges<Number: KernelNumber>(
    _: Number.Type, rows: Int, columns: Int, k: Int
  ) {
    let product = WholeProduct<Number>(rows, columns, k)
    for m in 1...rows {
      for n in 1...columns {
        let layout = Layout.allCases[(m + n) % Layout.allCases.count]
        product.check(m, n, layout, accumulate: m * n % 3 == 0)
      }
    }
  }
}
