import UnrollNumerics

// Cutting a region out and putting regions together. Neither pullback touches more than the region.

/// A range of one axis.
///
/// `y = x[…, range, …]`, `dx[…, range, …] += dy`
public struct Slice: Operation {
  /// What is cut out.
  public let region: Region

  public var name: String { "slice" }
  public var detail: String {
    "axis \(region.axis), \(region.range.lowerBound)..<\(region.range.upperBound)"
  }

  public func outputShapes(_ x: [Shape]) -> [Shape] { [region.shape(in: x[0])] }

  public func forward(_ x: [Tensor]) -> [Tensor] { [x[0].slice(region)] }

  public func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? {
    [x[0].slice(region)]
  }

  public func pullback(_ step: BackwardStep) {
    guard step.needs(0), let dy = step.cotangent(0) else { return }
    step.add(.region(dy, region), to: 0)
  }
}

/// Parts added into regions of zeros: the mirror of several slices of one tensor.
///
/// `y = 0; y[regionᵢ] += xᵢ`, `dxᵢ = dy[regionᵢ]`
public struct Assemble: Operation {
  /// The shape of the result.
  public let target: Shape
  /// Where each part goes; regions may overlap.
  public let regions: [Region]

  public var name: String { "assemble" }

  init(_ target: Shape, _ regions: [Region]) {
    self.target = target
    self.regions = regions
  }

  public func outputShapes(_ x: [Shape]) -> [Shape] { [target] }

  public func forward(_ x: [Tensor]) -> [Tensor] {
    var y = Tensor.zeros(target, dtype: x[0].dtype)
    for (part, region) in zip(x, regions) { y.accumulate(part, in: region) }
    return [y]
  }

  public func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? {
    var y = Grid<Number>(target, Array(repeating: .zero, count: target.elementCount))
    for (part, region) in zip(x, regions) { y.accumulate(part, in: region) }
    return [y]
  }

  public func pullback(_ step: BackwardStep) {
    guard let dy = step.cotangent(0) else { return }
    for (index, region) in regions.enumerated() where step.needs(index) {
      step.add(.dense(dy.slice(region)), to: index)
    }
  }
}

extension Variable {
  func slice(_ region: Region) -> Variable { apply(Slice(region: region), [self])[0] }

  /// The part that indices name, one index an axis from the first; the axes behind are kept whole.
  ///
  /// `x[0]` drops an axis, `x[0..<2]` keeps it, `x[0..., -1]` is the last column.
  ///
  /// `dx[part] = dy`, zeros elsewhere. Stops with a sentence where an index lies outside its axis.
  public subscript(indices: any TensorIndex...) -> Variable {
    require(
      indices.count <= shape.count,
      "subscript: \(indices.count) indices for shape \(shape), which has \(shape.count) axes")
    var result = self
    var axis = 0
    for index in indices {
      let (range, dropsAxis) = index.resolved(in: result.shape[axis])
      if range != 0..<result.shape[axis] { result = result.slice(Region(axis, range)) }
      if dropsAxis { result = result.reshaped(result.shape.removing(axis)) } else { axis += 1 }
    }
    return result
  }

  /// Zeros put in front of and behind the elements of one axis.
  ///
  /// That axis grows by `before + after`; `dx` is the part of `dy` in the middle. Stops with a sentence
  /// where either number is negative.
  public func padded(axis: Int, before: Int = 0, after: Int = 0) -> Variable {
    let axis = shape.axis(axis, "pad")
    require(
      before >= 0 && after >= 0,
      "pad: can't add \(before) zeros in front and \(after) behind; expected 0 or more")
    let size = shape[axis]
    let target = shape.with(before + size + after, at: axis)
    return apply(Assemble(target, [Region(axis, before..<(before + size))]), [self])[0]
  }
}
