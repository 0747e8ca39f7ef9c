import Foundation
import TestSupport
import Testing
import UnrollNumerics
import UnrollRecurrent

@testable import UnrollLectures

/// The Jacobians of the vanilla RNN's states, their products and their bounds.
@Suite struct VanillaJacobiansTests {
  static let gains = [0.2, 0.5, 0.8, 1, 1.2, 1.5, 2, 3]

  /// A network with σ₁(Whh) = gain, orthogonal times a number or not, and inputs; small ones leave tanh
  /// almost straight.
  private func example(
    gain: Double, steps: Int, seed: UInt64, orthogonal: Bool = false, inputSize: Double = 1,
    units: Int = 4
  ) -> (network: VanillaRNN, x: [Matrix]) {
    var generator = SeededGenerator(seed: seed, stream: "Jacobians", step: steps)
    let any = Matrix.random(units, units, using: &generator)
    let network = VanillaRNN(
      inputWeights: .random(units, 3, using: &generator),
      recurrentWeights: orthogonal
        ? .randomOrthogonal(units, gain: gain, using: &generator)
        : any.map { gain / any.spectralNorm * $0 },
      bias: .random(units, 1, using: &generator).map { inputSize * $0 })
    let x = (0..<steps).map { _ in Matrix.random(3, 1, using: &generator) }
    return (network, x.map { $0.map { inputSize * $0 } })
  }

  @Test(arguments: [0.3, 0.9, 1.3], [1, 3, 6])
  func `the products are the tape's Jacobians`(_ gain: Double, _ units: Int) {
    let (network, x) = example(gain: gain, steps: 60, seed: 3, units: units)
    let states = network.states(x)
    let chain = network.jacobians(states)
    for (k, t) in [(0, 1), (3, 4), (0, 7), (5, 25), (9, 59), (20, 59)] {
      let found = tapeJacobian(
        of: SimpleRNNCell(units), network.weights, Array(x[(k + 1)...t]), from: [states[k]])
      #expect(Matrix.distance(found, chain.product(from: k, to: t)) < 1e-12, "\(k) to \(t)")
    }
    let zero = Matrix(rows: units, columns: 1)
    let found = tapeJacobian(
      of: SimpleRNNCell(units), network.weights, Array(x[...9]), from: [zero])
    #expect(Matrix.distance(found, chain.product(from: -1, to: 9)) < 1e-12)
  }

  @Test(arguments: [(0.316, -99.5), (1.42, 30.3)])
  func `products over 199 steps that vanished or exploded are the tape's`(
    _ gain: Double, _ size: Double
  ) {
    let (network, x) = example(gain: gain, steps: 200, seed: 8, orthogonal: true, inputSize: 0)
    let states = network.states(x)
    let product = network.jacobians(states).product(from: 0, to: 199)
    #expect(abs(log10(product.spectralNorm) - size) < 0.5)
    let found = tapeJacobian(
      of: SimpleRNNCell(4), network.weights, Array(x[1...]), from: [states[0]])
    #expect(Matrix.distance(found, product) < 1e-12)
    // An orthogonal matrix times a number meets the bound.
    let bound = network.bound(states).ofTanh(from: 0, to: 199)
    #expect(abs(product.spectralNorm / bound - 1) < JacobianBound.rounding)
  }

  @Test(arguments: gains, [false, true])
  func `no norm is above a bound, whatever the gain`(_ gain: Double, _ orthogonal: Bool) {
    for seed in 0..<5 as Range<UInt64> {
      for inputSize in [0, 0.01, 1, 3] {
        let (network, x) = example(
          gain: gain, steps: 12, seed: seed, orthogonal: orthogonal, inputSize: inputSize)
        let states = network.states(x)
        let (bound, chain) = (network.bound(states), network.jacobians(states))
        #expect(abs(bound.stretch / gain - 1) < 1e-14)
        for t in x.indices {
          for (k, product) in chain.products(to: t).enumerated() {
            let norm = product.spectralNorm / (1 + JacobianBound.rounding)
            #expect(norm <= bound.ofStates(from: k, to: t), "seed \(seed), \(k) to \(t)")
            #expect(bound.ofStates(from: k, to: t) <= bound.ofTanh(from: k, to: t))
          }
        }
      }
    }
  }

  @Test(arguments: gains)
  func `no norm over up to 199 steps is above a bound`(_ gain: Double) {
    for inputSize in [0, 1.0] {
      let (network, x) = example(
        gain: gain, steps: 200, seed: 5, orthogonal: true, inputSize: inputSize)
      let measured = JacobianBoundFindings.measure(network, x)
      #expect(measured.count == 199)
      #expect(measured.allSatisfy { !$0.isAbove && $0.norm > 0 && $0.norm.isFinite })
    }
  }

  // 1 − h² is 1 for no state but 0, so a state that is not 0 keeps away from tanh's bound.
  @Test func `the sharper bound is sharper, and a bound with too small a slope is broken`() {
    let (network, x) = example(gain: 1.2, steps: 30, seed: 1)
    let states = network.states(x)
    let bound = network.bound(states)
    #expect(bound.ofStates(from: 0, to: 29) < bound.ofTanh(from: 0, to: 29))
    let still = example(gain: 1.2, steps: 30, seed: 1, orthogonal: true, inputSize: 0).network
    let tooLow = JacobianBound(slopes: Array(repeating: 0.99, count: 30), stretch: 1.2)
    let norm = still.jacobians(still.states(x.map { $0.map { _ in 0 } })).product(from: 0, to: 29)
      .spectralNorm
    #expect(norm > tooLow.ofStates(from: 0, to: 29))
  }

  @Test func `a product in the wrong order is another matrix`() {
    let (network, x) = example(gain: 1, steps: 6, seed: 2)
    let chain = network.jacobians(network.states(x))
    let reversed = chain.steps[1...5].reduce(Matrix.identity(4)) { $0 * $1 }
    #expect(Matrix.distance(chain.product(from: 0, to: 5), reversed) > 1e-3)
  }

  @Test func `a step that is not there is refused with a sentence`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = JacobianChain(steps: [[[1]], [[2]]]).product(from: 0, to: 2)
    }
    expectSentence(result, "JacobianChain: no products from 0 to 2 among 2 steps")
    let bound = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = JacobianBound(slopes: [1, 1], stretch: 1).ofStates(from: 1, to: 0)
    }
    expectSentence(bound, "JacobianBound: no bound from 1 to 0 among 2 steps")
  }
}
