import Foundation
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

@testable import UnrollLectures

/// The LSTM in plain numbers, its Jacobians, and the carry track alone.
@Suite struct LSTMJacobianTests {
  private func example(
    _ steps: Int, inputs: Int = 3, units: Int = 4, seed: UInt64 = 6, limit: Double = 1
  ) -> (equation: LSTMEquation, x: [Matrix]) {
    var generator = SeededGenerator(seed: seed, stream: "LSTM Jacobian", step: steps)
    let equation = LSTMEquation(inputs: inputs, units: units, limit: limit, using: &generator)
    return (equation, (0..<steps).map { _ in .random(inputs, 1, using: &generator) })
  }

  // One unit, worked by hand. σ(ln q) = q/(q + 1), tanh(½ ln q) = (q − 1)/(q + 1). The weights on h = ½ are
  // 2, −1, 3, 1, and the biases bring the sums to ln 3, ln 4, ½ ln 3, ln 2:
  //   i = 3/4, f = 4/5, g = ½, o = 2/3;  slopes 3/16, 4/25, 3/4, 2/9
  // The carry before is chosen so that c = 4/5·c₋ + 3/8 = ½ ln 3: tanh c = ½, h = 1/3.
  //   ∂c/∂h = c₋·4/25·(−1) + ½·3/16·2 + 3/4·3/4·3 = 15/8 − 4c₋/25,  ∂c/∂c = 4/5
  //   ∂h/∂h = ½·2/9 + 2/3·3/4·∂c/∂h = 1/9 + ½ ∂c/∂h,               ∂h/∂c = ½·4/5 = 2/5
  @Test func `a step of one unit and its Jacobian are the fractions worked by hand`() {
    let (sums, recurrent) = (
      [Double.log(3), Double.log(4), Double.log(3) / 2, Double.log(2)], [2.0, -1, 3, 1]
    )
    let equation = LSTMEquation(
      input: (0..<4).map { _ in [[0]] }, recurrent: recurrent.map { [[$0]] },
      bias: zip(sums, recurrent).map { [[$0 - $1 / 2]] })
    let carry = (Double.log(3) / 2 - 3 / 8) * 5 / 4
    let step = equation.step([[7]], LSTMEquation.State(hidden: [[0.5]], carry: [[carry]]))
    #expect(Matrix.distance(step.after.hidden, [[1 / 3.0]]) < 1e-15)
    #expect(Matrix.distance(step.after.carry, [[Double.log(3) / 2]]) < 1e-15)
    let carryByHidden = 15 / 8 - 4 * carry / 25
    let expected: Matrix = [[1 / 9 + carryByHidden / 2, 0.4], [carryByHidden, 0.8]]
    #expect(apart([equation.jacobian(step)], [expected]) < 1e-14)
  }

  @Test(arguments: [1, 2, 7, 50], [(3, 4), (1, 5), (4, 2)])
  func `the states are the layer's`(_ steps: Int, _ size: (inputs: Int, units: Int)) {
    let (equation, x) = example(steps, inputs: size.inputs, units: size.units)
    let found = LSTM(size.units).run(
      Variable(Tensor(sequence: x)), equation.weights, LayerContext(name: "lstm"))
    let states = equation.steps(x)
    let outputs = found.outputs.map { Matrix($0.value).transposed }
    #expect(apart(outputs, states.map(\.after.hidden)) < 1e-12)
    let carry = Matrix(found.state.carry.value).transposed
    #expect(Matrix.distance(carry, states[steps - 1].after.carry) < 1e-12)
  }

  @Test(arguments: [0.3, 1, 2], [1, 3, 5])
  func `the products are the tape's Jacobians of both states`(_ limit: Double, _ units: Int) {
    let (equation, x) = example(60, units: units, limit: limit)
    let steps = equation.steps(x)
    let chain = equation.jacobians(steps)
    for (k, t) in [(0, 1), (3, 4), (0, 7), (5, 25), (9, 59)] {
      let state = steps[k].after
      let found = tapeJacobian(
        of: LSTMCell(units), equation.weights, Array(x[(k + 1)...t]),
        from: [state.hidden, state.carry])
      #expect(found.rows == 2 * units)
      #expect(Matrix.distance(found, chain.product(from: k, to: t)) < 1e-12, "\(k) to \(t)")
    }
  }

  @Test(arguments: [1, 2, 3, 7, 20, 50, 200], [(3, 4), (1, 5), (4, 2)])
  func `the gradient by every output is the tape's`(
    _ steps: Int, _ size: (inputs: Int, units: Int)
  ) {
    let (equation, x) = example(steps, inputs: size.inputs, units: size.units)
    let chain = equation.jacobians(equation.steps(x))
    let cell = LSTMCell(size.units)
    #expect(differenceOfTotals(of: cell, equation.weights, x, chain) < 1e-12)
  }

  @Test func `a product over 199 steps that vanished is the tape's`() {
    var (equation, x) = example(200, limit: 0.3)
    equation.bias[1] = equation.bias[1].map { $0 - 1 }
    let steps = equation.steps(x)
    let product = equation.jacobians(steps).product(from: 0, to: 199)
    #expect((-120 ..< -80).contains(log10(product.spectralNorm)))
    let (first, cell) = (steps[0].after, LSTMCell(4))
    let found = tapeJacobian(
      of: cell, equation.weights, Array(x[1...]), from: [first.hidden, first.carry])
    #expect(Matrix.distance(found, product) < 1e-12)
  }
}

