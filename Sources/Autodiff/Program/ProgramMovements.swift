import UnrollKernels
import UnrollNumerics

// Operations that move numbers: views cost nothing, and parts are computed where they are wanted.

extension Detach: ViewOperation {
  func views(of x: Layout) -> [Layout]? { [x] }
}

extension BroadcastTo: ViewOperation {
  func views(of x: Layout) -> [Layout]? { [x.broadcast(to: target)] }
}

extension Reshape: WholeViewOperation, ProgramOperation {
  func views(of x: Layout) -> [Layout]? { x.reshaped(target).map { [$0] } }

  func source(of y: Layout, shape: Shape) -> Layout? { y.reshaped(shape) }

  func write(_ x: [Layout], into y: [Layout], _ writer: inout ProgramWriter) {
    if let target = y[0].reshaped(x[0].shape) { return writer.copy(x[0], into: target) }
    let moved = writer.scratch(x[0].shape)
    writer.copy(x[0], into: moved)
    writer.copy(moved.reshaped(y[0].shape) ?? moved, into: y[0])
  }
}

extension Transpose: WholeViewOperation {
  func views(of x: Layout) -> [Layout]? { [x.transposed(order)] }

  func source(of y: Layout, shape: Shape) -> Layout? {
    y.transposed(order.indices.sorted { order[$0] < order[$1] })
  }
}

extension Slice: ViewOperation {
  func views(of x: Layout) -> [Layout]? { [x.sliced(region)] }
}

extension Unstack: ViewOperation {
  func views(of x: Layout) -> [Layout]? {
    (0..<x.shape[axis]).map { x.sliced(Region(axis, $0..<($0 + 1))).dropping(axis) }
  }
}

extension Split: ViewOperation {
  func views(of x: Layout) -> [Layout]? {
    (0..<count).map { x.sliced(region($0, in: x.shape)) }
  }
}

extension Stack: JoinOperation {
  func places(in y: Layout, of parts: [Shape]) -> [Layout]? {
    parts.indices.map { y.sliced(Region(axis, $0..<($0 + 1))).dropping(axis) }
  }
}

extension Concatenate: JoinOperation {
  func places(in y: Layout, of parts: [Shape]) -> [Layout]? {
    regions(parts).map { y.sliced($0) }
  }
}

extension Assemble: JoinOperation {
  func places(in y: Layout, of parts: [Shape]) -> [Layout]? {
    guard let axis = regions.first?.axis else { return nil }
    var next = 0
    for region in regions.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      guard region.axis == axis, region.range.lowerBound == next else { return nil }
      next = region.range.upperBound
    }
    return next == y.shape[axis] ? regions.map { y.sliced($0) } : nil
  }

  func addUp(_ x: [Layout], into y: Layout, _ writer: inout ProgramWriter) {
    writer.fill(y, with: 0)
    for (part, region) in zip(x, regions) {
      let place = y.sliced(region)
      writer.binary(unroll_add, place, part, into: place)
    }
  }
}
