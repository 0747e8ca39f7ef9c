import Foundation
import UnrollCourse

// Right and wrong answers to exercise 18: token by token and sample by sample.

/// A place of a token: its sample and its time step.
struct TokenPlace {
  let sample, step: Int
}

/// What is different; nothing unless said otherwise.
protocol EmbeddingVariant {
  /// The mask of one sample.
  static func mask(_ tokens: [Int]) -> [Double]
  /// Whether the row of padding is learnt as well.
  static var paddingLearns: Bool { get }
  /// Which of a token's places count, and how much each.
  static func counted(_ places: [TokenPlace]) -> (places: [TokenPlace], factor: Double)
  /// The state after a step.
  static func state(stepped: Double, before: Double, counts: Bool) -> Double
  /// Which steps are in a mean, and by how many they are divided.
  static func averaged(_ words: [Int], steps: Int) -> (steps: [Int], divisor: Int)
}

extension EmbeddingVariant {
  static func mask(_ tokens: [Int]) -> [Double] { tokens.map { Double(min($0, 1)) } }
  static var paddingLearns: Bool { false }
  static func counted(_ places: [TokenPlace]) -> (places: [TokenPlace], factor: Double) {
    (places, 1)
  }
  static func state(stepped: Double, before: Double, counts: Bool) -> Double {
    counts ? stepped : before
  }
  static func averaged(_ words: [Int], steps: Int) -> (steps: [Int], divisor: Int) {
    (words, words.count)
  }
}

enum PaddingLeftOut: EmbeddingVariant {}

enum OnesInFront: EmbeddingVariant {
  static func mask(_ tokens: [Int]) -> [Double] {
    let words = tokens.count { $0 != 0 }
    return tokens.indices.map { $0 < words ? 1 : 0 }
  }
}

enum LastStepLeft: EmbeddingVariant {
  static func counted(_ places: [TokenPlace]) -> (places: [TokenPlace], factor: Double) {
    let last = places.map(\.step).max()
    return (Array(places.filter { $0.step == last }.suffix(1)), 1)
  }
}

enum LastSampleLeft: EmbeddingVariant {
  static func counted(_ places: [TokenPlace]) -> (places: [TokenPlace], factor: Double) {
    (Array(places.suffix(1)), 1)
  }
}

enum MeanOfPlaces: EmbeddingVariant {
  static func counted(_ places: [TokenPlace]) -> (places: [TokenPlace], factor: Double) {
    (places, 1 / Double(max(1, places.count)))
  }
}

enum PaddingLearns: EmbeddingVariant { static var paddingLearns: Bool { true } }

enum StepsThroughPadding: EmbeddingVariant {
  static func state(stepped: Double, before: Double, counts: Bool) -> Double { stepped }
}

enum ZeroAtPadding: EmbeddingVariant {
  static func state(stepped: Double, before: Double, counts: Bool) -> Double {
    counts ? stepped : 0
  }
}

enum MeanWithPadding: EmbeddingVariant {
  static func averaged(_ words: [Int], steps: Int) -> (steps: [Int], divisor: Int) {
    (Array(0..<steps), steps)
  }
}

enum PaddingInDivisor: EmbeddingVariant {
  static func averaged(_ words: [Int], steps: Int) -> (steps: [Int], divisor: Int) {
    (words, steps)
  }
}

/// All five with what a variant changes.
struct EmbeddingByTokens<Variant: EmbeddingVariant>: EmbeddingExercise {
  func mask(tokens: [[Int]]) -> Matrix { Matrix(tokens.map(Variant.mask)) }

  func lookup(tokens: [[Int]], table: Matrix) -> [Matrix] {
    let steps = tokens.first?.count ?? 0
    let rows = tokens.map { $0.map { token in (0..<table.columns).map { table[token, $0] } } }
    return (0..<steps).map { t in Matrix(rows.map { $0[t] }) }
  }

  func gradient(dx: [Matrix], tokens: [[Int]], table: Matrix) -> Matrix {
    // In the order of samples, and within each in that of time.
    let all = tokens.indices.flatMap { sample in
      dx.indices.map { TokenPlace(sample: sample, step: $0) }
    }
    let rows = (0..<table.rows).map { token in
      let (places, factor) =
        token == 0 && !Variant.paddingLearns
        ? ([], 1) : Variant.counted(all.filter { tokens[$0.sample][$0.step] == token })
      return (0..<table.columns).map { feature in
        factor * places.map { dx[$0.step][$0.sample, feature] }.reduce(0, +)
      }
    }
    return Matrix(rows)
  }

  func states(x: [Matrix], mask: Matrix, h0: Matrix, weights: RNNWeights) -> [Matrix] {
    var states = x.map { _ in Matrix.zeros(like: h0) }
    for sample in 0..<h0.rows {
      var state = h0.row(sample)
      for t in x.indices {
        let input = x[t].row(sample)
        state = state.indices.map { unit in
          let fromInput = input.indices.reduce(weights.b[0, unit]) {
            $0 + input[$1] * weights.wx[$1, unit]
          }
          let sum = state.indices.reduce(fromInput) { $0 + state[$1] * weights.wh[$1, unit] }
          return Variant.state(
            stepped: tanh(sum), before: state[unit], counts: mask[sample, t] == 1)
        }
        for unit in state.indices { states[t][sample, unit] = state[unit] }
      }
    }
    return states
  }

  func mean(h: [Matrix], mask: Matrix) -> Matrix {
    Matrix(
      (0..<mask.rows).map { sample in
        let words = h.indices.filter { mask[sample, $0] == 1 }
        let (steps, divisor) = Variant.averaged(words, steps: h.count)
        return (0..<h[0].columns).map { unit in
          steps.map { h[$0][sample, unit] }.reduce(0, +) / Double(divisor)
        }
      })
  }
}
