import Foundation
import Unroll
import UnrollCourse

// Right and wrong answers to exercise 21: right ones by the framework's optimisers, wrong ones number by number.

/// The framework's own SGD and Adam, in float64.
struct OptimizersOfFramework: OptimizersExercise {
  func sgd(w: Matrix, g: Matrix, rate: Double) -> Matrix {
    step(SGD(learningRate: rate), w, g, []).last ?? w
  }

  func momentum(
    w: Matrix, g: Matrix, v: Matrix, rate: Double, mu: Double
  ) -> (v: Matrix, w: Matrix) {
    let after = step(SGD(learningRate: rate, momentum: mu), w, g, [v])
    return (after[0], after[1])
  }

  func adam(
    w: Matrix, g: Matrix, m: Matrix, v: Matrix, t: Int, settings: AdamSettings
  ) -> (m: Matrix, v: Matrix, w: Matrix) {
    let after = step(optimizer(settings), w, g, [m, v], t)
    return (after[0], after[1], after[2])
  }

  func momentumSteps(
    w: Matrix, gradients: [Matrix], rate: Double, mu: Double
  ) -> (v: [Matrix], w: [Matrix]) {
    let after = steps(SGD(learningRate: rate, momentum: mu), w, gradients)
    return (after.map { $0[0] }, after.map { $0[1] })
  }

  func adamSteps(
    w: Matrix, gradients: [Matrix], settings: AdamSettings
  ) -> (m: [Matrix], v: [Matrix], w: [Matrix]) {
    let after = steps(optimizer(settings), w, gradients)
    return (after.map { $0[0] }, after.map { $0[1] }, after.map { $0[2] })
  }

  private func optimizer(_ settings: AdamSettings) -> Adam {
    Adam(
      learningRate: settings.rate, beta1: settings.beta1, beta2: settings.beta2,
      epsilon: settings.epsilon)
  }

  /// What is remembered after a step, and the weight last.
  private func step(
    _ optimizer: any Optimizer, _ w: Matrix, _ g: Matrix, _ remembered: [Matrix], _ t: Int = 1
  ) -> [Matrix] {
    var weight = w.tensor
    var slots = remembered.map(\.tensor)
    optimizer.update(&weight, g.tensor, &slots, step: t)
    return (slots + [weight]).map { Matrix($0) }
  }

  /// The same after each of some steps from the beginning.
  private func steps(
    _ optimizer: any Optimizer, _ w: Matrix, _ gradients: [Matrix]
  ) -> [[Matrix]] {
    var weights = [w.tensor]
    var state = OptimizerState(optimizer, for: weights)
    return gradients.map { gradient in
      state.apply(optimizer, to: &weights, gradients: [gradient.tensor])
      return (state.slots[0] + weights).map { Matrix($0) }
    }
  }
}

/// What is different in a rule; nothing unless said otherwise.
protocol OptimizerVariant {
  /// 1 where the step goes against the gradient.
  static var descent: Double { get }
  /// Whether what is remembered goes from step to step.
  static var isCarried: Bool { get }
  /// Which t a step of Adam is taken with after some.
  static func t(after done: Int) -> Int
  /// The settings as Adam takes them.
  static func taken(_ settings: AdamSettings) -> AdamSettings
  /// The new v of momentum.
  static func velocity(_ v: Double, _ g: Double, rate: Double, mu: Double) -> Double
  /// How far momentum moves a weight.
  static func move(_ velocity: Double, rate: Double) -> Double
  /// The new v of Adam.
  static func meanSquare(_ v: Double, _ g: Double, beta2: Double) -> Double
  /// How far Adam lowers a weight.
  static func lowering(_ m: Double, _ v: Double, _ t: Double, _ settings: AdamSettings) -> Double
}

extension OptimizerVariant {
  static var descent: Double { 1 }
  static var isCarried: Bool { true }
  static func t(after done: Int) -> Int { done + 1 }
  static func taken(_ settings: AdamSettings) -> AdamSettings { settings }
  static func velocity(_ v: Double, _ g: Double, rate: Double, mu: Double) -> Double {
    mu * v - descent * rate * g
  }
  static func move(_ velocity: Double, rate: Double) -> Double { velocity }
  static func meanSquare(_ v: Double, _ g: Double, beta2: Double) -> Double {
    v + (1 - beta2) * (g * g - v)
  }
  static func lowering(_ m: Double, _ v: Double, _ t: Double, _ settings: AdamSettings) -> Double {
    settings.rate * correction(t, settings) * m / (v.squareRoot() + settings.epsilon)
  }

  /// √(1 − β₂ᵗ) / (1 − β₁ᵗ)
  static func correction(_ t: Double, _ settings: AdamSettings) -> Double {
    second(t, settings).squareRoot() / (1 - Foundation.pow(settings.beta1, t))
  }
  /// 1 − β₂ᵗ
  static func second(_ t: Double, _ settings: AdamSettings) -> Double {
    1 - Foundation.pow(settings.beta2, t)
  }
}

enum Ascent: OptimizerVariant { static var descent: Double { -1 } }

enum RateForgotten: OptimizerVariant {
  static func velocity(_ v: Double, _ g: Double, rate: Double, mu: Double) -> Double { mu * v - g }
}

enum Dampened: OptimizerVariant {
  static func velocity(_ v: Double, _ g: Double, rate: Double, mu: Double) -> Double {
    mu * v - (1 - mu) * rate * g
  }
}

