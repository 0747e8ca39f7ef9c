import UnrollKernels
import UnrollNumerics

/// A part of a tensor: a range of one axis, and everything along the others.
///
/// Slices are cut from regions and gradients of slices are added into them, at a cost that grows with
/// the region and not with the tensor it lies in.
public struct Region: Sendable, Hashable {
  /// The axis that is cut.
  public let axis: Int
  /// The places along it.
  public let range: Range<Int>

  init(_ axis: Int, _ range: Range<Int>) {
    self.axis = axis
    self.range = range
  }

  /// The shape of the part that this region cuts from a tensor.
  func shape(in whole: Shape) -> Shape { whole.with(range.count, at: axis) }
}

extension Tensor {
  /// Copies a region out. Along the first axis nothing is copied: the part looks into this memory.
  func slice(_ region: Region) -> Tensor {
    let part = region.shape(in: shape)
    let runs = Runs(region, of: shape)
    if runs.count == 1 {
      return Tensor(shape: part, dtype: dtype, storage: storage, offset: offset + runs.start)
    }
    var result = Tensor(uninitialized: part, dtype)
    let size = dtype.byteCount
    readBytes { source in
      result.modifyBytes { target in
        unroll_copy_rows(
          runs.count, runs.length * size, source + runs.start * size, runs.stride * size,
          target, runs.length * size)
      }
    }
    return result
  }

  /// Overwrites a region with a part.
  mutating func replace(_ region: Region, with part: Tensor) {
    let runs = Runs(region, of: shape)
    let size = dtype.byteCount
    modifyBytes { target in
      part.readBytes { source in
        unroll_copy_rows(
          runs.count, runs.length * size, source, runs.length * size,
          target + runs.start * size, runs.stride * size)
      }
    }
  }

  /// Adds a part into a region, in place.
  mutating func accumulate(_ part: Tensor, in region: Region) {
    let runs = Runs(region, of: shape)
    switch dtype {
    case .float32:
      modify(Float.self) { target in
        part.read(Float.self) {
          unroll_add_rows_f32(
            runs.count, runs.length, $0, runs.length, target + runs.start, runs.stride)
        }
      }
    case .float64:
      modify(Double.self) { target in
        part.read(Double.self) {
          unroll_add_rows_f64(
            runs.count, runs.length, $0, runs.length, target + runs.start, runs.stride)
        }
      }
    }
  }

}

/// A region as runs of neighbouring elements.
private struct Runs {
  let count, length, stride, start: Int

  init(_ region: Region, of shape: Shape) {
    let inner = shape.elementCount((region.axis + 1)..<shape.count)
    count = shape.elementCount(0..<region.axis)
    length = region.range.count * inner
    stride = shape[region.axis] * inner
    start = region.range.lowerBound * inner
  }

  /// The places of the elements of each run.
  subscript(run: Int) -> Range<Int> {
    let first = start + run * stride
    return first..<(first + length)
  }
}

extension Grid {
  /// Copies a region out.
  func slice(_ region: Region) -> Grid {
    let runs = Runs(region, of: shape)
    var part: [Number] = []
    part.reserveCapacity(runs.count * runs.length)
    for run in 0..<runs.count { part += elements[runs[run]] }
    return Grid(region.shape(in: shape), part)
  }

  /// Adds a part into a region.
  mutating func accumulate(_ part: Grid, in region: Region) {
    let runs = Runs(region, of: shape)
    var next = 0
    for run in 0..<runs.count {
      for place in runs[run] {
        elements[place] = elements[place] + part.elements[next]
        next += 1
      }
    }
  }

  /// The same numbers under another shape.
  func viewed(as shape: Shape) -> Grid { Grid(shape, elements) }
}

extension Tensor {
  /// The rows that indices name, in their order; a row may be named more than once.
  ///
  /// Shape `indices.shape + shape[1...]`. Stops with a sentence where an index names no row.
  public func rows(at indices: IntTensor) -> Tensor {
    require(rank > 0, "rows: expected a tensor with at least one axis, not a scalar")
    indices.requireIndices(below: shape[0], "rows")
    return gatherRows(indices)
  }

