import Foundation
import UnrollCourse

// The solutions of the exercise about tokens and padding. They stay out of what students are given.

struct EmbeddingSolution: EmbeddingExercise {
  func mask(tokens: [[Int]]) -> Matrix {
    Matrix(tokens.map { row in row.map { $0 == 0 ? 0 : 1 } })
  }

  func lookup(tokens: [[Int]], table: Matrix) -> [Matrix] {
    tokens[0].indices.map { t in Matrix(tokens.map { table.row($0[t]) }) }
  }

  func gradient(dx: [Matrix], tokens: [[Int]], table: Matrix) -> Matrix {
    var gradient = Matrix.zeros(like: table)
    for (i, row) in tokens.enumerated() {
      for (t, token) in row.enumerated() where token != 0 {
        for k in 0..<table.columns { gradient[token, k] += dx[t][i, k] }
      }
    }
    return gradient
  }

  func states(x: [Matrix], mask: Matrix, h0: Matrix, weights: RNNWeights) -> [Matrix] {
    var states: [Matrix] = []
    var h = h0
    for t in x.indices {
      let new = (matmul(x[t], weights.wx) + matmul(h, weights.wh) + weights.b).map(tanh)
      for i in 0..<h.rows where mask[i, t] == 1 {
        for k in 0..<h.columns { h[i, k] = new[i, k] }
      }
      states.append(h)
    }
    return states
  }

  func mean(h: [Matrix], mask: Matrix) -> Matrix {
    var mean = Matrix.zeros(like: h[0])
    for i in 0..<mask.rows {
      let count = mask.row(i).reduce(0, +)
      for t in h.indices where mask[i, t] == 1 {
        for k in 0..<mean.columns { mean[i, k] += h[t][i, k] / count }
      }
    }
    return mean
  }
}

/// Rows of zeros with a 1 for each token, and everything by products.
struct EmbeddingByProducts: EmbeddingExercise {
  /// 1-of-k rows of all samples at one step.
  private func oneOfK(_ tokens: [[Int]], _ t: Int, _ count: Int) -> Matrix {
    Matrix(tokens.map { row in (0..<count).map { $0 == row[t] ? 1.0 : 0 } })
  }

  /// A column of the mask, as wide as a state.
  private func wide(_ mask: Matrix, _ t: Int, _ width: Int) -> Matrix {
    Matrix.joined([Matrix](repeating: mask.columns(t..<(t + 1)), count: width))
  }

  func mask(tokens: [[Int]]) -> Matrix {
    Matrix.joined(
      (0..<tokens[0].count).map { t in 1 - oneOfK(tokens, t, 1) })
  }

  func lookup(tokens: [[Int]], table: Matrix) -> [Matrix] {
    (0..<tokens[0].count).map { t in matmul(oneOfK(tokens, t, table.rows), table) }
  }

  func gradient(dx: [Matrix], tokens: [[Int]], table: Matrix) -> Matrix {
    var sum = Matrix.zeros(like: table)
    for (t, own) in dx.enumerated() {
      sum = sum + matmul(oneOfK(tokens, t, table.rows).transposed, own)
    }
    for k in 0..<sum.columns { sum[0, k] = 0 }
    return sum
  }

  func states(x: [Matrix], mask: Matrix, h0: Matrix, weights: RNNWeights) -> [Matrix] {
    x.enumerated().reduce(into: []) { states, step in
      let before = states.last ?? h0
      let m = wide(mask, step.offset, h0.columns)
      let sum = matmul(before, weights.wh) + (weights.b + matmul(step.element, weights.wx))
      states.append(m * sum.map { 2 / (1 + exp(-2 * $0)) - 1 } + (1 - m) * before)
    }
  }

  func mean(h: [Matrix], mask: Matrix) -> Matrix {
    var sum = Matrix.zeros(like: h[0])
    var count = Matrix.zeros(like: h[0])
    for t in h.indices {
      let m = wide(mask, t, h[0].columns)
      sum += m * h[t]
      count += m
    }
    return sum * count.map { 1 / $0 }
  }
}
