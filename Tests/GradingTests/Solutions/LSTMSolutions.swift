import Foundation
import UnrollCourse

// The solutions of the exercises about the LSTM. They stay out of what students are given.

struct LSTMStepSolution: LSTMStepExercise {
  func step(x: Matrix, h: Matrix, c: Matrix, weights: LSTMWeights) -> LSTMValues {
    let z = matmul(x, weights.wx) + matmul(h, weights.wh) + weights.b
    let n = h.columns
    func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }
    let i = z.columns(0..<n).map(sigmoid)
    let f = z.columns(n..<(2 * n)).map(sigmoid)
    let g = z.columns((2 * n)..<(3 * n)).map(tanh)
    let o = z.columns((3 * n)..<(4 * n)).map(sigmoid)
    let carry = f * c + i * g
    return LSTMValues(i: i, f: f, g: g, o: o, c: carry, h: o * carry.map(tanh))
  }
}

/// Weights cut first, and four products: as books write it.
struct LSTMStepByFourProducts: LSTMStepExercise {
  func step(x: Matrix, h: Matrix, c: Matrix, weights: LSTMWeights) -> LSTMValues {
    func part(_ k: Int, _ function: (Double) -> Double) -> Matrix {
      let own = (k * h.columns)..<((k + 1) * h.columns)
      let fromBelow = matmul(x, weights.wx.columns(own)) + weights.b.columns(own)
      return (fromBelow + matmul(h, weights.wh.columns(own))).map(function)
    }
    func logistic(_ z: Double) -> Double { exp(z) / (exp(z) + 1) }
    let gates = [part(0, logistic), part(1, logistic), part(3, logistic)]
    let candidate = part(2) { 2 * logistic(2 * $0) - 1 }
    let carry = gates[0] * candidate + c * gates[1]
    return LSTMValues(
      i: gates[0], f: gates[1], g: candidate, o: gates[2], c: carry,
      h: carry.map(tanh) * gates[2])
  }
}

struct LSTMThroughTimeSolution: LSTMThroughTimeExercise {
  func stepBackward(
    dh: Matrix, dc: Matrix, x: Matrix, h: Matrix, c: Matrix, values: LSTMValues,
    weights: LSTMWeights
  ) -> LSTMStepGradients {
    let (i, f, g, o) = (values.i, values.f, values.g, values.o)
    let shown = values.c.map(tanh)
    let carry = dc + dh * o * (1 - shown * shown)
    let z = Matrix.joined([
      carry * g * i * (1 - i), carry * c * f * (1 - f), carry * i * (1 - g * g),
      dh * shown * o * (1 - o),
    ])
    return LSTMStepGradients(
      c: carry, z: z,
      weights: LSTMWeights(
        wx: matmul(x.transposed, z), wh: matmul(h.transposed, z), b: z.sumOverRows),
      hBefore: matmul(z, weights.wh.transposed), cBefore: carry * f)
  }

  func backward(
    dh: [Matrix], x: [Matrix], h0: Matrix, c0: Matrix, values: [LSTMValues], weights: LSTMWeights
  ) -> LSTMGradients {
    var (h, c) = (dh, dh)
    var sums = LSTMWeights.zeros(like: weights)
    var (fromState, fromCarry) = (Matrix.zeros(like: h0), Matrix.zeros(like: c0))
    for t in x.indices.reversed() {
      h[t] = dh[t] + fromState
      let step = stepBackward(
        dh: h[t], dc: fromCarry, x: x[t], h: t == 0 ? h0 : values[t - 1].h,
        c: t == 0 ? c0 : values[t - 1].c, values: values[t], weights: weights)
      c[t] = step.c
      sums.wx += step.weights.wx
      sums.wh += step.weights.wh
      sums.b += step.weights.b
      (fromState, fromCarry) = (step.hBefore, step.cBefore)
    }
    return LSTMGradients(h: h, c: c, weights: sums, h0: fromState, c0: fromCarry)
  }
}

/// Number by number, and over time by a recursion.
struct LSTMThroughTimeByNumbers: LSTMThroughTimeExercise {
  func stepBackward(
    dh: Matrix, dc: Matrix, x: Matrix, h: Matrix, c: Matrix, values: LSTMValues,
    weights: LSTMWeights
  ) -> LSTMStepGradients {
    let n = h.columns
    var found = LSTMStepGradients(
      c: dc, z: Matrix(rows: h.rows, columns: 4 * n), weights: .zeros(like: weights),
      hBefore: .zeros(like: h), cBefore: .zeros(like: c))
    for s in 0..<h.rows {
      for u in 0..<n {
        let (i, f, g, o) = (values.i[s, u], values.f[s, u], values.g[s, u], values.o[s, u])
        found.c[s, u] += dh[s, u] * o / pow(cosh(values.c[s, u]), 2)
        found.z[s, u] = found.c[s, u] * g * (i - i * i)
        found.z[s, n + u] = found.c[s, u] * c[s, u] * (f - f * f)
        found.z[s, 2 * n + u] = found.c[s, u] * i * (1 - g) * (1 + g)
        found.z[s, 3 * n + u] = dh[s, u] * values.h[s, u] * (1 - o)
        found.cBefore[s, u] = f * found.c[s, u]
      }
      for k in 0..<(4 * n) {
        let z = found.z[s, k]
        for j in 0..<x.columns { found.weights.wx[j, k] += x[s, j] * z }
        for j in 0..<n {
          found.weights.wh[j, k] += h[s, j] * z
          found.hBefore[s, j] += weights.wh[j, k] * z
        }
        found.weights.b[0, k] += z
      }
    }
    return found
  }

  func backward(
    dh: [Matrix], x: [Matrix], h0: Matrix, c0: Matrix, values: [LSTMValues], weights: LSTMWeights
  ) -> LSTMGradients {
    guard let input = x.first else {
      return LSTMGradients(
        h: [], c: [], weights: .zeros(like: weights), h0: .zeros(like: h0), c0: .zeros(like: c0))
    }
    let later = backward(
      dh: Array(dh.dropFirst()), x: Array(x.dropFirst()), h0: values[0].h, c0: values[0].c,
      values: Array(values.dropFirst()), weights: weights)
    let whole = dh[0] + later.h0
    let step = stepBackward(
      dh: whole, dc: later.c0, x: input, h: h0, c: c0, values: values[0], weights: weights)
    return LSTMGradients(
      h: [whole] + later.h, c: [step.c] + later.c,
      weights: LSTMWeights(
        wx: step.weights.wx + later.weights.wx, wh: step.weights.wh + later.weights.wh,
        b: step.weights.b + later.weights.b), h0: step.hBefore, c0: step.cBefore)
  }
}
