import Foundation
import UnrollCourse

struct HelloSolution: HelloExercise {
  private func oneOfK(_ character: Int, _ count: Int) -> Matrix {
    var row = Matrix(rows: 1, columns: count)
    row[0, character] = 1
    return row
  }

  func forward(word: [Int], weights: HelloWeights) -> (states: [Matrix], logits: [Matrix]) {
    var h = Matrix(rows: 1, columns: weights.wh.rows)
    var states: [Matrix] = []
    var logits: [Matrix] = []
    for character in word.dropLast() {
      let x = oneOfK(character, weights.wx.rows)
      h = (matmul(x, weights.wx) + matmul(h, weights.wh) + weights.b).map(tanh)
      states.append(h)
      logits.append(matmul(h, weights.wy) + weights.by)
    }
    return (states, logits)
  }

  private func softmax(_ z: Matrix) -> Matrix {
    let largest = z.elements.max() ?? 0
    let e = z.map { exp($0 - largest) }
    return e / e.sum
  }

  func loss(logits: [Matrix], word: [Int]) -> Double {
    var total = 0.0
    for t in logits.indices { total -= log(softmax(logits[t])[0, word[t + 1]]) }
    return total / Double(logits.count)
  }

  func gradients(
    word: [Int], states: [Matrix], logits: [Matrix], weights: HelloWeights
  ) -> HelloWeights {
    var gradients = HelloWeights.zeros(like: weights)
    var carried = Matrix.zeros(like: states[0])
    for t in states.indices.reversed() {
      var dz = softmax(logits[t])
      dz[0, word[t + 1]] -= 1
      dz = dz / Double(logits.count)
      gradients.wy += matmul(states[t].transposed, dz)
      gradients.by += dz
      let dh = matmul(dz, weights.wy.transposed) + carried
      let delta = dh * (1 - states[t] * states[t])
      let before = t == 0 ? Matrix.zeros(like: states[0]) : states[t - 1]
      gradients.wx += matmul(oneOfK(word[t], weights.wx.rows).transposed, delta)
      gradients.wh += matmul(before.transposed, delta)
      gradients.b += delta
      carried = matmul(delta, weights.wh.transposed)
    }
    return gradients
  }

  func train(word: [Int], weights: HelloWeights, rate: Double, steps: Int) -> HelloWeights {
    var weights = weights
    for _ in 0..<steps {
      let (states, logits) = forward(word: word, weights: weights)
      let found = gradients(word: word, states: states, logits: logits, weights: weights)
      weights.wx = weights.wx - rate * found.wx
      weights.wh = weights.wh - rate * found.wh
      weights.b = weights.b - rate * found.b
      weights.wy = weights.wy - rate * found.wy
      weights.by = weights.by - rate * found.by
    }
    return weights
  }
}

/// All characters at once: rows of a table, one softmax for all steps, one product for each weight.
struct HelloStacked: HelloExercise {
  private func stacked(_ rows: [Matrix]) -> Matrix { Matrix(rows.map { $0.row(0) }) }

  private func oneOfK(_ word: some Sequence<Int>, _ count: Int) -> Matrix {
    Matrix(word.map { character in (0..<count).map { $0 == character ? 1 : 0 } })
  }

  func forward(word: [Int], weights: HelloWeights) -> (states: [Matrix], logits: [Matrix]) {
    let states = word.dropLast().reduce(into: [Matrix]()) { states, character in
      var sum = Matrix([weights.wx.row(character)]) + weights.b
      if let before = states.last { sum += matmul(before, weights.wh) }
      states.append(sum.map { Foundation.tanh($0) })
    }
    let logits = matmul(stacked(states), weights.wy) + weights.by
    return (states, (0..<logits.rows).map { Matrix([logits.row($0)]) })
  }

  func loss(logits: [Matrix], word: [Int]) -> Double {
    zip(logits, word.dropFirst()).map { z, right in
      log(z.map { exp($0 - z[0, right]) }.sum) / Double(logits.count)
    }.reduce(0, +)
  }

  func gradients(
    word: [Int], states: [Matrix], logits: [Matrix], weights: HelloWeights
  ) -> HelloWeights {
    let steps = states.count
    let p = Matrix(
      logits.map { z in z.row(0).map { top in 1 / z.row(0).map { exp($0 - top) }.reduce(0, +) } })
    let dz = (p - oneOfK(word.dropFirst(), p.columns)) / Double(steps)
    let direct = matmul(dz, weights.wy.transposed)
    var deltas = states
    for t in states.indices.reversed() {
      var dh = Matrix([direct.row(t)])
      if t + 1 < steps { dh += matmul(deltas[t + 1], weights.wh.transposed) }
      deltas[t] = dh - dh * states[t] * states[t]
    }
    let all = stacked(deltas)
    let before = stacked([Matrix.zeros(like: states[0])] + states.dropLast())
    return HelloWeights(
      wx: matmul(oneOfK(word.dropLast(), weights.wx.rows).transposed, all),
      wh: matmul(before.transposed, all), b: all.sumOverRows,
      wy: matmul(stacked(states).transposed, dz), by: dz.sumOverRows)
  }

  func train(word: [Int], weights: HelloWeights, rate: Double, steps: Int) -> HelloWeights {
    if steps == 0 { return weights }
    let (states, logits) = forward(word: word, weights: weights)
    let d = gradients(word: word, states: states, logits: logits, weights: weights)
    return train(
      word: word,
      weights: HelloWeights(
        wx: weights.wx + (-rate) * d.wx, wh: weights.wh + (-rate) * d.wh,
        b: weights.b + (-rate) * d.b, wy: weights.wy + (-rate) * d.wy,
        by: weights.by + (-rate) * d.by), rate: rate, steps: steps - 1)
  }
}
