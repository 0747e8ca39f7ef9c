import UnrollAutodiff
import UnrollNumerics

/// Gradient descent with momentum and with each weight's step divided by its gradient's recent size.
///
/// `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`,
/// `w ← w − η √(1 − β₂ᵗ)/(1 − β₁ᵗ) · m / (√v + ε)` (Kingma & Ba 2015, the form at the end of section 2;
/// defaults are Keras's, ε = 1e-7).
///
/// Of a table that is looked up all rows are changed in every step, because momentum moves those without a
/// gradient too.
public struct Adam: Optimizer {
  /// The step size η.
  public var learningRate: Double
  /// How the step size changes while training goes on.
  public var schedule: LearningRateSchedule?
  /// The share β₁ of the past in the mean gradient.
  public var beta1: Double
  /// The share β₂ of the past in the mean square.
  public var beta2: Double
  /// The number ε that keeps the division safe.
  public var epsilon: Double
  /// By what gradients are bounded before a step.
  public var clipping: GradientClipping?

  /// Adam; stops with a sentence where the learning rate is negative or a clipping is not above 0.
  public init(
    learningRate: Double = 0.001, schedule: LearningRateSchedule? = nil, beta1: Double = 0.9,
    beta2: Double = 0.999,
    epsilon: Double = 1e-7, clipping: GradientClipping? = nil
  ) {
    requireLearningRate(learningRate, "Adam")
    requireClipping(clipping, "Adam")
    self.learningRate = learningRate
    self.schedule = schedule
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.clipping = clipping
  }

  public var name: String { "adam" }

  public var slotNames: [String] { ["momentum", "velocity"] }

  public func update(
    _ weight: inout Tensor, _ gradient: Tensor, _ slots: inout [Tensor], step: Int
  ) {
    let t = Double(step)
    let rate = learningRate * (1 - power(beta2, t)).squareRoot() / (1 - power(beta1, t))
    weight.update(
      by: .adam(rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon), gradient,
      remembering: &slots)
  }

  private func power(_ base: Double, _ exponent: Double) -> Double {
    Double.power(base, exponent)
  }
}
