import Testing
import UnrollAutodiff
import UnrollNumerics

@testable import UnrollLectures

/// The gradient split by pairs of steps: the loss of step t, the weights as used at step k.
@Suite struct PairsOfStepsTests {
  private func example(
    _ steps: Int, inputs: Int = 3, units: Int = 4, seed: UInt64 = 11
  ) -> (network: RNNWithOutputs, x: [Matrix], loss: StepLoss) {
    var generator = SeededGenerator(seed: seed, stream: "pairs", step: steps)
    let network = RNNWithOutputs.random(inputs: inputs, units: units, using: &generator)
    let x = (0..<steps).map { _ in Matrix.random(inputs, 1, using: &generator) }
    return (network, x, .crossEntropy((0..<steps).map { _ in generator.integer(below: 5) }))
  }

  @Test(arguments: [1, 2, 3, 7, 20, 50, 200], [(3, 4), (1, 6), (5, 2)])
  func `the pairs sum to the whole`(_ steps: Int, _ size: (Int, Int)) {
    let (network, x, loss) = example(steps, inputs: size.0, units: size.1)
    let pairs = network.pairs(x, loss)
    #expect(pairs.map(\.count) == (0..<steps).map { $0 + 1 })
    let all = Array(pairs.joined())
    let sum = all.dropFirst().reduce(all[0], +)
    let whole = network.gradients(x, loss).hidden
    let difference = largestShare(
      [sum.inputWeights, sum.recurrentWeights, sum.bias],
      [whole.inputWeights, whole.recurrentWeights, whole.bias],
      of: Array(network.absoluteTerms(x, loss).prefix(3)))
    #expect(difference < 1e-12)
  }

  // On the tape every step has copies of its own of the weights. The gradient of Lₜ by the copies of step k
  // is the pair (t, k): that the other copies stand still is what ∂⁺ says.
  @Test(arguments: [1, 2, 7, 12])
  func `a pair is the gradient of one step's loss by one step's copy of the weights`(_ steps: Int) {
    let (network, x, loss) = example(steps)
    guard case .crossEntropy(let classes) = loss else { return }
    func constant(_ matrix: Matrix) -> Variable { Variable(Tensor(matrix)) }
    let tape = Tape()
    func copies(_ matrix: Matrix) -> [Variable] { x.map { _ in tape.variable(Tensor(matrix)) } }
    let wxh = copies(network.hidden.inputWeights)
    let whh = copies(network.hidden.recurrentWeights)
    let bh = copies(network.hidden.bias)

    var hidden = constant(Matrix(rows: 4, columns: 1))
    let pairs = network.pairs(x, loss)
    for t in x.indices {
      hidden = tanh(matmul(wxh[t], constant(x[t])) + matmul(whh[t], hidden) + bh[t])
      let output = matmul(constant(network.outputWeights), hidden) + constant(network.outputBias)
      let cost = softmaxCrossEntropy(output.reshaped([1, 5]), labels: IntTensor([classes[t]])).sum()
      let found = tape.gradient(of: cost, for: wxh + whh + bh).map { Matrix($0.value) }
      for k in x.indices where k <= t {
        #expect(Matrix.distance(found[k], pairs[t][k].inputWeights) < 1e-12)
        #expect(Matrix.distance(found[steps + k], pairs[t][k].recurrentWeights) < 1e-12)
        #expect(Matrix.distance(found[2 * steps + k], pairs[t][k].bias) < 1e-12)
      }
      for k in x.indices where k > t { #expect(found[steps + k].largestMagnitude == 0) }
    }
  }

  @Test func `a pair is the loss's row, the product of Jacobians, the immediate derivative`() {
    let (network, x, loss) = example(9)
    let states = network.hidden.states(x)
    let chain = network.hidden.jacobians(states)
    let own = network.ownStateGradients(x, loss)
    let pairs = network.pairs(x, loss)
    for t in x.indices {
      for k in 1...9 where k <= t {
        let row = own[t].transposed * chain.product(from: k, to: t)  // ∂Lₜ/∂hₖ
        for i in 0..<4 {
          for j in 0..<4 {
            // ∂⁺hₖ/∂Whh[i, j] is zero but for unit i: (1 − hₖ[i]²)·hₖ₋₁[j]
            let immediate = (1 - states[k][i, 0] * states[k][i, 0]) * states[k - 1][j, 0]
            let expected = row[0, i] * immediate
            #expect(
              abs(pairs[t][k].recurrentWeights[i, j] - expected) <= 1e-13 * row.largestMagnitude)
          }
        }
      }
    }
  }

  // ⚠ 000:327 as it is printed, without the sum over k, is another number.
  @Test func `the slide's sum without its second index is not the gradient`() {
    let (network, x, loss) = example(6)
    let whole = network.gradients(x, loss).hidden.recurrentWeights
    let pairs = network.pairs(x, loss)
    for k in 0..<6 {
      let withOneK = (k..<6).map { pairs[$0][k].recurrentWeights }
      let sum = withOneK.dropFirst().reduce(withOneK[0], +)
      #expect(Matrix.distance(sum, whole) > 1e-3)
    }
  }
}
