import UnrollAutodiff

// What moves elements, in StableHLO.

extension HLOTarget {
  private static func list(_ items: [some CustomStringConvertible]) -> String {
    "[" + items.map(\.description).joined(separator: ", ") + "]"
  }

  mutating func reshape(_ x: HLOValue, to shape: Shape) -> HLOValue {
    if shape == x.shape { return x }
    return define(
      shape, x.element, "stablehlo.reshape \(x.name) : \(signature([x], shape, x.element))")
  }

  mutating func transpose(_ x: HLOValue, order: [Int]) -> HLOValue {
    let shape = Shape(order.map { x.shape[$0] })
    return define(
      shape, x.element,
      "stablehlo.transpose \(x.name), dims = \(Self.list(order)) : \(signature([x], shape, x.element))"
    )
  }

  /// Axes of size 1 that are repeated are taken out first: `broadcast_in_dim` would repeat them too, but states where each
  /// axis goes.
  mutating func broadcast(_ x: HLOValue, to shape: Shape) -> HLOValue {
    if shape == x.shape { return x }
    let missing = shape.count - x.shape.count
    return define(
      shape, x.element,
      "stablehlo.broadcast_in_dim \(x.name), dims = \(Self.list(x.shape.indices.map { $0 + missing })) : "
        + signature([x], shape, x.element))
  }

  mutating func slice(_ x: HLOValue, axis: Int, range: Range<Int>) -> HLOValue {
    if range == 0..<x.shape[axis] { return x }
    var sizes = Array(x.shape)
    sizes[axis] = range.count
    let cuts = x.shape.enumerated().map { index, size in
      index == axis ? "\(range.lowerBound):\(range.upperBound)" : "0:\(size)"
    }
    return define(
      Shape(sizes), x.element,
      "stablehlo.slice \(x.name) \(Self.list(cuts)) : \(signature([x], Shape(sizes), x.element))")
  }

  mutating func reverse(_ x: HLOValue, axis: Int) -> HLOValue {
    define(x.shape, x.element, "stablehlo.reverse \(x.name), dims = [\(axis)] : \(x.type)")
  }

  mutating func concatenate(_ parts: [HLOValue], axis: Int) -> HLOValue {
    var sizes = Array(parts[0].shape)
    sizes[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    return define(
      Shape(sizes), parts[0].element,
      "stablehlo.concatenate \(parts.map(\.name).joined(separator: ", ")), dim = \(axis) : "
        + signature(parts, Shape(sizes), parts[0].element))
  }

  mutating func pad(_ x: HLOValue, axis: Int, before: Int, after: Int) -> HLOValue {
    if before == 0 && after == 0 { return x }
    let zero = number(0, like: x)
    var sizes = Array(x.shape)
    sizes[axis] += before + after
    func widths(_ count: Int) -> String {
      Self.list(x.shape.indices.map { $0 == axis ? count : 0 })
    }
    return define(
      Shape(sizes), x.element,
      "stablehlo.pad \(x.name), \(zero.name), low = \(widths(before)), high = \(widths(after)), "
        + "interior = \(widths(0)) : \(signature([x, zero], Shape(sizes), x.element))")
  }
}
