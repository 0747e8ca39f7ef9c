import UnrollKernels

extension Tensor {
  /// The matrix product over the last two axes; the axes in front of them are equal.
  ///
  /// A transposed operand is read where it lies.
  static func product(
    _ a: Tensor, _ b: Tensor, transposeA: Bool, transposeB: Bool, into shape: Shape
  ) -> Tensor {
    var result = Tensor(uninitialized: shape, a.dtype)
    let left = MatrixLayout(a.shape, transposed: transposeA)
    let right = MatrixLayout(b.shape, transposed: transposeB)
    let (m, n, k) = (left.rows, right.columns, left.columns)
    let batches = shape.elementCount(0..<(shape.count - 2))
    switch a.dtype {
    case .float32:
      a.read(Float.self) { x in
        b.read(Float.self) { y in
          result.modify(Float.self) { z in
            for i in 0..<batches {
              unroll_matmul_f32(
                m, n, k, x + i * m * k, left.rowStride, left.columnStride,
                y + i * k * n, right.rowStride, right.columnStride, z + i * m * n, false)
            }
          }
        }
      }
    case .float64:
      a.read(Double.self) { x in
        b.read(Double.self) { y in
          result.modify(Double.self) { z in
            for i in 0..<batches {
              unroll_matmul_f64(
                m, n, k, x + i * m * k, left.rowStride, left.columnStride,
                y + i * k * n, right.rowStride, right.columnStride, z + i * m * n, false)
            }
          }
        }
      }
    }
    return result
  }
}

/// How a matrix, or its transpose, lies in memory: the last two axes of a shape.
struct MatrixLayout {
  let rows, columns, rowStride, columnStride: Int

  init(_ shape: Shape, transposed: Bool) {
    let (first, second) = (shape[shape.count - 2], shape[shape.count - 1])
    if transposed {
      (rows, columns, rowStride, columnStride) = (second, first, 1, second)
    } else {
      (rows, columns, rowStride, columnStride) = (first, second, second, 1)
    }
  }
}
