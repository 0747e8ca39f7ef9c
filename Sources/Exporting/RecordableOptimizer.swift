import UnrollAutodiff
import UnrollTraining

/// An optimiser whose rule can be put on a tape: as the formula of its documentation, from primitive operations.
protocol RecordableOptimizer: Optimizer {
  /// The weight and the slots after a step, which is counted from 1.
  func recordedUpdate(
    _ weight: Variable, _ gradient: Variable, _ slots: [Variable], step: Variable,
    rate: RecordedRate
  ) -> (weight: Variable, slots: [Variable])
}

/// The learning rate of a recorded step.
enum RecordedRate {
  /// The same in every step.
  case fixed(Double)
  /// A value that the program is given, because a schedule changes it.
  case given(Variable)

  static func * (rate: RecordedRate, x: Variable) -> Variable {
    switch rate {
    case .fixed(let rate): rate * x
    case .given(let rate): rate * x
    }
  }
}

extension SGD: RecordableOptimizer {
  func recordedUpdate(
    _ weight: Variable, _ gradient: Variable, _ slots: [Variable], step: Variable,
    rate: RecordedRate
  ) -> (weight: Variable, slots: [Variable]) {
    let move = rate * gradient
    guard let before = slots.first else { return (weight - move, []) }
    let velocity = momentum * before - move
    return (weight + (nesterov ? momentum * velocity - move : velocity), [velocity])
  }
}

extension RMSprop: RecordableOptimizer {
  func recordedUpdate(
    _ weight: Variable, _ gradient: Variable, _ slots: [Variable], step: Variable,
    rate: RecordedRate
  ) -> (weight: Variable, slots: [Variable]) {
    let velocity = rho * slots[0] + (1 - rho) * (gradient * gradient)
    let move = rate * gradient / sqrt(velocity + epsilon)
    guard slots.count > 1 else { return (weight - move, [velocity]) }
    let run = momentum * slots[1] + move
    return (weight - run, [velocity, run])
  }
}

extension Adam: RecordableOptimizer {
  func recordedUpdate(
    _ weight: Variable, _ gradient: Variable, _ slots: [Variable], step: Variable,
    rate: RecordedRate
  ) -> (weight: Variable, slots: [Variable]) {
    let mean = beta1 * slots[0] + (1 - beta1) * gradient
    let square = beta2 * slots[1] + (1 - beta2) * (gradient * gradient)
    // βᵗ = exp(t log β)
    let rest1 = 1 - exp(step * log(beta1)), rest2 = 1 - exp(step * log(beta2))
    let corrected = rate * sqrt(rest2) / rest1
    return (weight - corrected * mean / (sqrt(square) + epsilon), [mean, square])
  }

  private func log(_ x: Double) -> Double { Double.log(x) }
}

extension GradientClipping {
  /// The gradients within the bound, as operations on their tape.
  func recorded(_ gradients: [Variable]) -> [Variable] {
    func norm(_ all: [Variable]) -> Variable {
      sqrt(all.map { ($0 * $0).sum() }.reduce(Variable(0, dtype: gradients[0].dtype)) { $0 + $1 })
    }
    func scaled(_ all: [Variable], to bound: Double) -> [Variable] {
      let factor = bound / maximum(norm(all), Variable(bound, dtype: gradients[0].dtype))
      return all.map { $0 * factor }
    }
    switch self {
    case .value(let bound): return gradients.map { clip($0, -bound, bound) }
    case .norm(let bound): return gradients.map { scaled([$0], to: bound)[0] }
    case .globalNorm(let bound): return scaled(gradients, to: bound)
    }
  }
}
