import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// The tables of the lectures: numbers of weights and shapes of outputs (LECTURES.md gives the rows).
@Suite struct LectureTableTests {
  private func counts(_ model: Sequential) -> [Int] {
    model.layers.map { place in
      model.parameters.filter { $0.layer == place.name }.reduce(0) { $0 + $1.value.elementCount }
    }
  }

  @Test func `H11: an embedding and simple recurrent layers, one or four`() {
    let last = Sequential(inputShape: [nil]) {
      Embedding(10_000, 32)
      SimpleRNN(32)
    }
    #expect(counts(last) == [320_000, 2_080] && last.parameterCount == 322_080)
    #expect(last.layers.map { "\($0.outputShape)" } == ["(None, None, 32)", "(None, 32)"])
    let all = Sequential(inputShape: [nil]) {
      Embedding(10_000, 32)
      SimpleRNN(32, returnSequences: true)
    }
    #expect(all.layers.map { "\($0.outputShape)" } == ["(None, None, 32)", "(None, None, 32)"])
    let four = Sequential(inputShape: [nil]) {
      Embedding(10_000, 32)
      for _ in 0..<3 { SimpleRNN(32, returnSequences: true) }
      SimpleRNN(32)
    }
    #expect(four.parameterCount == 328_320)
  }

  @Test func `W1, W2: a review's rating`() {
    let model = Sequential(inputShape: [nil]) {
      Embedding(10_000, 32)
      SimpleRNN(32)
      Dense(1, activation: .sigmoid)
    }
    #expect(counts(model) == [320_000, 32 * (32 + 32) + 32, 33])
    #expect(model.parameterCount == 322_113)
  }

  @Test func `W5: all states kept`() {
    let model = Sequential(inputShape: [500]) {
      Embedding(10_000, 32)
      SimpleRNN(32, returnSequences: true)
      Flatten()
      Dense(1, activation: .sigmoid)
    }
    #expect(model.parameterCount == 338_081)
  }

  @Test func `S2: an LSTM's output, and all its outputs with both parts of the last state`() {
    var generator = SeededGenerator(seed: 1)
    let x = Tensor.uniform([32, 10, 8], in: -1..<1, using: &generator)
    let model = Sequential(inputShape: [10, 8]) { LSTM(4) }
    #expect(model(x).shape == [32, 4])

    let result = LSTM(4)(x)
    #expect(result.sequence.shape == [32, 10, 4])
    #expect(result.state.hidden.shape == [32, 4] && result.state.carry.shape == [32, 4])
    #expect(result.sequence.value[0..., 9] == result.state.hidden.value)
    #expect(result.output.value != result.state.carry.value)
  }

  @Test func `the gates of an LSTM and a GRU, and two biases, in numbers of weights`() {
    #expect(Sequential(inputShape: [nil, 3]) { LSTM(4) }.parameterCount == 4 * (3 + 4 + 1) * 4)
    #expect(Sequential(inputShape: [nil, 3]) { GRU(4) }.parameterCount == 3 * (3 + 4 + 2) * 4)
    let before = Sequential(inputShape: [nil, 3]) { GRU(4, resetAfter: false) }
    #expect(before.parameterCount == 3 * (3 + 4 + 1) * 4)
    let both = Sequential(inputShape: [nil, 3]) { Bidirectional(LSTM(4)) }
    #expect(both.parameterCount == 2 * 4 * (3 + 4 + 1) * 4)
  }
}
