import UnrollAutodiff
import UnrollNumerics

/// How a weight begins: a recipe that a shape and a generator turn into numbers.
///
/// Names and formulas are Keras's.
public enum Initializer: Sendable, Equatable {
  /// All zeros.
  case zeros
  /// All ones.
  case ones
  /// One value everywhere.
  case constant(Double)
  /// Uniform between −limit and limit with `limit = √(6 / (fanIn + fanOut))` (Glorot & Bengio 2010).
  case glorotUniform
  /// A matrix with orthonormal rows or columns, times a gain: the Q of a random normal matrix, signs
  /// chosen so that it is uniformly distributed (Saxe, McClelland & Ganguli 2014).
  case orthogonal(gain: Double)
  /// The identity matrix times a gain.
  case identity(gain: Double)
  /// Uniform in a range.
  case randomUniform(Range<Double>)
  /// Normal with mean 0 and the given standard deviation.
  case randomNormal(standardDeviation: Double)
  /// A vector of equal parts, each with an initialiser of its own: the gates of a bias.
  case parts([Initializer])

  /// A matrix with orthonormal rows or columns.
  public static var orthogonal: Initializer { .orthogonal(gain: 1) }

  /// The identity matrix.
  public static var identity: Initializer { .identity(gain: 1) }

  /// The first value of a weight.
  ///
  /// Stops with a sentence where `orthogonal` or `identity` gets anything but a matrix, or `parts` a
  /// vector that can't be cut into equal parts.
  public func callAsFunction(
    _ shape: Shape, dtype: DType = .float32, using generator: inout some RandomNumberGenerator
  ) -> Tensor {
    switch self {
    case .zeros: return .zeros(shape, dtype: dtype)
    case .ones: return .ones(shape, dtype: dtype)
    case .constant(let value): return Tensor(repeating: value, shape: shape, dtype: dtype)
    case .glorotUniform:
      let fans = Self.fans(shape)
      let limit = (6 / Double(fans.inward + fans.outward)).squareRoot()
      return draw(shape, dtype) { generator.uniform(in: -limit..<limit) }
    case .orthogonal(let gain):
      let (rows, columns) = Self.matrixSize(shape, "orthogonal")
      let (tall, wide) = (max(rows, columns), min(rows, columns))
      let normal = (0..<(tall * wide)).map { _ in generator.normal() }
      let random = Matrix(rows: tall, columns: wide, elements: normal)
      let q = qr(random, positiveDiagonal: true).q
      let oriented = rows < columns ? q.transposed : q
      return Tensor(oriented.elements.map { gain * $0 }, shape: shape, dtype: dtype)
    case .identity(let gain):
      let (rows, columns) = Self.matrixSize(shape, "identity")
      let elements = (0..<(rows * columns)).map { $0 / columns == $0 % columns ? gain : 0 }
      return Tensor(elements, shape: shape, dtype: dtype)
    case .randomUniform(let range):
      return draw(shape, dtype) { generator.uniform(in: range) }
    case .randomNormal(let standardDeviation):
      return draw(shape, dtype) { generator.normal(standardDeviation: standardDeviation) }
    case .parts(let initializers):
      require(
        shape.count == 1 && shape[0].isMultiple(of: initializers.count),
        "parts initializer: can't cut shape \(shape) into \(initializers.count) equal parts")
      let part: Shape = [shape[0] / initializers.count]
      var elements: [Double] = []
      for initializer in initializers {
        elements += initializer(part, dtype: .float64, using: &generator).elements
      }
      return Tensor(elements, shape: shape, dtype: dtype)
    }
  }

  private func draw(_ shape: Shape, _ dtype: DType, _ number: () -> Double) -> Tensor {
    Tensor((0..<shape.elementCount).map { _ in number() }, shape: shape, dtype: dtype)
  }

  /// How many inputs a unit adds up, and how many units an input reaches.
  ///
  /// The last axis counts units, the one before it inputs; axes before those are a receptive field. A
  /// vector counts as its length both ways (Keras's rule).
  private static func fans(_ shape: Shape) -> (inward: Int, outward: Int) {
    guard shape.count > 1 else { return (shape.elementCount, shape.elementCount) }
    let field = shape.dropLast(2).reduce(1, *)
    return (field * shape[shape.count - 2], field * shape[shape.count - 1])
  }

  private static func matrixSize(_ shape: Shape, _ name: String) -> (rows: Int, columns: Int) {
    require(
      shape.count == 2, "\(name) initializer: expected a matrix, not a weight of shape \(shape)")
    return (shape[0], shape[1])
  }
}
