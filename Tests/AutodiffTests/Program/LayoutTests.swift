import Testing
import UnrollNumerics

@testable import UnrollAutodiff

/// A layout by brute force: the place of each element, in row-major order.
private struct Places: Equatable {
  let shape: Shape
  let places: [Int]

  /// All indices of a shape in row-major order.
  static func indices(_ shape: Shape) -> [[Int]] {
    shape.reduce([[]]) { known, size in known.flatMap { i in (0..<size).map { i + [$0] } } }
  }

  /// The shape whose element at an index is that of `self` at another.
  private func mapped(_ shape: Shape, _ index: ([Int]) -> [Int]) -> Places {
    let rowMajor = self.shape.strides
    return Places(
      shape: shape,
      places: Self.indices(shape).map { target in
        places[zip(index(target), rowMajor).reduce(0) { $0 + $1.0 * $1.1 }]
      })
  }

  init(shape: Shape, places: [Int]) {
    self.shape = shape
    self.places = places
  }

  init(_ layout: Layout) {
    shape = layout.shape
    places = Self.indices(shape).map { index in
      zip(index, layout.strides).reduce(layout.offset) { $0 + $1.0 * $1.1 }
    }
  }

  func transposed(_ order: [Int]) -> Places {
    mapped(Shape(order.map { shape[$0] })) { target in
      var source = target
      for (axis, from) in order.enumerated() { source[from] = target[axis] }
      return source
    }
  }

  func sliced(_ axis: Int, _ range: Range<Int>) -> Places {
    mapped(shape.with(range.count, at: axis)) { target in
      var source = target
      source[axis] += range.lowerBound
      return source
    }
  }

  func broadcast(_ target: Shape) -> Places {
    let missing = target.count - shape.count
    return mapped(target) { index in
      shape.indices.map { shape[$0] == 1 ? 0 : index[$0 + missing] }
    }
  }

  func dropping(_ axis: Int) -> Places { Places(shape: shape.removing(axis), places: places) }

  func reshaped(_ target: Shape) -> Places { Places(shape: target, places: places) }

  /// Whether the places can be had by a step for each axis.
  var isEven: Bool {
    let steps = shape.indices.map { axis in
      shape[axis] > 1 ? places[shape.elementCount((axis + 1)..<shape.count)] - places[0] : 0
    }
    return zip(Self.indices(shape), places).allSatisfy { index, place in
      place == places[0] + zip(index, steps).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }
}

/// Layouts against places counted one by one.
@Suite struct LayoutTests {
  private struct Walk {
    var generator: SeededGenerator
    var layout: Layout
    var places: Places

    init(seed: Int) {
      var dice = SeededGenerator(seed: UInt64(seed), stream: "layouts")
      let sizes = (0..<Int.random(in: 0...4, using: &dice)).map { _ in
        [1, 1, 2, 3, 4, 6].randomElement(using: &dice) ?? 1
      }
      layout = Layout(dense: Shape(sizes), block: 7)
      places = Places(layout)
      generator = dice
    }

    /// One of the ways to look at the same numbers, by dice.
    mutating func change() {
      let shape = layout.shape
      switch Int.random(in: 0..<5, using: &generator) {
      case 0:
        let order = Array(shape.indices).shuffled(using: &generator)
        (layout, places) = (layout.transposed(order), places.transposed(order))
      case 1 where !shape.isEmpty:
        let axis = Int.random(in: 0..<shape.count, using: &generator)
        let first = Int.random(in: 0..<shape[axis], using: &generator)
        let range = first..<Int.random(in: (first + 1)...shape[axis], using: &generator)
        layout = layout.sliced(Region(axis, range))
        places = places.sliced(axis, range)
      case 2 where shape.elementCount <= 48 && shape.count < 5:
        let front = [[], [1], [2], [3]].randomElement(using: &generator) ?? []
        let target = Shape(
          front + shape.map { $0 == 1 ? Int.random(in: 1...3, using: &generator) : $0 })
        (layout, places) = (layout.broadcast(to: target), places.broadcast(target))
      case 3:
        guard let axis = shape.indices.first(where: { shape[$0] == 1 }) else { return }
        (layout, places) = (layout.dropping(axis), places.dropping(axis))
      default:
        let target = reshaped(shape)
        guard let next = layout.reshaped(target) else {
          #expect(!places.reshaped(target).isEven, "\(layout) can be looked at as \(target)")
          return
        }
        (layout, places) = (next, places.reshaped(target))
      }
    }

    /// Another shape with as many elements: axes joined, cut, and axes of size 1 put in and taken away.
    private mutating func reshaped(_ shape: Shape) -> Shape {
      var sizes = shape.filter { $0 != 1 || Bool.random(using: &generator) }
      if sizes.count > 1, Bool.random(using: &generator) {
        let axis = Int.random(in: 0..<(sizes.count - 1), using: &generator)
        sizes[axis] *= sizes.remove(at: axis + 1)
      }
      if !sizes.isEmpty, Bool.random(using: &generator) {
        let axis = Int.random(in: 0..<sizes.count, using: &generator)
        if let part = [2, 3].first(where: { sizes[axis].isMultiple(of: $0) }), sizes.count < 5 {
          sizes[axis] /= part
          sizes.insert(part, at: axis + (Bool.random(using: &generator) ? 1 : 0))
        }
      }
      if sizes.count < 5, Bool.random(using: &generator) {
        sizes.insert(1, at: Int.random(in: 0...sizes.count, using: &generator))
      }
      return Shape(sizes)
    }
  }

