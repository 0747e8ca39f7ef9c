import UnrollAutodiff

/// The numbers of a local derivative: what a cotangent is multiplied by on its way through one operation.
///
/// Where each number of an input acts on one number of the result, they are the pullback of ones, `1 · ∂y/∂x`. For a matrix
/// product they are the other factor, transposed. A softmax has a matrix for each row instead, and what only moves
/// numbers has ones; neither is written out.
enum LocalDerivative {
  /// The numbers for each input, nil where there are none to show.
  static func numbers(_ operation: any Operation, inputs: [Tensor], output: Tensor) -> [Tensor?] {
    let (dy, y, x) = (
      Variable(.ones(output.shape, dtype: output.dtype)), Variable(output),
      inputs.map { Variable($0) }
    )
    switch operation {
    case let operation as any ElementwiseUnary:
      return [operation.pullback(dy, y: y, x: x[0]).value]
    case let operation as any ElementwiseBinary:
      return [
        operation.pullbackLeft(dy, y: y, a: x[0], b: x[1]).value,
        operation.pullbackRight(dy, y: y, a: x[0], b: x[1]).value,
      ]
    case let product as MatrixProduct:
      guard !product.transposeA, !product.transposeB, x[0].shape.count == 2 else { break }
      return [inputs[1].transposed(), inputs[0].transposed()]
    case let operation as MeanSquaredError:
      return [
        operation.pullbackLeft(dy, y: y, a: x[0], b: x[1]).value,
        operation.pullbackRight(dy, y: y, a: x[0], b: x[1]).value,
      ]
    case is Sum, is Mean, is Max, is LogSumExp, is SoftmaxCrossEntropy:
      guard let reduction = operation as? any UnaryOperation else { break }
      return [reduction.pullback(dy, y: y, x: x[0]).value]
    default: break
    }
    return inputs.map { _ in nil }
  }
}
