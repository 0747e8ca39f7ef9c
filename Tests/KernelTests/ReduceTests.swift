import Testing
import UnrollKernels

/// Sums and maxima along an axis.
@Suite struct ReduceTests {
  static let counts = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 1029]

  @Test(arguments: KernelPath.available)
  func `reductions equal the plain loop on every axis`(path: KernelPath) {
    path.run {
      for count in Self.counts {
        for (outer, inner) in [(1, 1), (3, 1), (2, 2), (1, 21), (2, 37)]
        where count < 500 || outer == 1 {
          check(Float.self, outer, count, inner)
          check(Double.self, outer, count, inner)
        }
      }
      // Wider than a strip, which are columns that are read together.
      for (outer, count, inner) in [(2, 33, 257), (1, 70, 300), (1, 131, 520)] {
        check(Float.self, outer, count, inner)
        check(Double.self, outer, count, inner)
      }
    }
  }

  private func check<Number: KernelNumber>(
    _: Number.Type, _ outer: Int, _ count: Int, _ inner: Int
  ) {
    var random = TestRandom(seed: 5)
    let whole = (0..<outer * count * inner).map { _ in Int.random(in: -9...(-1), using: &random) }
    let x = whole.map { Number($0) }
    var sums = [Number](repeating: 12345, count: outer * inner + 1)
    var maxima = sums
    Number.reduce(unroll_sum, outer, count, inner, x, &sums)
    Number.reduce(unroll_max, outer, count, inner, x, &maxima)
    for o in 0..<outer {
      for i in 0..<inner {
        var sum = 0
        var maximum = Int.min
        for t in 0..<count {
          let value = whole[(o * count + t) * inner + i]
          sum += value
          maximum = max(maximum, value)
        }
        let place = o * inner + i
        #expect(sums[place] == Number(sum), "\(Number.self) \(outer) \(count) \(inner) at \(place)")
        #expect(maxima[place] == Number(maximum), "\(Number.self) \(outer) \(count) \(inner)")
      }
    }
    #expect(sums[outer * inner] == 12345 && maxima[outer * inner] == 12345)
  }

  @Test(arguments: KernelPath.available)
  func `a sum over nothing is zero`(path: KernelPath) {
    path.run {
      var y: [Float] = [7, 7, 7]
      unroll_reduce_f32(unroll_sum, 1, 0, 3, [0], &y)
      #expect(y == [0, 0, 0])
      unroll_reduce_f32(unroll_sum, 1, 0, 1, [0], &y)
      #expect(y[0] == 0)
    }
  }

  @Test(arguments: KernelPath.available)
  func `the maximum is NaN if any number is`(path: KernelPath) {
    path.run {
      for count in [1, 5, 16, 40, 70] {
        for place in 0..<count {
          var x = (0..<count).map { Float($0) }
          x[place] = .nan
          var y: Float = 0
          unroll_reduce_f32(unroll_max, 1, count, 1, x, &y)
          #expect(y.isNaN, "\(place) of \(count)")
          var columns: [Float] = [0, 0]
          unroll_reduce_f32(unroll_max, 1, count, 2, x.flatMap { [$0, 1] }, &columns)
          #expect(columns[0].isNaN && columns[1] == 1)
        }
      }
    }
  }

  /// One after the other, a million times 0.1 comes to 100958.34 in `Float`.
  @Test(arguments: KernelPath.available)
  func `the rounding error of a long sum stays small`(path: KernelPath) {
    path.run {
      let x = [Float](repeating: 0.1, count: 1_000_000)
      var y: Float = 0
      unroll_reduce_f32(unroll_sum, 1, x.count, 1, x, &y)
      #expect(abs(y - 100_000) < 0.1)
      var columns: [Float] = [0, 0]
      unroll_reduce_f32(unroll_sum, 1, x.count / 2, 2, x, &columns)
      #expect(abs(columns[0] - 50_000) < 0.1 && columns[0] == columns[1])
    }
  }

  @Test func `every path adds in the same order`() {
    var random = TestRandom(seed: 6)
    let x = random.doubles(3_001, in: -1...1)
    let sums = KernelPath.available.map { path in
      var y = [Double](repeating: 0, count: 4)
      path.run {
        unroll_reduce_f64(unroll_sum, 1, 3_001, 1, x, &y)
        var columns = [Double](repeating: 0, count: 3)
        unroll_reduce_f64(unroll_sum, 1, 1_000, 3, x, &columns)
        y[1...] = columns[...]
      }
      return y
    }
    #expect(sums.allSatisfy { $0 == sums[0] })
  }
}
