import Foundation
import UnrollCourse

// The solutions of the exercise about the GRU. They stay out of what students are given.

struct GRUStepSolution: GRUStepExercise {
  func step(x: Matrix, h: Matrix, weights: GRUWeights) -> GRUValues {
    let a = matmul(x, weights.wx) + weights.bx
    let u = matmul(h, weights.wh) + weights.bh
    let n = h.columns
    func sigmoid(_ sum: Double) -> Double { 1 / (1 + exp(-sum)) }
    let gates = (a + u).map(sigmoid)
    let z = gates.columns(0..<n)
    let r = gates.columns(n..<(2 * n))
    let third = (2 * n)..<(3 * n)
    let g = (a.columns(third) + r * u.columns(third)).map(tanh)
    return GRUValues(z: z, r: r, g: g, h: z * h + (1 - z) * g)
  }
}

/// Weights cut first, and products for each part.
struct GRUStepByThreeProducts: GRUStepExercise {
  func step(x: Matrix, h: Matrix, weights: GRUWeights) -> GRUValues {
    func parts(_ k: Int) -> (input: Matrix, state: Matrix) {
      let own = (k * h.columns)..<((k + 1) * h.columns)
      return (
        matmul(x, weights.wx.columns(own)) + weights.bx.columns(own),
        weights.bh.columns(own) + matmul(h, weights.wh.columns(own))
      )
    }
    func logistic(_ sum: Double) -> Double { exp(sum) / (exp(sum) + 1) }
    let (update, reset, new) = (parts(0), parts(1), parts(2))
    let z = (update.input + update.state).map(logistic)
    let r = (reset.state + reset.input).map(logistic)
    let g = (new.state * r + new.input).map { 1 - 2 / (exp(2 * $0) + 1) }
    return GRUValues(z: z, r: r, g: g, h: g - z * g + h * z)
  }
}