/// What passes along the carry alone.
@Suite struct CarryTrackTests {
  /// Steps of a network whose recurrent weights and forget gate's bias are given.
  private func example(
    _ steps: Int, seed: UInt64 = 4, recurrent: Double = 1, forgetBias: Double = 0
  ) -> (equation: LSTMEquation, x: [Matrix]) {
    var generator = SeededGenerator(seed: seed, stream: "carry track", step: steps)
    var equation = LSTMEquation(inputs: 3, units: 4, using: &generator)
    equation.recurrent = equation.recurrent.map { $0.map { recurrent * $0 } }
    equation.bias[1] = equation.bias[1].map { $0 + forgetBias }
    return (equation, (0..<steps).map { _ in .random(3, 1, using: &generator) })
  }

  // The hidden state is detached before each step, so the tape sees no other way than along the carry.
  @Test(arguments: [1, 5, 30, 200])
  func `the carry track is what the tape finds where h is held fast`(_ steps: Int) {
    let (equation, x) = example(steps)
    let (cell, weights) = (LSTMCell(4), equation.weights)
    let tape = Tape()
    let carry = tape.variable(Tensor.zeros([1, 4], dtype: .float64))
    var state = LSTMState(hidden: Variable(.zeros([1, 4], dtype: .float64)), carry: carry)
    for (t, input) in x.enumerated() {
      let projected = cell.project(Variable(Tensor(input.transposed)), weights)
      let held = LSTMState(hidden: state.hidden.detached(), carry: state.carry)
      state = cell.step(projected, held, weights, StepContext(t: t))
    }
    let found = tapeJacobian(of: [state.carry], by: [carry], on: tape)
    let product = CarryTrack(equation.steps(x)).product(from: -1, to: steps - 1)
    #expect(Matrix.distance(found, .diagonal(product)) < 1e-12)
  }

  @Test func `without recurrent weights the carry track is the whole derivative`() {
    let (equation, x) = example(20, recurrent: 0)
    let steps = equation.steps(x)
    let whole = equation.jacobians(steps).product(from: 2, to: 19)
    let carryByCarry = Matrix((4..<8).map { Array(whole.row($0)[4...]) })
    let track = CarryTrack(steps).product(from: 2, to: 19)
    #expect(Matrix.distance(carryByCarry, .diagonal(track)) < 1e-13)
  }

  @Test(arguments: [-4.0, -1, 0, 1, 4], [0.2, 1, 3])
  func `no norm of the carry track is above its bound`(_ forgetBias: Double, _ recurrent: Double) {
    for seed in 0..<5 as Range<UInt64> {
      let (equation, x) = example(40, seed: seed, recurrent: recurrent, forgetBias: forgetBias)
      let track = CarryTrack(equation.steps(x))
      for k in -1..<40 {
        let norm = Matrix.diagonal(track.product(from: k, to: 39)).spectralNorm
        #expect(norm <= track.bound(from: k, to: 39) * (1 + JacobianBound.rounding))
        #expect(track.bound(from: k, to: 39) <= 1)
      }
    }
  }

  @Test func `a carry track over 199 steps that vanished keeps its digits`() {
    let track = CarryTrack(forget: (0..<200).map { _ in [[0.25], [0.3125]] })
    let product = track.product(from: 0, to: 199)
    // 0.25¹⁹⁹ = 2⁻³⁹⁸ exactly
    #expect(product[0, 0] == Double(sign: .plus, exponent: -398, significand: 1))
    #expect(abs(product[1, 0] / pow(0.3125, 199) - 1) < 1e-13)
    #expect(abs(log10(product[1, 0]) + 100.5) < 0.1)
    #expect(abs(track.bound(from: 0, to: 199) / product[1, 0] - 1) < 1e-12)
    #expect(track.product(from: 7, to: 7) == [[1], [1]])
  }

  // The bound is the track's: more may pass through h and the gates. One unit at rest, no input, no bias, all
  // recurrent weights 0 but the candidate's, 8: the gates are ½, g = h = c = 0, and
  //   ∂c/∂h = ½·8 = 4, ∂c/∂c = ½, ∂h/∂h = ½·4 = 2, ∂h/∂c = ½·½ = ¼
  // This matrix J has trace 5/2 and determinant 0, so J³ = (5/2)²·J, and ∂c₃/∂c₀ = 25/8; the track alone: 1/8.
  @Test func `the whole derivative may be above the carry track's bound`() {
    let zero: Matrix = [[0]]
    let equation = LSTMEquation(
      input: [zero, zero, zero, zero], recurrent: [zero, zero, [[8]], zero],
      bias: [zero, zero, zero, zero])
    let steps = equation.steps([zero, zero, zero, zero])
    let whole = equation.jacobians(steps).product(from: 0, to: 3)
    #expect(Matrix.distance(whole, [[12.5, 1.5625], [25, 3.125]]) < 1e-15)
    #expect(CarryTrack(steps).product(from: 0, to: 3) == [[0.125]])
    #expect(CarryTrack(steps).bound(from: 0, to: 3) == 0.125)
  }
}
