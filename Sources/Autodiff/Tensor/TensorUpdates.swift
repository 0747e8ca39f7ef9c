import UnrollKernels
import UnrollNumerics

/// An optimiser's rule as one pass over a weight, its gradient, and what is remembered of it. The formulas
/// stand where the optimisers are.
package enum UpdateRule {
  /// Remembers mean and mean square; `rate` holds the corrections of the first steps.
  case adam(rate: Double, beta1: Double, beta2: Double, epsilon: Double)
  /// Remembers the mean square and, with momentum, a velocity.
  case rmsprop(rate: Double, rho: Double, momentum: Double, epsilon: Double)
  /// Remembers a velocity with momentum, else nothing.
  case gradientDescent(rate: Double, momentum: Double, nesterov: Bool)
}

extension Tensor {
  /// Changes a weight by its gradient, and what is remembered of it, where they lie.
  package mutating func update(
    by rule: UpdateRule, _ gradient: Tensor, remembering slots: inout [Tensor]
  ) {
    require(
      gradient.shape == shape && slots.allSatisfy { $0.shape == shape && $0.dtype == dtype },
      """
      update: a weight of shape \(shape) can't be changed by a gradient of shape \(gradient.shape) with \
      \(slots.map(\.shape)) remembered of it; expected the weight's shape for all
      """)
    let gradient = gradient.cast(to: dtype)
    makeUnique()
    for index in slots.indices { slots[index].makeUnique() }
    withExtendedLifetime(gradient) {
      switch dtype {
      case .float32: update32(rule, gradient, slots)
      case .float64: update64(rule, gradient, slots)
      }
    }
  }

  private func update32(_ rule: UpdateRule, _ gradient: Tensor, _ slots: [Tensor]) {
    func numbers(_ tensor: Tensor) -> UnsafeMutablePointer<Float> {
      tensor.start.assumingMemoryBound(to: Float.self)
    }
    let (w, g, s) = (numbers(self), numbers(gradient), slots.map(numbers))
    switch rule {
    case .adam(let rate, let beta1, let beta2, let epsilon):
      unroll_adam_f32(elementCount, rate, beta1, beta2, epsilon, g, s[0], s[1], w)
    case .rmsprop(let rate, let rho, let momentum, let epsilon):
      let velocity = s.count > 1 ? s[1] : nil
      unroll_rmsprop_f32(elementCount, rate, rho, momentum, epsilon, g, s[0], velocity, w)
    case .gradientDescent(let rate, let momentum, let nesterov):
      unroll_gradient_descent_f32(elementCount, rate, momentum, nesterov, g, s.first, w)
    }
  }

  private func update64(_ rule: UpdateRule, _ gradient: Tensor, _ slots: [Tensor]) {
    func numbers(_ tensor: Tensor) -> UnsafeMutablePointer<Double> {
      tensor.start.assumingMemoryBound(to: Double.self)
    }
    let (w, g, s) = (numbers(self), numbers(gradient), slots.map(numbers))
    switch rule {
    case .adam(let rate, let beta1, let beta2, let epsilon):
      unroll_adam_f64(elementCount, rate, beta1, beta2, epsilon, g, s[0], s[1], w)
    case .rmsprop(let rate, let rho, let momentum, let epsilon):
      let velocity = s.count > 1 ? s[1] : nil
      unroll_rmsprop_f64(elementCount, rate, rho, momentum, epsilon, g, s[0], velocity, w)
    case .gradientDescent(let rate, let momentum, let nesterov):
      unroll_gradient_descent_f64(elementCount, rate, momentum, nesterov, g, s.first, w)
    }
  }
}
