import Foundation
import UnrollCourse

// The solutions. They stay out of what students are given.

struct ChainRuleSolution: ChainRuleExercise {
  func forward(x: Double, h: Double, w: Double, u: Double, b: Double, target: Double)
    -> (a: Double, y: Double, loss: Double)
  {
    let a = w * x + u * h + b
    let y = tanh(a)
    return (a: a, y: y, loss: pow(y - target, 2))
  }

  func backward(x: Double, h: Double, w: Double, u: Double, b: Double, target: Double)
    -> (da: Double, dw: Double, du: Double, db: Double, dh: Double)
  {
    let y = forward(x: x, h: h, w: w, u: u, b: b, target: target).y
    let dy = 2 * (y - target)
    let da = dy * (1 - y * y)
    return (da: da, dw: da * x, du: da * h, db: da, dh: da * u)
  }
}

/// The slope from exponentials, as some books have it.
struct ChainRuleByExponentials: ChainRuleExercise {
  func forward(x: Double, h: Double, w: Double, u: Double, b: Double, target: Double)
    -> (a: Double, y: Double, loss: Double)
  {
    let a = b + h * u + x * w
    let y = 1 - 2 / (exp(2 * a) + 1)
    return (a, y, y * y - 2 * y * target + target * target)
  }

  func backward(x: Double, h: Double, w: Double, u: Double, b: Double, target: Double)
    -> (da: Double, dw: Double, du: Double, db: Double, dh: Double)
  {
    let (a, y, _) = forward(x: x, h: h, w: w, u: u, b: b, target: target)
    let slope = 1 / (cosh(a) * cosh(a))
    let da = slope * (y - target + y - target)
    return (da, x * da, h * da, da, u * da)
  }
}

struct MatmulPullbackSolution: MatmulPullbackExercise {
  func pullback(dy: Matrix, a: Matrix, b: Matrix) -> (da: Matrix, db: Matrix) {
    (da: matmul(dy, b.transposed), db: matmul(a.transposed, dy))
  }

  func pullbackOfSquare(dy: Matrix, a: Matrix) -> Matrix {
    matmul(dy, a.transposed) + matmul(a.transposed, dy)
  }
}

struct RNNStepSolution: RNNStepExercise {
  func step(x: Matrix, h: Matrix, wx: Matrix, wh: Matrix, b: Matrix) -> Matrix {
    (matmul(x, wx) + matmul(h, wh) + b).map(tanh)
  }
}

/// Both inputs side by side, and one product: as some lectures draw it.
struct RNNStepByOneProduct: RNNStepExercise {
  func step(x: Matrix, h: Matrix, wx: Matrix, wh: Matrix, b: Matrix) -> Matrix {
    let weights = Matrix((0..<wx.rows).map(wx.row) + (0..<wh.rows).map(wh.row))
    return (b + matmul(Matrix.joined([x, h]), weights)).map { Foundation.tanh($0) }
  }
}

struct BackpropagationSolution: BackpropagationExercise {
  func forward(x: [Matrix], h0: Matrix, weights: RNNWeights) -> [Matrix] {
    var states: [Matrix] = []
    var h = h0
    for input in x {
      h = (matmul(input, weights.wx) + matmul(h, weights.wh) + weights.b).map(tanh)
      states.append(h)
    }
    return states
  }

  func backward(
    dh: [Matrix], x: [Matrix], h0: Matrix, h: [Matrix], weights: RNNWeights
  ) -> (states: [Matrix], weights: RNNWeights, h0: Matrix) {
    var gradients = RNNWeights.zeros(like: weights)
    var states = dh
    var carried = Matrix.zeros(like: h0)
    for t in x.indices.reversed() {
      states[t] = dh[t] + carried
      let delta = states[t] * (1 - h[t] * h[t])
      let before = t == 0 ? h0 : h[t - 1]
      gradients.wx += matmul(x[t].transposed, delta)
      gradients.wh += matmul(before.transposed, delta)
      gradients.b += delta.sumOverRows
      carried = matmul(delta, weights.wh.transposed)
    }
    return (states, gradients, carried)
  }
}

/// All deltas first, then one product for each weight over all steps at once.
struct BackpropagationStacked: BackpropagationExercise {
  func forward(x: [Matrix], h0: Matrix, weights: RNNWeights) -> [Matrix] {
    x.reduce(into: []) { states, input in
      let sum = matmul(states.last ?? h0, weights.wh) + (matmul(input, weights.wx) + weights.b)
      states.append(sum.map(tanh))
    }
  }

  func backward(
    dh: [Matrix], x: [Matrix], h0: Matrix, h: [Matrix], weights: RNNWeights
  ) -> (states: [Matrix], weights: RNNWeights, h0: Matrix) {
    var states = dh
    var deltas = dh
    for t in stride(from: x.count - 1, through: 0, by: -1) {
      if t + 1 < x.count { states[t] = states[t] + matmul(deltas[t + 1], weights.wh.transposed) }
      deltas[t] = states[t] - states[t] * h[t] * h[t]
    }
    func stacked(_ parts: [Matrix]) -> Matrix {
      Matrix(parts.flatMap { part in (0..<part.rows).map(part.row) })
    }
    let all = stacked(deltas)
    let before = stacked([h0] + h.dropLast())
    return (
      states,
      RNNWeights(
        wx: matmul(stacked(x).transposed, all), wh: matmul(before.transposed, all),
        b: all.sumOverRows),
      matmul(deltas[0], weights.wh.transposed)
    )
  }
}
