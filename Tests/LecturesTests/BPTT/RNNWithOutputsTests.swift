import Foundation
import TestSupport
import Testing
import UnrollNumerics

@testable import UnrollLectures

/// Backpropagation through time by hand, on the tape, and as a slope.
@Suite struct RNNWithOutputsTests {
  static let sizes = [(inputs: 3, units: 4, outputs: 5), (1, 7, 2), (5, 2, 3), (2, 1, 4)]

  /// Inputs and the three kinds of loss.
  private func sequence(
    _ steps: Int, _ size: (inputs: Int, units: Int, outputs: Int),
    _ generator: inout SeededGenerator
  ) -> (x: [Matrix], losses: [StepLoss]) {
    func columns(_ rows: Int) -> [Matrix] {
      (0..<steps).map { _ in .random(rows, 1, using: &generator) }
    }
    let classes = (0..<steps).map { _ in generator.integer(below: size.outputs) }
    return (
      columns(size.inputs),
      [
        .crossEntropy(classes), .squaredError(columns(size.outputs)),
        .weighted(columns(size.outputs)),
      ]
    )
  }

  @Test(arguments: [1, 2, 3, 7, 20, 50, 200], sizes)
  func `the tape agrees with the formula in every entry, at any length and size`(
    _ steps: Int, _ size: (inputs: Int, units: Int, outputs: Int)
  ) {
    for seed in [0, 42] as [UInt64] {
      var generator = SeededGenerator(seed: seed, stream: "BPTT tests", step: steps)
      let network = RNNWithOutputs.random(
        inputs: size.inputs, units: size.units, outputs: size.outputs, using: &generator)
      let (x, losses) = sequence(steps, size, &generator)
      for loss in steps < 200 ? losses : [losses[0]] {
        #expect(network.differenceOfTape(x, loss) < 1e-12, "seed \(seed), \(loss)")
      }
    }
  }

  @Test(arguments: [1, 2, 5], sizes)
  func `the gradients are the slopes of a loop without matrices`(
    _ steps: Int, _ size: (inputs: Int, units: Int, outputs: Int)
  ) {
    var generator = SeededGenerator(seed: 5, stream: "BPTT slopes", step: steps)
    let network = RNNWithOutputs.random(
      inputs: size.inputs, units: size.units, outputs: size.outputs, using: &generator)
    let (x, losses) = sequence(steps, size, &generator)
    guard case .crossEntropy(let classes) = losses[0] else { return }
    let weights = [
      network.hidden.inputWeights, network.hidden.recurrentWeights, network.hidden.bias,
      network.outputWeights, network.outputBias,
    ]
    let slopes = centralDifferences(
      of: { plainCrossEntropy($0, x: x.map(\.elements), classes: classes) },
      at: weights.map(\.elements))
    for (gradient, slope) in zip(network.gradients(x, losses[0]).all, slopes) {
      let slope = Matrix(rows: gradient.rows, columns: gradient.columns, elements: slope)
      #expect(Matrix.distance(gradient, slope) < 1e-8)
    }
    let plain = plainCrossEntropy(
      weights.map(\.elements), x: x.map(\.elements), classes: classes)
    #expect(abs(network.loss(x, losses[0]) - plain) < 1e-13 * plain)
  }

