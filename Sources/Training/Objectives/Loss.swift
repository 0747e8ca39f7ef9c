import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// What training makes small: a scalar from a prediction and its target.
///
/// Names are Keras's. Shapes must be equal: a prediction `[32, 1]` against a target `[32]` is refused,
/// because broadcasting would compare every prediction with every target.
public struct Loss: Sendable {
  /// The name in histories and messages.
  public let name: String

  private let function: @Sendable (_ prediction: Variable, _ target: ModelInput) -> Variable

  /// A loss of one's own, whose targets may be anything.
  init(
    _ name: String,
    ofAny function: @escaping @Sendable (_ prediction: Variable, _ target: ModelInput) -> Variable
  ) {
    self.name = name
    self.function = function
  }

  /// A loss of one's own, whose targets are numbers.
  public init(
    _ name: String,
    _ function: @escaping @Sendable (_ prediction: Variable, _ target: Variable) -> Variable
  ) {
    self.init(name, ofAny: { function($0, $1.numbers(name)) })
  }

  /// A loss of one's own, whose targets are token ids or classes.
  public init(
    tokens name: String,
    _ function: @escaping @Sendable (_ prediction: Variable, _ target: IntTensor) -> Variable
  ) {
    self.init(name, ofAny: { function($0, $1.tokens(name)) })
  }

  /// The loss of a batch, averaged over it: a scalar.
  public func callAsFunction(_ prediction: Variable, _ target: ModelInput) -> Variable {
    function(prediction, target)
  }

  /// The loss of a batch with numbers as targets.
  public func callAsFunction(_ prediction: Variable, _ target: Variable) -> Variable {
    function(prediction, .numbers(target))
  }

  /// The loss of a batch with token ids or classes as targets.
  public func callAsFunction(_ prediction: Variable, _ target: IntTensor) -> Variable {
    function(prediction, .tokens(target))
  }

  /// The mean of the squared differences, `Σ (p − t)² / n`.
  public static let meanSquaredError = Loss("mean_squared_error") {
    UnrollAutodiff.meanSquaredError($0, $1)
  }

  /// The mean of the absolute differences, `Σ |p − t| / n`.
  public static let meanAbsoluteError = Loss("mean_absolute_error") { prediction, target in
    requireEqualShapes("meanAbsoluteError", prediction: prediction.shape, target: target.shape)
    return abs(prediction - target).mean()
  }

  /// The cross-entropy of probabilities with targets between 0 and 1, or of logits where `fromLogits`.
  ///
  /// `−(t ln p + (1 − t) ln(1 − p))`, averaged; probabilities are kept 1e-7 away from 0 and 1 as in
  /// Keras, logits need no such care.
  public static func binaryCrossentropy(fromLogits: Bool = false) -> Loss {
    Loss("binary_crossentropy") { prediction, target in
      requireEqualShapes("binaryCrossentropy", prediction: prediction.shape, target: target.shape)
      if fromLogits { return sigmoidCrossEntropy(prediction, target: target).mean() }
      let p = clip(prediction, 1e-7, 1 - 1e-7)
      return -(target * log(p) + (1 - target) * log(1 - p)).mean()
    }
  }

  /// The cross-entropy of probabilities along the last axis with a row of target probabilities, or of
  /// logits where `fromLogits`: `−Σ t ln p`, averaged over the rows.
  public static func categoricalCrossentropy(fromLogits: Bool = false) -> Loss {
    Loss("categorical_crossentropy") { prediction, target in
      requireEqualShapes(
        "categoricalCrossentropy", prediction: prediction.shape, target: target.shape)
      if fromLogits { return softmaxCrossEntropy(prediction, target: target).mean() }
      let p = clip(prediction / prediction.sum(axis: -1, keepDims: true), 1e-7, 1 - 1e-7)
      return -(target * log(p)).sum(axis: -1).mean()
    }
  }

  /// The cross-entropy of probabilities along the last axis with the right class, or of logits where
  /// `fromLogits`: `−ln p[class]`, averaged over all classes but those equal to `ignoring`.
  ///
  /// Prediction `[batch, …, classes]`, target integers `[batch, …]`. `ignoring: 0` leaves padding out.
  public static func sparseCategoricalCrossentropy(
    fromLogits: Bool = false, ignoring padding: Int? = nil
  ) -> Loss {
    Loss(tokens: "sparse_categorical_crossentropy") { prediction, target in
      require(
        Shape(Array(prediction.shape.dropLast())) == target.shape,
        """
        sparseCategoricalCrossentropy: a prediction of shape \(prediction.shape) needs classes of shape \
        \(Shape(Array(prediction.shape.dropLast()))), but got \(target.shape)
        """)
      let losses: Variable
      if fromLogits {
        losses = softmaxCrossEntropy(prediction, labels: target)
      } else {
        let p = clip(prediction / prediction.sum(axis: -1, keepDims: true), 1e-7, 1 - 1e-7)
        let right = target.oneHot(prediction.shape[prediction.shape.count - 1], dtype: p.dtype)
        losses = -(Variable(right) * log(p)).sum(axis: -1)
      }
      guard let padding else { return losses.mean() }
      let counts = BoolTensor(target.elements.map { $0 != padding }, shape: target.shape)
      let number = Swift.max(1, counts.elements.count { $0 })
      return (losses * Variable(counts.tensor(dtype: losses.dtype))).sum() / Double(number)
    }
  }
}

extension Loss: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