enum VelocityTurned: OptimizerVariant {
  static func velocity(_ v: Double, _ g: Double, rate: Double, mu: Double) -> Double {
    mu * v + rate * g
  }
  static func move(_ velocity: Double, rate: Double) -> Double { -velocity }
}

enum VelocityOfGradients: OptimizerVariant {
  static func velocity(_ v: Double, _ g: Double, rate: Double, mu: Double) -> Double { mu * v + g }
  static func move(_ velocity: Double, rate: Double) -> Double { -rate * velocity }
}

enum Uncorrected: OptimizerVariant {
  static func lowering(_ m: Double, _ v: Double, _ t: Double, _ settings: AdamSettings) -> Double {
    settings.rate * m / (v.squareRoot() + settings.epsilon)
  }
}

enum StepAhead: OptimizerVariant {
  static func lowering(_ m: Double, _ v: Double, _ t: Double, _ settings: AdamSettings) -> Double {
    settings.rate * correction(t + 1, settings) * m / (v.squareRoot() + settings.epsilon)
  }
}

enum PowersForgotten: OptimizerVariant {
  static func lowering(_ m: Double, _ v: Double, _ t: Double, _ settings: AdamSettings) -> Double {
    settings.rate * correction(1, settings) * m / (v.squareRoot() + settings.epsilon)
  }
}

enum FirstStepForEver: OptimizerVariant {
  static func t(after done: Int) -> Int { 1 }
}

enum SharesExchanged: OptimizerVariant {
  static func taken(_ settings: AdamSettings) -> AdamSettings {
    AdamSettings(
      rate: settings.rate, beta1: settings.beta2, beta2: settings.beta1, epsilon: settings.epsilon)
  }
}

enum EpsilonInsideRoot: OptimizerVariant {
  static func lowering(_ m: Double, _ v: Double, _ t: Double, _ settings: AdamSettings) -> Double {
    settings.rate * correction(t, settings) * m / (v + settings.epsilon).squareRoot()
  }
}

enum EpsilonBesideCorrected: OptimizerVariant {
  static func lowering(_ m: Double, _ v: Double, _ t: Double, _ settings: AdamSettings) -> Double {
    let root = second(t, settings).squareRoot()
    return settings.rate * correction(t, settings) * m / (v.squareRoot() + root * settings.epsilon)
  }
}

enum GradientUnsquared: OptimizerVariant {
  static func meanSquare(_ v: Double, _ g: Double, beta2: Double) -> Double {
    v + (1 - beta2) * (g - v)
  }
}

enum Forgetful: OptimizerVariant { static var isCarried: Bool { false } }

/// All rules number by number, with what a variant changes.
struct OptimizersByNumbers<Variant: OptimizerVariant>: OptimizersExercise {
  func sgd(w: Matrix, g: Matrix, rate: Double) -> Matrix {
    each(w, g) { $0 - Variant.descent * rate * $1 }
  }

  func momentum(
    w: Matrix, g: Matrix, v: Matrix, rate: Double, mu: Double
  ) -> (v: Matrix, w: Matrix) {
    let new = each(v, g) { Variant.velocity($0, $1, rate: rate, mu: mu) }
    return (new, each(w, new) { $0 + Variant.move($1, rate: rate) })
  }

  func adam(
    w: Matrix, g: Matrix, m: Matrix, v: Matrix, t: Int, settings: AdamSettings
  ) -> (m: Matrix, v: Matrix, w: Matrix) {
    let settings = Variant.taken(settings)
    let mean = each(m, g) { $0 + (1 - settings.beta1) * ($1 - $0) }
    let square = each(v, g) { Variant.meanSquare($0, $1, beta2: settings.beta2) }
    let lowering = each(mean, square) { Variant.lowering($0, $1, Double(t), settings) }
    return (mean, square, each(w, lowering) { $0 - Variant.descent * $1 })
  }

  func momentumSteps(
    w: Matrix, gradients: [Matrix], rate: Double, mu: Double
  ) -> (v: [Matrix], w: [Matrix]) {
    let none = Matrix.zeros(like: w)
    var after: [(v: Matrix, w: Matrix)] = []
    for g in gradients {
      let v = Variant.isCarried ? after.last?.v : nil
      after.append(momentum(w: after.last?.w ?? w, g: g, v: v ?? none, rate: rate, mu: mu))
    }
    return (after.map(\.v), after.map(\.w))
  }

  func adamSteps(
    w: Matrix, gradients: [Matrix], settings: AdamSettings
  ) -> (m: [Matrix], v: [Matrix], w: [Matrix]) {
    let none = Matrix.zeros(like: w)
    var after: [(m: Matrix, v: Matrix, w: Matrix)] = []
    for (done, g) in gradients.enumerated() {
      let before = Variant.isCarried ? after.last : nil
      after.append(
        adam(
          w: after.last?.w ?? w, g: g, m: before?.m ?? none, v: before?.v ?? none,
          t: Variant.t(after: done), settings: settings))
    }
    return (after.map(\.m), after.map(\.v), after.map(\.w))
  }

  private func each(
    _ a: Matrix, _ b: Matrix, _ rule: (Double, Double) -> Double
  ) -> Matrix {
    Matrix(zip(a.elements, b.elements).map(rule), rows: a.rows, columns: a.columns)
  }
}
