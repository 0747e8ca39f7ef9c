import UnrollNumerics

/// The sizes of a tensor's axes, at most eight of them, kept inline.
///
/// `Shape` is a collection of `Int` and is written as a literal: `[2, 3]`. A scalar's shape is `[]`.
public struct Shape: Sendable, Hashable {
  private var sizes: Sizes
  private var rank: Int32

  /// The largest number of axes.
  public static let maximumRank = 8

  /// A shape with the given sizes. Stops with a sentence where there are more than eight, or one is
  /// negative.
  public init(_ sizes: some Sequence<Int>) {
    self.sizes = Sizes()
    rank = 0
    for size in sizes { append(size) }
  }

  /// Adds an axis behind the others. Stops with a sentence where there are eight already, or the size is
  /// negative.
  public mutating func append(_ size: Int) {
    require(
      rank < Shape.maximumRank, "shape: a tensor has at most \(Shape.maximumRank) axes")
    require(
      size >= 0 && size <= Int(Int32.max),
      "shape: an axis can't have size \(size); expected 0 to \(Int32.max)")
    sizes[Int(rank)] = Int32(size)
    rank += 1
  }

  /// The number of elements: the product of all sizes.
  public var elementCount: Int {
    var product = 1
    for axis in 0..<Int(rank) { product *= Int(sizes[axis]) }
    return product
  }

  /// The product of the sizes of some neighbouring axes.
  func elementCount(_ axes: Range<Int>) -> Int {
    var product = 1
    for axis in axes { product *= Int(sizes[axis]) }
    return product
  }

  /// The number of elements between neighbours along each axis, in row-major order.
  var strides: [Int] {
    var strides = [Int](repeating: 1, count: count)
    for axis in stride(from: count - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * self[axis + 1]
    }
    return strides
  }

  /// This shape with one axis given another size.
  func with(_ size: Int, at axis: Int) -> Shape {
    var copy = self
    copy[axis] = size
    return copy
  }

  /// This shape without one axis.
  func removing(_ axis: Int) -> Shape {
    Shape(indices.lazy.filter { $0 != axis }.map { self[$0] })
  }

  /// This shape with an axis of the given size put in at a place.
  func inserting(_ size: Int, at axis: Int) -> Shape {
    var result = Shape(self[0..<axis])
    result.append(size)
    for later in axis..<count { result.append(self[later]) }
    return result
  }

  /// An axis counted from the front, where negative numbers count from the back.
  ///
  /// `operation` names the caller in the message when there is no such axis.
  func axis(_ axis: Int, _ operation: String) -> Int {
    require(
      axis >= -count && axis < count,
      "\(operation): there is no axis \(axis) in shape \(self); expected \(axisRange)")
    return axis < 0 ? axis + count : axis
  }

  private var axisRange: String {
    count == 0 ? "a tensor with at least one axis" : "\(-count) to \(count - 1)"
  }
}

extension Shape: RandomAccessCollection, MutableCollection {
  /// The first axis.
  public var startIndex: Int { 0 }

  /// The number of axes.
  public var endIndex: Int { Int(rank) }

  /// The size of an axis, counted from 0; reading one that is not there stops with a sentence.
  public subscript(axis: Int) -> Int {
    get {
      require(axis >= 0 && axis < Int(rank), "shape: there is no axis \(axis) in \(self)")
      return Int(sizes[axis])
    }
    set { sizes[axis] = Int32(newValue) }
  }
}

extension Shape: ExpressibleByArrayLiteral {
  /// A shape written as a literal.
  public init(arrayLiteral sizes: Int...) { self.init(sizes) }
}

extension Shape: CustomStringConvertible {
  /// The sizes in brackets: `[2, 3]`.
  public var description: String { "[" + map(String.init).joined(separator: ", ") + "]" }
}

/// Eight sizes in two halves: one vector of eight would be aligned to 32 bytes, and Swift's debug
/// builds crash when a value with more than 16 lives across an `await`.
private struct Sizes: Sendable, Hashable {
  private var low = SIMD4<Int32>(repeating: 1)
  private var high = SIMD4<Int32>(repeating: 1)

  subscript(axis: Int) -> Int32 {
    get { axis < 4 ? low[axis] : high[axis - 4] }
    set { if axis < 4 { low[axis] = newValue } else { high[axis - 4] = newValue } }
  }
}
