import Foundation
import UnrollCourse

// Right and wrong answers to exercise 15. A difference is a list of points: how many steps away, and with which weight.

/// What is different in a check; nothing unless said otherwise.
protocol DifferenceVariant {
  /// Steps away from x, and the weight of the value there; their sum is divided by the step.
  static var points: [(steps: Double, weight: Double)] { get }
  /// The points for a number of a matrix.
  static var pointsInMatrix: [(steps: Double, weight: Double)] { get }
  /// What a weighted sum of values is divided by.
  static func divisor(_ step: Double) -> Double
  static var putsBack: Bool { get }
  static var movesAll: Bool { get }
  static func error(_ numerical: Matrix, _ analytic: Matrix) -> Double
  /// The best step from the cube of the right one, and that.
  static func best(cube: Double) -> Double
}

extension DifferenceVariant {
  static var points: [(steps: Double, weight: Double)] { [(1, 0.5), (-1, -0.5)] }
  static var pointsInMatrix: [(steps: Double, weight: Double)] { points }
  static func divisor(_ step: Double) -> Double { step }
  static var putsBack: Bool { true }
  static var movesAll: Bool { false }
  static func error(_ numerical: Matrix, _ analytic: Matrix) -> Double {
    let apart = zip(numerical.elements, analytic.elements).map { $0 - $1 }
    return length(apart) / Swift.max(length(numerical.elements), length(analytic.elements))
  }
  static func best(cube: Double) -> Double { exp(log(cube) / 3) }
  /// The length of a row, number by number.
  static func length(_ row: [Double]) -> Double { row.reduce(0) { hypot($0, $1) } }
}

enum Central: DifferenceVariant {}

enum Forward: DifferenceVariant {
  static var points: [(steps: Double, weight: Double)] { [(1, 1), (0, -1)] }
}

enum DividedByOneStep: DifferenceVariant {
  static var points: [(steps: Double, weight: Double)] { [(1, 1), (-1, -1)] }
}

enum StepMultiplied: DifferenceVariant {
  static func divisor(_ step: Double) -> Double { 1 / step }
}

enum Turned: DifferenceVariant {
  static var points: [(steps: Double, weight: Double)] { [(1, -0.5), (-1, 0.5)] }
}

enum NotPutBack: DifferenceVariant { static var putsBack: Bool { false } }

enum HalfWay: DifferenceVariant {
  static var pointsInMatrix: [(steps: Double, weight: Double)] { [(1, 0.5), (0, -0.5)] }
}

enum AllAtOnce: DifferenceVariant { static var movesAll: Bool { true } }

enum Absolute: DifferenceVariant {
  static func error(_ numerical: Matrix, _ analytic: Matrix) -> Double {
    length((numerical - analytic).elements)
  }
}

enum ErrorOfNorms: DifferenceVariant {
  static func error(_ numerical: Matrix, _ analytic: Matrix) -> Double {
    let norms = [length(numerical.elements), length(analytic.elements)]
    return (norms[0] - norms[1]).magnitude / Swift.max(norms[0], norms[1])
  }
}

enum NormsAdded: DifferenceVariant {
  static func error(_ numerical: Matrix, _ analytic: Matrix) -> Double {
    length((numerical - analytic).elements)
      / (length(numerical.elements) + length(analytic.elements))
  }
}

enum EqualErrors: DifferenceVariant {
  static func best(cube: Double) -> Double { exp(log(2 * cube) / 3) }
}

enum SquareRoot: DifferenceVariant {
  static func best(cube: Double) -> Double { exp(log(cube) / 2) }
}

/// A difference as a weighted sum of values at points.
struct SlopesByPoints<Variant: DifferenceVariant>: NumericalGradientExercise {
  func slope(of f: (Double) -> Double, at x: Double, step: Double) -> Double {
    Variant.points.reduce(0) { $0 + $1.weight * f(x + $1.steps * step) }
      / Variant.divisor(step)
  }

  func gradient(of loss: (Matrix) -> Double, at w: Matrix, step: Double) -> Matrix {
    var numbers = w.elements
    func value(_ place: Int, _ steps: Double) -> Double {
      let moved = numbers.indices.map {
        numbers[$0] + (Variant.movesAll || $0 == place ? steps * step : 0)
      }
      return loss(Matrix(moved, rows: w.rows, columns: w.columns))
    }
    let slopes = numbers.indices.map { place in
      let sum = Variant.pointsInMatrix.reduce(0) { $0 + $1.weight * value(place, $1.steps) }
      if !Variant.putsBack { numbers[place] -= step }
      return sum / Variant.divisor(step)
    }
    return Matrix(slopes, rows: w.rows, columns: w.columns)
  }

  func relativeError(numerical: Matrix, analytic: Matrix) -> Double {
    Variant.error(numerical, analytic)
  }

  func errors(step: Double, value: Double, third: Double, precision: Double)
    -> (truncation: Double, rounding: Double, best: Double)
  {
    let noise = precision * value
    return (
      truncation: step * step * (third / 6), rounding: noise / step,
      best: Variant.best(cube: noise / (third / 3))
    )
  }
}
