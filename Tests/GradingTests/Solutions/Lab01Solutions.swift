import Foundation
import UnrollCourse

struct Lab01Solution: Lab01Exercise {
  private func states(_ x: [Matrix], _ w: RNNWeights) -> [Matrix] {
    var h = Matrix(rows: x[0].rows, columns: w.wh.rows)
    return x.map { input in
      h = (matmul(input, w.wx) + matmul(h, w.wh) + w.b).map(tanh)
      return h
    }
  }

  private func layerBackward(
    _ dh: [Matrix], _ x: [Matrix], _ h: [Matrix], _ w: RNNWeights
  ) -> (RNNWeights, dx: [Matrix]) {
    var sums = RNNWeights.zeros(like: w)
    var carried = Matrix.zeros(like: h[0])
    var dx = x
    for t in h.indices.reversed() {
      let delta = (dh[t] + carried) * (1 - h[t] * h[t])
      sums.wx += matmul(x[t].transposed, delta)
      sums.wh += matmul((t == 0 ? Matrix.zeros(like: h[0]) : h[t - 1]).transposed, delta)
      sums.b += delta.sumOverRows
      dx[t] = matmul(delta, w.wx.transposed)
      carried = matmul(delta, w.wh.transposed)
    }
    return (sums, dx)
  }

  func forward(
    x: [Matrix], weights: Lab01Weights
  ) -> (first: [Matrix], second: [Matrix], forecast: Matrix) {
    let first = states(x, weights.first)
    let second = states(first, weights.second)
    return (first, second, matmul(second[x.count - 1], weights.wy) + weights.by)
  }

  func loss(forecast: Matrix, target: Matrix) -> (value: Double, gradient: Matrix) {
    let difference = forecast - target
    let count = Double(target.rows)
    return ((difference * difference).sum / count, 2 * difference / count)
  }

  func backward(
    gradient: Matrix, x: [Matrix], first: [Matrix], second: [Matrix], weights: Lab01Weights
  ) -> Lab01Weights {
    var gradients = Lab01Weights.zeros(like: weights)
    let last = second[second.count - 1]
    gradients.wy = matmul(last.transposed, gradient)
    gradients.by = gradient.sumOverRows
    var dh = second.map { Matrix.zeros(like: $0) }
    dh[dh.count - 1] = matmul(gradient, weights.wy.transposed)
    let above = layerBackward(dh, first, second, weights.second)
    gradients.second = above.0
    gradients.first = layerBackward(above.dx, x, first, weights.first).0
    return gradients
  }

  private func rows(_ m: Matrix, _ range: Range<Int>) -> Matrix { Matrix(range.map { m.row($0) }) }

  func train(
    x: [Matrix], target: Matrix, weights: Lab01Weights, rate: Double, batch: Int, epochs: Int
  ) -> (losses: [Double], weights: Lab01Weights) {
    var (w, losses) = (weights, [Double]())
    for _ in 0..<epochs {
      var values: [Double] = []
      for start in stride(from: 0, to: target.rows, by: batch) {
        let range = start..<min(start + batch, target.rows)
        let own = x.map { rows($0, range) }
        let (first, second, forecast) = forward(x: own, weights: w)
        let (value, gradient) = loss(forecast: forecast, target: rows(target, range))
        values.append(value)
        let g = backward(gradient: gradient, x: own, first: first, second: second, weights: w)
        w.first = moved(w.first, g.first, rate)
        w.second = moved(w.second, g.second, rate)
        w.wy = w.wy - rate * g.wy
        w.by = w.by - rate * g.by
      }
      losses.append(values.reduce(0, +) / Double(values.count))
    }
    return (losses, w)
  }

  private func moved(_ w: RNNWeights, _ g: RNNWeights, _ rate: Double) -> RNNWeights {
    RNNWeights(wx: w.wx - rate * g.wx, wh: w.wh - rate * g.wh, b: w.b - rate * g.b)
  }
}