  @Test func `every way to look at numbers finds the right ones`() {
    for seed in 0..<600 {
      var walk = Walk(seed: seed)
      for _ in 0..<6 {
        walk.change()
        #expect(Places(walk.layout) == walk.places, "seed \(seed): \(walk.layout)")
        #expect(walk.layout.block == 7)
        let count = walk.places.places.count
        let first = walk.places.places.first ?? 0
        #expect(walk.layout.isDense == (walk.places.places == Array(first..<(first + count))))
      }
    }
  }

  @Test func `a matrix and those behind or before it along an axis are one`() throws {
    let whole = Layout(dense: [4, 2, 3], block: 0)
    func step(_ t: Int) -> Layout { whole.sliced(Region(0, t..<(t + 1))).dropping(0) }
    #expect(step(1).direction(to: step(2), along: 0) == 1)
    #expect(step(1).direction(to: step(0), along: 0) == -1)
    #expect(step(1).direction(to: step(3), along: 0) == 0)
    #expect(step(1).direction(to: step(2), along: 1) == 0)
    #expect(step(0).direction(to: Layout(dense: [2, 3], block: 1), along: 0) == 0)
    let rows = step(2).joined(with: step(0), along: 0, count: 3)
    #expect(Places(rows) == Places(Layout(dense: [6, 3], block: 0)))
    let turned = step(1).transposed([1, 0]).joined(
      with: step(3).transposed([1, 0]), along: 1, count: 3)
    let last = try #require(whole.sliced(Region(0, 1..<4)).reshaped([6, 3]))
    #expect(Places(turned) == Places(last).transposed([1, 0]))
  }

  @Test func `how far apart the elements of an axis of size 1 would be does not matter`() throws {
    let whole = Layout(dense: [2, 4], block: 0)
    let column = whole.sliced(Region(1, 2..<3))
    let same = try #require(column.reshaped([2]))
    #expect(column.isSamePlace(as: column.reshaped([2, 1]) ?? whole))
    #expect(try #require(same.reshaped([2, 1])).isSamePlace(as: column))
    #expect(!column.isSamePlace(as: whole.sliced(Region(1, 1..<2))))
    #expect(!column.isSamePlace(as: same))
    #expect(
      !column.hasDenseRows && whole.hasDenseRows && whole.sliced(Region(0, 1..<2)).hasDenseRows)
    #expect(whole.sliced(Region(1, 1..<3)).hasDenseRows)
    #expect(!whole.transposed([1, 0]).hasDenseRows && Layout(dense: [], block: 0).hasDenseRows)
  }

  @Test func `planes visit each element once, in all operands at the same place`() {
    for seed in 1000..<1400 {
      var walk = Walk(seed: seed)
      for _ in 0..<3 { walk.change() }
      let shape = walk.layout.shape
      let order = Array(shape.indices).shuffled(using: &walk.generator)
      let turned = Layout(dense: Shape(order.map { shape[$0] }), block: 2)
        .transposed(order.indices.sorted { order[$0] < order[$1] })
      let repeated = Layout(dense: Shape(shape.map { $0 > 1 && seed % 3 == 0 ? 1 : $0 }), block: 3)
      let first = seed % 2 == 0 ? Layout(dense: shape, block: 1) : turned
      let all = [first, walk.layout, turned, repeated.broadcast(to: shape)]
      let planes = Planes(all)
      var visits: [[Int]] = []
      for starts in planes.offsets() {
        for r in 0..<planes.rows {
          for c in 0..<planes.columns {
            visits.append(
              all.indices.map {
                let strides = planes.strides(of: $0)
                return all[$0].offset + starts[$0] + r * strides.row + c * strides.column
              })
          }
        }
      }
      let places = all.map { Places($0).places }
      let expected = (0..<shape.elementCount).map { i in places.map { $0[i] } }
      func sorted(_ x: [[Int]]) -> [[Int]] { x.sorted { $0.lexicographicallyPrecedes($1) } }
      #expect(sorted(visits) == sorted(expected), "seed \(seed): \(all)")
      #expect(planes.columns == 1 || planes.strides(of: 0).column == 1)
    }
  }

  @Test func `dense operands are one row, and a matrix beside a wider one is one plane`() {
    let dense = Layout(dense: [3, 4, 5], block: 0)
    let one = Planes([dense, dense])
    #expect((one.rows, one.columns) == (1, 60) && one.offsets() == [[0, 0]])
    let wide = Layout(dense: [3, 4, 9], block: 1).sliced(Region(2, 2..<7))
    let plane = Planes([dense, wide])
    #expect((plane.rows, plane.columns) == (12, 5) && plane.offsets().count == 1)
    #expect(plane.strides(of: 1) == (9, 1))
  }
}
