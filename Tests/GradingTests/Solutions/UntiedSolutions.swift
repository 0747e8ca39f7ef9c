import Foundation
import UnrollCourse

struct UntiedWeightsSolution: UntiedWeightsExercise {
  func forward(x: [Matrix], h0: Matrix, weights: [RNNWeights]) -> [Matrix] {
    var states: [Matrix] = []
    var h = h0
    for t in x.indices {
      h = (matmul(x[t], weights[t].wx) + matmul(h, weights[t].wh) + weights[t].b).map(tanh)
      states.append(h)
    }
    return states
  }

  func gradients(
    dh: Matrix, x: [Matrix], h0: Matrix, h: [Matrix], weights: [RNNWeights]
  ) -> [RNNWeights] {
    var gradients = weights
    var arrived = dh
    for t in x.indices.reversed() {
      let delta = arrived * (1 - h[t] * h[t])
      let before = t == 0 ? h0 : h[t - 1]
      gradients[t] = RNNWeights(
        wx: matmul(x[t].transposed, delta), wh: matmul(before.transposed, delta),
        b: delta.sumOverRows)
      arrived = matmul(delta, weights[t].wh.transposed)
    }
    return gradients
  }

  func tied(gradients: [RNNWeights]) -> RNNWeights {
    var sum = RNNWeights.zeros(like: gradients[0])
    for gradient in gradients {
      sum.wx += gradient.wx
      sum.wh += gradient.wh
      sum.b += gradient.b
    }
    return sum
  }
}

/// By recursion: the rest of the network first, one number after another.
struct UntiedByRecursion: UntiedWeightsExercise {
  func forward(x: [Matrix], h0: Matrix, weights: [RNNWeights]) -> [Matrix] {
    guard let input = x.first, let own = weights.first else { return [] }
    let h = (own.b + matmul(h0, own.wh) + matmul(input, own.wx)).map { 1 - 2 / (exp(2 * $0) + 1) }
    return [h] + forward(x: Array(x.dropFirst()), h0: h, weights: Array(weights.dropFirst()))
  }

  func gradients(
    dh: Matrix, x: [Matrix], h0: Matrix, h: [Matrix], weights: [RNNWeights]
  ) -> [RNNWeights] {
    guard let input = x.last, let new = h.last, let own = weights.last else { return [] }
    let old = h.dropLast().last ?? h0
    var found = RNNWeights.zeros(like: own)
    var back = Matrix.zeros(like: old)
    for sample in 0..<new.rows {
      for unit in 0..<new.columns {
        let y = new[sample, unit]
        let delta = dh[sample, unit] * (1 - y) * (1 + y)
        found.b[0, unit] += delta
        for i in 0..<input.columns { found.wx[i, unit] += delta * input[sample, i] }
        for i in 0..<old.columns {
          found.wh[i, unit] += delta * old[sample, i]
          back[sample, i] += delta * own.wh[i, unit]
        }
      }
    }
    return gradients(
      dh: back, x: x.dropLast(), h0: h0, h: h.dropLast(), weights: weights.dropLast()) + [found]
  }

  func tied(gradients: [RNNWeights]) -> RNNWeights {
    gradients.dropFirst().reduce(gradients[0]) {
      RNNWeights(wx: $0.wx + $1.wx, wh: $0.wh + $1.wh, b: $0.b + $1.b)
    }
  }
}
