import Foundation
import Unroll
import UnrollCourse

// Right and wrong answers to exercise 20: right ones by recursion and by the tape, wrong ones number by number.

/// Probabilities by the next token and the rest, softmax by the tape.
struct PerplexityByRecursion: PerplexityAndTemperatureExercise {
  func sequence(probabilities: Matrix, tokens: [Int]) -> (logarithm: Double, probability: Double) {
    let surprises = tokens.indices.map { Self.surprise(probabilities[$0, tokens[$0]]) }
    return (-Self.total(surprises[...]), Foundation.exp(-Self.total(surprises[...])))
  }

  func corpus(sequences: [Matrix]) -> (nats: Double, bits: Double, perplexity: Double) {
    let all = sequences.flatMap { $0.elements.map(Self.surprise) }
    let nats = Self.total(all[...]) / Double(all.count)
    return (nats, nats * log2(Foundation.exp(1)), Foundation.pow(Foundation.exp(1), nats))
  }

  func softmax(logits: Matrix, temperature: Double) -> Matrix {
    Matrix(Unroll.softmax(Variable(logits.tensor) / temperature).value)
  }

  func tempered(probabilities: Matrix, temperature: Double) -> Matrix {
    let powers = Variable(
      probabilities.map { $0 == 0 ? 0 : Foundation.pow($0, 1 / temperature) }.tensor)
    return Matrix((powers / powers.sum(axis: 1, keepDims: true)).value)
  }

  /// −ln p.
  static func surprise(_ p: Double) -> Double { Foundation.log(1 / p) }

  /// The sum by halves, which also keeps rounding small.
  static func total(_ numbers: ArraySlice<Double>) -> Double {
    guard numbers.count > 1 else { return numbers.first ?? 0 }
    let middle = numbers.startIndex + numbers.count / 2
    return total(numbers[..<middle]) + total(numbers[middle...])
  }
}

/// What is different in a measure or in a temperature; nothing unless said otherwise.
protocol PerplexityVariant {
  /// The number of a row that is taken for what was foretold of the true token.
  static func foretold(_ row: [Double], _ token: Int) -> Double
  /// Which of a sequence's conditional probabilities count.
  static func counted(_ conditionals: [Double]) -> [Double]
  /// ln p of a true token.
  static func logarithm(_ p: Double) -> Double
  /// The mean of −ln p, which come by sequences.
  static func nats(_ surprises: [[Double]]) -> Double
  /// Nats in bits.
  static func bits(_ nats: Double) -> Double
  /// The perplexity.
  static func perplexity(_ nats: Double, _ surprises: [[Double]]) -> Double
  /// What a logit becomes at a temperature.
  static func logit(_ z: Double, _ temperature: Double) -> Double
  /// What a probability weighs at a temperature, its row not yet normalised.
  static func weight(_ p: Double, _ temperature: Double) -> Double
  /// Whether weights are divided by their sum.
  static var isNormalised: Bool { get }
}

extension PerplexityVariant {
  static func foretold(_ row: [Double], _ token: Int) -> Double { row[token] }
  static func counted(_ conditionals: [Double]) -> [Double] { conditionals }
  static func logarithm(_ p: Double) -> Double { Foundation.log(p) }
  static func nats(_ surprises: [[Double]]) -> Double { mean(surprises.flatMap { $0 }) }
  static func bits(_ nats: Double) -> Double { nats / Foundation.log(2) }
  static func perplexity(_ nats: Double, _ surprises: [[Double]]) -> Double {
    Foundation.exp(nats)
  }
  static func logit(_ z: Double, _ temperature: Double) -> Double { z / temperature }
  static func weight(_ p: Double, _ temperature: Double) -> Double {
    p == 0 ? 0 : Foundation.exp(logit(Foundation.log(p), temperature))
  }
  static var isNormalised: Bool { true }

  static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
}

enum LastTokenAlone: PerplexityVariant {
  static func counted(_ conditionals: [Double]) -> [Double] { conditionals.suffix(1) }
}

enum LikeliestToken: PerplexityVariant {
  static func foretold(_ row: [Double], _ token: Int) -> Double { row.max() ?? 0 }
}

enum MeanOverSequences: PerplexityVariant {
  static func nats(_ surprises: [[Double]]) -> Double { mean(surprises.map(mean)) }
}

enum PerplexitiesAveraged: PerplexityVariant {
  static func perplexity(_ nats: Double, _ surprises: [[Double]]) -> Double {
    mean(surprises.map { Foundation.exp(mean($0)) })
  }
}

enum BaseTwo: PerplexityVariant {
  static func logarithm(_ p: Double) -> Double { log2(p) }
}

enum BaseTen: PerplexityVariant {
  static func logarithm(_ p: Double) -> Double { log10(p) }
}

enum TwoToTheNats: PerplexityVariant {
  static func perplexity(_ nats: Double, _ surprises: [[Double]]) -> Double { exp2(nats) }
}

enum BitsMultiplied: PerplexityVariant {
  static func bits(_ nats: Double) -> Double { nats * Foundation.log(2) }
}

enum TemperatureMultiplied: PerplexityVariant {
  static func logit(_ z: Double, _ temperature: Double) -> Double { z * temperature }
}

enum SoftmaxOfProbabilities: PerplexityVariant {
  static func weight(_ p: Double, _ temperature: Double) -> Double {
    Foundation.exp(p / temperature)
  }
}

enum SharesOfQuotients: PerplexityVariant {
  static func weight(_ p: Double, _ temperature: Double) -> Double { p / temperature }
}

enum NotNormalisedAgain: PerplexityVariant {
  static var isNormalised: Bool { false }
}

/// All four number by number, with what a variant changes.
struct PerplexityByNumbers<Variant: PerplexityVariant>: PerplexityAndTemperatureExercise {
  func sequence(probabilities: Matrix, tokens: [Int]) -> (logarithm: Double, probability: Double) {
    let conditionals = tokens.enumerated().map {
      Variant.foretold(probabilities.row($0.offset), $0.element)
    }
    let logarithm = Variant.counted(conditionals).map(Variant.logarithm).reduce(0, +)
    return (logarithm, Foundation.exp(logarithm))
  }

  func corpus(sequences: [Matrix]) -> (nats: Double, bits: Double, perplexity: Double) {
    let surprises = sequences.map { $0.elements.map { -Variant.logarithm($0) } }
    let nats = Variant.nats(surprises)
    return (nats, Variant.bits(nats), Variant.perplexity(nats, surprises))
  }

  func softmax(logits: Matrix, temperature: Double) -> Matrix {
    rows(logits) { row in
      let scaled = row.map { Variant.logit($0, temperature) }
      let top = scaled.max() ?? 0
      return Self.shares(scaled.map { Foundation.exp($0 - top) })
    }
  }

  func tempered(probabilities: Matrix, temperature: Double) -> Matrix {
    rows(probabilities) { row in
      let weights = row.map { Variant.weight($0, temperature) }
      return Variant.isNormalised ? Self.shares(weights) : weights
    }
  }

  private static func shares(_ weights: [Double]) -> [Double] {
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  private func rows(_ matrix: Matrix, _ change: ([Double]) -> [Double]) -> Matrix {
    Matrix((0..<matrix.rows).map { change(matrix.row($0)) })
  }
}
