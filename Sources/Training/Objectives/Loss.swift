import UnrollAutodiff

/// What training makes small: a scalar from a prediction and its target.
///
/// Names are Keras's. Shapes must be equal: a prediction `[32, 1]` against a target `[32]` is refused,
/// because broadcasting would compare every prediction with every target.
public struct Loss: Sendable {
  /// The name in histories and messages.
  public let name: String

  /// The loss of a batch, averaged over it.
  public let callAsFunction: @Sendable (_ prediction: Variable, _ target: Variable) -> Variable

  /// A loss of one's own.
  public init(
    _ name: String,
    _ function: @escaping @Sendable (_ prediction: Variable, _ target: Variable) -> Variable
  ) {
    self.name = name
    callAsFunction = function
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
}

extension Loss: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
