import UnrollKernels
import UnrollNumerics

/// A set of axes, kept inline: bit k stands for axis k.
public struct AxisSet: Sendable, Hashable {
  private var bits: UInt8 = 0

  /// The axes of a list, counted from the front or, where negative, from the back; all where there is
  /// no list.
  init(_ axes: [Int]?, of shape: Shape, _ operation: String) {
    guard let axes else {
      bits = UInt8((1 << shape.count) - 1)
      return
    }
    for axis in axes {
      let bit = UInt8(1) << UInt8(shape.axis(axis, operation))
      require(bits & bit == 0, "\(operation): axis \(axis) is named twice in \(axes)")
      bits |= bit
    }
  }

  /// The axes that broadcasting repeated to get from `small` to `large`.
  init(repeated small: Shape, in large: Shape) {
    let missing = large.count - small.count
    for axis in large.indices
    where axis < missing || (small[axis - missing] == 1 && large[axis] != 1) {
      bits |= UInt8(1) << UInt8(axis)
    }
  }

  /// Whether an axis is in the set.
  public func contains(_ axis: Int) -> Bool { bits & (UInt8(1) << UInt8(axis)) != 0 }

  /// The shape that remains after reducing these axes.
  func reduced(_ shape: Shape, keepDims: Bool) -> Shape {
    if keepDims { return Shape(shape.indices.map { contains($0) ? 1 : shape[$0] }) }
    return Shape(shape.indices.filter { !contains($0) }.map { shape[$0] })
  }

  /// Neighbouring axes of the set together, from the last to the first: what is reduced in one go.
  func runs(of shape: Shape) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var end = shape.count
    while end > 0 {
      guard contains(end - 1) else {
        end -= 1
        continue
      }
      var start = end - 1
      while start > 0, contains(start - 1) { start -= 1 }
      runs.append(start..<end)
      end = start
    }
    return runs
  }
}

extension AxisSet: CustomStringConvertible {
  /// The axes in order: `0, 2`.
  public var description: String {
    (0..<Shape.maximumRank).filter(contains).map(String.init).joined(separator: ", ")
  }
}

/// Stops with a sentence where an axis to be searched is empty: nothing has no largest element.
func requireSomethingToReduce(_ operation: String, _ shape: Shape, _ axes: AxisSet) {
  for axis in shape.indices where axes.contains(axis) {
    require(shape[axis] > 0, "\(operation): axis \(axis) of shape \(shape) has no elements")
  }
}

extension Tensor {
  /// Reduces some axes with a sum or a maximum; they stay with size 1 where `keepDims` says so.
  func reduced(_ f: unroll_reduction, _ axes: AxisSet, keepDims: Bool) -> Tensor {
    let result = axes.reduced(shape, keepDims: keepDims)
    return axes.runs(of: shape).reduce(self) { $0.reducedRun(f, $1) }.viewed(as: result)
  }

  /// Reduces a run of neighbouring axes, which become one axis of size 1.
  private func reducedRun(_ f: unroll_reduction, _ axes: Range<Int>) -> Tensor {
    let outer = shape.elementCount(0..<axes.lowerBound)
    let count = shape.elementCount(axes)
    let inner = shape.elementCount(axes.upperBound..<rank)
    let kept = Shape(shape.indices.map { axes.contains($0) ? 1 : shape[$0] })
    var result = Tensor(uninitialized: kept, dtype)
    switch dtype {
    case .float32:
      read(Float.self) { x in
        result.modify(Float.self) { unroll_reduce_f32(f, outer, count, inner, x, $0) }
      }
    case .float64:
      read(Double.self) { x in
        result.modify(Double.self) { unroll_reduce_f64(f, outer, count, inner, x, $0) }
      }
    }
    return result
  }

  /// The sum of all elements, or along some axes.
  ///
  /// Axes in `axes` are dropped, or stay with size 1 where `keepDims` says so; negative ones count from
  /// the back. Stops with a sentence where there is no such axis.
  public func sum(axes: [Int]? = nil, keepDims: Bool = false) -> Tensor {
    reduced(unroll_sum, AxisSet(axes, of: shape, "sum"), keepDims: keepDims)
  }

  /// The mean of all elements, or along some axes.
  ///
  /// Axes as for ``sum(axes:keepDims:)``. Stops with a sentence where there are no elements.
  public func mean(axes: [Int]? = nil, keepDims: Bool = false) -> Tensor {
    let total = sum(axes: axes, keepDims: keepDims)
    require(elementCount > 0, "mean: shape \(shape) has no elements")
    return total.scaled(by: Double(total.elementCount) / Double(elementCount))
  }

  /// The largest element, or the largest along some axes; NaN where one is.
  ///
  /// Axes as for ``sum(axes:keepDims:)``. Stops with a sentence where an axis to search is empty.
  public func max(axes: [Int]? = nil, keepDims: Bool = false) -> Tensor {
    let axes = AxisSet(axes, of: shape, "max")
    requireSomethingToReduce("max", shape, axes)
    return reduced(unroll_max, axes, keepDims: keepDims)
  }

  /// The sum along one axis, which is dropped or stays with size 1; −1 is the last.
  public func sum(axis: Int, keepDims: Bool = false) -> Tensor {
    sum(axes: [axis], keepDims: keepDims)
  }

  /// The mean along one axis, which is dropped or stays with size 1; −1 is the last.
  public func mean(axis: Int, keepDims: Bool = false) -> Tensor {
    mean(axes: [axis], keepDims: keepDims)
  }

  /// The largest along one axis, which is dropped or stays with size 1; −1 is the last.
  public func max(axis: Int, keepDims: Bool = false) -> Tensor {
    max(axes: [axis], keepDims: keepDims)
  }

  /// The Euclidean norm of all elements, `√Σx²`, without overflow or underflow on the way.
  public func norm() -> Double {
    let values = elements
    // The square of a float32 is neither too large nor too small for a Double.
    if dtype == .float32 { return Self.sumOfSquares(values).squareRoot() }
    let largest = values.reduce(0) { Swift.max($0, Swift.abs($1)) }
    guard largest > 0, largest.isFinite else {
      return values.contains { $0.isNaN } ? .nan : largest
    }
    return largest * values.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }

  /// `Σx²`, in eight sums side by side: one alone would wait for each addition.
  private static func sumOfSquares(_ values: [Double]) -> Double {
    values.withUnsafeBytes { bytes in
      let stride = MemoryLayout<SIMD8<Double>>.stride
      let whole = values.count / 8 * 8
      var sums = SIMD8<Double>.zero
      for offset in Swift.stride(from: 0, to: whole / 8 * stride, by: stride) {
        let x = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
        sums += x * x
      }
      return sums.sum() + values[whole...].reduce(0) { $0 + $1 * $1 }
    }
  }

  /// The index of the largest element along an axis; the first where several are equal.
  ///
  /// That axis is dropped from the shape; stops with a sentence where it is empty.
  public func argmax(axis: Int = -1) -> IntTensor {
    let axis = shape.axis(axis, "argmax")
    let (outer, count) = (shape.elementCount(0..<axis), shape[axis])
    let inner = shape.elementCount((axis + 1)..<rank)
    require(count > 0, "argmax: axis \(axis) of shape \(shape) is empty")
    let values = elements
    var result: [Int] = []
    for o in 0..<outer {
      for i in 0..<inner {
        let along = (0..<count).map { values[(o * count + $0) * inner + i] }
        result.append(
          along.indices.max { along[$0] < along[$1] || (along[$0] == along[$1] && $0 > $1) } ?? 0)
      }
    }
    return IntTensor(result, shape: shape.removing(axis))
  }
}
