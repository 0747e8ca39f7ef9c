import UnrollKernels
import UnrollNumerics

// The elementwise kernels, by shape instead of by pointer.

extension Tensor {
  /// `y[i] = f(x[i])`.
  func mapped(_ f: unroll_unary) -> Tensor {
    var result = Tensor(uninitialized: shape, dtype)
    let count = elementCount
    switch dtype {
    case .float32:
      read(Float.self) { x in result.modify(Float.self) { unroll_apply_f32(f, count, x, $0) } }
    case .float64:
      read(Double.self) { x in result.modify(Double.self) { unroll_apply_f64(f, count, x, $0) } }
    }
    return result
  }

  /// `y[i] = scale · x[i] + shift`.
  func scaled(by scale: Double, plus shift: Double = 0) -> Tensor {
    var result = Tensor(uninitialized: shape, dtype)
    let count = elementCount
    switch dtype {
    case .float32:
      read(Float.self) { x in
        result.modify(Float.self) { unroll_scale_f32(count, Float(scale), Float(shift), x, $0) }
      }
    case .float64:
      read(Double.self) { x in
        result.modify(Double.self) { unroll_scale_f64(count, scale, shift, x, $0) }
      }
    }
    return result
  }

  /// `y[i] = f(x[i])` for a function without a kernel of its own.
  func mapped(_ f: (Double) -> Double) -> Tensor {
    Tensor(elements.map(f), shape: shape, dtype: dtype)
  }

  /// `y = f(a, b)`, element by element, after broadcasting.
  static func combine(_ f: unroll_binary, _ a: Tensor, _ b: Tensor) -> Tensor {
    let shape = broadcastShape(a.shape, b.shape, f.name)
    var result = Tensor(uninitialized: shape, a.dtype)
    let loop = BroadcastLoop(shape, a.shape, b.shape)
    switch a.dtype {
    case .float32:
      a.read(Float.self) { x in
        b.read(Float.self) { y in
          result.modify(Float.self) { z in
            loop.forEachPlane { i, j, k, rows, columns, s, t in
              unroll_combine_f32(
                f, rows, columns, x + i, s.row, s.column, y + j, t.row, t.column, z + k)
            }
          }
        }
      }
    case .float64:
      a.read(Double.self) { x in
        b.read(Double.self) { y in
          result.modify(Double.self) { z in
            loop.forEachPlane { i, j, k, rows, columns, s, t in
              unroll_combine_f64(
                f, rows, columns, x + i, s.row, s.column, y + j, t.row, t.column, z + k)
            }
          }
        }
      }
    }
    return result
  }

  /// Adds a tensor of the same shape to this one in place.
  mutating func accumulate(_ other: Tensor) {
    assert(other.shape == shape && other.dtype == dtype)
    let count = elementCount
    switch dtype {
    case .float32:
      modify(Float.self) { x in
        other.read(Float.self) { unroll_add_rows_f32(1, count, $0, 0, x, 0) }
      }
    case .float64:
      modify(Double.self) { x in
        other.read(Double.self) { unroll_add_rows_f64(1, count, $0, 0, x, 0) }
      }
    }
  }

  /// The elements repeated along new or size-1 axes.
  func broadcast(to target: Shape) -> Tensor {
    if target == shape { return self }
    // x · 1 = x exactly, also for −0, infinities and NaN.
    return .combine(unroll_multiply, self, .ones(target, dtype: dtype))
  }
}

extension unroll_binary {
  /// The name of the operation, for messages.
  fileprivate var name: String {
    switch self {
    case unroll_add: "add"
    case unroll_subtract: "subtract"
    case unroll_multiply: "multiply"
    case unroll_divide: "divide"
    case unroll_maximum: "maximum"
    case unroll_minimum: "minimum"
    default: "power"
    }
  }
}
