import Foundation
import UnrollCourse

struct SoftmaxCrossEntropySolution: SoftmaxCrossEntropyExercise {
  func softmax(logits: Matrix) -> Matrix {
    var p = logits
    for i in 0..<logits.rows {
      let largest = logits.row(i).max() ?? 0
      let e = logits.row(i).map { exp($0 - largest) }
      for k in 0..<logits.columns { p[i, k] = e[k] / e.reduce(0, +) }
    }
    return p
  }

  func loss(logits: Matrix, classes: [Int]) -> Double {
    var total = 0.0
    for i in 0..<logits.rows {
      let largest = logits.row(i).max() ?? 0
      let sum = logits.row(i).map { exp($0 - largest) }.reduce(0, +)
      total += largest + log(sum) - logits[i, classes[i]]
    }
    return total / Double(logits.rows)
  }

  func gradient(probabilities: Matrix, classes: [Int]) -> Matrix {
    var gradient = probabilities
    for i in 0..<gradient.rows { gradient[i, classes[i]] -= 1 }
    return gradient / Double(gradient.rows)
  }
}

/// By matrices, and the gradient through softmax's whole Jacobian, a product for each row.
struct SoftmaxByJacobian: SoftmaxCrossEntropyExercise {
  private func shifted(_ logits: Matrix) -> Matrix {
    Matrix((0..<logits.rows).map { i in logits.row(i).map { $0 - (logits.row(i).max() ?? 0) } })
  }

  private func sums(_ e: Matrix) -> Matrix {
    matmul(e, Matrix(rows: e.columns, columns: e.columns, filledWith: 1))
  }

  func softmax(logits: Matrix) -> Matrix {
    let e = shifted(logits).map(exp)
    return e * sums(e).map { 1 / $0 }
  }

  func loss(logits: Matrix, classes: [Int]) -> Double {
    let z = shifted(logits)
    let logarithms = z - sums(z.map(exp)).map(log)
    return classes.enumerated().map { -logarithms[$0, $1] / Double(classes.count) }.reduce(0, +)
  }

  func gradient(probabilities: Matrix, classes: [Int]) -> Matrix {
    let rows = classes.enumerated().map { i, right in
      let p = probabilities.row(i)
      var dp = [Double](repeating: 0, count: p.count)
      dp[right] = -1 / (p[right] * Double(classes.count))
      var jacobian = Matrix(rows: p.count, columns: p.count)
      for j in p.indices {
        for k in p.indices { jacobian[j, k] = p[j] * ((j == k ? 1 : 0) - p[k]) }
      }
      return matmul(Matrix([dp]), jacobian).row(0)
    }
    return Matrix(rows)
  }
}
