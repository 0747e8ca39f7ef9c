import Foundation
import UnrollCourse

struct PerplexityAndTemperatureSolution: PerplexityAndTemperatureExercise {
  func sequence(
    probabilities: Matrix, tokens: [Int]
  ) -> (logarithm: Double, probability: Double) {
    var logarithm = 0.0
    for t in tokens.indices { logarithm += log(probabilities[t, tokens[t]]) }
    return (logarithm, exp(logarithm))
  }

  func corpus(sequences: [Matrix]) -> (nats: Double, bits: Double, perplexity: Double) {
    var sum = 0.0
    var count = 0
    for sequence in sequences {
      sum -= sequence.map { log($0) }.sum
      count += sequence.columns
    }
    let nats = sum / Double(count)
    return (nats, nats / log(2), exp(nats))
  }

  func softmax(logits: Matrix, temperature: Double) -> Matrix {
    var p = logits
    for i in 0..<logits.rows {
      let z = logits.row(i).map { $0 / temperature }
      let largest = z.max() ?? 0
      let e = z.map { exp($0 - largest) }
      for k in 0..<logits.columns { p[i, k] = e[k] / e.reduce(0, +) }
    }
    return p
  }

  func tempered(probabilities: Matrix, temperature: Double) -> Matrix {
    softmax(logits: probabilities.map { log($0) }, temperature: temperature)
  }
}

/// Logarithms to base 2 throughout, powers for exponentials, whole matrices for loops.
struct PerplexityByBits: PerplexityAndTemperatureExercise {
  func sequence(
    probabilities: Matrix, tokens: [Int]
  ) -> (logarithm: Double, probability: Double) {
    let conditionals = zip(tokens, 0...).map { probabilities[$1, $0] }
    return (conditionals.map { log2($0) * log(2) }.reduce(0, +), conditionals.reduce(1, *))
  }

  func corpus(sequences: [Matrix]) -> (nats: Double, bits: Double, perplexity: Double) {
    let all = Matrix.joined(sequences)
    let bits = -all.map { log2($0) }.sum / Double(all.elements.count)
    return (bits * log(2), bits, pow(2, bits))
  }

  func softmax(logits: Matrix, temperature: Double) -> Matrix {
    let powers = Matrix(
      (0..<logits.rows).map { i in
        let row = logits.row(i)
        let largest = row.max() ?? 0
        return row.map { exp(($0 - largest) / temperature) }
      })
    return normalised(powers)
  }

  func tempered(probabilities: Matrix, temperature: Double) -> Matrix {
    normalised(probabilities.map { pow($0, 1 / temperature) })
  }

  private func normalised(_ rows: Matrix) -> Matrix {
    let sums = rows.transposed.sumOverRows
    return (rows.transposed * sums.map { 1 / $0 }).transposed
  }
}
