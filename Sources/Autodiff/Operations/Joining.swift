import UnrollNumerics

/// Tensors joined along an axis that they have.
///
/// `y = [x₀; x₁; …]`, `dxᵢ` = the part of `dy` that came from `xᵢ`
public struct Concatenate: Operation {
  /// The axis along which the tensors are joined.
  public let axis: Int

  public var name: String { "concatenate" }
  public var detail: String { "axis \(axis)" }

  public func outputShapes(_ x: [Shape]) -> [Shape] {
    for shape in x {
      require(
        shape.count == x[0].count && shape.with(0, at: axis) == x[0].with(0, at: axis),
        """
        concatenate: can't join \(x.map(\.description).joined(separator: ", ")) along axis \(axis); \
        all other axes must be equal
        """)
    }
    return [x[0].with(x.reduce(0) { $0 + $1[axis] }, at: axis)]
  }

  public func forward(_ x: [Tensor]) -> [Tensor] {
    var y = Tensor(uninitialized: outputShapes(x.map(\.shape))[0], x[0].dtype)
    for (part, region) in zip(x, regions(x.map(\.shape))) { y.replace(region, with: part) }
    return [y]
  }

  public func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? {
    Assemble(outputShapes(x.map(\.shape))[0], regions(x.map(\.shape))).formula(x)
  }

  public func pullback(_ step: BackwardStep) {
    guard let dy = step.cotangent(0) else { return }
    let shapes = (0..<step.inputCount).map { step.input($0).shape }
    for (index, region) in regions(shapes).enumerated() where step.needs(index) {
      step.add(.dense(dy.slice(region)), to: index)
    }
  }

  func regions(_ shapes: [Shape]) -> [Region] {
    var start = 0
    return shapes.map { shape in
      defer { start += shape[axis] }
      return Region(axis, start..<(start + shape[axis]))
    }
  }
}

/// Tensors of equal shape joined along a new axis: the time steps of a sequence put together.
///
/// `y[…, i, …] = xᵢ`, `dxᵢ = dy[…, i, …]`
public struct Stack: Operation {
  /// The new axis.
  public let axis: Int

  public var name: String { "stack" }
  public var detail: String { "axis \(axis)" }

  public func outputShapes(_ x: [Shape]) -> [Shape] {
    for shape in x {
      require(
        shape == x[0], "stack: all tensors need one shape; got \(x[0]) and \(shape)")
    }
    return [x[0].inserting(x.count, at: axis)]
  }

  public func forward(_ x: [Tensor]) -> [Tensor] {
    var y = Tensor(uninitialized: outputShapes(x.map(\.shape))[0], x[0].dtype)
    for (i, part) in x.enumerated() { y.replace(Region(axis, i..<(i + 1)), with: part) }
    return [y]
  }

  public func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? {
    let parts = x.map { $0.viewed(as: $0.shape.inserting(1, at: axis)) }
    return Concatenate(axis: axis).formula(parts)
  }

  public func pullback(_ step: BackwardStep) {
    guard let dy = step.cotangent(0) else { return }
    for (index, part) in unstack(dy, axis: axis).enumerated() where step.needs(index) {
      step.add(.dense(part), to: index)
    }
  }
}

/// A tensor taken apart along an axis: a sequence into its time steps. One entry, many results.
///
/// `yᵢ = x[…, i, …]`, `dx[…, i, …] += dyᵢ`
public struct Unstack: Operation {
  /// The axis that is taken apart.
  public let axis: Int

  public var name: String { "unstack" }
  public var detail: String { "axis \(axis)" }

  public func outputShapes(_ x: [Shape]) -> [Shape] {
    Array(repeating: x[0].removing(axis), count: x[0][axis])
  }

  public func forward(_ x: [Tensor]) -> [Tensor] {
    let part = x[0].shape.removing(axis)
    return (0..<x[0].shape[axis]).map {
      x[0].slice(Region(axis, $0..<($0 + 1))).viewed(as: part)
    }
  }

