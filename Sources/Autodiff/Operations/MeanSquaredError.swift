import UnrollKernels
import UnrollNumerics

/// The mean of the squared differences between a prediction and its target, of equal shape.
///
/// `y = Σ (a − b)² / n`, `da = dy ⊙ 2(a − b)/n`, `db = −da`
public struct MeanSquaredError: BinaryOperation {
  public var name: String { "meanSquaredError" }

  public func outputShape(_ a: Shape, _ b: Shape) -> Shape {
    requireEqualShapes(name, prediction: a, target: b)
    require(a.elementCount > 0, "\(name): shape \(a) has no elements; the batch is empty")
    return []
  }

  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor {
    let difference = a - b
    return (difference * difference).mean()
  }

  public func formula<Number: Scalar>(_ a: Grid<Number>, _ b: Grid<Number>) -> Grid<Number>? {
    let squares = zip(a.elements, b.elements).map { ($0 - $1) * ($0 - $1) }
    let sum = squares.dropFirst().reduce(squares[0], +)
    return Grid([], [Number(1 / Double(squares.count)) * sum])
  }

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy * (2 / Double(a.shape.elementCount)) * (a - b)
  }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy * (2 / Double(a.shape.elementCount)) * (b - a)
  }
}

/// The mean squared error of a prediction; shapes must be equal.
///
/// A scalar, `y = Σ (a − b)² / n`, `da = dy ⊙ 2(a − b)/n`. Stops with a sentence where shapes differ or
/// are empty.
public func meanSquaredError(_ prediction: Variable, _ target: Variable) -> Variable {
  apply(MeanSquaredError(), prediction, target)
}

/// The mean squared error of plain tensors. Their shapes must be equal.
public func meanSquaredError(_ prediction: Tensor, _ target: Tensor) -> Double {
  meanSquaredError(Variable(prediction), Variable(target)).item()
}

/// The mean squared error of a prediction with a plain tensor as its target. Their shapes must be equal.
public func meanSquaredError(_ prediction: Variable, _ target: Tensor) -> Variable {
  meanSquaredError(prediction, Variable(target))
}
