import UnrollNumerics

/// A place, or a range of places, along an axis: what stands in a tensor's subscript.
///
/// An `Int` picks one place and drops the axis (negative counts from the back); a range keeps it. All
/// of an axis is `0...`.
public protocol TensorIndex {
  /// The range along an axis of the given size, and whether the axis is dropped.
  func resolved(in size: Int) -> (range: Range<Int>, dropsAxis: Bool)
}

extension Int: TensorIndex {
  /// One place; negative numbers count from the back. Stops with a sentence where there is no such place.
  public func resolved(in size: Int) -> (range: Range<Int>, dropsAxis: Bool) {
    require(
      self >= -size && self < size,
      "subscript: index \(self) is outside an axis of size \(size)")
    let place = self < 0 ? self + size : self
    return (place..<(place + 1), true)
  }
}

extension Range<Int>: TensorIndex {
  /// The places from the lower bound up to, but not including, the upper. Negative bounds are refused
  /// with a sentence.
  public func resolved(in size: Int) -> (range: Range<Int>, dropsAxis: Bool) {
    require(
      lowerBound >= 0 && upperBound <= size,
      "subscript: range \(self) is outside an axis of size \(size)")
    return (self, false)
  }
}

extension ClosedRange<Int>: TensorIndex {
  /// The places from the lower bound up to the upper. Negative bounds are refused with a sentence.
  public func resolved(in size: Int) -> (range: Range<Int>, dropsAxis: Bool) {
    (lowerBound..<(upperBound + 1)).resolved(in: size)
  }
}

extension PartialRangeFrom<Int>: TensorIndex {
  /// The places from the lower bound to the end; negative counts from the back. Stops with a sentence where
  /// it lies outside the axis.
  public func resolved(in size: Int) -> (range: Range<Int>, dropsAxis: Bool) {
    let start = lowerBound < 0 ? lowerBound + size : lowerBound
    require(
      start >= 0 && start <= size,
      "subscript: range \(lowerBound)... is outside an axis of size \(size)")
    return (start..<size, false)
  }
}

extension PartialRangeUpTo<Int>: TensorIndex {
  /// The places from the start up to, but not including, the bound; negative counts from the back. Stops with
  /// a sentence where it lies outside the axis.
  public func resolved(in size: Int) -> (range: Range<Int>, dropsAxis: Bool) {
    let end = upperBound < 0 ? upperBound + size : upperBound
    require(
      end >= 0 && end <= size,
      "subscript: range ..<\(upperBound) is outside an axis of size \(size)")
    return (0..<end, false)
  }
}

extension Tensor {
  /// The part that indices name, one index an axis from the first; the axes behind are kept whole.
  ///
  /// Stops with a sentence where an index lies outside its axis. What is put in has to have the shape of
  /// the part, and takes the type of this tensor; nothing is broadcast.
  public subscript(indices: any TensorIndex...) -> Tensor {
    get {
      require(
        indices.count <= rank,
        "subscript: \(indices.count) indices for shape \(shape), which has \(rank) axes")
      var result = self
      var axis = 0
      for index in indices {
        let (range, dropsAxis) = index.resolved(in: result.shape[axis])
        if range != 0..<result.shape[axis] { result = result.slice(Region(axis, range)) }
        if dropsAxis { result = result.viewed(as: result.shape.removing(axis)) } else { axis += 1 }
      }
      return result
    }
    set { replace(indices[...], from: 0, with: newValue) }
  }

  /// One element, by an index for each axis; negative ones count from the back. Stops with a sentence
  /// where there is no such element.
  public subscript(scalarAt indices: Int...) -> Double {
    get {
      require(indices.count == rank, "subscript: \(indices.count) indices for shape \(shape)")
      var result = self
      for index in indices { result = result[index] }
      return result.item()
    }
    set {
      replace(
        indices.map { $0 as any TensorIndex }[...], from: 0, with: Tensor(newValue, dtype: dtype))
    }
  }

  private mutating func replace(
    _ indices: ArraySlice<any TensorIndex>, from axis: Int, with part: Tensor
  ) {
    guard let index = indices.first else {
      require(
        part.shape == shape,
        "subscript: can't put a tensor of shape \(part.shape) where shape \(shape) is expected")
      self = part.cast(to: dtype)
      return
    }
    require(axis < rank, "subscript: more indices than axes for shape \(shape)")
    let (range, dropsAxis) = index.resolved(in: shape[axis])
    let region = Region(axis, range)
    var piece = slice(region)
    if dropsAxis { piece = piece.viewed(as: piece.shape.removing(axis)) }
    piece.replace(indices.dropFirst(), from: dropsAxis ? axis : axis + 1, with: part)
    replace(region, with: piece)
  }

  /// The same elements, in row-major order, under another shape; stops with a sentence where that holds
  /// more or fewer.
  public func reshaped(_ target: Shape) -> Tensor {
    require(
      target.elementCount == elementCount,
      """
      reshape: \(shape) has \(elementCount) elements, \
      but \(target) would have \(target.elementCount)
      """)
    return viewed(as: target)
  }
}
