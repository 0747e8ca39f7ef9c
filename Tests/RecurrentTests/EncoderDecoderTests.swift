import TestSupport
import Testing
import UnrollAutodiff
import UnrollRecurrent

@Suite struct EncoderDecoderTests {
  private func model(readsSource: Bool = true) -> EncoderDecoder<GRUCell> {
    EncoderDecoder(
      sourceTokens: 7, targetTokens: 6, embedding: 3, cell: GRUCell(4), start: 1,
      readsSource: readsSource, seed: 3, dtype: .float64)
  }

  private let sources = IntTensor([[3, 5, 2, 0], [6, 0, 0, 0]])
  private let targets = IntTensor([[4, 2, 5], [3, 5, 0]])

  @Test func `its decoder begins with the start token, and sees each token one step late`() {
    guard case .several(let parts) = model().inputs(sources: sources, targets: targets),
      case .tokens(let source) = parts[0], case .tokens(let given) = parts[1]
    else {
      Issue.record("expected two inputs of tokens")
      return
    }
    #expect(source == sources)
    #expect(given == IntTensor([[1, 4, 2], [1, 3, 5]]))
  }

  @Test func `its parts and their weights are named, and its output is a logit for each token`() {
    let model = model()
    #expect(
      model.assembly.places.map(\.name) == ["embedding", "gru", "embedding_1", "gru_1", "dense"])
    let logits = model(model.inputs(sources: sources, targets: targets))
    #expect(logits.shape == [2, 3, 6])
  }

  @Test func `what is written depends on what was read, but not without reading`() {
    let others = IntTensor([[2, 2, 4, 0], [1, 5, 0, 0]])
    for readsSource in [true, false] {
      let model = model(readsSource: readsSource)
      let logits = [sources, others].map { model(model.inputs(sources: $0, targets: targets)) }
      #expect((logits[0] != logits[1]) == readsSource)
    }
  }

  @Test func `padding behind a source changes nothing`() {
    let model = model()
    let short = model(model.inputs(sources: IntTensor([[3, 5, 2]]), targets: targets.rows(0..<1)))
    let long = model(
      model.inputs(sources: IntTensor([[3, 5, 2, 0, 0]]), targets: targets.rows(0..<1)))
    #expect(error(long, short) < 1e-15)
  }

  @Test func `greedy decoding writes the likeliest token after each that it wrote`() {
    let model = model()
    let found = model.translate(sources, steps: 3)
    #expect(found.shape == [2, 3])
    // Teacher forcing with what it wrote gives the same tokens again.
    let forced = model(model.inputs(sources: sources, targets: found)).argmax()
    #expect(forced == found)
  }

  @Test func `one input, and a start token that there is not, are refused`() async {
    let one = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = EncoderDecoder(
        sourceTokens: 7, targetTokens: 6, embedding: 3, cell: GRUCell(4), start: 1)
      _ = model(IntTensor([[1, 2]]))
    }
    expectSentence(one, "EncoderDecoder: expected two inputs, source tokens and decoder inputs")
    let start = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = EncoderDecoder(
        sourceTokens: 7, targetTokens: 6, embedding: 3, cell: GRUCell(4), start: 6)
    }
    expectSentence(start, "EncoderDecoder: the start token 6 is not among the 6 target tokens")
  }

  @Test func `tokens without a batch axis stop with the shape that was expected`() async {
    let translated = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent])
    {
      let model = EncoderDecoder(
        sourceTokens: 7, targetTokens: 6, embedding: 3, cell: GRUCell(4), start: 1)
      _ = model.translate(IntTensor([1, 2]), steps: 2)
    }
    expectSentence(
      translated,
      """
      translate: the sources have shape [2]; expected [batch, time], a single one being reshaped([1, 2])
      """)
    let taught = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = EncoderDecoder(
        sourceTokens: 7, targetTokens: 6, embedding: 3, cell: GRUCell(4), start: 1)
      _ = model.inputs(sources: IntTensor([[1, 2]]), targets: IntTensor([1, 2, 3]))
    }
    expectSentence(taught, "inputs: the targets have shape [3]; expected [batch, time], a single")
  }
}
