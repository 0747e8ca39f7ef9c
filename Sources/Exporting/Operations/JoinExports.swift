import UnrollAutodiff

/// Part of what is joined: a value, or several values that lie in a row along the first axis of one.
enum JoinPart<Value> {
  case value(Value)
  case row(Value)
}

/// An operation that puts any number of inputs together, such as one for each time step.
protocol JoiningOperation: Operation {
  /// The axis along which parts follow one another, and whether it is a new one; nil where parts do not follow one another
  /// without gaps.
  func joint(_ parts: [Shape]) -> (axis: Int, isNew: Bool)?
}

extension Stack: JoiningOperation {
  func joint(_ parts: [Shape]) -> (axis: Int, isNew: Bool)? { (axis, true) }
}

extension Concatenate: JoiningOperation {
  func joint(_ parts: [Shape]) -> (axis: Int, isNew: Bool)? { (axis, false) }
}

extension Assemble: JoiningOperation {
  func joint(_ parts: [Shape]) -> (axis: Int, isNew: Bool)? {
    guard let axis = regions.first?.axis else { return nil }
    var end = 0
    for region in regions {
      guard region.axis == axis, region.range.lowerBound == end else { return nil }
      end = region.range.upperBound
    }
    return end == target[axis] ? (axis, false) : nil
  }
}

extension JoiningOperation {
  /// Writes the joined value.
  func write<T: ExportTarget>(_ parts: [JoinPart<T.Value>], in target: inout T) -> T.Value {
    let shapes = parts.map { part in
      switch part {
      case .value(let value): value.shape
      case .row(let row): row.shape.without(0)
      }
    }
    if let (axis, isNew) = joint(shapes) {
      let pieces = parts.map { $0.piece(along: axis, isNew: isNew, in: &target) }
      return pieces.count == 1 ? pieces[0] : target.concatenate(pieces, axis: axis)
    }
    // Regions with gaps or overlaps: each in zeros of its own, and their sum.
    guard let assemble = self as? Assemble else {
      preconditionFailure("only regions can have gaps")
    }
    var values: [T.Value] = []
    for part in parts {
      switch part {
      case .value(let value): values.append(value)
      case .row(let row):
        for index in 0..<row.shape[0] { values.append(target.element(row, index)) }
      }
    }
    var sum: T.Value?
    for (value, region) in zip(values, assemble.regions) {
      let rest = assemble.target[region.axis] - region.range.upperBound
      let padded = target.pad(
        value, axis: region.axis, before: region.range.lowerBound, after: rest)
      sum = sum.map { target.add($0, padded) } ?? padded
    }
    return sum ?? target.zeros(assemble.target, .float32)
  }
}

extension JoinPart where Value: ExportValue {
  /// The part as it lies in the whole.
  fileprivate func piece<T: ExportTarget>(
    along axis: Int, isNew: Bool, in target: inout T
  ) -> Value where T.Value == Value {
    switch self {
    case .value(let value):
      guard isNew else { return value }
      var shape = Array(value.shape)
      shape.insert(1, at: axis)
      return target.reshape(value, to: Shape(shape))
    case .row(let row):
      // The row's axis goes to where its values follow one another; where that axis is no new one, the two become one.
      var order = Array(1..<row.shape.count)
      order.insert(0, at: axis)
      let moved = axis == 0 ? row : target.transpose(row, order: order)
      guard !isNew else { return moved }
      var shape = Array(moved.shape)
      shape[axis] *= shape.remove(at: axis + 1)
      return target.reshape(moved, to: Shape(shape))
    }
  }
}
