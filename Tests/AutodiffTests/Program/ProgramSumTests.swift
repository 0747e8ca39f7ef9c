import Testing

@testable import UnrollAutodiff

/// Sums of matrix products: where a product is added to something, and where many are one.
@Suite struct ProgramSumTests {
  /// The steps of a program of a function, which is checked at two other points.
  private func steps(
    _ shapes: [Shape], dtype: DType = .float64, sourceLocation: SourceLocation = #_sourceLocation,
    _ function: @escaping ([Variable]) -> Variable
  ) throws -> Int {
    func point(_ seed: Int) -> [Tensor] {
      shapes.enumerated().map { numbers($1, seed + 10 * $0, dtype: dtype) }
    }
    let run = try ProgramRun(at: point(1)) { x, _ in [function(x)] }
    let (relative, absolute) = dtype == .float64 ? (1e-12, 1e-13) : (1e-4, 1e-4)
    for seed in [2, 3] {
      run.expectEqual(
        at: point(seed), relative: relative, absolute: absolute, sourceLocation: sourceLocation)
    }
    // Counted without gradients.
    let tape = Tape()
    let inputs = point(1).map { tape.variable($0) }
    return try Program(tape, inputs: inputs, results: [function(inputs)]).stepCount
  }

  @Test(arguments: [DType.float64, .float32])
  func `a matrix and a product are one step, in either order`(dtype: DType) throws {
    let shapes: [Shape] = [[3, 4], [3, 5], [5, 4]]
    #expect(try steps(shapes, dtype: dtype) { $0[0] + matmul($0[1], $0[2]) } == 1)
    #expect(try steps(shapes, dtype: dtype) { matmul($0[1], $0[2]) + $0[0] } == 1)
  }

  @Test(arguments: [[4], [1, 4], [3, 1], [1], [], [1, 1]] as [Shape])
  func `a bias that is repeated is added on the way`(bias: Shape) throws {
    let count = try steps([bias, [3, 5], [5, 4]]) { $0[0] + matmul($0[1], $0[2]) }
    // A column is no row of the result: it is laid out first.
    #expect(count == (bias.last == 4 ? 1 : 2))
  }

  @Test func `sizes of 1 are added rightly`() throws {
    for (m, n, k) in [(1, 1, 1), (1, 4, 3), (3, 1, 4), (3, 4, 1), (1, 1, 5), (5, 1, 1), (1, 5, 1)] {
      for d in [[m, n], [n], [m, 1], []] as [Shape] {
        _ = try steps([d, [m, k], [k, n]]) { $0[0] + matmul($0[1], $0[2]) }
        _ = try steps([d, [k, m], [n, k]]) {
          matmul($0[1], $0[2], transposeA: true, transposeB: true) + $0[0]
        }
      }
    }
  }

  /// `Cᵀ = Bᵀ Aᵀ` where the columns of `C` would fill their vectors badly and its rows do not.
  @Test(arguments: [DType.float64, .float32])
  func `a product of long sums is computed turned where that fills vectors`(dtype: DType) throws {
    func steps(_ m: Int, _ n: Int, _ k: Int) throws -> Int {
      try self.steps([[k, m], [k, n]], dtype: dtype) { matmul($0[0], $0[1], transposeA: true) }
    }
    // A product and a copy; the sums of the last are too short for that.
    #expect(try steps(32, 17, 150) == 2)
    #expect(try steps(17, 32, 150) == 1)
    #expect(try steps(32, 17, 60) == 1)
  }

  @Test func `a product that is a factor elsewhere too is computed once, by itself`() throws {
    let count = try steps([[3, 4], [3, 5], [5, 4]]) { x in
      let product = matmul(x[1], x[2])
      return x[0] + product + tanh(product)
    }
    #expect(count == 4)
  }

  /// `a₀ᵀb₀ + a₁ᵀb₁ + …`, of parts of two inputs, as they follow one another.
  private func chain(
    _ order: [Int], count: Int, m: Int = 2, k: Int = 3, n: Int = 4,
    change: @escaping (Variable) -> Variable = { $0 },
    end: @escaping (Variable) -> Variable = { $0 }
  ) throws -> Int {
    try steps([[count, m, k], [count, m, n]]) { x in
      let (a, b) = (unstack(x[0]), unstack(x[1]))
      let products = order.map { change(matmul(a[$0], b[$0], transposeA: true)) }
      return end(products.dropFirst().reduce(products[0], +))
    }
  }

  @Test func `products whose operands follow one another are one, in either direction`() throws {
    for count in [2, 3, 7, 40] {
      #expect(try chain(Array(0..<count), count: count) == 1)
      #expect(try chain(Array((0..<count).reversed()), count: count) == 1)
    }
  }

