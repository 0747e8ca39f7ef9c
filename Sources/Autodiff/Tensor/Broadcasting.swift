import UnrollNumerics

// Broadcasting, by NumPy's rule: shapes are aligned at their last axes, and an axis of size 1, or one
// that is missing, is repeated.

/// The shape that two tensors are broadcast to; `operation` names the caller in the message when they
/// do not fit.
func broadcastShape(_ a: Shape, _ b: Shape, _ operation: @autoclosure () -> String) -> Shape {
  if a == b { return a }
  let rank = Swift.max(a.count, b.count)
  var result = Shape(repeatElement(1, count: rank))
  for axis in 0..<rank {
    let x = size(of: a, at: axis, of: rank)
    let y = size(of: b, at: axis, of: rank)
    require(
      x == y || x == 1 || y == 1,
      """
      \(operation()): can't broadcast \(a) with \(b); \
      sizes \(x) and \(y) differ and neither is 1
      """)
    result[axis] = x == 1 ? y : x
  }
  return result
}

private func size(of shape: Shape, at axis: Int, of rank: Int) -> Int {
  let own = axis - (rank - shape.count)
  return own < 0 ? 1 : shape[own]
}

/// The loops that visit two broadcast operands and a dense result together.
///
/// Neighbouring axes that every operand walks through alike are merged, so that most operations are
/// one plane: a bias added to `[batch, time, units]` is `batch·time` rows of `units` columns, whose
/// second operand has row stride 0.
struct BroadcastLoop {
  typealias Strides = (row: Int, column: Int)

  private struct Axis {
    var size: Int
    var a: Int
    var b: Int
  }

  private var outer: [Axis] = []
  private var row = Axis(size: 1, a: 0, b: 0)
  private var column = Axis(size: 1, a: 1, b: 1)

  init(_ result: Shape, _ a: Shape, _ b: Shape) {
    if a == result && b == result {
      column = Axis(size: result.elementCount, a: 1, b: 1)
      return
    }
    var merged: [Axis] = []
    let (aStrides, bStrides) = (Self.strides(a, in: result), Self.strides(b, in: result))
    for axis in result.indices where result[axis] != 1 {
      let next = Axis(size: result[axis], a: aStrides[axis], b: bStrides[axis])
      if let last = merged.last, last.a == next.a * next.size, last.b == next.b * next.size {
        merged[merged.count - 1] = Axis(size: last.size * next.size, a: next.a, b: next.b)
      } else {
        merged.append(next)
      }
    }
    if let last = merged.popLast() { column = last }
    if let last = merged.popLast() { row = last }
    outer = merged
  }

  /// Steps in elements along each axis of the result; 0 where the operand is repeated.
  private static func strides(_ shape: Shape, in result: Shape) -> [Int] {
    let own = shape.strides
    let missing = result.count - shape.count
    return result.indices.map { axis in
      axis < missing || shape[axis - missing] == 1 ? 0 : own[axis - missing]
    }
  }

  /// Calls `body` for each plane with the offsets of a, b and the result, its size, and the strides of
  /// a and b in it.
  func forEachPlane(
    _ body: (
      _ a: Int, _ b: Int, _ result: Int, _ rows: Int, _ columns: Int, Strides, Strides
    ) -> Void
  ) {
    let planes = outer.reduce(1) { $0 * $1.size }
    let (s, t) = ((row: row.a, column: column.a), (row: row.b, column: column.b))
    if planes == 1 { return body(0, 0, 0, row.size, column.size, s, t) }
    for plane in 0..<planes {
      var (i, j, rest) = (0, 0, plane)
      for axis in outer.reversed() {
        i += rest % axis.size * axis.a
        j += rest % axis.size * axis.b
        rest /= axis.size
      }
      body(i, j, plane * row.size * column.size, row.size, column.size, s, t)
    }
  }
}
