import Foundation
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

@testable import UnrollLectures

/// The GRU's Jacobians, the reset gate after the product and before it.
@Suite struct GRUJacobianTests {
  private func example(
    _ steps: Int, resetAfter: Bool, inputs: Int = 3, units: Int = 4, limit: Double = 1
  ) -> (equation: GRUEquation, x: [Matrix]) {
    var generator = SeededGenerator(seed: 9, stream: "GRU Jacobian", step: steps)
    let equation = GRUEquation(
      inputs: inputs, units: units, resetAfter: resetAfter, limit: limit, using: &generator)
    return (equation, (0..<steps).map { _ in .random(inputs, 1, using: &generator) })
  }

  // One unit, worked by hand. The weights on h = ½ are 2, −1, 3, and the biases bring the sums of z and r to
  // ln 3 and ln 2: z = 3/4, r = 2/3, slopes 3/16, 2/9; so ∂z/∂h = 3/8, ∂r/∂h = −2/9. The candidate's sum is
  // ½ ln 2: g = 1/3, slope 8/9, and h′ = 3/4·½ + ¼·1/3 = 11/24.
  //   ∂h′/∂h = z + (h − g)·∂z/∂h + (1 − z)·∂g/∂h = 3/4 + 1/16 + ¼ ∂g/∂h
  // After the product, with b′ = ½ so that it is 3·½ + ½ = 2: ∂g/∂h = 8/9·(2/3·3 − 2·2/9) = 112/81.
  // Before it: ∂g/∂h = 8/9·3·(2/3 − ½·2/9) = 40/27.
  @Test(arguments: [(true, 2 / 3.0 * 2, 112 / 81.0), (false, 3 * 2 / 3.0 * 0.5, 40 / 27.0)])
  func `a step of one unit and its Jacobian are the fractions worked by hand`(
    _ resetAfter: Bool, _ kept: Double, _ candidateByHidden: Double
  ) {
    let equation = GRUEquation(
      input: [[[0]], [[0]], [[0]]], recurrent: [[[2]], [[-1]], [[3]]],
      bias: [[[Double.log(3) - 1]], [[Double.log(2) + 0.5]], [[Double.log(2) / 2 - kept]]],
      recurrentBias: [[[0]], [[0]], [[resetAfter ? 0.5 : 0]]], resetAfter: resetAfter)
    let step = equation.step([[7]], [[0.5]])
    #expect(Matrix.distance(step.after, [[11 / 24.0]]) < 1e-15)
    let expected = 3 / 4 + 1 / 16 + candidateByHidden / 4
    #expect(Matrix.distance(equation.jacobian(step), [[expected]]) < 1e-14)
  }

  @Test(arguments: [true, false], [(3, 4), (1, 5), (4, 2)])
  func `the states are the layer's`(_ resetAfter: Bool, _ size: (inputs: Int, units: Int)) {
    let (equation, x) = example(
      50, resetAfter: resetAfter, inputs: size.inputs, units: size.units)
    let layer = GRU(size.units, resetAfter: resetAfter)
    let found = layer.run(
      Variable(Tensor(sequence: x)), equation.weights, LayerContext(name: "gru"))
    let outputs = found.outputs.map { Matrix($0.value).transposed }
    #expect(apart(outputs, equation.steps(x).map(\.after)) < 1e-12)
  }

  @Test(arguments: [true, false], [(0.3, 1), (1, 3), (2, 4), (1, 6)])
  func `the products are the tape's Jacobians`(
    _ resetAfter: Bool, _ network: (limit: Double, units: Int)
  ) {
    let (equation, x) = example(
      60, resetAfter: resetAfter, units: network.units, limit: network.limit)
    let steps = equation.steps(x)
    let chain = equation.jacobians(steps)
    let cell = GRUCell(network.units, resetAfter: resetAfter)
    for (k, t) in [(0, 1), (3, 4), (0, 7), (5, 25), (9, 59)] {
      let found = tapeJacobian(
        of: cell, equation.weights, Array(x[(k + 1)...t]), from: [steps[k].after])
      #expect(Matrix.distance(found, chain.product(from: k, to: t)) < 1e-12, "\(k) to \(t)")
    }
  }

  @Test(arguments: [1, 2, 3, 7, 20, 50, 200], [true, false])
  func `the gradient by every output is the tape's`(_ steps: Int, _ resetAfter: Bool) {
    for (inputs, units) in [(3, 4), (1, 5), (4, 2)] {
      let (equation, x) = example(
        steps, resetAfter: resetAfter, inputs: inputs, units: units)
      let chain = equation.jacobians(equation.steps(x))
      let cell = GRUCell(units, resetAfter: resetAfter)
      #expect(differenceOfTotals(of: cell, equation.weights, x, chain) < 1e-12)
    }
  }

  @Test(arguments: [true, false])
  func `a product over 199 steps that vanished is the tape's`(_ resetAfter: Bool) {
    var (equation, x) = example(200, resetAfter: resetAfter, limit: 0.3)
    equation.bias[0] = equation.bias[0].map { $0 - 1 }
    let steps = equation.steps(x)
    let product = equation.jacobians(steps).product(from: 0, to: 199)
    #expect((-120 ..< -60).contains(log10(product.spectralNorm)))
    let cell = GRUCell(4, resetAfter: resetAfter)
    let found = tapeJacobian(
      of: cell, equation.weights, Array(x[1...]), from: [steps[0].after])
    #expect(Matrix.distance(found, product) < 1e-12)
  }

  @Test func `the two forms of the reset gate are two networks`() {
    var (equation, x) = example(7, resetAfter: false)
    let before = equation.jacobians(equation.steps(x)).product(from: 0, to: 6)
    equation.resetAfter = true
    let after = equation.jacobians(equation.steps(x)).product(from: 0, to: 6)
    #expect(Matrix.distance(before, after) > 1e-3)
  }
}