  @Test func `a chain that is interrupted is one product for each part`() throws {
    #expect(try chain([0, 1, 2, 4, 5], count: 6) == 2)
    #expect(try chain([5, 4, 2, 1, 0], count: 6) == 2)
    #expect(try chain([0, 1, 2, 1, 0], count: 4) == 2)
    #expect(try chain([3, 3, 3], count: 4) == 3)
    #expect(try chain([0, 2, 4, 6], count: 7) == 4)
    #expect(try chain([1, 0, 2, 3], count: 4) == 2)
  }

  @Test func `chains of matrices with sizes of 1 are joined rightly`() throws {
    for (m, k, n) in [(1, 1, 1), (1, 3, 4), (2, 1, 4), (2, 3, 1), (1, 1, 4), (1, 3, 1), (2, 1, 1)] {
      #expect(try chain(Array(0..<5), count: 5, m: m, k: k, n: n) == 1, "\(m) \(k) \(n)")
      _ = try chain([4, 3, 2, 0, 1], count: 5, m: m, k: k, n: n)
    }
  }

  @Test func `a chain under another shape, with a bias, and turned afterwards`() throws {
    let order = Array(0..<6)
    #expect(try chain(order, count: 6, change: { $0.reshaped([12]) }) == 1)
    #expect(try chain(order, count: 6, change: { $0.reshaped([2, 1, 6]) }) == 1)
    #expect(try chain(order, count: 6, end: { $0 + Variable(numbers([4], 9)) }) == 1)
    #expect(try chain(order, count: 6, end: { tanh($0) + 1 }) == 3)
    _ = try chain(order, count: 6, end: { $0.transposed() })
    _ = try chain(order, count: 6, end: { stack([$0, $0, tanh($0)], axis: 2) })
    _ = try chain(order, count: 6, end: { concatenate([$0, $0 * $0], axis: 1) })
  }

  @Test func `a chain whose one operand stays the same is right`() throws {
    for order in [[0, 1, 2], [2, 1, 0]] {
      _ = try steps([[3, 2, 4], [2, 5]]) { x in
        let a = unstack(x[0])
        let products = order.map { matmul(a[$0], x[1], transposeA: true) }
        return products.dropFirst().reduce(products[0], +)
      }
      // A matrix of one repeated column follows itself.
      _ = try steps([[3, 4, 2], [5, 1]]) { x in
        let (b, left) = (unstack(x[0]), x[1].broadcast(to: [5, 4]))
        let products = order.map { matmul(left, b[$0]) }
        return products.dropFirst().reduce(products[0], +)
      }
    }
  }

  @Test func `values computed in each step are put where they are one product in the end`() throws {
    func count(_ time: Int) throws -> Int {
      try steps([[time, 2, 3], [time, 2, 4]]) { x in
        let products = zip(unstack(x[0]), unstack(x[1])).map {
          matmul(tanh($0), sigmoid($1), transposeA: true)
        }
        return products.dropFirst().reduce(products[0], +)
      }
    }
    // One step for each tanh and each sigmoid, and one product.
    #expect(try count(3) == 2 * 3 + 1)
    #expect(try count(20) == 2 * 20 + 1)
  }

  @Test func `other terms between the products are added too`() throws {
    let shapes: [Shape] = [[4, 2, 3], [4, 2, 5], [3, 5], [5], [3, 1]]
    let count = try steps(shapes) { x in
      let (a, b) = (unstack(x[0]), unstack(x[1]))
      func product(_ t: Int) -> Variable { matmul(a[t], b[t], transposeA: true) }
      return x[4] + product(0) + (x[2] + product(1)) + (product(2) + product(3)) + x[3]
    }
    #expect(count <= 4)
  }

  @Test func `a sum of plain terms is right, whatever stands first`() throws {
    _ = try steps([[3, 4], [4], [3, 1], []]) { $0[3] + $0[1] + $0[2] + $0[0] }
    _ = try steps([[3, 4], [4]]) { $0[1] + $0[1] + $0[0] + $0[0] }
  }

  @Test func `a network unrolled in time: its steps grow by the same for each time step`() throws {
    func count(_ time: Int) throws -> Int {
      let point = [
        numbers([time, 2, 3], 1), numbers([3, 5], 2), numbers([5, 5], 3), numbers([5], 4),
      ]
      let run = try ProgramRun(at: point) { x, _ in
        let first = tanh(matmul(unstack(x[0])[0], x[1]) + x[3])
        return [
          unstack(x[0]).dropFirst().reduce(first) { h, x0 in
            tanh(matmul(x0, x[1]) + matmul(h, x[2]) + x[3])
          }
        ]
      }
      run.expectEqual(at: point.enumerated().map { numbers($1.shape, 20 + $0) })
      return run.program.stepCount
    }
    let counts = try [5, 10, 15].map(count)
    #expect(counts[2] - counts[1] == counts[1] - counts[0])
    // Forwards two products and tanh; backwards its pullback and two products, for the state and for the
    // input, whose gradient is asked for too, and the bias's gradient, which is summed and added. The
    // weights' gradients are one product each.
    #expect(counts[1] - counts[0] == 5 * 8)
  }
}
