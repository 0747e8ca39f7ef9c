import UnrollAutodiff

/// Gradient descent, with momentum where wanted.
///
/// `w ← w − η g`, the update of the lectures (000, K2). With momentum μ: `v ← μ v − η g`, `w ← w + v`,
/// and with Nesterov's look ahead `w ← w + μ v − η g`. Formulas and defaults are Keras's.
///
/// Without momentum, of a table that is looked up only the rows with a gradient are changed; momentum moves
/// the others too.
public struct SGD: Optimizer {
  /// The step size η.
  public var learningRate: Double
  /// How the step size changes while training goes on.
  public var schedule: LearningRateSchedule?
  /// The share μ of the last step that is kept.
  public var momentum: Double
  /// Whether the step looks ahead.
  public var nesterov: Bool
  /// By what gradients are bounded before a step.
  public var clipping: GradientClipping?

  /// Gradient descent; stops with a sentence where the learning rate is negative or a clipping is not above
  /// 0.
  public init(
    learningRate: Double = 0.01, schedule: LearningRateSchedule? = nil, momentum: Double = 0,
    nesterov: Bool = false,
    clipping: GradientClipping? = nil
  ) {
    requireLearningRate(learningRate, "SGD")
    requireClipping(clipping, "SGD")
    self.learningRate = learningRate
    self.schedule = schedule
    self.momentum = momentum
    self.nesterov = nesterov
    self.clipping = clipping
  }

  public var name: String { "sgd" }

  public var slotNames: [String] { momentum == 0 ? [] : ["momentum"] }

  public var decayWithoutGradient: [Double]? { momentum == 0 ? [] : nil }

  public func update(
    _ weight: inout Tensor, _ gradient: Tensor, _ slots: inout [Tensor], step: Int
  ) {
    weight.update(
      by: .gradientDescent(rate: learningRate, momentum: momentum, nesterov: nesterov), gradient,
      remembering: &slots)
  }
}
