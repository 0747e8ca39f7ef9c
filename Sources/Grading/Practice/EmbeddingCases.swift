import UnrollCourse

/// A batch, and the sizes of what is made of it.
private struct PaddedBatch {
  let name: String
  let tokens: PaddedTokens
  let table: Matrix
  let dx, h: [Matrix]
  let h0: Matrix
  let weights: RNNWeights

  private var sizes: [String: Int] {
    ["the size of the batch": h0.rows, "the number of time steps": dx.count]
  }

  private func asked(_ part: String, _ given: [String: ExerciseValue]) -> ExerciseCase {
    ExerciseCase(name, part, given, sizes: sizes)
  }

  /// The rows of the tokens, so that a wrong look-up does not make the states wrong.
  private var x: [Matrix] {
    EmbeddingByTokens<PaddingLeftOut>().lookup(tokens: tokens.rows, table: table)
  }

  /// One of the functions.
  func asked(_ part: String) -> ExerciseCase {
    switch part {
    case "mask": asked(part, ["tokens": tokens.value])
    case "lookup": asked(part, ["tokens": tokens.value, "table": .matrix(table)])
    case "gradient":
      asked(part, ["tokens": tokens.value, "table": .matrix(table), "dx": .matrices(dx)])
    case "states":
      asked(
        part,
        [
          "x": .matrices(x), "mask": .matrix(tokens.mask), "h0": .matrix(h0),
          "Wx": .matrix(weights.wx), "Wh": .matrix(weights.wh), "b": .matrix(weights.b),
        ])
    default: asked(part, ["h": .matrices(h), "mask": .matrix(tokens.mask)])
    }
  }
}

/// Each function in turn, on the same batches.
func embeddingCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "embedding")
  func random(
    _ batch: Int, _ time: Int, _ words: Int, _ features: Int, _ units: Int, shorter: Int = 0,
    _ side: PaddedTokens.Side
  ) -> PaddedBatch {
    let (batch, time) = (variant.size(batch), variant.size(time))
    let words = variant.size(words)
    let (features, units) = (variant.size(features), variant.size(units))
    return PaddedBatch(
      name: """
        batch \(batch), \(counted(time, "step")), \(counted(words, "word")), padded \(side == .front ? "in front" : "behind")
        """,
      tokens: PaddedTokens(
        batch: batch, time: time, words: words, shorter: shorter, fillingAt: side, &numbers),
      table: numbers.matrix(words + 1, features), dx: numbers.matrices(time, batch, features),
      h: numbers.matrices(time, batch, units), h0: numbers.matrix(batch, units),
      weights: RNNWeights(
        wx: numbers.matrix(features, units), wh: numbers.matrix(units, units),
        b: numbers.matrix(1, units)))
  }
  let batches = [
    byHand(variant.network), random(1, 4, 2, 3, 2, shorter: 1, .front),
    random(2, 3, 4, 1, 3, .back), random(3, 5, 3, 4, 2, .front), random(4, 2, 3, 2, 1, .back),
    random(2, 4, 5, 3, 3, .front), random(3, 6, 2, 2, 4, .back),
  ]
  return ["mask", "lookup", "gradient", "states", "mean"].flatMap { part in
    batches.map { $0.asked(part) }
  }
}

private func byHand(_ network: HandNetwork) -> PaddedBatch {
  let (first, second) = (network.x[0], network.x[1])
  let h = [network.h(1), network.h(2), network.step(from: network.h(2), x: first)]
  return PaddedBatch(
    name: "the numbers by hand", tokens: PaddedTokens([[1, 2, 1, 0]]),
    table: Matrix([[0], [first], [second]]), dx: [[[0.1]], [[-0.3]], [[0.4]], [[0.2]]],
    h: (h + [h[2]]).map { Matrix([[$0.rounded4]]) }, h0: [[0]],
    weights: RNNWeights(
      wx: Matrix([[network.wx]]), wh: Matrix([[network.wh]]), b: Matrix([[network.b]])))
}
