import Testing
import UnrollAutodiff

@testable import UnrollRecurrent

/// A layer and a cell of a user's own, who promises nothing.
private struct Doubling: Layer {
  var kind: String { "Doubling" }
  func outputShape(for input: LayerShape) -> LayerShape { input }
  func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable { 2 * x }
}

private struct SummingCell: RecurrentCell {
  let units: Int
  var promises = false
  var kind: String { "SummingCell" }
  var isRepeatable: Bool { promises }

  func weights(inputs: Int) -> [WeightSpecification] {
    [WeightSpecification("kernel", [inputs, units], .glorotUniform)]
  }

  func step(
    _ x: Variable, _ state: HiddenState, _ weights: Weights, _ context: StepContext
  ) -> HiddenState {
    HiddenState(0.5 * state.hidden + matmul(x, weights["kernel"]))
  }
}

/// Whose training steps differ in their numbers alone.
@Suite struct RepeatableTests {
  private func isRepeatable(_ input: LayerShape, @LayerBuilder _ layers: () -> [any Layer]) -> Bool
  {
    Sequential(inputShape: input, layers).isRepeatable
  }

  @Test func `a state from the batch before goes in like any other number`() {
    #expect(SimpleRNN(2, stateful: true).isRepeatable && GRU(2, stateful: true).isRepeatable)
    #expect(Bidirectional(LSTM(2, stateful: true)).isRepeatable)
  }

  @Test func `the random numbers of dropout go in too`() {
    let layers: [any Layer] = [
      Dropout(0.5), SimpleRNN(2, dropout: 0.1), LSTM(2, recurrentDropout: 0.1),
      Bidirectional(LSTM(2, dropout: 0.1)), TimeDistributed(Dropout(0.1)),
      RNN(LayerNormSimpleRNNCell(2), recurrentDropout: 0.1),
    ]
    for layer in layers { #expect(layer.isRepeatable, "\(layer)") }
  }

  @Test func `masks of time steps and means over a batch are not repeatable, wherever they are`() {
    let layers: [any Layer] = [
      Masking(), BatchNormalization(), BatchNormalization(trainable: false),
      TimeDistributed(BatchNormalization()),
    ]
    for layer in layers {
      #expect(!layer.isRepeatable, "\(layer)")
      #expect(!isRepeatable([nil, 3]) { layer }, "\(layer)")
      #expect(
        !isRepeatable([nil, 3]) {
          SimpleRNN(3, returnSequences: true); layer
        }, "\(layer)")
    }
    #expect(
      !isRepeatable([nil]) {
        Embedding(5, 3, maskZero: true); SimpleRNN(2)
      })
    #expect(
      !isRepeatable([nil, 3]) {
        Dense(2); BatchNormalization(); Dense(2)
      })
  }

  @Test func `one of a user's own is not repeatable unless it says so`() {
    #expect(!Doubling().isRepeatable)
    #expect(
      !isRepeatable([nil, 3]) {
        Dense(2); Doubling()
      })
    #expect(!isRepeatable([nil, 3]) { TimeDistributed(Doubling()) })
    #expect(!isRepeatable([nil, 3]) { RNN(SummingCell(units: 2)) })
    #expect(!isRepeatable([nil, 3]) { Bidirectional(RNN(SummingCell(units: 2))) })
    #expect(isRepeatable([nil, 3]) { RNN(SummingCell(units: 2, promises: true)) })
    #expect(isRepeatable([nil, 3]) { Bidirectional(RNN(SummingCell(units: 2, promises: true))) })
  }

  @Test func `a cell that promises is a program like the built-in ones`() throws {
    let model = Sequential(inputShape: [nil, 3], dtype: .float64) {
      RNN(SummingCell(units: 2, promises: true), returnSequences: true)
      Dense(4)
    }
    _ = try expectRepeatable(model, { .numbers(programNumbers([2, 5, 3], $0)) }, "own cell")
  }

  @Test func `models that are not stacks of layers promise nothing`() {
    let model = EncoderDecoder(
      sourceTokens: 5, targetTokens: 6, embedding: 3, cell: GRUCell(2), start: 1)
    #expect(!model.isRepeatable)
  }

  @Test func `what masks time steps or looks at a batch can be recorded all the same`() {
    let layers: [any Layer] = [
      Masking(), BatchNormalization(), TimeDistributed(BatchNormalization()),
      Bidirectional(LSTM(2)), TimeDistributed(Masking()), Embedding(5, 3, maskZero: true),
    ]
    for layer in layers { #expect(layer.isRecordable, "\(layer)") }
    #expect(!Doubling().isRecordable && !TimeDistributed(Doubling()).isRecordable)
    #expect(!Bidirectional(RNN(SummingCell(units: 2))).isRecordable)
    func model(_ cell: some RecurrentCell) -> any Model {
      EncoderDecoder(sourceTokens: 5, targetTokens: 6, embedding: 3, cell: cell, start: 1)
    }
    #expect(model(GRUCell(2)).isRecordable && !model(SummingCell(units: 2)).isRecordable)
    let stack = Sequential(inputShape: [nil]) {
      Embedding(5, 3, maskZero: true)
      SimpleRNN(2)
      BatchNormalization()
    }
    #expect(stack.isRecordable && !stack.isRepeatable)
  }

  @Test func `a frozen layer is as repeatable as one that is trained`() {
    #expect(
      isRepeatable([nil, 3]) {
        SimpleRNN(2, trainable: false); Dense(1)
      })
    #expect(
      isRepeatable([nil]) {
        Embedding(4, 2, trainable: false); LSTM(2)
      })
  }
}
