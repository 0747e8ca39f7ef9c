import Foundation
import Testing
import UnrollNumerics

@testable import UnrollLectures

/// Backpropagation through time on numbers worked by hand: one unit, three steps.
@Suite struct BPTTByHandTests {
  // The network of `VanillaRNNTests`: Wxh = ½, Whh = 2, bh = ¼, whose states are ½, ⅓, −⅗; so the slopes
  // 1 − h² are 3/4, 8/9, 16/25, and the Jacobians ∂hⱼ/∂hⱼ₋₁ = 2·slope: 3/2, 16/9, 32/25.
  private let hidden = VanillaRNN(inputWeights: [[0.5]], recurrentWeights: [[2]], bias: [[0.25]])
  private let x: [Matrix] = [[[log(3) - 0.5]], [[log(2) - 2.5]], [[-log(4) - 11 / 6.0]]]

  // With Why = 3, by = ½ the outputs are 2, 3/2, −13/10. Against targets 1, 1, −1 the errors are 1, ½, −3/10:
  //   ∂Lₜ/∂oₜ = 2, 1, −3/5          L = 1 + 1/4 + 9/100 = 134/100
  //   ∂Lₜ/∂hₜ = 6, 3, −9/5
  private var network: RNNWithOutputs {
    RNNWithOutputs(hidden: hidden, outputWeights: [[3]], outputBias: [[0.5]])
  }
  private let loss = StepLoss.squaredError([[[1]], [[1]], [[-1]]])

  // From the last step to the first:
  //   ∂L/∂h₂ = −9/5
  //   ∂L/∂h₁ = 3 + 32/25·(−9/5) = 87/125
  //   ∂L/∂h₀ = 6 + 16/9·87/125 = 2714/375
  // With δ = ∂L/∂h·slope = 1357/250, 232/375, −144/125:
  //   ∂L/∂Whh = δ₁·½ + δ₂·⅓ = 116/375 − 48/125 = −28/375
  //   ∂L/∂bh  = δ₀ + δ₁ + δ₂ = 3671/750
  //   ∂L/∂Why = 2·½ + 1·⅓ + 3/5·3/5 = 127/75
  //   ∂L/∂by  = 2 + 1 − 3/5 = 12/5
  @Test func `all gradients of three steps are the fractions worked by hand`() {
    #expect(abs(network.loss(x, loss) - 1.34) < 1e-14)
    let found = network.gradients(x, loss)
    #expect(apart(found.states, [[[2714 / 375.0]], [[87 / 125.0]], [[-9 / 5.0]]]) < 1e-13)
    #expect(Matrix.distance(found.hidden.recurrentWeights, [[-28 / 375.0]]) < 1e-13)
    #expect(Matrix.distance(found.hidden.bias, [[3671 / 750.0]]) < 1e-14)
    #expect(Matrix.distance(found.outputWeights, [[127 / 75.0]]) < 1e-14)
    #expect(Matrix.distance(found.outputBias, [[12 / 5.0]]) < 1e-14)
    let inputs = x.map { $0[0, 0] }
    let byInput = 1357 / 250.0 * inputs[0] + 232 / 375.0 * inputs[1] - 144 / 125.0 * inputs[2]
    #expect(Matrix.distance(found.hidden.inputWeights, [[byInput]]) < 1e-14)
    #expect(BPTTOnTape(network: network).distance(x, loss) < 1e-13)
  }

  // The pair (t, k) is ∂Lₜ/∂hₜ·(∂hₜ/∂hₜ₋₁ ⋯ ∂hₖ₊₁/∂hₖ)·slope at k, times hₖ₋₁ for Whh (h₋₁ = 0) or 1 for bh:
  //   (0,0)  6·3/4                   =  9/2        Whh: 0
  //   (1,0)  3·16/9·3/4              =  4          Whh: 0
  //   (1,1)  3·8/9                   =  8/3        Whh: ·½ =  4/3
  //   (2,0)  −9/5·32/25·16/9·3/4     = −384/125    Whh: 0
  //   (2,1)  −9/5·32/25·8/9          = −256/125    Whh: ·½ = −128/125
  //   (2,2)  −9/5·16/25              = −144/125    Whh: ·⅓ = −48/125
  // The sum for Whh is 4/3 − 176/125 = −28/375, as above.
  @Test func `each pair of steps is the fraction worked by hand`() {
    let pairs = network.pairs(x, loss)
    #expect(pairs.map(\.count) == [1, 2, 3])
    let byBias: [[Double]] = [[9 / 2], [4, 8 / 3], [-384 / 125, -256 / 125, -144 / 125]]
    let byRecurrent: [[Double]] = [[0], [0, 4 / 3], [0, -128 / 125, -48 / 125]]
    for t in 0..<3 {
      for k in 0...t {
        #expect(Matrix.distance(pairs[t][k].bias, [[byBias[t][k]]]) < 1e-14)
        #expect(Matrix.distance(pairs[t][k].recurrentWeights, [[byRecurrent[t][k]]]) < 1e-14)
      }
    }
  }

