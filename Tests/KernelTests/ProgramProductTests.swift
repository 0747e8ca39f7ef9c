import Foundation
import Testing
import UnrollKernels

/// `C = D + A B` and `C = A B` as steps of a program, at every tile edge.
///
/// With whole numbers every sum is exact, so the comparison is for equality; inputs are surrounded by NaN,
/// the output by a mark, and the output's whole block is compared.
@Suite struct ProgramProductTests {
  @Test(arguments: KernelPath.available)
  func `products equal the triple loop for every two sizes up to 40`(path: KernelPath) {
    path.run {
      checkPairs(Float.self)
      checkPairs(Double.self)
    }
  }

  /// Every pair of rows and columns, of rows and inner sizes, and of columns and inner sizes; the third
  /// size, the layout of A and B, and the kind of D go along.
  private func checkPairs<Number: KernelNumber>(_: Number.Type) {
    let sums = Sums<Number>(40, 40, Array(1...40))
    for x in 1...40 {
      for y in 1...40 {
        let third = (x * 7 + y * 3) % 40 + 1
        let turn = x * 5 + y
        sums.check(x, y, third, turn)
        sums.check(x, third, y, turn + 1)
        sums.check(third, x, y, turn + 2)
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `larger products, of which blocks are packed, equal it too`(path: KernelPath) {
    let sizes = [1, 2, 13, 31, 33, 64, 65, 119, 121, 200]
    path.run {
      checkLarge(Float.self, sizes)
      checkLarge(Double.self, sizes)
    }
  }

  private func checkLarge<Number: KernelNumber>(_: Number.Type, _ sizes: [Int]) {
    let sums = Sums<Number>(200, 200, sizes + [300])
    for (i, m) in sizes.enumerated() {
      for (j, n) in sizes.enumerated() {
        for k in [sizes[(3 * i + j) % sizes.count], 300] { sums.check(m, n, k, i + 2 * j + k) }
      }
    }
  }

  /// Of a transposed A that is packed, more than one block of rows.
  @Test(arguments: KernelPath.available)
  func `products of many rows and of many columns equal it too`(path: KernelPath) {
    path.run {
      let sums = Sums<Float>(1100, 70, [270])
      let wide = Sums<Double>(560, 70, [270])
      for (turn, m) in [505, 513, 1009, 1100].enumerated() {
        sums.check(m, 66 + turn, 270, Addend.allCases[turn], true, turn % 2 == 0, turn)
        wide.check(m / 2 - turn, 70 - turn, 270, Addend.allCases[turn + 1], true, turn % 2 == 1, 0)
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `a right operand that was packed in advance gives the same`(path: KernelPath) {
    path.run {
      checkPacked(Float.self)
      checkPacked(Double.self)
    }
  }

  private func checkPacked<Number: KernelNumber>(_: Number.Type) {
    let sums = Sums<Number>(65, 150, [1, 2, 7, 255, 256, 257, 300])
    for (turn, n) in (Array(1...52) + [64, 65, 96, 127, 128, 150]).enumerated() {
      for (other, k) in [1, 2, 7, 255, 256, 257, 300].enumerated() {
        let m = [1, 2, 5, 6, 12, 13, 25, 65][(turn + 3 * other) % 8]
        let addend = Addend.allCases[(turn + other) % 5]
        sums.check(m, n, k, addend, turn % 3 == 0, other % 2 == 0, turn % 4, packsB: true)
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `every kind of addend beside every layout`(path: KernelPath) {
    path.run {
      let sums = Sums<Float>(27, 40, [1, 6])
      for addend in Addend.allCases {
        for a in [false, true] {
          for b in [false, true] {
            for gap in [0, 1, 16] {
              for (m, n) in [(1, 1), (1, 5), (5, 1), (13, 16), (6, 17), (27, 40), (12, 33), (2, 3)]
              {
                for k in [1, 6] { sums.check(m, n, k, addend, a, b, gap) }
              }
            }
          }
        }
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `a product over no numbers is the addend, or zeros`(path: KernelPath) {
    path.run {
      let sums = Sums<Double>(7, 9, [0])
      for addend in Addend.allCases {
        for (m, n) in [(1, 1), (1, 9), (7, 1), (7, 9)] {
          sums.check(m, n, 0, addend, false, false, 2)
        }
      }
    }
  }

  /// Each sum of k products and an addend is within (k + 1) roundings of its terms' sizes.
  @Test(arguments: KernelPath.available)
  func `products of real numbers are within rounding of sums in Double`(path: KernelPath) {
    path.run {
      for (m, n, k) in [(13, 21, 65), (1, 40, 7), (40, 1, 300), (7, 5, 1), (130, 33, 270)] {
        checkReal(Float.self, m, n, k, unit: 0x1p-24)
        checkReal(Double.self, m, n, k, unit: 0x1p-53)
      }
    }
  }

  private func checkReal<Number: KernelNumber>(
    _: Number.Type, _ m: Int, _ n: Int, _ k: Int, unit: Double
  ) {
    var random = TestRandom(seed: 21)
    func numbers(_ count: Int) -> [Number] { random.doubles(count, in: -1...1).map { Number($0) } }
    let (a, b, d) = (numbers(m * k), numbers(k * n), numbers(n))
    let memory = StepMemory<Number>()
    var step = unroll_step(unroll_step_product_onto, m, n)
    step.inner = UInt32(k)
    step.a = unroll_operand(offset: 0, block: memory.add(a), row: UInt32(k), column: 1)
    step.b = unroll_operand(offset: 0, block: memory.add(b), row: UInt32(n), column: 1)
    step.d = unroll_operand(offset: 0, block: memory.add(d), row: 0, column: 1)
    let zeros = [Number](repeating: 0, count: m * n)
    step.out = unroll_operand(offset: 0, block: memory.add(zeros), row: UInt32(n), column: 1)
    memory.run([step])
    let found = memory.numbers(step.out.block)
    // Some elements: a triple loop over all takes long without optimisation.
    for place in stride(from: 0, to: m * n, by: max(1, m * n / 97)) {
      var (sum, size) = (Double(d[place % n]), abs(Double(d[place % n])))
      for p in 0..<k {
        let term = Double(a[place / n * k + p]) * Double(b[p * n + place % n])
        sum += term
        size += abs(term)
      }
      // As much again for the sum in Double itself.
      let bound = Double(k + 1) * (unit + 0x1p-53) * size
      #expect(abs(Double(found[place]) - sum) <= bound, "\(Number.self) [\(m), \(k)]·[\(k), \(n)]")
    }
  }
}
