import Foundation
import Testing
import UnrollNumerics

@testable import UnrollLectures

@Suite struct VanillaRNNTests {
  // One unit, one input, three steps, worked by hand: W = ½, U = 2, b = ¼.
  // With tanh(½ ln q) = (q − 1)/(q + 1), inputs can be chosen whose states are fractions:
  //   h₀ = tanh(½x₀ + ¼)            = tanh( ½ ln 3) =  1/2   for x₀ =  ln 3 − 1/2
  //   h₁ = tanh(½x₁ + 2·½ + ¼)      = tanh( ½ ln 2) =  1/3   for x₁ =  ln 2 − 5/2
  //   h₂ = tanh(½x₂ + 2·⅓ + ¼)      = tanh(−½ ln 4) = −3/5   for x₂ = −ln 4 − 11/6
  private let scalar = VanillaRNN(inputWeights: [[0.5]], recurrentWeights: [[2]], bias: [[0.25]])
  private let x: [Matrix] = [[[log(3) - 0.5]], [[log(2) - 2.5]], [[-log(4) - 11 / 6.0]]]

  @Test func `three states of one unit are the fractions worked by hand`() {
    #expect(apart(scalar.states(x), [[[1 / 2.0]], [[1 / 3.0]], [[-3 / 5.0]]]) < 1e-15)
  }

  // The loss is the last state. With 1 − h² = 3/4, 8/9, 16/25:
  //   δ₂ = 16/25,  δ₁ = 2·16/25·8/9 = 256/225,  δ₀ = 2·256/225·3/4 = 128/75
  //   ∂L/∂U = δ₂h₁ + δ₁h₀ = 48/225 + 128/225 = 176/225
  //   ∂L/∂b = δ₂ + δ₁ + δ₀ = 144/225 + 256/225 + 384/225 = 784/225
  //   ∂L/∂W = δ₂x₂ + δ₁x₁ + δ₀x₀
  @Test func `three steps of backpropagation are the fractions worked by hand`() {
    let found = scalar.gradients(x, stateGradients: [[[0]], [[0]], [[1]]])
    let inputs = x.map { $0[0, 0] }
    let byInput = 16 / 25.0 * inputs[2] + 256 / 225.0 * inputs[1] + 128 / 75.0 * inputs[0]
    #expect(Matrix.distance(found.recurrentWeights, [[176 / 225.0]]) < 1e-15)
    #expect(Matrix.distance(found.bias, [[784 / 225.0]]) < 1e-15)
    #expect(Matrix.distance(found.inputWeights, [[byInput]]) < 1e-14)
  }

  @Test func `the states of 4 units and 3 inputs over 5 steps are NumPy's`() {
    let states = NumPyNetwork.network.states(NumPyNetwork.x)
    #expect(states.count == 5)
    #expect(apart(states, NumPyNetwork.states) < 1e-14)
  }

  @Test func `the gradients of 4 units and 3 inputs over 5 steps are NumPy's`() {
    let found = NumPyNetwork.network.gradients(
      NumPyNetwork.x, stateGradients: NumPyNetwork.stateGradients)
    #expect(apart(found, NumPyNetwork.gradients) < 1e-14)
  }

  @Test(arguments: [(1, 3, 4), (2, 1, 5), (7, 5, 2), (12, 2, 6)])
  func `the gradients are the slopes of a loop without matrices`(
    _ size: (steps: Int, inputs: Int, units: Int)
  ) {
    var generator = SeededGenerator(seed: 3, stream: "slopes", step: size.steps)
    let network = VanillaRNN(
      inputWeights: .random(size.units, size.inputs, using: &generator),
      recurrentWeights: .random(size.units, size.units, using: &generator),
      bias: .random(size.units, 1, using: &generator))
    let x = (0..<size.steps).map { _ in Matrix.random(size.inputs, 1, using: &generator) }
    let weighting = (0..<size.steps).map { _ in Matrix.random(size.units, 1, using: &generator) }

    let weights = [network.inputWeights, network.recurrentWeights, network.bias]
    func loss(_ weights: [[Double]]) -> Double {
      plainLoss(weights, x: x.map(\.elements), weighting: weighting.map(\.elements))
    }
    let slopes = centralDifferences(of: loss, at: weights.map(\.elements))
    let found = network.gradients(x, stateGradients: weighting)
    for (gradient, slope) in zip(
      [found.inputWeights, found.recurrentWeights, found.bias], slopes)
    {
      let slope = Matrix(rows: gradient.rows, columns: gradient.columns, elements: slope)
      #expect(Matrix.distance(gradient, slope) < 1e-8)
    }
  }

