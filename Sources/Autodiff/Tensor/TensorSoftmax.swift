import UnrollKernels
import UnrollNumerics

// Softmax along the last axis and what is made of it, row by row.

extension Tensor {
  /// The probabilities of each row of logits, minus 1 at the row's label if there are labels.
  func softmax(minus labels: IntTensor? = nil) -> Tensor {
    var result = Tensor(uninitialized: shape, dtype)
    let (rows, classes) = (elementCount / shape[rank - 1], shape[rank - 1])
    withLabels(labels) { labels in
      switch dtype {
      case .float32:
        read(Float.self) { x in
          result.modify(Float.self) { unroll_softmax_rows_f32(rows, classes, x, labels, $0, nil) }
        }
      case .float64:
        read(Double.self) { x in
          result.modify(Double.self) { unroll_softmax_rows_f64(rows, classes, x, labels, $0, nil) }
        }
      }
    }
    return result
  }

  /// The cross-entropy of each row of logits with its label.
  func crossEntropy(_ labels: IntTensor) -> Tensor {
    var result = Tensor(uninitialized: labels.shape, dtype)
    let (rows, classes) = (elementCount / shape[rank - 1], shape[rank - 1])
    withLabels(labels) { labels in
      switch dtype {
      case .float32:
        read(Float.self) { x in
          result.modify(Float.self) { unroll_softmax_rows_f32(rows, classes, x, labels, nil, $0) }
        }
      case .float64:
        read(Double.self) { x in
          result.modify(Double.self) { unroll_softmax_rows_f64(rows, classes, x, labels, nil, $0) }
        }
      }
    }
    return result
  }

  private func withLabels(_ labels: IntTensor?, _ body: (UnsafePointer<Int32>?) -> Void) {
    guard let labels else { return body(nil) }
    labels.storage.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
