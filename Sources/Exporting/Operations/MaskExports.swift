import UnrollAutodiff

// Masks that are values of the tape.

extension Choose: ExportableOperation {
  func write<T: ExportTarget>(_ x: [T.Value], in target: inout T) -> [T.Value] {
    let mask = target.binary(.greater, x[0], target.number(0, like: x[0]))
    return [target.select(mask, x[1], x[2])]
  }
}

extension NotEqual: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    // NaN alone does not equal itself.
    if number.isNaN { return target.cast(target.binary(.equal, x, x), to: x.dtype) }
    let equals = target.cast(target.binary(.equal, x, target.number(number, like: x)), to: x.dtype)
    return target.subtract(target.number(1, like: x), equals)
  }
}

extension TokensNotEqual: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.cast(target.notEqual(ids, id), to: x.dtype)
  }
}

extension Operation {
  /// The token ids or classes that the operation holds.
  var heldIDs: IntTensor? {
    switch self {
    case let self as Gather: self.indices
    case let self as ScatterAddRows: self.indices
    case let self as SoftmaxCrossEntropy: self.labels
    case let self as SoftmaxMinusOneHot: self.labels
    case let self as TokensNotEqual: self.ids
    default: nil
    }
  }
}
