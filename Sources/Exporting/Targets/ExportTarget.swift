import UnrollAutodiff

/// A language that programs are written in: what each primitive is there.
///
/// An operation of the tape states once what it is in these primitives (``ExportableOperation``), and is thereby written
/// in every language. A language may have a shorter word for what is put together here; then it says so.
protocol ExportTarget {
  /// A value in the program: how it is written, its shape, its type.
  associatedtype Value: ExportValue

  // MARK: The program

  /// Gives a value a name: a line of the program.
  mutating func name(_ value: Value, _ name: String) -> Value
  /// Says in a comment what follows.
  mutating func comment(_ text: String)
  /// Begins a loop; gives what its rounds see: what is carried to them, and their elements of the rows.
  mutating func beginLoop(_ loop: LoopHead<Value>) -> (carried: [Value], elements: [Value])
  /// Ends a loop; gives the rows of what is kept of each round, and what is carried out of the last one.
  mutating func endLoop(
    _ loop: LoopHead<Value>, next: [Value], kept: [Value]
  ) -> (rows: [Value], finals: [Value])

  // MARK: Numbers from nothing

  /// A number that takes the type of its neighbour.
  mutating func number(_ number: Double, like other: Value) -> Value
  mutating func constant(_ tensor: Tensor) -> Value
  mutating func constant(_ mask: BoolTensor) -> Value
  mutating func zeros(_ shape: Shape, _ dtype: DType) -> Value

  // MARK: Element by element, with broadcasting

  mutating func unary(_ operation: UnaryPrimitive, _ x: Value) -> Value
  mutating func binary(_ operation: BinaryPrimitive, _ a: Value, _ b: Value) -> Value
  mutating func select(_ mask: Value, _ a: Value, _ b: Value) -> Value
  mutating func cast(_ x: Value, to dtype: DType) -> Value

  // MARK: Matrices and sums

  mutating func matmul(_ a: Value, _ b: Value, transposeA: Bool, transposeB: Bool) -> Value
  mutating func reduce(_ reduction: ReductionPrimitive, _ x: Value, axes: [Int], keepDims: Bool)
    -> Value

  // MARK: Shapes

  mutating func reshape(_ x: Value, to shape: Shape) -> Value
  mutating func transpose(_ x: Value, order: [Int]) -> Value
  mutating func broadcast(_ x: Value, to shape: Shape) -> Value
  mutating func slice(_ x: Value, axis: Int, range: Range<Int>) -> Value
  mutating func concatenate(_ parts: [Value], axis: Int) -> Value
  mutating func pad(_ x: Value, axis: Int, before: Int, after: Int) -> Value

  mutating func reverse(_ x: Value, axis: Int) -> Value
  /// One of the values that lie in a row along the first axis.
  mutating func element(_ row: Value, _ index: Int) -> Value

  // MARK: Rows of a table

  mutating func gather(_ table: Value, _ indices: IntTensor) -> Value
  mutating func scatterAdd(_ rows: Value, _ indices: IntTensor, rowCount: Int) -> Value
  mutating func oneHot(_ labels: IntTensor, classes: Int, like other: Value) -> Value
  /// Where ids are not a certain one: a mask for ``select(_:_:_:)``.
  mutating func notEqual(_ ids: IntTensor, _ id: Int) -> Value

  // MARK: What may have a word of its own

  mutating func softmax(_ x: Value, axis: Int) -> Value
  mutating func logSoftmax(_ x: Value, axis: Int) -> Value
  mutating func logSumExp(_ x: Value, axis: Int, keepDims: Bool) -> Value
  mutating func softplus(_ x: Value) -> Value
}

/// What a loop begins with.
struct LoopHead<Value> {
  let count: Int
  /// What the first round is given.
  let carried: [Value]
  /// The rows of which each round is given one value.
  let reads: [Value]
  /// The number of the loop in the program, counted from 1.
  let number: Int
}

/// What a language knows of a value.
protocol ExportValue {
  var shape: Shape { get }
  var dtype: DType { get }
}

/// A function of each element.
enum UnaryPrimitive: String, CaseIterable {
  case negate, exp, log, tanh, sigmoid, sqrt, abs
}

/// A function of two elements.
enum BinaryPrimitive: String, CaseIterable {
  case add, subtract, multiply, divide, maximum, minimum, power, greater, greaterOrEqual, equal
}

/// What is done along axes.
enum ReductionPrimitive: String, CaseIterable {
  case sum, max
}

// MARK: - What follows from the primitives

extension ExportTarget {
  mutating func element(_ row: Value, _ index: Int) -> Value {
    let part = slice(row, axis: 0, range: index..<(index + 1))
    return reshape(part, to: row.shape.without(0))
  }

  mutating func add(_ a: Value, _ b: Value) -> Value { binary(.add, a, b) }
  mutating func subtract(_ a: Value, _ b: Value) -> Value { binary(.subtract, a, b) }
  mutating func multiply(_ a: Value, _ b: Value) -> Value { binary(.multiply, a, b) }
  mutating func divide(_ a: Value, _ b: Value) -> Value { binary(.divide, a, b) }

  mutating func sum(_ x: Value, axes: [Int], keepDims: Bool = false) -> Value {
    axes.isEmpty ? x : reduce(.sum, x, axes: axes, keepDims: keepDims)
  }

  /// `log Σ exp(x − max) + max`
  mutating func logSumExp(_ x: Value, axis: Int, keepDims: Bool) -> Value {
    let largest = reduce(.max, x, axes: [axis], keepDims: true)
    let shifted = subtract(x, largest)
    let total = sum(unary(.exp, shifted), axes: [axis], keepDims: true)
    let result = add(unary(.log, total), largest)
    return keepDims ? result : reshape(result, to: x.shape.without(axis))
  }

  /// `exp(x − max) / Σ exp(x − max)`
  mutating func softmax(_ x: Value, axis: Int) -> Value {
    let largest = reduce(.max, x, axes: [axis], keepDims: true)
    let powers = unary(.exp, subtract(x, largest))
    let total = sum(powers, axes: [axis], keepDims: true)
    return divide(powers, total)
  }

  mutating func logSoftmax(_ x: Value, axis: Int) -> Value {
    subtract(x, logSumExp(x, axis: axis, keepDims: true))
  }

  /// `max(x, 0) + log(1 + exp(−|x|))`
  mutating func softplus(_ x: Value) -> Value {
    let powers = unary(.exp, unary(.negate, unary(.abs, x)))
    let rest = unary(.log, add(number(1, like: x), powers))
    return add(binary(.maximum, x, number(0, like: x)), rest)
  }
}

extension Shape {
  /// The shape without one of its axes.
  func without(_ axis: Int) -> Shape {
    Shape(enumerated().filter { $0.offset != axis }.map(\.element))
  }
}
