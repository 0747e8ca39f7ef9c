import UnrollAutodiff

/// Gradient descent with each weight's step divided by the recent size of its gradient.
///
/// `v ← ρ v + (1 − ρ) g²`, `w ← w − η g / √(v + ε)`; with momentum μ: `m ← μ m + η g / √(v + ε)`,
/// `w ← w − m` (Tieleman & Hinton 2012; formulas and defaults are Keras's).
///
/// Without momentum, of a table that is looked up only the rows with a gradient are changed, and v of the
/// others, which is only multiplied by ρ, is made up for later; momentum moves the others too.
public struct RMSprop: Optimizer {
  /// The step size η.
  public var learningRate: Double
  /// How the step size changes while training goes on.
  public var schedule: LearningRateSchedule?
  /// The share ρ of the past in the mean square.
  public var rho: Double
  /// The share μ of the last step that is kept.
  public var momentum: Double
  /// The number ε that keeps the division safe.
  public var epsilon: Double
  /// By what gradients are bounded before a step.
  public var clipping: GradientClipping?

  /// RMSprop; stops with a sentence where the learning rate is negative or a clipping is not above 0.
  public init(
    learningRate: Double = 0.001, schedule: LearningRateSchedule? = nil, rho: Double = 0.9,
    momentum: Double = 0, epsilon: Double = 1e-7,
    clipping: GradientClipping? = nil
  ) {
    requireLearningRate(learningRate, "RMSprop")
    requireClipping(clipping, "RMSprop")
    self.learningRate = learningRate
    self.schedule = schedule
    self.rho = rho
    self.momentum = momentum
    self.epsilon = epsilon
    self.clipping = clipping
  }

  public var name: String { "rmsprop" }

  public var slotNames: [String] { momentum == 0 ? ["velocity"] : ["velocity", "momentum"] }

  public var decayWithoutGradient: [Double]? { momentum == 0 ? [rho] : nil }

  public func update(
    _ weight: inout Tensor, _ gradient: Tensor, _ slots: inout [Tensor], step: Int
  ) {
    weight.update(
      by: .rmsprop(rate: learningRate, rho: rho, momentum: momentum, epsilon: epsilon), gradient,
      remembering: &slots)
  }
}
