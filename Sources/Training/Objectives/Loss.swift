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

  /// Whether targets are classes or token ids, not numbers.
  let takesClasses: Bool

  /// The class that does not count; nil where all do.
  let padding: Int?

  /// Whether the operations are the same for all batches of one shape with targets that this accepts: no
  /// decision, and no constant, comes from a value (see ``Layer/isRepeatable``). Nil where they are not.
  private var accepts: (@Sendable (Samples) -> Bool)?

  /// The same for a recording that is written in another language, where more operations are known than in a ``Program``.
  private var isRecordable: (@Sendable (Samples) -> Bool)?

  /// The part of a batch's targets that counts, where that is not all of it.
  private let counted: @Sendable (Samples) -> Samples

  init(
    _ name: String, takesClasses: Bool, padding: Int? = nil,
    counted: @escaping @Sendable (Samples) -> Samples = { $0 },
    any function: @escaping @Sendable (_ prediction: Variable, _ target: ModelInput) -> Variable
  ) {
    self.name = name
    self.takesClasses = takesClasses
    self.padding = padding
    self.counted = counted
    self.function = function
  }

  /// The same loss with the promise that it records the same operations for all batches of one shape whose
  /// targets it accepts.
  private func repeatable(
    where accepts: @escaping @Sendable (Samples) -> Bool = { _ in true }
  ) -> Loss {
    var copy = self
    copy.accepts = accepts
    return copy
  }

  /// The same loss with the promise that a recording of it holds for all batches of one shape whose targets it accepts.
  func recordable(
    where accepts: @escaping @Sendable (Samples) -> Bool = { _ in true }
  ) -> Loss {
    var copy = self
    copy.isRecordable = accepts
    return copy
  }

  /// Whether the recording of another batch of that shape will do.
  package func isRepeatable(for targets: Samples) -> Bool { accepts?(targets) ?? false }

  /// Whether it will do in another language.
  package func isRecordable(for targets: Samples) -> Bool {
    isRepeatable(for: targets) || isRecordable?(targets) ?? false
  }

  /// A loss of one's own, whose targets are numbers; the function gives a scalar. With classes for targets it
  /// stops with a sentence.
  public init(
    _ name: String,
    _ function: @escaping @Sendable (_ prediction: Variable, _ target: Variable) -> Variable
  ) {
    self.init(
      name, takesClasses: false,
      any: { prediction, target in
        guard case .numbers(let numbers) = target else {
          stop(
            """
            \(name): the targets are classes or token ids; expected numbers. For classes there is \
            sparseCategoricalCrossentropy, or oneHot turns them into numbers; labels 0 and 1 become numbers, \
            a row for each, with labels.tensor().reshaped([labels.elementCount, 1])
            """)
        }
        return function(prediction, numbers)
      })
  }

  /// A loss of one's own, whose targets are token ids or classes; the function gives a scalar. With numbers
  /// for targets it stops with a sentence.
  public init(
    tokens name: String,
    _ function: @escaping @Sendable (_ prediction: Variable, _ target: IntTensor) -> Variable
  ) {
    self.init(tokens: name, ignoring: nil, function)
  }

  private init(
    tokens name: String, ignoring padding: Int?,
    _ function: @escaping @Sendable (_ prediction: Variable, _ target: IntTensor) -> Variable
  ) {
    self.init(
      name, takesClasses: true, padding: padding,
      any: { prediction, target in
        guard case .tokens(let tokens) = target else {
          stop("\(name): the targets are numbers; expected classes or token ids, an IntTensor")
        }
        return function(prediction, tokens)
      })
  }

  /// The loss of a batch, averaged over it: a scalar.
  ///
  /// Stops with a sentence where the shapes do not fit, or the targets are of the other kind.
  public func callAsFunction(_ prediction: Variable, _ target: ModelInput) -> Variable {
    function(prediction, target)
  }

  /// How much a batch's loss counts beside those of other batches: by its samples, or by the classes that
  /// are not padding.
  func tally(_ value: Double, _ target: Samples) -> Tally {
    guard let padding, case .tokens(let tokens) = counted(target) else {
      return Tally(mean: value, of: target.count)
    }
    return Tally(mean: value, of: tokens.elements.count { $0 != padding })
  }

  /// The loss of a batch of plain tensors.
  public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Double {
    function(Variable(prediction), .numbers(Variable(target))).item()
  }

  /// The loss of a batch with numbers as targets.
  public func callAsFunction(_ prediction: Variable, _ target: Variable) -> Variable {
    function(prediction, .numbers(target))
  }

  /// The loss of a batch with token ids or classes as targets.
  public func callAsFunction(_ prediction: Variable, _ target: IntTensor) -> Variable {
    function(prediction, .tokens(target))
  }

  /// The mean of the squared differences, `Σ (p − t)² / n`, over all n elements.
  public static let meanSquaredError = Loss("mean_squared_error") {
    UnrollAutodiff.meanSquaredError($0, $1)
  }.repeatable()

  /// The mean of the absolute differences, `Σ |p − t| / n`, over all n elements.
  public static let meanAbsoluteError = Loss("mean_absolute_error") { prediction, target in
    requireEqualShapes("meanAbsoluteError", prediction: prediction.shape, target: target.shape)
    return abs(prediction - target).mean()
  }

  /// The cross-entropy of probabilities with targets between 0 and 1, or of logits where `fromLogits`.
  ///
  /// `−(t ln p + (1 − t) ln(1 − p))`, averaged; probabilities are kept 1e-7 away from 0 and 1 as in
  /// Keras, logits need no such care.
  ///
  /// In nats. Stops with a sentence where shapes differ, or a target is not from 0 to 1.
  public static func binaryCrossentropy(fromLogits: Bool = false) -> Loss {
    Loss("binary_crossentropy") { prediction, target in
      requireEqualShapes("binaryCrossentropy", prediction: prediction.shape, target: target.shape)
      requireShares(target.value)
      if fromLogits { return sigmoidCrossEntropy(prediction, target: target).mean() }
      let p = clip(prediction, 1e-7, 1 - 1e-7)
      return -(target * log(p) + (1 - target) * log(1 - p)).mean()
    }.repeatable {
      if case .numbers(let target) = $0 { otherShare(in: target) == nil } else { false }
    }
  }

  /// The cross-entropy of probabilities along the last axis with a row of target probabilities, or of
  /// logits where `fromLogits`: `−Σ t ln p`, averaged over the rows.
  ///
  /// Both `[batch, …, classes]`, in nats. As in Keras, probabilities are divided by their sum and kept
  /// 1e-7 away from 0 and 1. Stops with a sentence where shapes differ or there is one class only.
  public static func categoricalCrossentropy(fromLogits: Bool = false) -> Loss {
    Loss("categorical_crossentropy") { prediction, target in
      requireEqualShapes(
        "categoricalCrossentropy", prediction: prediction.shape, target: target.shape)
      requireClasses("categoricalCrossentropy", prediction.shape)
      if fromLogits { return softmaxCrossEntropy(prediction, target: target).mean() }
      let p = clip(prediction / prediction.sum(axis: -1, keepDims: true), 1e-7, 1 - 1e-7)
      return -(target * log(p)).sum(axis: -1).mean()
    }.recordable()
  }

  /// The cross-entropy of probabilities along the last axis with the right class, or of logits where
  /// `fromLogits`: `−ln p[class]`, averaged over all classes but those equal to `ignoring`.
  ///
  /// Prediction `[batch, …, classes]`, target integers `[batch, …]`. `ignoring: 0` leaves padding out.
  ///
  /// In nats; probabilities are treated as in ``categoricalCrossentropy(fromLogits:)``. Where nothing but
  /// `ignoring` is there, the loss is 0. Stops with a sentence where shapes do not fit or there is one
  /// class only.
  public static func sparseCategoricalCrossentropy(
    fromLogits: Bool = false, ignoring padding: Int? = nil
  ) -> Loss {
    let loss = Loss(tokens: "sparse_categorical_crossentropy", ignoring: padding) {
      prediction, target in
      require(
        Shape(Array(prediction.shape.dropLast())) == target.shape,
        """
        sparseCategoricalCrossentropy: a prediction of shape \(prediction.shape) needs classes of shape \
        \(Shape(Array(prediction.shape.dropLast()))), but got \(target.shape)
        """)
      requireClasses("sparseCategoricalCrossentropy", prediction.shape)
      // Padding may be no class at all, as PyTorch's -100; any class does where the loss is left out.
      let count = prediction.shape[prediction.shape.count - 1]
      let isClass = padding.map { (0..<count).contains($0) } ?? true
      let classes = isClass ? target : target.replacing(padding ?? 0, with: 0)
      let losses: Variable
      if fromLogits {
        losses = softmaxCrossEntropy(prediction, labels: classes)
      } else {
        let p = clip(prediction / prediction.sum(axis: -1, keepDims: true), 1e-7, 1 - 1e-7)
        let right = classes.oneHot(count, dtype: p.dtype)
        losses = -(Variable(right) * log(p)).sum(axis: -1)
      }
      guard let padding else { return losses.mean() }
      // On the tape, so that a recording holds for other padding too.
      let counts = notEqual(target, padding, like: losses)
      return (losses * counts).sum() / maximum(counts.sum(), Variable(1, dtype: losses.dtype))
    }
    // Only logits are compared with the classes themselves; elsewhere a constant is made from them.
    guard fromLogits else { return loss }
    return padding == nil ? loss.repeatable() : loss.recordable()
  }
}

