import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

@Suite struct TruncationBiasTests {
  /// `hₜ = tanh(xₜ/2 + 3/4 hₜ₋₁)` on x = 1, −1, 2, 1/2 with the loss `¼ Σ hₜ²`; gradients for both weights
  /// worked out in plain Python, with a loop for each window that begins with `d = 0`.
  private static let byHand: [(window: Int, kernel: Double, recurrent: Double)] = [
    (1, 0.7020717950194638, 0.0715765145302558),
    (2, 0.7977037322414204, 0.06096039260293836),
    (3, 0.605267715639394, 0.13123553049364095),
    (4, 0.7237946544398877, 0.14423107518910175),
  ]

  private func scalar() -> Sequential {
    let model = Sequential(inputShape: [nil, 1], dtype: .float64) {
      SimpleRNN(1, useBias: false, returnSequences: true, stateful: true)
    }
    model.setWeights(["kernel": [[0.5]], "recurrent_kernel": [[0.75]]], of: "simple_rnn")
    return model
  }

  private let streams = Streams(
    Dataset(
      Tensor([1, -1, 2, 0.5], shape: [1, 4, 1], dtype: .float64),
      .zeros([1, 4, 1], dtype: .float64)))

  @Test func `the bias of a scalar network is that of the gradients by hand`() throws {
    let bias = TruncationBias(
      scalar(), streams, loss: .meanSquaredError, windows: Self.byHand.map(\.window))
    let (_, a, b) = try #require(Self.byHand.last)
    #expect(abs(bias.norm - (a * a + b * b).squareRoot()) < 1e-15)
    for (row, hand) in zip(bias.rows, Self.byHand) {
      let norm = (hand.kernel * hand.kernel + hand.recurrent * hand.recurrent).squareRoot()
      #expect(row.window == hand.window)
      #expect(abs(row.relativeNorm - norm / bias.norm) < 1e-14)
      let product = hand.kernel * a + hand.recurrent * b
      #expect(abs(row.cosine - product / (norm * bias.norm)) < 1e-14)
      let difference =
        ((hand.kernel - a) * (hand.kernel - a)
        + (hand.recurrent - b) * (hand.recurrent - b)).squareRoot()
      #expect(abs(row.error - difference / bias.norm) < 1e-14)
    }
    #expect(bias.rows[3].error == 0 && abs(bias.rows[3].cosine - 1) < 1e-15)
  }

  @Test func `a longer window keeps more, and the model stays as it was`() {
    var generator = SeededGenerator(seed: 5)
    let data = Dataset(
      Tensor.uniform([2, 60, 3], in: -1..<1, dtype: .float64, using: &generator),
      Tensor.uniform([2, 60, 4], in: -1..<1, dtype: .float64, using: &generator))
    let model = Sequential(inputShape: [nil, 3], dtype: .float64) {
      SimpleRNN(
        4, returnSequences: true, stateful: true, recurrentInitializer: .orthogonal(gain: 0.8))
    }
    _ = model(data.x)
    let next = model.withFreshState { model(data.x) }
    let weights = model.parameters.map(\.value.elements)
    let bias = TruncationBias(
      model, Streams(data), loss: .meanSquaredError, windows: [1, 3, 10, 30, 60])
    let errors = bias.rows.map(\.error)
    #expect(zip(errors, errors.dropFirst()).allSatisfy { $0 > $1 })
    #expect(errors[4] == 0)
    #expect(model.parameters.map(\.value.elements) == weights)
    #expect(model.withFreshState { model(data.x) }.elements == next.elements)
  }
}

/// A state that is carried on by hand, with and without the cut.
@Suite struct ForgottenCutTests {
  private static func gradients(windows: Int, isCut: Bool) -> [Double] {
    let tape = Tape()
    let w = tape.variable(Tensor(0.5, dtype: .float64), name: "w")
    var h = Variable(Tensor(1, dtype: .float64))
    return (0..<windows).map { index in
      tape.window(index) {
        for _ in 0..<3 { h = tanh(w * h) }
        let loss = h * h
        if isCut { h = h.detached() }
        return tape.gradient(of: loss, for: w).value.item()
      }
    }
  }

  @Test func `a window whose state was cut has a gradient of its own`() {
    let found = Self.gradients(windows: 3, isCut: true)
    // The same windows on tapes of their own.
    var state = 1.0
    for gradient in found {
      let tape = Tape()
      let w = tape.variable(Tensor(0.5, dtype: .float64))
      var h = Variable(Tensor(state, dtype: .float64))
      for _ in 0..<3 { h = tanh(w * h) }
      #expect(tape.gradient(of: h * h, for: w).value.item() == gradient)
      state = h.value.item()
    }
  }

  @Test func `a cut that was forgotten is answered with how far the gradient reaches`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ForgottenCutTests.gradients(windows: 3, isCut: false)
    }
    expectSentence(
      result,
      "gradient: window 1 reaches back into window 0, through 6 entries of 48 bytes; a state was carried "
        + "over without a cut")
  }

  @Test func `a gradient of an earlier window may still be asked for`() {
    let tape = Tape()
    let w = tape.variable(Tensor(0.5, dtype: .float64))
    let first = tape.window(0) { tanh(w * w) }
    let second = tape.window(1) { tanh(w) * first.detached() }
    #expect(tape.gradient(of: first, for: w).value.item() != 0)
    #expect(tape.gradient(of: second, for: w).value.item() != 0)
    tape.reset()
    let again = tape.variable(Tensor(0.5, dtype: .float64))
    #expect(tape.gradient(of: tanh(again), for: again).value.item() > 0)
  }
}