  // The loss looks at the last state only, and an input comes at the first step only: so ∂L/∂h₀, ∂L/∂Wxh and
  // ∂L/∂Whh have come all the way back. Without bias the states stay small, and tanh hardly bends.
  @Test(arguments: [(gain: 0.316, input: 1, size: -99.0), (gain: 1.42, input: 1e-60, size: 30)])
  func `what has vanished to 1e-100 or grown to 1e+30 agrees to twelve digits`(
    _ extreme: (gain: Double, input: Double, size: Double)
  ) {
    for seed in [1, 42] as [UInt64] {
      var generator = SeededGenerator(seed: seed, stream: "BPTT extremes")
      let steps = 200
      var network = RNNWithOutputs.random(
        recurrentWeights: .randomOrthogonal(4, gain: extreme.gain, using: &generator),
        using: &generator)
      network.hidden.bias = network.hidden.bias.map { _ in 0 }
      let x = (0..<steps).map { t in
        Matrix.random(3, 1, using: &generator).map { t == 0 ? extreme.input * $0 : 0 }
      }
      let zero = Matrix(rows: 5, columns: 1)
      let loss = StepLoss.weighted(
        (0..<steps).map { $0 == steps - 1 ? .random(5, 1, using: &generator) : zero })

      let found = network.gradients(x, loss)
      #expect(abs(log10(found.states[0].largestMagnitude) - extreme.size) < 2)
      #expect(
        abs(log10(found.hidden.inputWeights.largestMagnitude / extreme.input) - extreme.size) < 2)
      #expect(network.differenceOfTape(x, loss) < 1e-12, "seed \(seed)")
    }
  }

  // The checks must be able to fail.

  @Test func `a changed weight is seen in every gradient`() {
    var generator = SeededGenerator(seed: 3, stream: "BPTT tests")
    let network = RNNWithOutputs.random(using: &generator)
    let (x, losses) = sequence(7, Self.sizes[0], &generator)
    let changes: [@Sendable (inout RNNWithOutputs) -> Void] = [
      { $0.hidden.inputWeights[1, 2] += 0.01 }, { $0.hidden.recurrentWeights[1, 0] += 0.01 },
      { $0.hidden.bias[1, 0] += 0.01 }, { $0.outputWeights[1, 0] += 0.01 },
      { $0.outputBias[1, 0] += 0.01 },
    ]
    for change in changes {
      var other = network
      change(&other)
      let (found, right) = (other.gradients(x, losses[0]).all, network.gradients(x, losses[0]).all)
      for (a, b) in zip(found, right) { #expect(Matrix.distance(a, b) > 1e-5) }
      let share = largestShare(found, right, of: network.absoluteTerms(x, losses[0]))
      #expect(share > 1e-4)
    }
  }

  @Test func `a loss for another number of steps is refused with a sentence`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = StepLoss.crossEntropy([0, 1, 0]).values([[[1], [2]]])
    }
    expectSentence(result, "StepLoss: 1 outputs, but the loss is for 3 steps")
  }

  @Test func `what is not a number, or has no terms, is no agreement`() {
    #expect(largestShare([[[1]]], [[[.nan]]], of: [[[1]]]) == .infinity)
    #expect(largestShare([[[1]]], [[[2]]], of: [[[0]]]) == .infinity)
    #expect(largestShare([[[1]]], [], of: [[[1]]]) == .infinity)
    #expect(largestShare([[[0, 3]]], [[[0, 2]]], of: [[[0, 4]]]) == 0.25)
  }
}

/// The cross-entropy of all steps in loops over plain numbers, for weights `[Wxh, Whh, bh, Why, by]` row after
/// row.
private func plainCrossEntropy(_ weights: [[Double]], x: [[Double]], classes: [Int]) -> Double {
  let (units, outputs) = (weights[2].count, weights[4].count)
  var hidden = [Double](repeating: 0, count: units)
  var loss = 0.0
  for (input, right) in zip(x, classes) {
    let before = hidden
    for unit in 0..<units {
      var sum = weights[2][unit]
      for k in input.indices { sum += weights[0][unit * input.count + k] * input[k] }
      for k in 0..<units { sum += weights[1][unit * units + k] * before[k] }
      hidden[unit] = tanh(sum)
    }
    let powers = (0..<outputs).map { output in
      var sum = weights[4][output]
      for k in 0..<units { sum += weights[3][output * units + k] * hidden[k] }
      return exp(sum)
    }
    loss -= log(powers[right] / powers.reduce(0, +))
  }
  return loss
}
