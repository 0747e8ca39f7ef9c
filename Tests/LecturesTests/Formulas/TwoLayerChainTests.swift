import Foundation
import Testing
import UnrollNumerics

@testable import UnrollLectures

@Suite struct TwoLayerChainTests {
  /// `C = Σ (σ(W₂·tanh(W₁·x)) − t)²` in loops over plain numbers.
  private func cost(_ chain: TwoLayerChain, _ weights: [[Double]]) -> Double {
    let (x, target) = (chain.x.elements, chain.target.elements)
    let hidden = (0..<(weights[0].count / x.count)).map { unit in
      tanh(x.indices.map { weights[0][unit * x.count + $0] * x[$0] }.reduce(0, +))
    }
    return target.indices.map { output in
      let sum = hidden.indices.map { weights[1][output * hidden.count + $0] * hidden[$0] }
      let y = 1 / (1 + exp(-sum.reduce(0, +)))
      return (y - target[output]) * (y - target[output])
    }.reduce(0, +)
  }

  @Test(arguments: [(3, 4, 2), (1, 5, 3), (6, 2, 1)])
  func `the slide's formula is the slope of the cost`(_ size: (Int, Int, Int)) {
    for seed in [1, 42] as [UInt64] {
      let chain = TwoLayerChain(seed: seed, inputs: size.0, hidden: size.1, outputs: size.2)
      let slopes = centralDifferences(
        of: { cost(chain, $0) }, at: [chain.w1.elements, chain.w2.elements])
      let formula = chain.formula()
      for (gradient, slope) in zip([formula.w1, formula.w2], slopes) {
        let slope = Matrix(rows: gradient.rows, columns: gradient.columns, elements: slope)
        #expect(Matrix.distance(gradient, slope) < 1e-8)
      }
    }
  }

  @Test(arguments: [(3, 4, 2), (1, 5, 3), (6, 2, 1), (20, 30, 10)])
  func `the tape and a step of SGD agree with the formula`(_ size: (Int, Int, Int)) {
    for seed in [0, 7, 42, UInt64.max] {
      let chain = TwoLayerChain(seed: seed, inputs: size.0, hidden: size.1, outputs: size.2)
      #expect(chain.distanceOfTape() < 1e-13, "seed \(seed)")
      #expect(chain.distanceOfTape(learningRate: 3) < 1e-13, "seed \(seed)")
    }
  }

  @Test func `a factor left out of the chain is seen`() {
    let chain = TwoLayerChain(seed: 42)
    let y1 = (chain.w1 * chain.x).map { tanh($0) }
    let right = chain.formula()
    // ∂C/∂W₁ without the slope of tanh, by dividing it out again.
    let slope = y1.map { 1 / (1 - $0 * $0) }
    let scaled = Matrix(
      (0..<right.w1.rows).map { row in right.w1.row(row).map { $0 * slope[row, 0] } })
    #expect(Matrix.distance(scaled, right.w1) > 1e-3)
    #expect(Matrix.distance(TwoLayerChain(seed: 43).formula().w2, right.w2) > 1e-3)
  }
}
