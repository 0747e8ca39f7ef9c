import UnrollKernels
import UnrollNumerics

// Softmax along the last axis and what is made of it, row by row.

extension Tensor {
  /// The probabilities of each row of logits, minus 1 at the row's label if there are labels.
  func softmax(minus labels: IntTensor? = nil) -> Tensor {
    let classes = shape[rank - 1]
    let rows = elementCount / classes
    var result = Tensor(uninitialized: shape, dtype)
    switch (dtype, labels) {
    case (.float32, let labels?):
      read(Float.self) { x in
        result.modify(Float.self) { unroll_softmax_rows_f32(rows, classes, x, labels.storage, $0) }
      }
    case (.float32, nil):
      read(Float.self) { x in
        result.modify(Float.self) { unroll_softmax_rows_f32(rows, classes, x, nil, $0) }
      }
    case (.float64, let labels?):
      read(Double.self) { x in
        result.modify(Double.self) { unroll_softmax_rows_f64(rows, classes, x, labels.storage, $0) }
      }
    case (.float64, nil):
      read(Double.self) { x in
        result.modify(Double.self) { unroll_softmax_rows_f64(rows, classes, x, nil, $0) }
      }
    }
    return result
  }

  /// The cross-entropy of each row of logits with its label.
  func crossEntropy(_ labels: IntTensor) -> Tensor {
    let classes = shape[rank - 1]
    let rows = elementCount / classes
    var result = Tensor(uninitialized: labels.shape, dtype)
    switch dtype {
    case .float32:
      read(Float.self) { x in
        result.modify(Float.self) {
          unroll_cross_entropy_f32(rows, classes, x, labels.storage, $0)
        }
      }
    case .float64:
      read(Double.self) { x in
        result.modify(Double.self) {
          unroll_cross_entropy_f64(rows, classes, x, labels.storage, $0)
        }
      }
    }
    return result
  }
}
