import Foundation
import Unroll
import UnrollCourse

// Right and wrong answers to exercise 04: right ones by the tape, wrong ones number by number.

/// Softmax, the loss and its slope by the tape.
struct CrossEntropyOnTape: SoftmaxCrossEntropyExercise {
  func softmax(logits: Matrix) -> Matrix {
    Matrix(Unroll.softmax(Variable(logits.tensor)).value)
  }

  func loss(logits: Matrix, classes: [Int]) -> Double {
    mean(Variable(logits.tensor), classes).value.elements[0]
  }

  func gradient(probabilities: Matrix, classes: [Int]) -> Matrix {
    let tape = Tape()
    // Logits with these probabilities: their logarithms.
    let logits = tape.variable(probabilities.map(Foundation.log).tensor)
    return Matrix(tape.gradient(of: mean(logits, classes), for: logits).value)
  }

  private func mean(_ logits: Variable, _ classes: [Int]) -> Variable {
    softmaxCrossEntropy(logits, labels: IntTensor(classes)).mean()
  }
}

/// Which exponentials share one sum.
enum SharedSum { case row, column, all }

/// What is different in softmax, loss or gradient; nothing unless said otherwise.
protocol CrossEntropyVariant {
  /// What an exponential is divided by.
  static var sum: SharedSum { get }
  /// What a row adds to the loss, from ln p of the right class.
  static func loss(_ logarithm: Double) -> Double
  /// What is taken for the slope of one logit, before the mean.
  static func slope(_ p: Double, isRight: Bool) -> Double
  /// By what the slopes are divided.
  static func divisor(batch: Int) -> Double
}

extension CrossEntropyVariant {
  static var sum: SharedSum { .row }
  static func loss(_ logarithm: Double) -> Double { -logarithm }
  static func slope(_ p: Double, isRight: Bool) -> Double { isRight ? p - 1 : p }
  static func divisor(batch: Int) -> Double { Double(batch) }
}

enum DownColumns: CrossEntropyVariant { static var sum: SharedSum { .column } }

enum OneSum: CrossEntropyVariant { static var sum: SharedSum { .all } }

enum WithoutMinus: CrossEntropyVariant {
  static func loss(_ logarithm: Double) -> Double { logarithm }
}

enum Bits: CrossEntropyVariant {
  static func loss(_ logarithm: Double) -> Double { -logarithm / Foundation.log(2) }
}

enum CutOff: CrossEntropyVariant {
  static func loss(_ logarithm: Double) -> Double { -max(logarithm, Foundation.log(1e-12)) }
}

enum Diagonal: CrossEntropyVariant {
  static func slope(_ p: Double, isRight: Bool) -> Double { isRight ? p - 1 : 0 }
}

enum WithoutTarget: CrossEntropyVariant {
  static func slope(_ p: Double, isRight: Bool) -> Double { p }
}

enum SumOverBatch: CrossEntropyVariant {
  static func divisor(batch: Int) -> Double { 1 }
}

enum OnlyLogarithm: CrossEntropyVariant {
  static func slope(_ p: Double, isRight: Bool) -> Double { isRight ? -1 / p : 0 }
}

/// All three number by number, with what a variant changes.
struct CrossEntropyByNumbers<Variant: CrossEntropyVariant>: SoftmaxCrossEntropyExercise {
  func softmax(logits: Matrix) -> Matrix { logarithms(logits).map(Foundation.exp) }

  func loss(logits: Matrix, classes: [Int]) -> Double {
    let logarithms = logarithms(logits)
    return classes.indices.reduce(0) { $0 + Variant.loss(logarithms[$1, classes[$1]]) }
      / Double(logits.rows)
  }

  func gradient(probabilities: Matrix, classes: [Int]) -> Matrix {
    var slopes = Matrix.zeros(like: probabilities)
    for (row, right) in classes.enumerated() {
      for column in 0..<slopes.columns {
        slopes[row, column] =
          Variant.slope(probabilities[row, column], isRight: column == right)
          / Variant.divisor(batch: classes.count)
      }
    }
    return slopes
  }

  /// ln p of every class.
  private func logarithms(_ logits: Matrix) -> Matrix {
    switch Variant.sum {
    case .row: return inEachRow(logits)
    case .column: return inEachRow(logits.transposed).transposed
    case .all:
      let line = Matrix(logits.elements, rows: 1, columns: logits.elements.count)
      return Matrix(inEachRow(line).elements, rows: logits.rows, columns: logits.columns)
    }
  }

  private func inEachRow(_ logits: Matrix) -> Matrix {
    Matrix(
      (0..<logits.rows).map { row in
        let numbers = logits.row(row)
        let top = numbers.max() ?? 0
        let sum = numbers.reduce(0) { $0 + Foundation.exp($1 - top) }
        return numbers.map { $0 - top - Foundation.log(sum) }
      })
  }
}