extension Loss: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}

extension IntTensor {
  /// The same integers with one value replaced by another.
  fileprivate func replacing(_ old: Int, with new: Int) -> IntTensor {
    IntTensor(elements.map { $0 == old ? new : $0 }, shape: shape)
  }
}

/// Stops with a sentence where there is one class only, whose probability is always 1.
private func requireClasses(_ loss: String, _ prediction: Shape) {
  require(
    prediction.last != 1,
    """
    \(loss): a prediction of shape \(prediction) has one class, whose probability is 1 whatever is learnt; for \
    a yes or no take Dense(1, activation: .sigmoid) with binaryCrossentropy, else one output for each class
    """)
}

/// Stops with a sentence where a target is no probability; a little more than rounding is let pass.
private func requireShares(_ target: Tensor) {
  guard let other = otherShare(in: target) else { return }
  stop(
    """
    binaryCrossentropy: a target is \(other); expected numbers from 0 to 1, as a yes or no is 1 or 0. For \
    several classes there is sparseCategoricalCrossentropy, for other numbers meanSquaredError
    """)
}

/// A number that is not from 0 to 1, if there is one.
private func otherShare(in target: Tensor) -> Double? {
  target.elements.first { $0 < -1e-4 || $0 > 1 + 1e-4 }
}
