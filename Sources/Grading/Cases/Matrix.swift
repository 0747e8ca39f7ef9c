import Unroll
import UnrollCourse

/// The students' matrix: the house has another one for its own linear algebra.
typealias Matrix = UnrollCourse.Matrix

extension Matrix {
  /// The same numbers as a tensor of float64.
  var tensor: Tensor { Tensor(elements, shape: [rows, columns], dtype: .float64) }

  init(_ tensor: Tensor) {
    self.init(tensor.elements, rows: tensor.shape[0], columns: tensor.shape[1])
  }
}
