import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollSequences

@testable import UnrollLectures

/// Claims about cells, and wrong cells that they must not accept.
@Suite struct CellFindingsTests {
  @Test(arguments: [0, 42, UInt64.max])
  func `the layer's GRU is the equation's, and one with z and 1 − z swapped is not`(
    _ seed: UInt64
  ) {
    #expect(OneGate.finding(GRUCell(4), seed: seed).verdict == .reproduced)
    #expect(OneGate.finding(WrongGRUCell(.swapped), seed: seed).verdict == .failed)
    #expect(OneGate.finding(WrongGRUCell(.twoGates), seed: seed).verdict == .failed)
  }

  @Test(arguments: [1, 2, 20], [1, 5])
  func `the GRU is the equation's at any length and size`(_ steps: Int, _ units: Int) {
    let distance = GRUEquation.distance(of: GRUCell(units), seed: 7, steps: steps, inputs: 2)
    #expect(distance < 1e-13)
  }

  @Test func `only a state with a part beside the output continues in another way`() {
    #expect(StateAndOutput.difference(of: SimpleRNNCell(3), seed: 1) == 0)
    #expect(StateAndOutput.difference(of: GRUCell(3), seed: 1) == 0)
    #expect(StateAndOutput.difference(of: LSTMCell(3), seed: 1) > 0.01)
  }

  @Test func `a bidirectional layer with a half that reads the wrong way is rejected`() {
    let right = Bidirectional(GRU(4, returnSequences: true))
    #expect(TwoDirections.distance(of: right, seed: 42) < 1e-13)
    var bothForwards = right
    bothForwards.backward.goBackwards = false
    #expect(TwoDirections.distance(of: bothForwards, seed: 42) > 1e-3)
    var bothBackwards = right
    bothBackwards.forward.goBackwards = true
    #expect(TwoDirections.distance(of: bothBackwards, seed: 42) > 1e-3)
    var merged = right
    merged.mergeMode = .sum
    #expect(TwoDirections.distance(of: merged, seed: 42) == .infinity)
  }

  @Test func `LSTM and GRU are both trained, once for every seed`() throws {
    var asked: [String] = []
    let small = CellComparison(
      data: .lecture(steps: 12, horizon: 1, counts: (60, 20, 20)), units: 4, epochs: 1, seeds: 3)
    let (lstm, gru) = try small.run(seed: 42) { model, seed in
      asked.append("\(model) \(seed)")
      return .nobody
    }
    #expect(
      asked == [
        "LSTM(4) 42", "LSTM(4) 43", "LSTM(4) 44", "GRU(4) 42", "GRU(4) 43", "GRU(4) 44",
      ])
    #expect(lstm.parameters == 4 * (4 * (4 + 1) + 4) + 5)
    #expect(gru.parameters == 3 * (4 * (4 + 1) + 2 * 4) + 5)
    #expect(lstm.error != nil && gru.error != nil)
  }

  @Test(arguments: [
    (0.003, Verdict.reproduced), (0.0038, .reproduced), (0.004, .refuted),
    (0.002, .betterThanPublished),
  ])
  func `a GRU performs as well within the factor 1.3`(_ gru: Double, _ verdict: Verdict) {
    func entry(_ error: Double?) -> CellComparison.Entry { .init(parameters: 1, error: error) }
    #expect(CellComparison.finding(entry(0.003), entry(gru)).verdict == verdict)
    #expect(CellComparison.finding(entry(nil), entry(gru)).verdict == .failed)
    #expect(CellComparison.finding(entry(0.003), entry(nil)).verdict == .failed)
  }
}

/// A GRU with a mistake in its last line.
private struct WrongGRUCell: RecurrentCell {
  enum Mistake {
    /// `hₜ = (1 − z) ⊙ hₜ₋₁ + z ⊙ g`
    case swapped
    /// `hₜ = z ⊙ hₜ₋₁ + r ⊙ g`: a second gate takes in.
    case twoGates
  }

  let mistake: Mistake
  private let right = GRUCell(4)

  init(_ mistake: Mistake) { self.mistake = mistake }

  var kind: String { "WrongGRUCell" }
  var units: Int { right.units }

  func weights(inputs: Int) -> [WeightSpecification] { right.weights(inputs: inputs) }

  func project(_ x: Variable, _ weights: Weights) -> Variable {
    matmul(x, weights["kernel"]) + weights["bias"][0]
  }

  func step(
    _ x: Variable, _ state: HiddenState, _ weights: Weights, _ context: StepContext
  ) -> HiddenState {
    let seen = split(x, into: 3)
    let product = matmul(state.hidden, weights["recurrent_kernel"]) + weights["bias"][1]
    let remembered = split(product, into: 3)
    let update = sigmoid(seen[0] + remembered[0])
    let reset = sigmoid(seen[1] + remembered[1])
    let candidate = tanh(seen[2] + reset * remembered[2])
    switch mistake {
    case .swapped: return HiddenState((1 - update) * state.hidden + update * candidate)
    case .twoGates: return HiddenState(update * state.hidden + reset * candidate)
    }
  }
}
