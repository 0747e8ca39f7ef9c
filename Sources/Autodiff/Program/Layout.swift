import UnrollNumerics

/// How the numbers of a value lie in a block of memory while a program runs.
///
/// Slices, transposes and most reshapes are other layouts of the same numbers, so they cost nothing.
struct Layout: Equatable {
  /// The block, by its number in the program.
  var block: Int
  /// Where the first element lies, counted in elements.
  var offset = 0
  let shape: Shape
  /// The steps in elements between neighbours along each axis; 0 where a number is repeated.
  let strides: [Int]

  /// Numbers in row-major order from the beginning of a block.
  init(dense shape: Shape, block: Int) {
    self.init(block, 0, shape, shape.strides)
  }

  private init(_ block: Int, _ offset: Int, _ shape: Shape, _ strides: [Int]) {
    self.block = block
    self.offset = offset
    self.shape = shape
    self.strides = strides
  }

  /// Whether the numbers lie side by side in row-major order.
  var isDense: Bool {
    var expected = 1
    for axis in shape.indices.reversed() where shape[axis] != 1 {
      if strides[axis] != expected { return false }
      expected *= shape[axis]
    }
    return true
  }

  /// Whether neighbours along the last axis that has any lie side by side: what steps write fast.
  var hasDenseRows: Bool {
    guard let axis = shape.indices.last(where: { shape[$0] != 1 }) else { return true }
    return strides[axis] == 1
  }

  /// Whether both are the same numbers of the same block; how far apart the elements of an axis of size 1
  /// would be does not matter.
  func isSamePlace(as other: Layout) -> Bool {
    block == other.block && offset == other.offset && shape == other.shape
      && shape.indices.allSatisfy { shape[$0] == 1 || strides[$0] == other.strides[$0] }
  }
}

extension Layout {
  /// The part that a region cuts out.
  func sliced(_ region: Region) -> Layout {
    Layout(
      block, offset + region.range.lowerBound * strides[region.axis], region.shape(in: shape),
      strides)
  }

  /// The same numbers without an axis of size 1.
  func dropping(_ axis: Int) -> Layout {
    var strides = strides
    strides.remove(at: axis)
    return Layout(block, offset, shape.removing(axis), strides)
  }

  /// A matrix and others of its shape that follow it along an axis, or that it follows, as one.
  func joined(with last: Layout, along axis: Int, count: Int) -> Layout {
    Layout(
      block, Swift.min(offset, last.offset), shape.with(count * shape[axis], at: axis), strides)
  }

  /// Whether `next` lies right behind (1) or in front of (−1) this along an axis; 0 if it does neither.
  func direction(to next: Layout, along axis: Int) -> Int {
    guard block == next.block, shape == next.shape, strides == next.strides else { return 0 }
    let step = shape[axis] * strides[axis]
    return next.offset == offset + step ? 1 : next.offset == offset - step ? -1 : 0
  }

  /// The axes in another order.
  func transposed(_ order: [Int]) -> Layout {
    Layout(block, offset, Shape(order.map { shape[$0] }), order.map { strides[$0] })
  }

  /// The numbers repeated to a larger shape.
  func broadcast(to target: Shape) -> Layout {
    let missing = target.count - shape.count
    let steps = target.indices.map { axis in
      axis < missing || shape[axis - missing] == 1 ? 0 : strides[axis - missing]
    }
    return Layout(block, offset, target, steps)
  }

  /// The same numbers in the same order under another shape, or nil where they would have to be moved.
  func reshaped(_ target: Shape) -> Layout? {
    if target == shape { return self }
    if isDense { return Layout(block, offset, target, target.strides) }
    if shape.elementCount == 0 { return Layout(block, offset, target, target.strides) }
    // Axes that are walked through as one, from the last to the first, are cut anew.
    var runs = Runs(self)
    var steps = [Int](repeating: 0, count: target.count)
    for axis in target.indices.reversed() where target[axis] != 1 {
      guard let step = runs.take(target[axis]) else { return nil }
      steps[axis] = step
    }
    return Layout(block, offset, target, steps)
  }

  /// The axes of a layout from the last to the first, taken apart into axes of other sizes.
  private struct Runs {
    private var axes: [(size: Int, stride: Int)] = []

    init(_ layout: Layout) {
      for axis in layout.shape.indices where layout.shape[axis] != 1 {
        let next = (size: layout.shape[axis], stride: layout.strides[axis])
        if let last = axes.last, last.stride == next.stride * next.size {
          axes[axes.count - 1] = (last.size * next.size, next.stride)
        } else {
          axes.append(next)
        }
      }
    }

    /// The stride of an axis of the given size, taken from the end.
    mutating func take(_ size: Int) -> Int? {
      guard let last = axes.popLast(), last.size.isMultiple(of: size) else { return nil }
      if last.size > size { axes.append((last.size / size, last.stride * size)) }
      return last.stride
    }
  }
}

/// The loops that visit several operands of one shape together: planes of rows and columns, as few as the
/// operands allow.
struct Planes {
  private struct Axis {
    var size: Int
    var strides: [Int]
  }

  private var outer: [Axis] = []
  private var row, column: Axis

  /// Operands of equal shape. The first is written: its columns lie side by side, or there is only one.
  init(_ operands: [Layout]) {
    let shape = operands[0].shape
    let none = Axis(size: 1, strides: operands.map { _ in 0 })
    // A plane without columns has one; its stride is that of a number that nothing follows.
    (row, column) = (none, Axis(size: 1, strides: operands.map { _ in 1 }))
    var merged: [Axis] = []
    for axis in shape.indices where shape[axis] != 1 {
      let next = Axis(size: shape[axis], strides: operands.map { $0.strides[axis] })
      if let last = merged.last,
        zip(last.strides, next.strides).allSatisfy({ $0 == $1 * next.size })
      {
        merged[merged.count - 1] = Axis(size: last.size * next.size, strides: next.strides)
      } else {
        merged.append(next)
      }
    }
    if let last = merged.last, last.strides[0] == 1 {
      column = last
      merged.removeLast()
    }
    // The longest of the other axes makes the rows: then there are the fewest planes.
    if let longest = merged.indices.max(by: { merged[$0].size < merged[$1].size }) {
      row = merged.remove(at: longest)
    }
    outer = merged
  }

  var rows: Int { row.size }
  var columns: Int { column.size }

  /// The strides of an operand in a plane.
  func strides(of operand: Int) -> (row: Int, column: Int) {
    (row.strides[operand], column.strides[operand])
  }

  /// For each plane, how far into each operand it begins.
  func offsets() -> [[Int]] {
    var result = [row.strides.map { _ in 0 }]
    for axis in outer {
      result = result.flatMap { start in
        (0..<axis.size).map { i in zip(start, axis.strides).map { $0 + i * $1 } }
      }
    }
    return result
  }
}
