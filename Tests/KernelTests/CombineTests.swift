import Foundation
import Testing
import UnrollKernels

/// Two operands, each read by stride, and the scale kernel.
@Suite struct CombineTests {
  struct Function: Sendable {
    let name: String
    let kernel: unroll_binary
    let float: @Sendable (Float, Float) -> Float
    let double: @Sendable (Double, Double) -> Double
  }

  static let functions = [
    Function(name: "add", kernel: unroll_add, float: { $0 + $1 }, double: { $0 + $1 }),
    Function(name: "subtract", kernel: unroll_subtract, float: { $0 - $1 }, double: { $0 - $1 }),
    Function(name: "multiply", kernel: unroll_multiply, float: { $0 * $1 }, double: { $0 * $1 }),
    Function(name: "divide", kernel: unroll_divide, float: { $0 / $1 }, double: { $0 / $1 }),
    Function(
      name: "maximum", kernel: unroll_maximum, float: { $0 > $1 ? $0 : $1 },
      double: { $0 > $1 ? $0 : $1 }),
    Function(
      name: "minimum", kernel: unroll_minimum, float: { $0 < $1 ? $0 : $1 },
      double: { $0 < $1 ? $0 : $1 }),
    Function(name: "power", kernel: unroll_power, float: { powf($0, $1) }, double: { pow($0, $1) }),
  ]

  /// Dense, a broadcast column, a broadcast row, a scalar, and a transposed operand.
  @Test(arguments: KernelPath.available)
  func `combine equals the plain loop bit for bit at every pair of strides`(path: KernelPath) {
    path.run {
      for (rows, columns) in [(1, 1), (3, 5), (2, 21), (7, 1), (4, 16)] {
        let strides = [(columns, 1), (1, 0), (0, 1), (0, 0), (1, rows), (columns + 3, 1), (9, 2)]
        for function in Self.functions {
          for a in strides {
            for b in strides {
              check(Float.self, function.kernel, function.float, rows, columns, a, b)
              check(Double.self, function.kernel, function.double, rows, columns, a, b)
            }
          }
        }
      }
    }
  }

  private func check<Number: KernelNumber>(
    _: Number.Type, _ kernel: unroll_binary, _ f: (Number, Number) -> Number,
    _ rows: Int, _ columns: Int, _ aStrides: (Int, Int), _ bStrides: (Int, Int)
  ) {
    let a = Self.operand(Number.self, seed: 1)
    let b = Self.operand(Number.self, seed: 2)
    var out = [Number](repeating: 12345, count: rows * columns + 1)
    Number.combine(
      kernel, rows, columns, a, aStrides.0, aStrides.1, b, bStrides.0, bStrides.1, &out)
    var same = out[rows * columns] == 12345
    for r in 0..<rows {
      for c in 0..<columns {
        let expected = f(
          a[r * aStrides.0 + c * aStrides.1], b[r * bStrides.0 + c * bStrides.1])
        if out[r * columns + c].bits != expected.bits { same = false }
      }
    }
    #expect(same, "\(Number.self) function \(kernel.rawValue) \(aStrides) \(bStrides)")
  }

  /// Positive numbers, so that any power of them is a number.
  private static func operand<Number: KernelNumber>(_: Number.Type, seed: UInt64) -> [Number] {
    var random = TestRandom(seed: seed)
    return random.doubles(200, in: 0.1...3).map { Number($0) }
  }

  @Test(arguments: KernelPath.available)
  func `combine works in place on either operand`(path: KernelPath) {
    path.run {
      let a = (0..<35).map { Float($0) }
      let bias: [Float] = [10, 20, 30, 40, 50, 60, 70]
      var sum = a
      unroll_combine_f32(unroll_add, 5, 7, sum, 7, 1, bias, 0, 1, &sum)
      #expect(sum == (0..<35).map { a[$0] + bias[$0 % 7] })
      var difference = a
      unroll_combine_f32(unroll_subtract, 5, 7, bias, 0, 1, difference, 7, 1, &difference)
      #expect(difference == (0..<35).map { bias[$0 % 7] - a[$0] })
    }
  }

  @Test(arguments: KernelPath.available)
  func `maximum and minimum are NaN if either operand is`(path: KernelPath) {
    path.run {
      let a = (0..<20).map { $0 % 4 == 1 ? Double.nan : Double($0) }
      let b = (0..<20).map { $0 % 4 == 2 ? Double.nan : 9.5 }
      for f in [unroll_maximum, unroll_minimum] {
        var y = a
        unroll_combine_f64(f, 1, 20, a, 20, 1, b, 20, 1, &y)
        for i in 0..<20 { #expect(y[i].isNaN == (i % 4 == 1 || i % 4 == 2)) }
      }
    }
  }

  /// 0.1 * x + 0.7 with one rounding would differ for many x.
  @Test(arguments: KernelPath.available)
  func `scale rounds twice`(path: KernelPath) {
    path.run {
      for count in [0, 1, 15, 16, 37] {
        let x = (0..<count).map { Double($0) * 0.37 - 3 }
        var y = x + [12345]
        unroll_scale_f64(count, 0.1, 0.7, y, &y)
        let products = x.map { 0.1 * $0 }
        #expect(y == products.map { $0 + 0.7 } + [12345])
        let single = x.map(Float.init)
        var z = [Float](repeating: 0, count: count)
        unroll_scale_f32(count, 0.1, 0.7, single, &z)
        let singleProducts = single.map { 0.1 * $0 }
        #expect(z == singleProducts.map { $0 + 0.7 })
      }
    }
  }
}
