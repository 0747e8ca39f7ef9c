import UnrollKernels
import UnrollNumerics

// Softmax along the last axis and what is made of it, row by row.

extension Tensor {
  /// The probabilities of each row of logits, minus 1 at the row's label if there are labels.
  func softmax(minus labels: IntTensor? = nil) -> Tensor {
    let result = Tensor(uninitialized: shape, dtype)
    softmaxRows(labels, into: result.start, losses: nil)
    return result
  }

  /// The cross-entropy of each row of logits with its label.
  func crossEntropy(_ labels: IntTensor) -> Tensor {
    let result = Tensor(uninitialized: labels.shape, dtype)
    softmaxRows(labels, into: nil, losses: result.start)
    return result
  }

  private func softmaxRows(
    _ labels: IntTensor?, into y: UnsafeMutableRawPointer?, losses: UnsafeMutableRawPointer?
  ) {
    func numbers<T: Element>(_ start: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<T>? {
      start?.assumingMemoryBound(to: T.self)
    }
    let (rows, classes) = (elementCount / shape[rank - 1], shape[rank - 1])
    withExtendedLifetime((self, labels)) {
      func run(_ labels: UnsafePointer<Int32>?) {
        switch dtype {
        case .float32:
          unroll_softmax_rows_f32(
            rows, classes, numbers(start), labels, numbers(y), numbers(losses))
        case .float64:
          unroll_softmax_rows_f64(
            rows, classes, numbers(start), labels, numbers(y), numbers(losses))
        }
      }
      guard let labels else { return run(nil) }
      labels.storage.withUnsafeBufferPointer { run($0.baseAddress) }
    }
  }
}
