// How operations are applied: compute at once, and record where an input lies on a tape.
// Every operation of the library, and every operation of a user, comes through here.

/// Applies an operation with one input.
///
/// The result is computed at once, and recorded where the input lies on a tape that is recording. Stops
/// with a sentence where the shape does not fit or the tape has been reset since.
public func apply(_ operation: some UnaryOperation, _ x: Variable) -> Variable {
  x.requireFresh(operation.name)
  _ = operation.outputShape(x.shape)
  let y = operation.forward(x.value)
  guard let tape = x.tape, tape.isRecording else { return Variable(y) }
  return tape.record(operation, x, y)
}

/// Applies an operation with two inputs, which are brought to one type first.
///
/// Recorded where one of them lies on a tape. Stops with a sentence where shapes do not fit, or the two
/// lie on different tapes.
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
///
/// They are brought to one type first, the widest. One entry of the tape holds all results.
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
