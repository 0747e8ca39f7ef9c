// How operations are applied: compute at once, and record where an input lies on a tape.
// Every operation of the library, and every operation of a user, comes through here.

/// Applies an operation with one input.
public func apply(_ operation: some UnaryOperation, _ x: Variable) -> Variable {
  x.requireFresh(operation.name)
  _ = operation.outputShape(x.shape)
  let y = operation.forward(x.value)
  guard let tape = x.tape, tape.isRecording else { return Variable(y) }
  return tape.record(operation, x, y)
}

/// Applies an operation with two inputs, which are brought to one type first.
public func apply(_ operation: some BinaryOperation, _ a: Variable, _ b: Variable) -> Variable {
  a.requireFresh(operation.name)
  b.requireFresh(operation.name)
  _ = operation.outputShape(a.shape, b.shape)
  if a.dtype != b.dtype {
    let dtype = DType.promoted(a.dtype, b.dtype)
    return apply(operation, a.cast(to: dtype), b.cast(to: dtype))
  }
  let y = operation.forward(a.value, b.value)
  guard let tape = a.tape ?? b.tape, tape.isRecording else { return Variable(y) }
  return tape.record(operation, a, b, y)
}

/// Applies an operation with any number of inputs and results.
public func apply(_ operation: some Operation, _ x: [Variable]) -> [Variable] {
  for input in x { input.requireFresh(operation.name) }
  _ = operation.outputShapes(x.map(\.shape))
  let dtype = x.reduce(x.first?.dtype ?? .float32) { DType.promoted($0, $1.dtype) }
  let x = x.map { $0.cast(to: dtype) }
  let y = operation.forward(x.map(\.value))
  guard let tape = x.lazy.compactMap(\.tape).first, tape.isRecording else {
    return y.map { Variable($0) }
  }
  return tape.record(operation, x, y)
}
