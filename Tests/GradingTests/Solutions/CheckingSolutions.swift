import Foundation
import UnrollCourse

// The solutions of the exercises about broadcasting, checking and clipping. They stay out of what students are given.

struct BroadcastingSolution: BroadcastingExercise {
  func rowAdded(dy: Matrix) -> (dx: Matrix, db: Matrix) {
    (dx: dy, db: dy.sumOverRows)
  }

  func scaled(dy: Matrix, x: Matrix, s: Double) -> (dx: Matrix, ds: Double) {
    (dx: s * dy, ds: (dy * x).sum)
  }

  func columnTimes(dy: Matrix, x: Matrix, c: Matrix) -> (dx: Matrix, dc: Matrix) {
    let products = dy * x
    return (
      dx: (dy.transposed * c.transposed).transposed,
      dc: products.transposed.sumOverRows.transposed
    )
  }

  func throughTanh(dy: Matrix, y: Matrix) -> Matrix {
    dy * (1 - y * y)
  }
}

/// Sums as products with ones, a column as a diagonal matrix, and the slope of tanh from its input.
struct BroadcastingByProducts: BroadcastingExercise {
  private func ones(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, filledWith: 1)
  }

  func rowAdded(dy: Matrix) -> (dx: Matrix, db: Matrix) {
    (dy, matmul(ones(1, dy.rows), dy))
  }

  func scaled(dy: Matrix, x: Matrix, s: Double) -> (dx: Matrix, ds: Double) {
    let products = matmul(dy, x.transposed)
    return (dy.map { s * $0 }, (0..<dy.rows).reduce(0) { $0 + products[$1, $1] })
  }

  func columnTimes(dy: Matrix, x: Matrix, c: Matrix) -> (dx: Matrix, dc: Matrix) {
    var diagonal = Matrix(rows: c.rows, columns: c.rows)
    for i in 0..<c.rows { diagonal[i, i] = c[i, 0] }
    return (matmul(diagonal, dy), matmul(x * dy, ones(dy.columns, 1)))
  }

  func throughTanh(dy: Matrix, y: Matrix) -> Matrix {
    dy * y.map { 1 / pow(cosh(atanh($0)), 2) }
  }
}

struct NumericalGradientSolution: NumericalGradientExercise {
  func slope(of f: (Double) -> Double, at x: Double, step: Double) -> Double {
    (f(x + step) - f(x - step)) / (2 * step)
  }

  func gradient(of loss: (Matrix) -> Double, at w: Matrix, step: Double) -> Matrix {
    var gradient = Matrix.zeros(like: w)
    for i in 0..<w.rows {
      for j in 0..<w.columns {
        gradient[i, j] = slope(
          of: { number in
            var moved = w
            moved[i, j] = number
            return loss(moved)
          }, at: w[i, j], step: step)
      }
    }
    return gradient
  }

  func relativeError(numerical: Matrix, analytic: Matrix) -> Double {
    (numerical - analytic).norm / max(numerical.norm, analytic.norm)
  }

  func errors(step: Double, value: Double, third: Double, precision: Double)
    -> (truncation: Double, rounding: Double, best: Double)
  {
    (
      truncation: third * step * step / 6, rounding: precision * value / step,
      best: cbrt(3 * precision * value / third)
    )
  }
}

/// One matrix that is moved and put back, columns first, and powers in place of roots.
struct NumericalGradientInPlace: NumericalGradientExercise {
  func slope(of f: (Double) -> Double, at x: Double, step: Double) -> Double {
    let ahead = f(x + step)
    let behind = f(x - step)
    return 0.5 / step * ahead - 0.5 / step * behind
  }

  func gradient(of loss: (Matrix) -> Double, at w: Matrix, step: Double) -> Matrix {
    var (w, result) = (w, w)
    for j in 0..<w.columns {
      for i in 0..<w.rows {
        w[i, j] += step
        result[i, j] = loss(w)
        w[i, j] -= 2 * step
        result[i, j] -= loss(w)
        w[i, j] += step
      }
    }
    return result / (2 * step)
  }

  func relativeError(numerical: Matrix, analytic: Matrix) -> Double {
    func squares(_ m: Matrix) -> Double { m.map { $0 * $0 }.sum }
    let larger = max(squares(numerical), squares(analytic))
    return (squares(analytic - numerical) / larger).squareRoot()
  }

  func errors(step: Double, value: Double, third: Double, precision: Double)
    -> (truncation: Double, rounding: Double, best: Double)
  {
    let (truncation, rounding) = (third / 6 * pow(step, 2), value / step * precision)
    // At the best step 2 · truncation = rounding; the first grows with step², the second falls with it.
    return (truncation, rounding, step * pow(rounding / (2 * truncation), 1.0 / 3))
  }
}

struct ClippingSolution: ClippingExercise {
  func globalNorm(of gradients: [Matrix]) -> Double {
    gradients.reduce(0) { $0 + $1.norm * $1.norm }.squareRoot()
  }

  func clipped(_ gradients: [Matrix], norm: Double, limit: Double) -> [Matrix] {
    let factor = min(1, limit / norm)
    return gradients.map { factor * $0 }
  }
}

/// Number by number.
struct ClippingByNumbers: ClippingExercise {
  func globalNorm(of gradients: [Matrix]) -> Double {
    var squares = 0.0
    for gradient in gradients {
      for i in 0..<gradient.rows {
        for j in 0..<gradient.columns { squares += pow(gradient[i, j], 2) }
      }
    }
    return sqrt(squares)
  }

  func clipped(_ gradients: [Matrix], norm: Double, limit: Double) -> [Matrix] {
    if norm <= limit { return gradients }
    var result = gradients
    for k in result.indices { result[k] = result[k] / norm * limit }
    return result
  }
}
