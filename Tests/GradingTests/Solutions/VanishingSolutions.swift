import Foundation
import UnrollCourse

// The solutions of the exercises about how far gradients reach. They stay out of what students are given.

struct VanishingRateSolution: VanishingRateExercise {
  func jacobian(h: Matrix, wh: Matrix) -> Matrix {
    ((1 - h * h) * wh).transposed
  }

  func decay(jacobians: [Matrix]) -> (products: [Matrix], norms: [Double], rate: Double) {
    var products = jacobians
    for t in jacobians.indices.dropLast().reversed() {
      products[t] = matmul(products[t + 1], jacobians[t])
    }
    let norms = products.map(\.norm)
    return (products, norms, pow(norms[0], 1 / Double(jacobians.count)))
  }
}

/// A diagonal matrix for the slopes, as books have it, and each product anew.
struct VanishingRateByDiagonals: VanishingRateExercise {
  func jacobian(h: Matrix, wh: Matrix) -> Matrix {
    var slopes = Matrix.zeros(like: wh)
    for unit in 0..<h.columns { slopes[unit, unit] = 1 / pow(cosh(atanh(h[0, unit])), 2) }
    return matmul(slopes, wh.transposed)
  }

  func decay(jacobians: [Matrix]) -> (products: [Matrix], norms: [Double], rate: Double) {
    let products = jacobians.indices.map { t in
      jacobians[(t + 1)...].reduce(jacobians[t]) { matmul($1, $0) }
    }
    let norms = products.map { ($0 * $0).sum.squareRoot() }
    return (products, norms, exp(log(norms[0]) / Double(jacobians.count)))
  }
}

struct TruncationSolution: TruncationExercise {
  func truncated(dh: [Matrix], x: [Matrix], h0: Matrix, weights: RNNWeights, window: Int)
    -> (h: [Matrix], states: [Matrix], weights: RNNWeights)
  {
    var h: [Matrix] = []
    for input in x {
      let sum = matmul(input, weights.wx) + matmul(h.last ?? h0, weights.wh) + weights.b
      h.append(sum.map(tanh))
    }
    var gradients = RNNWeights.zeros(like: weights)
    var states = dh
    var carried = Matrix.zeros(like: h0)
    for t in x.indices.reversed() {
      states[t] = dh[t] + carried
      let delta = states[t] * (1 - h[t] * h[t])
      gradients.wx += matmul(x[t].transposed, delta)
      gradients.wh += matmul((t == 0 ? h0 : h[t - 1]).transposed, delta)
      gradients.b += delta.sumOverRows
      carried = t % window == 0 ? .zeros(like: h0) : matmul(delta, weights.wh.transposed)
    }
    return (h, states, gradients)
  }
}

/// Window after window, each a whole backpropagation from the state that the last one ended with.
struct TruncationByWindows: TruncationExercise {
  func truncated(dh: [Matrix], x: [Matrix], h0: Matrix, weights: RNNWeights, window: Int)
    -> (h: [Matrix], states: [Matrix], weights: RNNWeights)
  {
    var (h, states, state) = ([Matrix](), [Matrix](), h0)
    var sums = RNNWeights.zeros(like: weights)
    for start in stride(from: 0, to: x.count, by: window) {
      let part = start..<min(start + window, x.count)
      let inputs = Array(x[part])
      let own = BackpropagationStacked().forward(x: inputs, h0: state, weights: weights)
      let found = BackpropagationStacked().backward(
        dh: Array(dh[part]), x: inputs, h0: state, h: own, weights: weights)
      h += own
      states += found.states
      sums.wx += found.weights.wx
      sums.wh += found.weights.wh
      sums.b += found.weights.b
      state = own[own.count - 1]
    }
    return (h, states, sums)
  }
}
