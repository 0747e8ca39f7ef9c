import Foundation
import UnrollCourse

struct OptimizersSolution: OptimizersExercise {
  func sgd(w: Matrix, g: Matrix, rate: Double) -> Matrix { w - rate * g }

  func momentum(
    w: Matrix, g: Matrix, v: Matrix, rate: Double, mu: Double
  ) -> (v: Matrix, w: Matrix) {
    let new = mu * v - rate * g
    return (new, w + new)
  }

  func adam(
    w: Matrix, g: Matrix, m: Matrix, v: Matrix, t: Int, settings: AdamSettings
  ) -> (m: Matrix, v: Matrix, w: Matrix) {
    let (beta1, beta2) = (settings.beta1, settings.beta2)
    let newM = beta1 * m + (1 - beta1) * g
    let newV = beta2 * v + (1 - beta2) * (g * g)
    let factor = sqrt(1 - pow(beta2, Double(t))) / (1 - pow(beta1, Double(t)))
    let share = newV.map { 1 / (sqrt($0) + settings.epsilon) }
    return (newM, newV, w - (settings.rate * factor) * (newM * share))
  }

  func momentumSteps(
    w: Matrix, gradients: [Matrix], rate: Double, mu: Double
  ) -> (v: [Matrix], w: [Matrix]) {
    var weight = w
    var velocity = Matrix.zeros(like: w)
    var all: (v: [Matrix], w: [Matrix]) = ([], [])
    for g in gradients {
      (velocity, weight) = momentum(w: weight, g: g, v: velocity, rate: rate, mu: mu)
      all.v.append(velocity)
      all.w.append(weight)
    }
    return all
  }

  func adamSteps(
    w: Matrix, gradients: [Matrix], settings: AdamSettings
  ) -> (m: [Matrix], v: [Matrix], w: [Matrix]) {
    var weight = w
    var m = Matrix.zeros(like: w)
    var v = Matrix.zeros(like: w)
    var all: (m: [Matrix], v: [Matrix], w: [Matrix]) = ([], [], [])
    for (i, g) in gradients.enumerated() {
      (m, v, weight) = adam(w: weight, g: g, m: m, v: v, t: i + 1, settings: settings)
      all.m.append(m)
      all.v.append(v)
      all.w.append(weight)
    }
    return all
  }
}

/// Numbers one by one; the steps from sums over the whole past, with no state in between.
struct OptimizersByNumbersAlone: OptimizersExercise {
  func sgd(w: Matrix, g: Matrix, rate: Double) -> Matrix {
    var moved = w
    for i in 0..<w.rows { for j in 0..<w.columns { moved[i, j] -= g[i, j] * rate } }
    return moved
  }

  func momentum(
    w: Matrix, g: Matrix, v: Matrix, rate: Double, mu: Double
  ) -> (v: Matrix, w: Matrix) {
    (
      sgd(w: v.map { $0 * mu }, g: g, rate: rate),
      sgd(w: sgd(w: w, g: g, rate: rate), g: v, rate: -mu)
    )
  }

  func adam(
    w: Matrix, g: Matrix, m: Matrix, v: Matrix, t: Int, settings s: AdamSettings
  ) -> (m: Matrix, v: Matrix, w: Matrix) {
    var (newM, newV, moved) = (m, v, w)
    // The paper's form: both corrected, and ε made as small as the corrected root is large.
    let (first, second) = (1 - pow(s.beta1, Double(t)), 1 - pow(s.beta2, Double(t)))
    for i in 0..<w.rows {
      for j in 0..<w.columns {
        newM[i, j] += (g[i, j] - m[i, j]) * (1 - s.beta1)
        newV[i, j] += (g[i, j] * g[i, j] - v[i, j]) * (1 - s.beta2)
        let (mHat, vHat) = (newM[i, j] / first, newV[i, j] / second)
        moved[i, j] -= s.rate * mHat / (vHat.squareRoot() + s.epsilon / second.squareRoot())
      }
    }
    return (newM, newV, moved)
  }

  private func decayed(_ terms: [Matrix], _ share: Double) -> [Matrix] {
    terms.indices.map { t in
      (0...t).reduce(Matrix.zeros(like: terms[0])) { sum, k in
        sum + pow(share, Double(t - k)) * terms[k]
      }
    }
  }

  func momentumSteps(
    w: Matrix, gradients: [Matrix], rate: Double, mu: Double
  ) -> (v: [Matrix], w: [Matrix]) {
    let v = decayed(gradients.map { -rate * $0 }, mu)
    return (v, v.indices.map { t in v[...t].reduce(w, +) })
  }

  func adamSteps(
    w: Matrix, gradients: [Matrix], settings: AdamSettings
  ) -> (m: [Matrix], v: [Matrix], w: [Matrix]) {
    var moved: [Matrix] = []
    let m = decayed(gradients.map { (1 - settings.beta1) * $0 }, settings.beta1)
    let v = decayed(gradients.map { (1 - settings.beta2) * ($0 * $0) }, settings.beta2)
    for t in gradients.indices {
      let none = Matrix.zeros(like: w)
      moved.append(
        adam(
          w: moved.last ?? w, g: gradients[t], m: t == 0 ? none : m[t - 1],
          v: t == 0 ? none : v[t - 1], t: t + 1, settings: settings
        ).w)
    }
    return (m, v, moved)
  }
}
