import UnrollAutodiff

// Matrix products, sums, and what moves elements.

extension MatrixProduct: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    target.matmul(a, b, transposeA: transposeA, transposeB: transposeB)
  }
}

extension Sum: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.sum(x, axes: x.shape.indices.filter(axes.contains), keepDims: keepDims)
  }
}

extension Mean: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    let over = x.shape.indices.filter(axes.contains)
    let count = over.reduce(1) { $0 * x.shape[$1] }
    let total = target.sum(x, axes: over, keepDims: keepDims)
    return target.divide(total, target.number(Double(count), like: total))
  }
}

extension Max: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.reduce(.max, x, axes: x.shape.indices.filter(axes.contains), keepDims: keepDims)
  }
}

extension MeanSquaredError: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    let difference = target.subtract(a, b)
    let square = target.binary(.power, difference, target.number(2, like: a))
    let total = target.sum(square, axes: Array(a.shape.indices))
    return target.divide(total, target.number(Double(a.shape.elementCount), like: total))
  }
}

extension Reshape: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.reshape(x, to: self.target)
  }
}

extension Transpose: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.transpose(x, order: order)
  }
}

extension BroadcastTo: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.broadcast(x, to: self.target)
  }
}

extension SumTo: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    let new = x.shape.count - self.target.count
    var y = target.sum(x, axes: Array(0..<new))
    let repeated = self.target.indices.filter { self.target[$0] == 1 && y.shape[$0] != 1 }
    y = target.sum(y, axes: Array(repeated), keepDims: true)
    return y
  }
}

extension Slice: ExportableOperation {
  func write<T: ExportTarget>(_ x: [T.Value], in target: inout T) -> [T.Value] {
    [target.slice(x[0], axis: region.axis, range: region.range)]
  }
}

extension Split: ExportableOperation {
  func write<T: ExportTarget>(_ x: [T.Value], in target: inout T) -> [T.Value] {
    let size = x[0].shape[axis] / count
    return (0..<count).map { part in
      target.slice(x[0], axis: axis, range: (part * size)..<((part + 1) * size))
    }
  }
}

extension Unstack: ExportableOperation {
  func write<T: ExportTarget>(_ x: [T.Value], in target: inout T) -> [T.Value] {
    (0..<x[0].shape[axis]).map { index in
      let part = target.slice(x[0], axis: axis, range: index..<(index + 1))
      return target.reshape(part, to: x[0].shape.without(axis))
    }
  }
}

extension Gather: ExportableOperation {
  func write<T: ExportTarget>(_ x: [T.Value], in target: inout T) -> [T.Value] {
    [target.gather(x[0], indices)]
  }
}

extension ScatterAddRows: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.scatterAdd(x, indices, rowCount: rowCount)
  }
}

extension Softmax: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.softmax(x, axis: axis)
  }
}

extension LogSoftmax: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.logSoftmax(x, axis: axis)
  }
}

extension LogSumExp: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.logSumExp(x, axis: axis, keepDims: keepDims)
  }
}

extension SoftmaxCrossEntropy: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    let last = x.shape.count - 1
    let truth = target.oneHot(labels, classes: x.shape[last], like: x)
    let logs = target.logSoftmax(x, axis: last)
    return target.unary(.negate, target.sum(target.multiply(truth, logs), axes: [last]))
  }
}

extension SoftmaxMinusOneHot: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    let last = x.shape.count - 1
    let p = target.softmax(x, axis: last)
    return target.subtract(p, target.oneHot(labels, classes: x.shape[last], like: x))
  }
}