  /// The rows of a table that indices name, which were checked.
  func gatherRows(_ indices: IntTensor) -> Tensor {
    let width = shape.elementCount(1..<rank)
    var result = Tensor(uninitialized: Shape(Array(indices.shape) + shape.dropFirst()), dtype)
    let rows = indices.elementCount
    switch dtype {
    case .float32:
      read(Float.self) { table in
        result.modify(Float.self) {
          unroll_gather_rows_f32(rows, width, table, indices.storage, $0)
        }
      }
    case .float64:
      read(Double.self) { table in
        result.modify(Double.self) {
          unroll_gather_rows_f64(rows, width, table, indices.storage, $0)
        }
      }
    }
    return result
  }

  /// Overwrites the rows of a table `[rows, width]` that indices `[n]` name with the rows of `[n, width]`.
  package mutating func replaceRows(at indices: IntTensor, with rows: Tensor) {
    require(
      rank == 2 && rows.dtype == dtype && rows.shape == [indices.elementCount, shape[1]],
      """
      replaceRows: got rows of shape \(rows.shape) for \(indices.elementCount) indices and a table of shape \
      \(shape); expected a row for each index, as wide as the table's and of its type
      """)
    indices.requireIndices(below: shape[0], "replaceRows")
    let bytes = shape[1] * dtype.byteCount
    modifyBytes { table in
      rows.readBytes { source in
        for (place, row) in indices.storage.enumerated() {
          (table + Int(row) * bytes).copyMemory(from: source + place * bytes, byteCount: bytes)
        }
      }
    }
  }

  /// Adds rows to the rows of this table that indices name; a repeated index adds up.
  mutating func accumulateRows(_ rows: Tensor, at indices: IntTensor) {
    let width = shape.elementCount(1..<rank)
    let count = indices.elementCount
    switch dtype {
    case .float32:
      modify(Float.self) { table in
        rows.read(Float.self) {
          unroll_scatter_add_rows_f32(count, width, $0, indices.storage, table)
        }
      }
    case .float64:
      modify(Double.self) { table in
        rows.read(Double.self) {
          unroll_scatter_add_rows_f64(count, width, $0, indices.storage, table)
        }
      }
    }
  }

  /// The same elements with the axes in another order; reversed where none is given.
  ///
  /// `order[i]` is the axis that becomes axis i. Stops with a sentence where it does not name each axis
  /// once.
  public func transposed(_ order: [Int]? = nil) -> Tensor {
    let order = order ?? shape.indices.reversed()
    require(
      order.sorted() == Array(shape.indices),
      "transposed: order \(order) for shape \(shape); expected each of its axes once")
    let target = Shape(order.map { shape[$0] })
    // Axes at the end that stay where they are move as one run.
    var kept = rank
    while kept > 0, order[kept - 1] == kept - 1 { kept -= 1 }
    if kept == 0 { return self }
    let run = shape.elementCount(kept..<rank)
    let sourceStrides = shape.strides
    let bytes = run * dtype.byteCount
    var result = Tensor(uninitialized: target, dtype)
    // The last axis that moves is a strided copy; the ones in front of it are counted through.
    let last = kept - 1
    let (rows, rowStride) = (target[last], sourceStrides[order[last]] * dtype.byteCount)
    let outer = target.elementCount(0..<last)
    readBytes { source in
      result.modifyBytes { destination in
        for o in 0..<outer {
          var (rest, start) = (o, 0)
          for axis in stride(from: last - 1, through: 0, by: -1) {
            start += rest % target[axis] * sourceStrides[order[axis]]
            rest /= target[axis]
          }
          unroll_copy_rows(
            rows, bytes, source + start * dtype.byteCount, rowStride,
            destination + o * rows * bytes, bytes)
        }
      }
    }
    return result
  }
}
