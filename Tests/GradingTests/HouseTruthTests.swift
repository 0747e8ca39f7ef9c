import Testing
import Unroll

@testable import UnrollGrading

/// What exercises hold to be right is what the layers and losses of the house compute.
@Suite struct HouseTruthTests {
  private typealias Matrix = UnrollGrading.Matrix

  /// Steps as a batch of sequences, `[batch, time, features]`.
  private func sequence(_ steps: [Matrix]) -> Tensor {
    let elements = (0..<steps[0].rows).flatMap { sample in steps.flatMap { $0.row(sample) } }
    return Tensor(
      elements, shape: [steps[0].rows, steps.count, steps[0].columns], dtype: .float64)
  }

  private func ids(_ rows: [[Int]]) -> IntTensor {
    IntTensor(rows.flatMap { $0 }, shape: [rows.count, rows[0].count])
  }

  private func agree(_ found: [Double], _ expected: [Double]) -> Bool {
    QuantityComparison.agree([Matrix([found])], [Matrix([expected])])
  }

  @Test func `a GRU's steps are those of the layer`() {
    var numbers = CaseNumbers(1, "house")
    let x = numbers.matrices(3, 2, 3)
    let (wx, wh) = (numbers.matrix(3, 12), numbers.matrix(4, 12))
    let (bx, bh) = (numbers.matrix(1, 12), numbers.matrix(1, 12))
    var h = Matrix(rows: 2, columns: 4)
    for input in x {
      h =
        GRUByUnits<PlainGRU>()
        .step(x: input, h: h, weights: .init(wx: wx, wh: wh, bx: bx, bh: bh)).h
    }
    let model = Sequential(inputShape: [nil, 3], dtype: .float64) { GRU(4) }
    let bias = Tensor(bx.elements + bh.elements, shape: [2, 12], dtype: .float64)
    model.setWeights(
      ["kernel": wx.tensor, "recurrent_kernel": wh.tensor, "bias": bias], of: "gru")
    let isEqual = agree(h.elements, model(sequence(x)).elements)
    #expect(isEqual)
  }

  @Test(arguments: [PaddedTokens.Side.front, .back])
  func `states behind padding are those of the layers with a mask`(side: PaddedTokens.Side) {
    var numbers = CaseNumbers(2, "house")
    let tokens = PaddedTokens(batch: 3, time: 4, words: 3, fillingAt: side, &numbers)
    let table = numbers.matrix(4, 2)
    let (wx, wh, b) = (numbers.matrix(2, 3), numbers.matrix(3, 3), numbers.matrix(1, 3))
    let exercise = EmbeddingByTokens<PaddingLeftOut>()
    let states = exercise.states(
      x: exercise.lookup(tokens: tokens.rows, table: table),
      mask: exercise.mask(tokens: tokens.rows), h0: Matrix(rows: 3, columns: 3),
      weights: .init(wx: wx, wh: wh, b: b))
    let model = Sequential(inputShape: [nil], dtype: .float64) {
      Embedding(4, 2, maskZero: true)
      SimpleRNN(3, returnSequences: true)
    }
    model.setWeights(["embeddings": table.tensor], of: "embedding")
    let bias = Tensor(b.elements, shape: [3], dtype: .float64)
    model.setWeights(
      ["kernel": wx.tensor, "recurrent_kernel": wh.tensor, "bias": bias], of: "simple_rnn")
    let isEqual = agree(sequence(states).elements, model(ids(tokens.rows)).elements)
    #expect(isEqual)
  }

  @Test func `a table's gradient is that of the tape`() {
    var numbers = CaseNumbers(3, "house")
    let tokens = PaddedTokens(batch: 3, time: 4, words: 3, fillingAt: .back, &numbers)
    let (table, dx) = (numbers.matrix(4, 2), numbers.matrices(4, 3, 2))
    let tape = Tape()
    let rows = tape.variable(table.tensor)
    let mask = tokens.mask
    let counted = dx.indices.map { t in
      Matrix((0..<3).map { sample in dx[t].row(sample).map { $0 * mask[sample, t] } })
    }
    let loss = (Variable(sequence(counted)) * gather(rows, ids(tokens.rows))).sum()
    let expected = tape.gradient(of: loss, for: rows).value.elements
    let found = EmbeddingByTokens<PaddingLeftOut>()
      .gradient(dx: dx, tokens: tokens.rows, table: table)
    let isEqual = agree(found.elements, expected)
    #expect(isEqual)
  }

  @Test func `a masked loss is that which ignores padding`() {
    var numbers = CaseNumbers(4, "house")
    let targets = PaddedTokens(batch: 3, time: 4, words: 3, fillingAt: .back, &numbers)
    let logits = numbers.matrices(4, 3, 5, 2)
    let exercise = MaskedLossOnTape<WordsOnly>()
    let tape = Tape()
    let all = tape.variable(sequence(logits))
    let loss = Loss.sparseCategoricalCrossentropy(fromLogits: true, ignoring: 0)(
      all, .tokens(ids(targets.rows)))
    let found = exercise.loss(logits: logits, targets: targets.rows, mask: targets.mask)
    let slopes = exercise.gradient(
      probabilities: logits.map(CrossEntropyOnTape().softmax), targets: targets.rows,
      mask: targets.mask)
    let isEqual =
      agree([found.loss], loss.value.elements)
      && agree(sequence(slopes).elements, tape.gradient(of: loss, for: all).value.elements)
    #expect(isEqual)
  }
}
