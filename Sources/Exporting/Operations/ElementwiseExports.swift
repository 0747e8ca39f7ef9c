import UnrollAutodiff

// What each operation on elements is in the primitives of a language: the formula of its documentation once more.

extension Tanh: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.unary(.tanh, x)
  }
}

extension Sigmoid: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.unary(.sigmoid, x)
  }
}

extension ReLU: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.binary(.maximum, x, target.number(0, like: x))
  }
}

extension TanhPullback: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    let square = target.multiply(b, b)
    return target.multiply(a, target.subtract(target.number(1, like: b), square))
  }
}

extension SigmoidPullback: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    let rest = target.subtract(target.number(1, like: b), b)
    return target.multiply(target.multiply(a, b), rest)
  }
}

extension ReLUPullback: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    let isPositive = target.binary(.greater, b, target.number(0, like: b))
    return target.select(isPositive, a, target.number(0, like: a))
  }
}

extension Add: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    target.add(a, b)
  }
}

extension Subtract: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    target.subtract(a, b)
  }
}

extension Multiply: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    target.multiply(a, b)
  }
}

extension Divide: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    target.divide(a, b)
  }
}

extension Negate: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.unary(.negate, x)
  }
}

extension Scale: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.multiply(target.number(factor, like: x), x)
  }
}

extension Shift: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.add(x, target.number(amount, like: x))
  }
}

extension SubtractFrom: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.subtract(target.number(minuend, like: x), x)
  }
}

extension DivideBy: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.divide(x, target.number(divisor, like: x))
  }
}

extension DivideInto: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.divide(target.number(numerator, like: x), x)
  }
}

extension Exponential: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value { target.unary(.exp, x) }
}

extension Logarithm: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value { target.unary(.log, x) }
}

extension Softplus: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value { target.softplus(x) }
}

extension SquareRoot: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.unary(.sqrt, x)
  }
}

extension IntegerPower: ExportableUnary {
  /// By products, as here: right for negative numbers too.
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    switch exponent {
    case 0: return target.broadcast(target.number(1, like: x), to: x.shape)
    case 2: return target.multiply(x, x)
    case 1: return x
    default: return target.binary(.power, x, target.number(Double(exponent), like: x))
    }
  }
}

extension Power: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    target.binary(.power, a, b)
  }
}

extension AbsoluteValue: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value { target.unary(.abs, x) }
}

extension Maximum: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    target.binary(.maximum, a, b)
  }
}

extension Minimum: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    target.binary(.minimum, a, b)
  }
}

extension Clip: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    let atLeast = target.binary(.maximum, x, target.number(low, like: x))
    return target.binary(.minimum, atLeast, target.number(high, like: x))
  }
}

extension ClipPullback: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    let zero = target.number(0, like: a)
    let isAbove = target.binary(.greaterOrEqual, b, target.number(low, like: b))
    let isBelow = target.binary(.greaterOrEqual, target.number(high, like: b), b)
    return target.select(isAbove, target.select(isBelow, a, zero), zero)
  }
}

extension SigmoidCrossEntropy: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    let cost = target.softplus(a)
    return target.subtract(cost, target.multiply(a, b))
  }
}

extension Select: ExportableBinary {
  func write<T: ExportTarget>(_ a: T.Value, _ b: T.Value, in target: inout T) -> T.Value {
    target.select(target.constant(mask), a, b)
  }
}

extension Cast: ExportableUnary {
  func write<T: ExportTarget>(_ x: T.Value, in target: inout T) -> T.Value {
    target.cast(x, to: self.target)
  }
}

extension Detach: ExportableOperation {
  /// The program has its gradients with it, so that nobody differentiates it: a cut is no more than its value.
  func write<T: ExportTarget>(_ x: [T.Value], in target: inout T) -> [T.Value] { x }
}