/// Both layers in one loop, forwards and backwards, and a step of recursion for each batch.
struct Lab01InOneLoop: Lab01Exercise {
  func forward(
    x: [Matrix], weights: Lab01Weights
  ) -> (first: [Matrix], second: [Matrix], forecast: Matrix) {
    let (one, two) = (weights.first, weights.second)
    var (first, second): ([Matrix], [Matrix]) = ([], [])
    for input in x {
      var lower = matmul(input, one.wx) + one.b
      if let before = first.last { lower += matmul(before, one.wh) }
      first.append(lower.map { Foundation.tanh($0) })
      var upper = matmul(first[first.count - 1], two.wx) + two.b
      if let before = second.last { upper += matmul(before, two.wh) }
      second.append(upper.map { Foundation.tanh($0) })
    }
    return (first, second, weights.by + matmul(second[second.count - 1], weights.wy))
  }

  func loss(forecast: Matrix, target: Matrix) -> (value: Double, gradient: Matrix) {
    let n = Double(forecast.rows)
    let value = zip(forecast.elements, target.elements).reduce(0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / n
    }
    return (value, (2 / n) * (forecast - target))
  }

  func backward(
    gradient: Matrix, x: [Matrix], first: [Matrix], second: [Matrix], weights: Lab01Weights
  ) -> Lab01Weights {
    let (one, two) = (weights.first, weights.second)
    var g = Lab01Weights.zeros(like: weights)
    g.by += gradient.sumOverRows
    g.wy += matmul(second[second.count - 1].transposed, gradient)
    var toSecond = matmul(gradient, weights.wy.transposed)
    var toFirst = Matrix.zeros(like: first[0])
    for t in stride(from: x.count - 1, through: 0, by: -1) {
      let upper = toSecond - toSecond * second[t] * second[t]
      let arriving = toFirst + matmul(upper, two.wx.transposed)
      let lower = arriving - arriving * first[t] * first[t]
      g.second.wx += matmul(first[t].transposed, upper)
      g.second.b += upper.sumOverRows
      g.first.wx += matmul(x[t].transposed, lower)
      g.first.b += lower.sumOverRows
      if t > 0 {
        g.second.wh += matmul(second[t - 1].transposed, upper)
        g.first.wh += matmul(first[t - 1].transposed, lower)
      }
      toSecond = matmul(upper, two.wh.transposed)
      toFirst = matmul(lower, one.wh.transposed)
    }
    return g
  }

  func train(
    x: [Matrix], target: Matrix, weights: Lab01Weights, rate: Double, batch: Int, epochs: Int
  ) -> (losses: [Double], weights: Lab01Weights) {
    var (losses, now) = ([Double](), weights)
    for _ in 0..<epochs {
      let (values, next) = epoch(x, target, now, rate, batch)
      losses.append(values.reduce(0) { $0 + $1 / Double(values.count) })
      now = next
    }
    return (losses, now)
  }

  private func epoch(
    _ x: [Matrix], _ target: Matrix, _ w: Lab01Weights, _ rate: Double, _ batch: Int
  ) -> ([Double], Lab01Weights) {
    if target.rows == 0 { return ([], w) }
    func head(_ m: Matrix) -> Matrix { Matrix((0..<min(batch, m.rows)).map(m.row)) }
    func rest(_ m: Matrix) -> Matrix {
      let left = (min(batch, m.rows)..<m.rows).map(m.row)
      return left.isEmpty ? Matrix(rows: 0, columns: m.columns) : Matrix(left)
    }
    let found = forward(x: x.map(head), weights: w)
    let (value, slope) = loss(forecast: found.forecast, target: head(target))
    let g = backward(
      gradient: slope, x: x.map(head), first: found.first, second: found.second, weights: w)
    func down(_ w: Matrix, _ g: Matrix) -> Matrix { w + (-rate) * g }
    func layer(_ w: RNNWeights, _ g: RNNWeights) -> RNNWeights {
      RNNWeights(wx: down(w.wx, g.wx), wh: down(w.wh, g.wh), b: down(w.b, g.b))
    }
    let next = Lab01Weights(
      first: layer(w.first, g.first), second: layer(w.second, g.second), wy: down(w.wy, g.wy),
      by: down(w.by, g.by))
    let (values, end) = epoch(x.map(rest), rest(target), next, rate, batch)
    return ([value] + values, end)
  }
}
