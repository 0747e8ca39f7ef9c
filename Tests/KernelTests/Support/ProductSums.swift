import Testing
import UnrollKernels

/// What a product is added to.
enum Addend: CaseIterable {
  case none, dense, wide, row, result
}

/// Two matrices of whole numbers, and their products over the first k numbers.
struct Sums<Number: KernelNumber> {
  private let rows, columns, depth: Int
  /// The products over so many numbers, `[rows, columns]`.
  private let products: [Int: [Number]]
  private let a, b, aTransposed, bTransposed: [Number]
  private static var margin: Int { 70 }
  private static var mark: Number { 12345 }

  init(_ rows: Int, _ columns: Int, _ depths: [Int]) {
    let depth = depths.max() ?? 0
    (self.rows, self.columns, self.depth) = (rows, columns, depth)
    var random = TestRandom(seed: 43)
    let a: [Number] = random.wholeNumbers(rows * depth)
    let b: [Number] = random.wholeNumbers(depth * columns)
    var sum = [Number](repeating: 0, count: rows * columns)
    var products: [Int: [Number]] = [0: sum]
    for p in 0..<depth {
      // One by one in k, so that every smaller product is had on the way.
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          sum.withUnsafeMutableBufferPointer { sum in
            var i = 0
            while i < rows {
              let factor = a[i * depth + p]
              var j = 0
              while j < columns {
                sum[i &* columns &+ j] += factor * b[p &* columns &+ j]
                j &+= 1
              }
              i &+= 1
            }
          }
        }
      }
      if depths.contains(p + 1) { products[p + 1] = sum }
    }
    self.products = products
    let poison = [Number](repeating: .nan, count: Self.margin)
    func surrounded(_ x: [Number]) -> [Number] { poison + x + poison }
    func transposed(_ x: [Number], _ rows: Int, _ columns: Int) -> [Number] {
      (0..<columns).flatMap { j in (0..<rows).map { i in x[i * columns + j] } }
    }
    (self.a, self.b) = (surrounded(a), surrounded(b))
    aTransposed = surrounded(transposed(a, rows, depth))
    bTransposed = surrounded(transposed(b, depth, columns))
  }

  /// The number of D at a place; a repeated row has that of the first.
  private static func addend(_ i: Int, _ j: Int) -> Number { Number((i * 3 + j * 5) % 19 - 9) }

  /// A product of which everything but the sizes follows from a number.
  func check(_ m: Int, _ n: Int, _ k: Int, _ turn: Int) {
    check(
      m, n, k, Addend.allCases[turn % 5], turn % 2 == 0, turn / 2 % 2 == 0, [0, 3, 17][turn % 3])
  }

  /// The product of the first m rows and the first n columns over the first k numbers, with `gap` numbers
  /// between the rows of C.
  func check(
    _ m: Int, _ n: Int, _ k: Int, _ addend: Addend, _ turnsA: Bool, _ turnsB: Bool, _ gap: Int,
    packsB: Bool = false
  ) {
    let memory = StepMemory<Number>()
    func place(_ numbers: [Number], _ row: Int, _ column: Int) -> unroll_operand {
      unroll_operand(
        offset: Int64(Self.margin), block: memory.add(numbers), row: UInt32(row),
        column: UInt32(column))
    }
    var step = unroll_step(
      addend == .none ? unroll_step_product : unroll_step_product_onto, m, n)
    step.inner = UInt32(k)
    step.a = turnsA ? place(aTransposed, 1, rows) : place(a, depth, 1)
    step.b = turnsB ? place(bTransposed, 1, depth) : place(b, columns, 1)
    step.out = place(
      block(m, n, n + gap, around: Self.mark) { addend == .result ? Self.addend($0, $1) : 777 },
      n + gap, 1)
    switch addend {
    case .none: break
    case .dense: step.d = place(block(m, n, n, around: .nan, Self.addend), n, 1)
    case .wide: step.d = place(block(m, n, n + 5, around: .nan, Self.addend), n + 5, 1)
    case .row: step.d = place(block(1, n, n, around: .nan, Self.addend), 0, 1)
    case .result: step.d = step.out
    }
    if packsB {
      // A mark tells that no more is written than was asked for.
      let count = unroll_packed_count(n, k)
      let packed = memory.add([Number](repeating: Self.mark, count: count + Self.margin))
      var pack = unroll_step(unroll_step_pack, 1, n)
      (pack.inner, pack.a) = (UInt32(k), step.b)
      pack.out = unroll_operand(offset: 0, block: packed, row: 0, column: 1)
      memory.run([pack])
      #expect(
        memory.numbers(packed)[count...].allSatisfy { $0 == Self.mark }, "[\(k), \(n)] packed")
      step.b = unroll_operand(offset: 0, block: packed, row: 0, column: 0)
    }
    memory.run([step])
    let product = products[k] ?? []
    let wanted = block(m, n, n + gap, around: Self.mark) { i, j in
      let start = addend == .none ? 0 : Self.addend(addend == .row ? 0 : i, j)
      return product[i &* columns &+ j] + start
    }
    #expect(
      memory.holds(wanted, in: step.out.block),
      """
      \(Number.self) [\(m), \(k)]·[\(k), \(n)] onto \(addend), gap \(gap), transposed \(turnsA), \(turnsB)
      """)
  }

  /// A matrix whose rows begin `row` numbers apart, with `around` between and around them.
  private func block(
    _ m: Int, _ n: Int, _ row: Int, around: Number, _ number: (Int, Int) -> Number
  ) -> [Number] {
    var block = [Number](repeating: around, count: 2 * Self.margin + (m - 1) * row + n)
    block.withUnsafeMutableBufferPointer { block in
      var i = 0
      while i < m {
        var j = 0
        while j < n {
          block[Self.margin &+ i &* row &+ j] = number(i, j)
          j &+= 1
        }
        i &+= 1
      }
    }
    return block
  }
}
