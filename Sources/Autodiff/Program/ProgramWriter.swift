import UnrollKernels
import UnrollNumerics

/// Writes down the steps of a program: kernel calls on layouts.
struct ProgramWriter {
  /// What a block is.
  enum Block {
    /// Memory that holds intermediate results, and may be used again for others.
    case scratch(elementCount: Int)
    case input(Int)
    case integers(Int)
    case constant(Tensor)
    case result(Int)
  }

  /// Integers that a step reads, and below what they have to be.
  struct IntegerUse {
    let input: Int
    let bound: Int
    let operation: String
  }

  let dtype: DType
  private(set) var blocks: [Block] = []
  private(set) var steps: [unroll_step] = []
  /// The operation of the tape that each step computes.
  private(set) var operations: [String] = []
  /// The operation that is being written down.
  var operation = ""
  private(set) var integerUses: [IntegerUse] = []

  /// The integers that the program is given, as they were when the tape was recorded, and their blocks.
  var integers: [(tensor: IntTensor, block: Int)] = []

  /// Weights that were copied into an order in which products read them faster, by where they came from.
  var arranged: [(source: Layout, isPacked: Bool, result: Layout)] = []

  /// The block of an operand that a step does not have.
  static let none = UInt32.max

  mutating func addBlock(_ block: Block) -> Int {
    blocks.append(block)
    return blocks.count - 1
  }

  init(_ dtype: DType) { self.dtype = dtype }

  mutating func append(_ step: unroll_step) {
    steps.append(step)
    operations.append(operation)
  }

  /// A constant, to be broadcast.
  mutating func number(_ value: Double) -> Layout {
    Layout(dense: [], block: addBlock(.constant(Tensor(value, dtype: dtype))))
  }

  /// A place of its own for a value.
  mutating func scratch(_ shape: Shape) -> Layout {
    Layout(dense: shape, block: addBlock(.scratch(elementCount: shape.elementCount)))
  }

  /// The block in which integers lie that an operation read while it was recorded.
  mutating func integers(_ tensor: IntTensor, below bound: Int, _ operation: String) throws -> Int {
    guard let index = integers.firstIndex(where: { $0.tensor.isSame(as: tensor) }) else {
      throw ProgramError.foreignIntegers(operation: operation)
    }
    if !integerUses.contains(where: { $0.input == index && $0.bound == bound }) {
      integerUses.append(IntegerUse(input: index, bound: bound, operation: operation))
    }
    return integers[index].block
  }
}

extension ProgramWriter {
  /// A step on numbers one by one: planes of rows and columns. Operands are repeated as broadcasting does.
  private mutating func elementwise(
    _ kind: unroll_step_kind, function: UInt32 = 0, scale: Double = 0, shift: Double = 0,
    _ operands: [Layout], into out: Layout
  ) {
    let all = [out] + operands.map { $0.broadcast(to: out.shape) }
    let planes = Planes(all)
    for starts in planes.offsets() {
      var step = Self.step(kind, function, planes.rows, planes.columns)
      step.scale = scale
      step.shift = shift
      func operand(_ index: Int) -> unroll_operand {
        guard index < all.count else { return Self.absent }
        let strides = planes.strides(of: index)
        return unroll_operand(
          offset: Int64(all[index].offset + starts[index]), block: UInt32(all[index].block),
          row: UInt32(strides.row), column: UInt32(strides.column))
      }
      step.out = operand(0)
      step.a = operand(1)
      step.b = operand(2)
      append(step)
    }
  }

  mutating func fill(_ out: Layout, with value: Double) {
    elementwise(unroll_step_fill, scale: value, [], into: out)
  }

  mutating func copy(_ x: Layout, into out: Layout) {
    elementwise(unroll_step_copy, [x], into: out)
  }

  mutating func unary(_ f: unroll_unary, _ x: Layout, into out: Layout) {
    elementwise(unroll_step_unary, function: f.rawValue, [x], into: out)
  }

  /// `out = factor · x + shift`.
  mutating func scale(_ x: Layout, by factor: Double, plus shift: Double = 0, into out: Layout) {
    elementwise(unroll_step_scale, scale: factor, shift: shift, [x], into: out)
  }

  mutating func binary(_ f: unroll_binary, _ a: Layout, _ b: Layout, into out: Layout) {
    elementwise(unroll_step_binary, function: f.rawValue, [a, b], into: out)
  }

  /// `out = a` where `low ≤ b ≤ high`, else 0.
  mutating func clipPullback(
    _ a: Layout, _ b: Layout, _ low: Double, _ high: Double, into out: Layout
  ) {
    elementwise(unroll_step_clip_pullback, scale: low, shift: high, [a, b], into: out)
  }

  /// The same numbers side by side: where they are, or in a copy.
  mutating func dense(_ x: Layout) -> Layout {
    if x.isDense { return x }
    let result = scratch(x.shape)
    copy(x, into: result)
    return result
  }

  /// Sums or maxima along axes that stay with size 1.
  mutating func reduce(_ f: unroll_reduction, _ x: Layout, along axes: AxisSet, into out: Layout) {
    var current = dense(x)
    let runs = axes.runs(of: x.shape)
    for (index, run) in runs.enumerated() {
      let kept = Shape(current.shape.indices.map { run.contains($0) ? 1 : current.shape[$0] })
      let isLast = index == runs.count - 1
      let result = (isLast && out.isDense ? out.reshaped(kept) : nil) ?? scratch(kept)
      var step = Self.step(
        unroll_step_reduce, f.rawValue, current.shape.elementCount(0..<run.lowerBound),
        current.shape.elementCount(run.upperBound..<current.shape.count))
      step.inner = UInt32(current.shape.elementCount(run))
      step.a = Self.operand(current, row: 0, column: 1)
      step.out = Self.operand(result, row: 0, column: 1)
      append(step)
      current = result
    }
    let result = current.reshaped(out.shape) ?? current
    if !result.isSamePlace(as: out) { copy(result, into: out) }
  }

  static func step(
    _ kind: unroll_step_kind, _ function: UInt32, _ rows: Int, _ columns: Int
  ) -> unroll_step {
    var step = unroll_step()
    step.kind = kind.rawValue
    step.function = function
    (step.rows, step.columns) = (UInt32(rows), UInt32(columns))
    (step.out, step.a, step.b, step.d) = (absent, absent, absent, absent)
    return step
  }

  static var absent: unroll_operand {
    unroll_operand(offset: 0, block: none, row: 0, column: 0)
  }

  static func operand(_ x: Layout, row: Int, column: Int) -> unroll_operand {
    unroll_operand(
      offset: Int64(x.offset), block: UInt32(x.block), row: UInt32(row), column: UInt32(column))
  }
}
