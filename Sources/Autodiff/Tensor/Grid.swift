import UnrollNumerics

/// Numbers of any ``Scalar`` type with a shape: what a formula works on.
///
/// A grid is the readable twin of a tensor. It is never fast; it is what the fast kernels are held
/// against, and what a tape is replayed with.
public struct Grid<Number: Scalar>: Sendable {
  /// The sizes of the axes.
  public let shape: Shape

  /// The numbers in row-major order.
  public var elements: [Number]

  /// Numbers in row-major order under a shape. Stops with a sentence where there are more or fewer than
  /// the shape holds.
  public init(_ shape: Shape, _ elements: [Number]) {
    require(
      elements.count == shape.elementCount,
      "grid: shape \(shape) holds \(shape.elementCount) elements, not \(elements.count)")
    self.shape = shape
    self.elements = elements
  }

  /// Numbers computed from their places. A place has one index an axis, counted from 0.
  public init(_ shape: Shape, _ element: (_ place: [Int]) -> Number) {
    self.init(shape, Self.places(shape).map(element))
  }

  /// The values of a tensor.
  public init(_ tensor: Tensor) {
    self.init(tensor.shape, tensor.elements.map(Number.init))
  }

  /// The number at a place: one index an axis, counted from 0; nothing checks that it lies inside.
  public subscript(place: [Int]) -> Number {
    get { elements[offset(of: place)] }
    set { elements[offset(of: place)] = newValue }
  }

  private func offset(of place: [Int]) -> Int {
    zip(place, shape).reduce(0) { $0 * $1.1 + $1.0 }
  }

  /// The number that broadcasting puts at a place of a larger shape.
  public subscript(broadcastTo place: [Int]) -> Number {
    let own = place.suffix(shape.count)
    return self[zip(own, shape).map { $1 == 1 ? 0 : $0 }]
  }

  /// Pairs of numbers after broadcasting, combined.
  static func combine(
    _ a: Grid, _ b: Grid, into shape: Shape, _ f: (Number, Number) -> Number
  ) -> Grid {
    if a.shape == shape && b.shape == shape {
      return Grid(shape, zip(a.elements, b.elements).map(f))
    }
    var elements: [Number] = []
    elements.reserveCapacity(shape.elementCount)
    BroadcastLoop(shape, a.shape, b.shape).forEachPlane { i, j, _, rows, columns, s, t in
      for row in 0..<rows {
        for column in 0..<columns {
          elements.append(
            f(
              a.elements[i + row * s.row + column * s.column],
              b.elements[j + row * t.row + column * t.column]))
        }
      }
    }
    return Grid(shape, elements)
  }

  /// Each number, changed by a function.
  public func map(_ f: (Number) -> Number) -> Grid { Grid(shape, elements.map(f)) }

  /// The sum or another fold over some axes, which stay with size 1 or are dropped.
  func folded(
    _ axes: AxisSet, keepDims: Bool, _ combine: (Number, Number) -> Number
  ) -> Grid {
    let kept = axes.reduced(shape, keepDims: true)
    var result = [Number?](repeating: nil, count: kept.elementCount)
    for (number, place) in zip(elements, Self.places(shape)) {
      let target = place.indices.reduce(0) {
        $0 * kept[$1] + (axes.contains($1) ? 0 : place[$1])
      }
      result[target] = result[target].map { combine($0, number) } ?? number
    }
    return Grid(axes.reduced(shape, keepDims: keepDims), result.map { $0 ?? .zero })
  }

  /// All places of a shape in row-major order.
  public static func places(_ shape: Shape) -> [[Int]] {
    var places: [[Int]] = [[]]
    for size in shape {
      places = places.flatMap { place in (0..<size).map { place + [$0] } }
    }
    return places
  }
}

extension Tensor {
  /// The real parts of a grid.
  public init(_ grid: Grid<some Scalar>, dtype: DType = .float64) {
    self.init(grid.elements.map(\.real), shape: grid.shape, dtype: dtype)
  }
}
