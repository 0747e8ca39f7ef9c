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
  private(set) var integerUses: [IntegerUse] = []

  /// The integers that the program is given, as they were when the tape was recorded, and their blocks.
  var integers: [(tensor: IntTensor, block: Int)] = []

  /// Matrices that were turned so that their rows lie side by side, by where they came from.
  private var turned: [TurnedMatrix] = []

  private struct TurnedMatrix {
    let source, result: Layout
  }

  /// The block of an operand that a step does not have.
  static let none = UInt32.max

  mutating func addBlock(_ block: Block) -> Int {
    blocks.append(block)
    return blocks.count - 1
  }

  init(_ dtype: DType) { self.dtype = dtype }

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
    integerUses.append(IntegerUse(input: index, bound: bound, operation: operation))
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
      steps.append(step)
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
      steps.append(step)
      current = result
    }
    let result = current.reshaped(out.shape) ?? current
    if !result.isSamePlace(as: out) { copy(result, into: out) }
  }

  private static func step(
    _ kind: unroll_step_kind, _ function: UInt32, _ rows: Int, _ columns: Int
  ) -> unroll_step {
    var step = unroll_step()
    step.kind = kind.rawValue
    step.function = function
    (step.rows, step.columns) = (UInt32(rows), UInt32(columns))
    (step.out, step.a, step.b, step.d) = (absent, absent, absent, absent)
    return step
  }

  private static var absent: unroll_operand {
    unroll_operand(offset: 0, block: none, row: 0, column: 0)
  }

  private static func operand(_ x: Layout, row: Int, column: Int) -> unroll_operand {
    unroll_operand(
      offset: Int64(x.offset), block: UInt32(x.block), row: UInt32(row), column: UInt32(column))
  }
}

extension ProgramWriter {
  /// `out = a b`, or `out = d + a b`, of matrices.
  ///
  /// A transposed weight is turned once, so that its rows lie side by side for all products with it.
  mutating func product(_ a: Layout, _ b: Layout, onto d: Layout? = nil, into out: Layout) {
    guard out.strides[1] == 1 || out.shape[1] == 1 else {
      let dense = scratch(out.shape)
      product(a, b, onto: d, into: dense)
      return copy(dense, into: out)
    }
    var d = d
    if let addend = d, addend.strides[1] != 1, out.shape[1] > 1 {
      copy(addend, into: out)
      d = out
    }
    let b = b.strides[1] != 1 && b.shape[1] > 1 && isGiven(b) ? turn(b) : b
    var step = Self.step(
      d == nil ? unroll_step_product : unroll_step_product_onto, 0, out.shape[0], out.shape[1])
    step.inner = UInt32(a.shape[1])
    step.out = Self.operand(out, row: out.strides[0], column: 1)
    step.a = Self.operand(a, row: a.strides[0], column: a.strides[1])
    step.b = Self.operand(b, row: b.strides[0], column: b.strides[1])
    if let d { step.d = Self.operand(d, row: d.strides[0], column: 1) }
    steps.append(step)
  }

  /// Whether numbers come from outside, and stay as they are while the program runs.
  private func isGiven(_ x: Layout) -> Bool {
    switch blocks[x.block] {
    case .input, .constant: true
    default: false
    }
  }

  private mutating func turn(_ matrix: Layout) -> Layout {
    if let known = turned.first(where: { $0.source == matrix }) { return known.result }
    let result = dense(matrix)
    turned.append(TurnedMatrix(source: matrix, result: result))
    return result
  }

  /// `out[i] = table[indices[i]]` for rows of a dense table.
  mutating func gather(_ table: Layout, _ indices: IntTensor, into out: Layout, _ name: String)
    throws
  {
    let block = try integers(indices, below: table.shape[0], name)
    let width = table.shape.elementCount(1..<table.shape.count)
    let shape = Shape(Array(indices.shape) + [width])
    let place = out.hasDenseRows ? out.reshaped(shape) : nil
    let target = place ?? scratch(shape)
    forRows(of: target, indices, block, unroll_step_gather) { step, rows in
      step.out = rows
      step.a = Self.operand(table, row: width, column: 1)
    }
    if place == nil { copy(target.reshaped(out.shape) ?? target, into: out) }
  }

  /// `out[indices[i]] += x[i]` for rows of a dense table.
  mutating func scatter(_ x: Layout, _ indices: IntTensor, into out: Layout, _ name: String) throws
  {
    let block = try integers(indices, below: out.shape[0], name)
    let width = out.shape.elementCount(1..<out.shape.count)
    let shape = Shape(Array(indices.shape) + [width])
    let rows = (x.hasDenseRows ? x.reshaped(shape) : nil) ?? dense(x).reshaped(shape) ?? x
    forRows(of: rows, indices, block, unroll_step_scatter) { step, rows in
      step.a = rows
      step.out = Self.operand(out, row: width, column: 1)
    }
  }

  /// A step on the rows that belong to indices, or several where these do not follow each other evenly.
  private mutating func forRows(
    of x: Layout, _ indices: IntTensor, _ block: Int, _ kind: unroll_step_kind,
    _ complete: (inout unroll_step, unroll_operand) -> Void
  ) {
    let last = x.shape.count - 1
    let first = x.sliced(Region(last, 0..<1))
    // Indices are dense, so along the last of their axes they lie side by side, as a step reads them.
    let planes = Planes([Layout(dense: first.shape, block: block), first])
    let (place, row) = (planes.strides(of: 0), planes.strides(of: 1))
    for starts in planes.offsets() {
      for r in 0..<planes.rows {
        var step = Self.step(kind, 0, planes.columns, x.shape[last])
        complete(
          &step,
          unroll_operand(
            offset: Int64(x.offset + starts[1] + r * row.row), block: UInt32(x.block),
            row: UInt32(row.column), column: 1))
        step.b = unroll_operand(
          offset: Int64(starts[0] + r * place.row), block: UInt32(block), row: 0, column: 1)
        steps.append(step)
      }
    }
  }

  /// Softmax of rows, of which one may be subtracted at labels, or the cross-entropy with labels.
  mutating func softmax(
    _ kind: unroll_step_kind, _ x: Layout, labels: IntTensor? = nil, into out: Layout,
    _ name: String
  ) throws {
    let classes = x.shape[x.shape.count - 1]
    let source = dense(x)
    let target = out.isDense ? out : scratch(out.shape)
    var step = Self.step(kind, 0, x.shape.elementCount / classes, classes)
    step.a = Self.operand(source, row: classes, column: 1)
    step.out = Self.operand(target, row: classes, column: 1)
    if let labels {
      let block = try integers(labels, below: classes, name)
      step.b = unroll_operand(offset: 0, block: UInt32(block), row: 0, column: 1)
    }
    steps.append(step)
    if !out.isDense { copy(target, into: out) }
  }
}
