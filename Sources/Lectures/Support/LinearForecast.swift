import UnrollAutodiff
import UnrollNumerics
import UnrollSequences

/// The linear forecast with the smallest error on the training series, found at once.
///
/// `y = [x 1]·W` with the W that minimises `‖[X 1]·W − Y‖²`; x `[series, steps, 1]`, W
/// `[steps + 1, horizon]`, y `[series, horizon]` in float64. These are the weights of Flatten and a
/// Dense layer, trained to their end.
struct LinearForecast {
  private let weights: Matrix

  /// Fits the weights.
  /// - Throws: That the series do not determine them.
  init(_ train: ForecastingData.Part) throws {
    weights = try leastSquares(Self.rows(train.x), Matrix(train.y))
  }

  /// The number of weights.
  var parameterCount: Int { weights.rows * weights.columns }

  /// What follows each series.
  func callAsFunction(_ x: Tensor) -> Tensor {
    let y = Self.rows(x) * weights
    return Tensor(y.elements, shape: [y.rows, y.columns], dtype: .float64)
  }

  /// Each series in a row, and behind it a 1 that the bias is multiplied with.
  private static func rows(_ x: Tensor) -> Matrix {
    let flat = Variable(x.reshaped([x.shape[0], x.shape[1]]))
    return Matrix(concatenate([flat, Variable(.ones([x.shape[0], 1]))], axis: 1).value)
  }
}