  @Test func `both forms of the slide give the same states`() {
    let network = NumPyNetwork.network
    let states = network.statesFromStackedMatrix(NumPyNetwork.x)
    #expect(apart(states, NumPyNetwork.states) < 1e-14)
    #expect(apart(scalar.statesFromStackedMatrix(x), scalar.states(x)) < 1e-15)
  }

  @Test(arguments: [1, 20, 50])
  func `both forms of the slide agree on random networks`(_ steps: Int) {
    for seed in 0..<5 as Range<UInt64> {
      #expect(StackedForms.distance(seed: seed, steps: steps, inputs: 3, units: 4) < 1e-13)
      #expect(StackedForms.distance(seed: seed, steps: steps, inputs: 5, units: 2) < 1e-13)
    }
  }

  @Test func `no input gives no state`() {
    #expect(scalar.states([]).isEmpty)
    #expect(scalar.gradients([], stateGradients: []).recurrentWeights == [[0]])
  }

  // The checks must be able to fail: what is wrong by a hundredth is far from right.

  @Test func `a changed weight is seen in the states of either form`() {
    for change in changes {
      var other = NumPyNetwork.network
      change(&other)
      #expect(apart(other.states(NumPyNetwork.x), NumPyNetwork.states) > 1e-3)
      #expect(apart(other.statesFromStackedMatrix(NumPyNetwork.x), NumPyNetwork.states) > 1e-3)
      let gradients = other.gradients(
        NumPyNetwork.x, stateGradients: NumPyNetwork.stateGradients)
      #expect(apart(gradients, NumPyNetwork.gradients) > 1e-3)
    }
  }

  @Test func `a stacked matrix with its halves exchanged is seen`() {
    var swapped = NumPyNetwork.network
    swapped.inputWeights = swapped.recurrentWeights
    swapped.recurrentWeights = swapped.recurrentWeights.transposed
    let x = NumPyNetwork.states  // four numbers a column, as many as units
    #expect(apart(swapped.states(x), NumPyNetwork.network.states(NumPyNetwork.x)) > 1e-3)
  }
}

/// A hundredth added to one number of each weight.
let changes: [@Sendable (inout VanillaRNN) -> Void] = [
  { $0.inputWeights = $0.inputWeights.nudged() }, { $0.bias = $0.bias.nudged() },
  { $0.recurrentWeights = $0.recurrentWeights.nudged() },
]

extension Matrix {
  /// The same matrix with a hundredth added to its second element.
  fileprivate func nudged() -> Matrix {
    var result = self
    result[rows > 1 ? 1 : 0, 0] += 0.01
    return result
  }
}

/// The largest distance between two sequences of columns.
func apart(_ a: [Matrix], _ b: [Matrix]) -> Double {
  a.count == b.count ? zip(a, b).map { Matrix.distance($0, $1) }.max() ?? 0 : .infinity
}

/// The largest distance between two sets of gradients.
func apart(_ a: VanillaRNN.Gradients, _ b: VanillaRNN.Gradients) -> Double {
  apart(
    [a.inputWeights, a.recurrentWeights, a.bias], [b.inputWeights, b.recurrentWeights, b.bias])
}

/// `Σₜ gₜ · hₜ` in loops over plain numbers, for weights `[Wxh, Whh, bh]` row after row.
func plainLoss(_ weights: [[Double]], x: [[Double]], weighting: [[Double]]) -> Double {
  let units = weights[2].count
  var hidden = [Double](repeating: 0, count: units)
  var loss = 0.0
  for (input, weight) in zip(x, weighting) {
    let before = hidden
    for unit in 0..<units {
      var sum = weights[2][unit]
      for k in input.indices { sum += weights[0][unit * input.count + k] * input[k] }
      for k in 0..<units { sum += weights[1][unit * units + k] * before[k] }
      hidden[unit] = tanh(sum)
      loss += weight[unit] * hidden[unit]
    }
  }
  return loss
}

/// `(f(w + ε) − f(w − ε)) / 2ε` for every number.
func centralDifferences(
  of f: ([[Double]]) -> Double, at point: [[Double]], step: Double = 1e-5
) -> [[Double]] {
  point.indices.map { group in
    point[group].indices.map { index in
      var (up, down) = (point, point)
      up[group][index] += step
      down[group][index] -= step
      return (f(up) - f(down)) / (2 * step)
    }
  }
}
