import Foundation
import UnrollCourse

// The solutions of the exercise about losses of unequal sequences. They stay out of what students are given.

struct MaskedSequenceLossSolution: MaskedSequenceLossExercise {
  func decoderInputs(targets: [[Int]], predictions: [[Int]], start: Int) -> [[Int]] {
    targets.map { [start] + $0.dropLast() }
  }

  func loss(logits: [Matrix], targets: [[Int]], mask: Matrix) -> (
    crossEntropies: Matrix, loss: Double
  ) {
    var costs = Matrix.zeros(like: mask)
    for t in logits.indices {
      for i in 0..<mask.rows {
        let row = logits[t].row(i)
        let largest = row.max() ?? 0
        let sum = row.reduce(0) { $0 + exp($1 - largest) }
        costs[i, t] = log(sum) + largest - row[targets[i][t]]
      }
    }
    return (costs, (mask * costs).sum / mask.sum)
  }

  func gradient(probabilities: [Matrix], targets: [[Int]], mask: Matrix) -> [Matrix] {
    var gradients = probabilities
    for t in gradients.indices {
      for i in 0..<mask.rows {
        gradients[t][i, targets[i][t]] -= 1
        for k in 0..<gradients[t].columns { gradients[t][i, k] *= mask[i, t] / mask.sum }
      }
    }
    return gradients
  }
}

/// The words picked out first; padding is never touched.
struct MaskedLossOfWords: MaskedSequenceLossExercise {
  private func words(_ mask: Matrix) -> [(sample: Int, step: Int)] {
    (0..<mask.columns).flatMap { t in
      (0..<mask.rows).filter { mask[$0, t] > 0 }.map { (sample: $0, step: t) }
    }
  }

  func decoderInputs(targets: [[Int]], predictions: [[Int]], start: Int) -> [[Int]] {
    targets.map { row in
      var moved = row
      for t in row.indices { moved[t] = t > 0 ? row[t - 1] : start }
      return moved
    }
  }

  func loss(logits: [Matrix], targets: [[Int]], mask: Matrix) -> (
    crossEntropies: Matrix, loss: Double
  ) {
    let table = targets.enumerated().map { sample, row in
      row.enumerated().map { t, target in
        let z = logits[t].row(sample)
        return log(z.map { exp($0 - z[target]) }.reduce(0, +))
      }
    }
    let counted = words(mask).map { table[$0.sample][$0.step] }
    return (Matrix(table), counted.reduce(0, +) / Double(counted.count))
  }

  func gradient(probabilities: [Matrix], targets: [[Int]], mask: Matrix) -> [Matrix] {
    var gradients = probabilities.map { Matrix.zeros(like: $0) }
    let words = words(mask)
    for (sample, t) in words {
      for k in 0..<gradients[t].columns {
        let y = targets[sample][t] == k ? 1.0 : 0
        gradients[t][sample, k] = (probabilities[t][sample, k] - y) / Double(words.count)
      }
    }
    return gradients
  }
}