  // Two classes and two steps: Why = (v, 0)ᵀ, by = (c, 0)ᵀ with v = 6 ln 3/2, c = ln 3 − v/2 make the logits
  // (ln 3, 0) and (ln 2, 0), the probabilities (3/4, 1/4) and (2/3, 1/3). The right classes are 1 and 0:
  //   L = ln 4 + ln 3/2 = ln 6      ∂Lₜ/∂oₜ = (3/4, −3/4), (−1/3, 1/3)
  //   ∂Lₜ/∂hₜ = 3v/4, −v/3;  δ₁ = −v/3·8/9 = −8v/27;  ∂L/∂h₀ = 3v/4 + 2·δ₁ = 17v/108
  //   ∂L/∂Whh = δ₁·½ = −4v/27,  ∂L/∂Why = ±(3/8 − 1/9) = ±19/72,  ∂L/∂by = ±5/12
  @Test func `a cross-entropy's gradients are the fractions worked by hand`() {
    let v = 6 * log(1.5)
    let network = RNNWithOutputs(
      hidden: hidden, outputWeights: [[v], [0]], outputBias: [[log(3) - v / 2], [0]])
    let (x, loss) = (Array(x.prefix(2)), StepLoss.crossEntropy([1, 0]))
    #expect(abs(network.loss(x, loss) - log(6)) < 1e-14)
    let found = network.gradients(x, loss)
    #expect(apart(found.states, [[[17 * v / 108]], [[-v / 3]]]) < 1e-14)
    #expect(Matrix.distance(found.hidden.recurrentWeights, [[-4 * v / 27]]) < 1e-14)
    #expect(Matrix.distance(found.outputWeights, [[19 / 72.0], [-19 / 72.0]]) < 1e-14)
    #expect(Matrix.distance(found.outputBias, [[5 / 12.0], [-5 / 12.0]]) < 1e-14)
  }

  @Test func `softmax of large outputs neither overflows nor loses the small probability`() {
    let loss = StepLoss.crossEntropy([1])
    let outputs: [Matrix] = [[[1000], [900], [-1000]]]
    #expect(loss.values(outputs) == [100])
    let gradient = loss.gradients(outputs)[0]
    #expect(gradient[0, 0] == 1 && gradient[1, 0] == -1 && gradient[2, 0] == 0)
  }

  // ∂h₂/∂h₀ = 32/25·16/9 = 512/225; the bound for tanh is 2² = 4, and with the largest slope on the way,
  // 8/9, it is (16/9)² = 256/81.
  @Test func `products of Jacobians and their bounds are the numbers worked by hand`() {
    let states = hidden.states(x)
    let chain = hidden.jacobians(states)
    #expect(apart(chain.steps, [[[3 / 2.0]], [[16 / 9.0]], [[32 / 25.0]]]) < 1e-14)
    #expect(Matrix.distance(chain.product(from: 0, to: 2), [[512 / 225.0]]) < 1e-14)
    #expect(Matrix.distance(chain.product(from: -1, to: 2), [[256 / 75.0]]) < 1e-14)
    #expect(chain.product(from: 2, to: 2) == [[1]])
    let bound = hidden.bound(states)
    #expect(abs(bound.ofTanh(from: 0, to: 2) - 4) < 1e-14)
    #expect(abs(bound.ofStates(from: 0, to: 2) - 256 / 81.0) < 1e-14)
    #expect(bound.ofStates(from: 2, to: 2) == 1)
  }
}
