import Foundation
import Testing
import UnrollKernels

/// How the operands of a product lie in memory.
enum Layout: CaseIterable {
  case rowMajor, transposedA, transposedB, bothTransposed, everySecond
}

/// Two matrices of whole numbers in every layout, and their product by the triple loop.
struct WholeProduct<Number: KernelNumber> {
  let rows, columns, k: Int
  private let product, productPlusStart: [Number]
  private let start: Int  // what C holds before a product is accumulated into it
  private let a, b, aTransposed, bTransposed, aSpread, bSpread: [Number]
  private let margin = 70

  init(_ rows: Int, _ columns: Int, _ k: Int) {
    (self.rows, self.columns, self.k) = (rows, columns, k)
    let start = 3
    self.start = start
    var random = TestRandom(seed: 42)
    let a = (0..<rows * k).map { _ in Int.random(in: -8...8, using: &random) }
    let b = (0..<k * columns).map { _ in Int.random(in: -8...8, using: &random) }
    var product = [Int](repeating: 0, count: rows * columns)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        product.withUnsafeMutableBufferPointer { product in
          var i = 0
          while i < rows {
            var p = 0
            while p < k {
              let factor = a[i * k + p]
              var j = 0
              while j < columns {
                product[i * columns + j] &+= factor &* b[p * columns + j]
                j &+= 1
              }
              p &+= 1
            }
            i &+= 1
          }
        }
      }
    }
    self.product = product.map { Number($0) }
    productPlusStart = product.map { Number($0 + start) }

    let poison = [Number](repeating: .nan, count: margin)
    func surrounded(_ x: [Int]) -> [Number] { poison + x.map { Number($0) } + poison }
    func transposed(_ x: [Int], _ rows: Int, _ columns: Int) -> [Int] {
      (0..<columns).flatMap { j in (0..<rows).map { i in x[i * columns + j] } }
    }
    func spread(_ x: [Int]) -> [Number] { poison + x.flatMap { [Number($0), .nan] } + poison }
    self.a = surrounded(a)
    self.b = surrounded(b)
    aTransposed = surrounded(transposed(a, rows, k))
    bTransposed = surrounded(transposed(b, k, columns))
    aSpread = spread(a)
    bSpread = spread(b)
  }

  /// The product of the first m rows and the first n columns.
  func check(_ m: Int, _ n: Int, _ layout: Layout, accumulate: Bool) {
    let mark = Number(12345)
    var c = [Number](repeating: mark, count: m * n + 2 * margin)
    for i in margin..<(margin + m * n) { c[i] = Number(start) }

    func multiply(_ a: [Number], _ aStrides: (Int, Int), _ b: [Number], _ bStrides: (Int, Int)) {
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          c.withUnsafeMutableBufferPointer { c in
            guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else {
              return
            }
            Number.matmul(
              m, n, k, a + margin, aStrides.0, aStrides.1, b + margin, bStrides.0, bStrides.1,
              c + margin, accumulate)
          }
        }
      }
    }
    switch layout {
    case .rowMajor: multiply(a, (k, 1), b, (columns, 1))
    case .transposedA: multiply(aTransposed, (1, rows), b, (columns, 1))
    case .transposedB: multiply(a, (k, 1), bTransposed, (1, k))
    case .bothTransposed: multiply(aTransposed, (1, rows), bTransposed, (1, k))
    case .everySecond: multiply(aSpread, (2 * k, 2), bSpread, (2 * columns, 2))
    }

    let expected = accumulate ? productPlusStart : product
    let same = c.withUnsafeBytes { c in
      expected.withUnsafeBytes { expected in
        (0..<m).allSatisfy { i in
          let size = MemoryLayout<Number>.stride
          guard let row = c.baseAddress, let wanted = expected.baseAddress else { return false }
          return memcmp(row + (margin + i * n) * size, wanted + i * columns * size, n * size) == 0
        }
      }
    }
    #expect(same, "\(Number.self) [\(m), \(k)]·[\(k), \(n)] \(layout), \(accumulate)")
    let untouched =
      c[..<margin].allSatisfy { $0 == mark } && c[(margin + m * n)...].allSatisfy { $0 == mark }
    #expect(untouched, "\(Number.self) [\(m), \(k)]·[\(k), \(n)] \(layout) wrote outside of C")
  }
}