  public func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? {
    let part = x[0].shape.removing(axis)
    return (0..<x[0].shape[axis]).map {
      x[0].slice(Region(axis, $0..<($0 + 1))).viewed(as: part)
    }
  }

  public func pullback(_ step: BackwardStep) {
    guard step.needs(0) else { return }
    let kept = step.input(0).shape.with(1, at: axis)
    for i in 0..<step.outputCount {
      guard let dy = step.cotangent(i) else { continue }
      step.add(.region(dy.reshaped(kept), Region(axis, i..<(i + 1))), to: 0)
    }
  }
}

/// A tensor cut into parts of equal size along an axis, which they keep: the gates of a cell.
///
/// `yᵢ = x[…, i·n ..< (i+1)·n, …]`, `dx[…, i·n ..< (i+1)·n, …] += dyᵢ`
public struct Split: Operation {
  /// The number of parts.
  public let count: Int
  /// The axis that is cut.
  public let axis: Int

  public var name: String { "split" }
  public var detail: String { "\(count) parts, axis \(axis)" }

  func region(_ index: Int, in shape: Shape) -> Region {
    let size = shape[axis] / count
    return Region(axis, (index * size)..<((index + 1) * size))
  }

  public func outputShapes(_ x: [Shape]) -> [Shape] {
    require(
      x[0][axis].isMultiple(of: count),
      "split: can't cut axis \(axis) of shape \(x[0]) into \(count) equal parts")
    return Array(repeating: region(0, in: x[0]).shape(in: x[0]), count: count)
  }

  public func forward(_ x: [Tensor]) -> [Tensor] {
    (0..<count).map { x[0].slice(region($0, in: x[0].shape)) }
  }

  public func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? {
    (0..<count).map { x[0].slice(region($0, in: x[0].shape)) }
  }

  public func pullback(_ step: BackwardStep) {
    guard step.needs(0) else { return }
    for index in 0..<count {
      guard let dy = step.cotangent(index) else { continue }
      step.add(.region(dy, region(index, in: step.input(0).shape)), to: 0)
    }
  }
}

/// Tensors joined along an axis that they have.
///
/// Sizes along `axis` add up; all others have to be equal, or it stops with a sentence. Each `dxᵢ` is its
/// part of `dy`.
public func concatenate(_ x: [Variable], axis: Int = 0) -> Variable {
  require(!x.isEmpty, "concatenate: there is nothing to join; expected at least one tensor")
  return apply(Concatenate(axis: x[0].shape.axis(axis, "concatenate")), x)[0]
}

/// Tensors of equal shape joined along a new axis.
///
/// n tensors `[a, b]` give `[n, a, b]` along axis 0 and `[a, b, n]` along −1. Stops with a sentence where
/// shapes differ. `dxᵢ = dy[…, i, …]`.
public func stack(_ x: [Variable], axis: Int = 0) -> Variable {
  require(!x.isEmpty, "stack: there is nothing to join; expected at least one tensor")
  let rank = x[0].shape.count
  require(
    axis >= -(rank + 1) && axis <= rank,
    "stack: can't put a new axis at \(axis) into shape \(x[0].shape); expected \(-rank - 1) to \(rank)"
  )
  return apply(Stack(axis: axis < 0 ? axis + rank + 1 : axis), x)[0]
}

/// A tensor taken apart along an axis, which the parts no longer have.
///
/// `[batch, time, features]` along axis 1 gives `time` tensors `[batch, features]`. `dx[…, i, …] = dyᵢ`.
public func unstack(_ x: Variable, axis: Int = 0) -> [Variable] {
  apply(Unstack(axis: x.shape.axis(axis, "unstack")), [x])
}

/// A tensor cut into parts of equal size along an axis, which they keep.
///
/// `[batch, 4·units]` into 4 gives four `[batch, units]`. Stops with a sentence where the axis can't be
/// cut into equal parts.
public func split(_ x: Variable, into count: Int, axis: Int = -1) -> [Variable] {
  require(count > 0, "split: got \(count) parts; expected at least 1")
  return apply(Split(count: count, axis: x.shape.axis(axis, "split")), [x])
}
