import UnrollKernels
import UnrollNumerics

extension ProgramWriter {
  /// `out = a b`, or `out = d + a b`, of matrices.
  mutating func product(_ a: Layout, _ b: Layout, onto d: Layout? = nil, into out: Layout) {
    guard out.strides[1] == 1 || out.shape[1] == 1 else {
      let dense = scratch(out.shape)
      product(a, b, onto: d, into: dense)
      return copy(dense, into: out)
    }
    if d == nil, isBetterTurned(rows: a.shape[0], columns: b.shape[1], inner: a.shape[1]) {
      let turned = scratch([b.shape[1], a.shape[0]])
      product(b.transposed([1, 0]), a.transposed([1, 0]), into: turned)
      return copy(turned.transposed([1, 0]), into: out)
    }
    var d = d
    if let addend = d, addend.strides[1] != 1, out.shape[1] > 1 {
      copy(addend, into: out)
      d = out
    }
    var step = Self.step(
      d == nil ? unroll_step_product : unroll_step_product_onto, 0, out.shape[0], out.shape[1])
    step.inner = UInt32(a.shape[1])
    step.out = Self.operand(out, row: out.strides[0], column: 1)
    step.a = Self.operand(a, row: a.strides[0], column: a.strides[1])
    step.b = rightOperand(b, rows: out.shape[0])
    if let d { step.d = Self.operand(d, row: d.strides[0], column: 1) }
    append(step)
  }

  /// Whether `Cᵀ = Bᵀ Aᵀ` leaves fewer lanes of the vectors empty than `C = A B`, which are filled along the
  /// rows of `C`: 65 columns take five vectors of 16, of which the last has one number. Worth the turning
  /// where the sums are long, as in the gradients of weights.
  private func isBetterTurned(rows: Int, columns: Int, inner: Int) -> Bool {
    let lanes = 64 / dtype.byteCount
    func filled(_ size: Int) -> Double {
      Double(size) / Double((size + lanes - 1) / lanes * lanes)
    }
    return inner >= 4 * max(rows, columns, lanes) && filled(rows) > 1.1 * filled(columns)
  }

  /// A right operand as products read it. Weights stay as they are while a program runs, so that large ones
  /// are packed once for all products with them, and transposed ones turned.
  private mutating func rightOperand(_ b: Layout, rows: Int) -> unroll_operand {
    let (inner, columns) = (b.shape[0], b.shape[1])
    if isGiven(b), unroll_should_pack(rows, columns, inner, dtype.byteCount) {
      return Self.operand(packed(b), row: 0, column: 0)
    }
    let isTurned = b.strides[1] != 1 && columns > 1
    // A row stride of 0 says that an operand is packed.
    let isRepeated = b.strides[0] == 0 && inner > 1
    let b = isRepeated ? dense(b) : isTurned && isGiven(b) ? turned(b) : b
    return Self.operand(b, row: max(b.strides[0], 1), column: b.strides[1])
  }

  /// Whether numbers come from outside, and stay as they are while the program runs.
  private func isGiven(_ x: Layout) -> Bool {
    switch blocks[x.block] {
    case .input, .constant: true
    default: false
    }
  }

  private mutating func turned(_ matrix: Layout) -> Layout {
    arranged(matrix, isPacked: false) { writer in writer.dense(matrix) }
  }

  private mutating func packed(_ matrix: Layout) -> Layout {
    arranged(matrix, isPacked: true) { writer in
      let (inner, columns) = (matrix.shape[0], matrix.shape[1])
      let result = writer.scratch([unroll_packed_count(columns, inner)])
      var step = Self.step(unroll_step_pack, 0, 1, columns)
      step.inner = UInt32(inner)
      step.a = Self.operand(matrix, row: matrix.strides[0], column: matrix.strides[1])
      step.out = Self.operand(result, row: 0, column: 1)
      writer.append(step)
      return result
    }
  }

  /// A weight in another order: the one made before, or a new one.
  private mutating func arranged(
    _ matrix: Layout, isPacked: Bool, _ arrange: (inout ProgramWriter) -> Layout
  ) -> Layout {
    if let known = arranged.first(where: { $0.source == matrix && $0.isPacked == isPacked }) {
      return known.result
    }
    let result = arrange(&self)
    arranged.append((matrix, isPacked, result))
    return result
  }
}
