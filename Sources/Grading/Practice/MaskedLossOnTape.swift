import Foundation
import Unroll
import UnrollCourse

// Right and wrong answers to exercise 19: losses and gradients by the tape, with a weight for each position.

/// What is different; nothing unless said otherwise.
protocol MaskedLossVariant {
  /// What the decoder reads.
  static func inputs(_ targets: [Int], predictions: [Int], start: Int) -> [Int]
  /// What each position counts in the loss, `[batch, time]`.
  static func weights(_ mask: Matrix) -> Matrix
  /// What it counts in the loss whose gradient is taken.
  static func gradientWeights(_ mask: Matrix) -> Matrix
  /// Whether cross-entropies are shown as zero at padding.
  static var masksTable: Bool { get }
  /// Whether p stands in the gradient at padding, too.
  static var keepsProbabilities: Bool { get }
}

extension MaskedLossVariant {
  static func inputs(_ targets: [Int], predictions: [Int], start: Int) -> [Int] {
    targets.indices.map { $0 == 0 ? start : targets[$0 - 1] }
  }
  static func weights(_ mask: Matrix) -> Matrix { mask / mask.sum }
  static func gradientWeights(_ mask: Matrix) -> Matrix { weights(mask) }
  static var masksTable: Bool { false }
  static var keepsProbabilities: Bool { false }
}

enum WordsOnly: MaskedLossVariant {}

/// The loss of a variant, and the right gradient.
enum LossAlone<Other: MaskedLossVariant>: MaskedLossVariant {
  static func weights(_ mask: Matrix) -> Matrix { Other.weights(mask) }
  static func gradientWeights(_ mask: Matrix) -> Matrix { WordsOnly.weights(mask) }
  static var masksTable: Bool { Other.masksTable }
}

/// The gradient of a variant, and the right loss.
enum GradientAlone<Other: MaskedLossVariant>: MaskedLossVariant {
  static func gradientWeights(_ mask: Matrix) -> Matrix { Other.gradientWeights(mask) }
}

enum InputsNotMoved: MaskedLossVariant {
  static func inputs(_ targets: [Int], predictions: [Int], start: Int) -> [Int] { targets }
}

enum OwnPredictions: MaskedLossVariant {
  static func inputs(_ targets: [Int], predictions: [Int], start: Int) -> [Int] {
    predictions.indices.map { $0 == 0 ? start : predictions[$0 - 1] }
  }
}

enum AllPositionsCount: MaskedLossVariant {
  static func weights(_ mask: Matrix) -> Matrix {
    mask.map { _ in 1 / Double(mask.elements.count) }
  }
}

enum AllPositionsInDivisor: MaskedLossVariant {
  static func weights(_ mask: Matrix) -> Matrix { mask / Double(mask.elements.count) }
}

enum MeanOfSentences: MaskedLossVariant {
  static func weights(_ mask: Matrix) -> Matrix {
    Matrix(
      (0..<mask.rows).map { sample in
        let own = mask.row(sample)
        return own.map { $0 / own.reduce(0, +) / Double(mask.rows) }
      })
  }
}

enum GradientUnmasked: MaskedLossVariant {
  static func gradientWeights(_ mask: Matrix) -> Matrix { mask.map { _ in 1 / mask.sum } }
}

enum GradientByBatch: MaskedLossVariant {
  static func gradientWeights(_ mask: Matrix) -> Matrix { mask / Double(mask.rows) }
}

enum GradientOfSum: MaskedLossVariant {
  static func gradientWeights(_ mask: Matrix) -> Matrix { mask }
}

enum GradientPlain: MaskedLossVariant {
  static func gradientWeights(_ mask: Matrix) -> Matrix { mask.map { _ in 1 } }
}

enum TableMasked: MaskedLossVariant { static var masksTable: Bool { true } }

enum TableAveraged: MaskedLossVariant {
  static var masksTable: Bool { true }
  static func weights(_ mask: Matrix) -> Matrix { AllPositionsInDivisor.weights(mask) }
}

enum TargetsMasked: MaskedLossVariant { static var keepsProbabilities: Bool { true } }

/// All three with what a variant changes.
struct MaskedLossOnTape<Variant: MaskedLossVariant>: MaskedSequenceLossExercise {
  func decoderInputs(targets: [[Int]], predictions: [[Int]], start: Int) -> [[Int]] {
    zip(targets, predictions).map { Variant.inputs($0, predictions: $1, start: start) }
  }

  func loss(logits: [Matrix], targets: [[Int]], mask: Matrix) -> (
    crossEntropies: Matrix, loss: Double
  ) {
    let columns = logits.indices.map { t in
      Self.crossEntropies(Variable(logits[t].tensor), targets, at: t).value.elements
    }
    let weights = Variant.weights(mask)
    var table = Matrix.zeros(like: mask)
    var loss = 0.0
    for sample in 0..<mask.rows {
      for t in columns.indices {
        table[sample, t] =
          Variant.masksTable && mask[sample, t] == 0 ? 0 : columns[t][sample]
        loss += weights[sample, t] * columns[t][sample]
      }
    }
    return (table, loss)
  }

  func gradient(probabilities: [Matrix], targets: [[Int]], mask: Matrix) -> [Matrix] {
    let tape = Tape()
    // Logits with these probabilities: their logarithms.
    let logits = probabilities.map { tape.variable($0.map(Foundation.log).tensor) }
    let weights = Variant.gradientWeights(mask)
    let losses = logits.indices.map { t in
      let own = Tensor(
        (0..<weights.rows).map { weights[$0, t] }, shape: [weights.rows], dtype: .float64)
      return (Variable(own) * Self.crossEntropies(logits[t], targets, at: t)).sum()
    }
    var loss = losses.dropFirst().reduce(losses[0], +)
    if Variant.keepsProbabilities {
      // ln Σ e^z has the slope p.
      for t in logits.indices {
        let padding = Tensor(
          (0..<mask.rows).map { (1 - mask[$0, t]) / mask.sum }, shape: [mask.rows], dtype: .float64)
        loss = loss + (Variable(padding) * log(exp(logits[t]).sum(axis: 1))).sum()
      }
    }
    // −0 + 0 is 0, and reads better where padding is to have none.
    return tape.gradient(of: loss, for: logits).map { Matrix($0.value).map { $0 + 0 } }
  }

  /// Of one step, a number for each sample.
  private static func crossEntropies(
    _ logits: Variable, _ targets: [[Int]], at t: Int
  ) -> Variable {
    softmaxCrossEntropy(logits, labels: IntTensor(targets.map { $0[t] }))
  }
}
