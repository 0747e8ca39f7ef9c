import UnrollKernels
import UnrollNumerics

// Steps on the rows of a table, and on rows of logits.

extension ProgramWriter {
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
        append(step)
      }
    }
  }

  /// Softmax of rows, minus one at labels where there are any, and the cross-entropy with these.
  mutating func softmax(
    _ x: Layout, labels: IntTensor? = nil, into out: Layout? = nil, losses: Layout? = nil,
    _ name: String
  ) throws {
    let classes = x.shape[x.shape.count - 1]
    let source = dense(x)
    let target = out.map { $0.isDense ? $0 : scratch($0.shape) }
    let sums = losses.map { $0.isDense ? $0 : scratch($0.shape) }
    var step = Self.step(unroll_step_softmax, 0, x.shape.elementCount / max(classes, 1), classes)
    step.a = Self.operand(source, row: classes, column: 1)
    if let labels {
      let block = try integers(labels, below: classes, name)
      step.b = unroll_operand(offset: 0, block: UInt32(block), row: 0, column: 1)
    }
    if let target {
      let part = labels == nil ? unroll_softmax_result : unroll_softmax_minus_one_hot
      step.function |= part.rawValue
      step.out = Self.operand(target, row: classes, column: 1)
    }
    if let sums {
      step.function |= unroll_softmax_losses.rawValue
      step.d = Self.operand(sums, row: 0, column: 1)
    }
    append(step)
    if let target, let out, target != out { copy(target, into: out) }
    if let sums, let losses, sums != losses { copy(sums, into: losses) }
  }
}
