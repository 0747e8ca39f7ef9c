import UnrollKernels
import UnrollNumerics

/// The cross-entropy of each row of logits with the class that is right, straight from the logits: no
/// probability is ever rounded to zero before its logarithm is taken.
///
/// `y = −logSoftmax(x)[label]`, `dx = dy ⊙ (softmax(x) − onehot(label))`
public struct SoftmaxCrossEntropy: UnaryOperation {
  /// The right class for each row: `[…]` for logits `[…, classes]`.
  public let labels: IntTensor

  public var name: String { "softmaxCrossEntropy" }

  public func outputShape(_ x: Shape) -> Shape {
    require(
      !x.isEmpty && Shape(x.dropLast()) == labels.shape,
      """
      softmaxCrossEntropy: logits of shape \(x) need labels of shape \(Shape(x.dropLast())), \
      not \(labels.shape)
      """)
    labels.requireIndices(below: x[x.count - 1], name)
    return labels.shape
  }

  public func forward(_ x: Tensor) -> Tensor { x.crossEntropy(labels) }

  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? {
    let classes = x.shape[x.shape.count - 1]
    return Grid(
      labels.shape,
      labels.elements.enumerated().map { row, label in
        let logits = Array(x.elements[(row * classes)..<((row + 1) * classes)])
        return .zero - logSoftmax(logits)[label]
      })
  }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    dy.reshaped(labels.shape.inserting(1, at: labels.shape.count))
      * apply(SoftmaxMinusOneHot(labels: labels), x)
  }
}

/// The probabilities of each row of logits, minus the truth: how wrong a prediction is.
///
/// `y = softmax(x) − onehot(label)`, `dx = p ⊙ (dy − Σ dy ⊙ p)` with `p = softmax(x)`
public struct SoftmaxMinusOneHot: UnaryOperation {
  /// The right class for each row: `[…]` for logits `[…, classes]`.
  public let labels: IntTensor

  public var name: String { "softmaxMinusOneHot" }

  public func outputShape(_ x: Shape) -> Shape {
    _ = SoftmaxCrossEntropy(labels: labels).outputShape(x)
    return x
  }

  public func forward(_ x: Tensor) -> Tensor { x.softmax(minus: labels) }

  public func formula<Number: Scalar>(_ x: Grid<Number>) -> Grid<Number>? {
    let classes = x.shape[x.shape.count - 1]
    guard var y = Softmax(axis: x.shape.count - 1).formula(x) else { return nil }
    for (row, label) in labels.elements.enumerated() {
      y.elements[row * classes + label] = y.elements[row * classes + label] - Number(1)
    }
    return y
  }

  public func pullback(_ dy: Variable, y: Variable, x: Variable) -> Variable {
    Softmax(axis: x.shape.count - 1).pullback(dy, y: softmax(x), x: x)
  }
}

/// The cross-entropy of a probability σ(x), given by its logit `x`, with a target between 0 and 1.
///
/// `y = ln(1 + eˣ) − x t`, `dx = dy ⊙ (σ(x) − t)`, `dt = −dy ⊙ x`
public struct SigmoidCrossEntropy: ElementwiseBinary {
  public var name: String { "sigmoidCrossEntropy" }

  public func outputShape(_ a: Shape, _ b: Shape) -> Shape {
    requireEqualShapes(name, prediction: a, target: b)
    return a
  }

  public func formula<Number: Scalar>(_ a: Number, _ b: Number) -> Number { .softplus(a) - a * b }

  public func forward(_ a: Tensor, _ b: Tensor) -> Tensor { a.mapped(unroll_softplus) - a * b }

  public func pullbackLeft(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    dy * (sigmoid(a) - b)
  }

  public func pullbackRight(_ dy: Variable, y: Variable, a: Variable, b: Variable) -> Variable {
    -dy * a
  }
}

/// The cross-entropy of each row of logits with its right class, in the shape of the labels.
///
/// Logits `[…, classes]` need labels `[…]` from 0 to classes − 1; else it stops with a sentence. In nats,
/// `y = −ln softmax(x)[label]`, `dx = dy ⊙ (softmax(x) − onehot(label))`; nothing is averaged. PyTorch's
/// `cross_entropy` without a reduction.
public func softmaxCrossEntropy(_ logits: Variable, labels: IntTensor) -> Variable {
  apply(SoftmaxCrossEntropy(labels: labels), logits)
}

/// The cross-entropy of each row of logits with a row of target probabilities: `−Σ t ⊙ logSoftmax(x)`.
///
/// Both have the shape `[…, classes]`, else it stops with a sentence; the result has `[…]`, in nats.
/// Where a row of `t` adds up to 1, `dx = dy ⊙ (softmax(x) − t)`.
public func softmaxCrossEntropy(_ logits: Variable, target: Variable) -> Variable {
  requireEqualShapes("softmaxCrossEntropy", prediction: logits.shape, target: target.shape)
  return -(target * logSoftmax(logits)).sum(axis: -1)
}

/// The cross-entropy of each logit with its target between 0 and 1, without a reduction.
///
/// `y = ln(1 + eˣ) − x t` in nats, `dx = dy ⊙ (σ(x) − t)`. Stops with a sentence where the shapes differ.
/// PyTorch's `binary_cross_entropy_with_logits`.
public func sigmoidCrossEntropy(_ logits: Variable, target: Variable) -> Variable {
  apply(SigmoidCrossEntropy(), logits, target)
}

extension IntTensor {
  /// Rows of zeros with a one at the place each integer names: shape `shape + [classes]`.
  ///
  /// Stops with a sentence where an integer lies outside `0..<classes`.
  public func oneHot(_ classes: Int, dtype: DType = .float32) -> Tensor {
    requireIndices(below: classes, "oneHot")
    var elements = [Double](repeating: 0, count: elementCount * classes)
    for (row, label) in storage.enumerated() { elements[row * classes + Int(label)] = 1 }
    return Tensor(elements, shape: shape.inserting(classes, at: shape.count), dtype: dtype)
  }
}

/// Stops with a sentence where a prediction and its target differ in shape: broadcasting one against
/// the other would compare every prediction with every target.
public func requireEqualShapes(_ loss: String, prediction: Shape, target: Shape) {
  require(
    prediction == target,
    """
    \(loss): the prediction has shape \(prediction), but the target has \(target). They must be \
    equal, because broadcasting would compare every prediction with every target; reshape one
    """)
}
