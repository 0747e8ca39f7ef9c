import Testing
import UnrollNumerics

@testable import UnrollLectures

/// `SimpleRNN` on the tape, and the slides' formula.
@Suite struct RecurrentEquationTests {
  @Test(
    arguments: [1, 2, 7, 20, 50], [(inputs: 3, units: 4), (inputs: 1, units: 7), (5, 2), (2, 1)])
  func `the layer agrees with the formula at any length and size`(
    _ steps: Int, _ size: (inputs: Int, units: Int)
  ) {
    for seed in [0, 1, 42, 2024, UInt64.max] {
      let agreement = RecurrentEquation.compare(
        seed: seed, steps: steps, inputs: size.inputs, units: size.units)
      #expect(agreement.states < 1e-13, "seed \(seed)")
      #expect(agreement.gradients < 1e-13, "seed \(seed)")
    }
  }

  @Test func `the layer agrees with NumPy's network`() {
    let network = NumPyNetwork.network
    let agreement = RecurrentEquation.compare(
      network, layer: network, NumPyNetwork.x, NumPyNetwork.stateGradients)
    #expect(agreement.worst < 1e-13)
  }

  @Test func `a layer with one changed weight disagrees in states and gradients`() {
    for change in changes {
      var other = NumPyNetwork.network
      change(&other)
      let agreement = RecurrentEquation.compare(
        NumPyNetwork.network, layer: other, NumPyNetwork.x, NumPyNetwork.stateGradients)
      #expect(agreement.states > 1e-3)
      #expect(agreement.gradients > 1e-3)
      #expect(agreement.worst == max(agreement.states, agreement.gradients))
    }
  }

  @Test func `a layer with a transposed recurrent weight disagrees`() {
    var other = NumPyNetwork.network
    other.recurrentWeights = other.recurrentWeights.transposed
    let agreement = RecurrentEquation.compare(
      NumPyNetwork.network, layer: other, NumPyNetwork.x, NumPyNetwork.stateGradients)
    #expect(agreement.states > 1e-3 && agreement.gradients > 1e-3)
  }

  @Test func `a weight that is not a number is no agreement`() {
    var other = NumPyNetwork.network
    other.inputWeights[2, 1] = .nan
    let agreement = RecurrentEquation.compare(
      other, layer: other, NumPyNetwork.x, NumPyNetwork.stateGradients)
    #expect(agreement.worst == .infinity)
  }
}
