import Foundation
import Unroll
import UnrollCourse

// Right and wrong answers to exercise 14: right ones by the tape, wrong ones number by number.

/// The four by the tape, which broadcasts by itself.
struct BroadcastOnTape: BroadcastingExercise {
  func rowAdded(dy: Matrix) -> (dx: Matrix, db: Matrix) {
    let found = gradients([.zeros(like: dy), Matrix(rows: 1, columns: dy.columns)], dy) {
      $0[0] + $0[1]
    }
    return (found[0], found[1])
  }

  func scaled(dy: Matrix, x: Matrix, s: Double) -> (dx: Matrix, ds: Double) {
    let found = gradients([x, [[s]]], dy) { $0[0] * $0[1] }
    return (found[0], found[1][0, 0])
  }

  func columnTimes(dy: Matrix, x: Matrix, c: Matrix) -> (dx: Matrix, dc: Matrix) {
    let found = gradients([x, c], dy) { $0[0] * $0[1] }
    return (found[0], found[1])
  }

  func throughTanh(dy: Matrix, y: Matrix) -> Matrix {
    gradients([y.map(atanh)], dy) { Unroll.tanh($0[0]) }[0]
  }

  private func gradients(
    _ given: [Matrix], _ dy: Matrix, of result: ([Variable]) -> Variable
  ) -> [Matrix] {
    let tape = Tape()
    let variables = given.map { tape.variable($0.tensor) }
    let loss = (Variable(dy.tensor) * result(variables)).sum()
    return tape.gradient(of: loss, for: variables).map { Matrix($0.value) }
  }
}

/// What is different on the way back; nothing unless said otherwise.
protocol BroadcastVariant {
  static var isSummed: Bool { get }
  static var isMean: Bool { get }
  static var sumsColumnDownRows: Bool { get }
  /// What a factor is taken to be multiplied with.
  static func other(_ x: Double) -> Double
  /// What X is taken to be multiplied with.
  static func factor(_ s: Double) -> Double
  static func throughTanh(_ dy: Double, _ y: Double) -> Double
}

extension BroadcastVariant {
  static var isSummed: Bool { true }
  static var isMean: Bool { false }
  static var sumsColumnDownRows: Bool { false }
  static func other(_ x: Double) -> Double { x }
  static func factor(_ s: Double) -> Double { s }
  static func throughTanh(_ dy: Double, _ y: Double) -> Double { dy * (1 - y) * (1 + y) }
}

enum Unsummed: BroadcastVariant { static var isSummed: Bool { false } }

enum Averaged: BroadcastVariant { static var isMean: Bool { true } }

enum DownRows: BroadcastVariant { static var sumsColumnDownRows: Bool { true } }

enum FactorAdded: BroadcastVariant {
  static func other(_ x: Double) -> Double { 1 }
}

enum FactorPassedBy: BroadcastVariant {
  static func factor(_ s: Double) -> Double { 1 }
}

enum TanhOfY: BroadcastVariant {
  static func throughTanh(_ dy: Double, _ y: Double) -> Double {
    dy * (1 - Foundation.tanh(y)) * (1 + Foundation.tanh(y))
  }
}

enum SigmoidSlope: BroadcastVariant {
  static func throughTanh(_ dy: Double, _ y: Double) -> Double { dy * y * (1 - y) }
}

enum SquareLost: BroadcastVariant {
  static func throughTanh(_ dy: Double, _ y: Double) -> Double { dy - dy * y }
}

enum SlopeAlone: BroadcastVariant {
  static func throughTanh(_ dy: Double, _ y: Double) -> Double { (1 - y) * (1 + y) }
}

/// Every number of Y gives to those that it was computed from, with what a variant changes.
struct BroadcastByNumbers<Variant: BroadcastVariant>: BroadcastingExercise {
  func rowAdded(dy: Matrix) -> (dx: Matrix, db: Matrix) {
    if !Variant.isSummed { return (dy, dy) }
    var db = Matrix(rows: 1, columns: dy.columns)
    each(dy) { db[0, $1] += dy[$0, $1] / (Variant.isMean ? Double(dy.rows) : 1) }
    return (dy, db)
  }

  func scaled(dy: Matrix, x: Matrix, s: Double) -> (dx: Matrix, ds: Double) {
    var (dx, ds) = (dy, 0.0)
    each(dy) {
      dx[$0, $1] = Variant.factor(s) * dy[$0, $1]
      ds += dy[$0, $1] * Variant.other(x[$0, $1])
    }
    return (dx, Variant.isMean ? ds / Double(dy.elements.count) : ds)
  }

  func columnTimes(dy: Matrix, x: Matrix, c: Matrix) -> (dx: Matrix, dc: Matrix) {
    var (dx, shares) = (dy, dy)
    each(dy) {
      dx[$0, $1] = Variant.factor(c[$0, 0]) * dy[$0, $1]
      shares[$0, $1] = dy[$0, $1] * Variant.other(x[$0, $1])
    }
    if !Variant.isSummed { return (dx, shares) }
    var dc =
      Variant.sumsColumnDownRows ? Matrix(rows: 1, columns: dy.columns) : Matrix.zeros(like: c)
    each(dy) { row, column in
      let share = shares[row, column] / (Variant.isMean ? Double(dy.columns) : 1)
      if Variant.sumsColumnDownRows { dc[0, column] += share } else { dc[row, 0] += share }
    }
    return (dx, dc)
  }

  func throughTanh(dy: Matrix, y: Matrix) -> Matrix {
    var da = dy
    each(dy) { da[$0, $1] = Variant.throughTanh(dy[$0, $1], y[$0, $1]) }
    return da
  }

  private func each(_ matrix: Matrix, _ visit: (Int, Int) -> Void) {
    for row in 0..<matrix.rows { for column in 0..<matrix.columns { visit(row, column) } }
  }
}
