import UnrollAutodiff

// The loss of word2vec, at small unequal sizes: five words, three numbers each.

extension CheckSubject {
  /// What this floor adds to the losses.
  package static let wordVectors: [CheckSubject] = [
    .negativeSampling(
      "skip-gram",
      [
        Word2VecExample(reads: [0], target: 3, negatives: [1, 4]),
        Word2VecExample(reads: [2], target: 1, negatives: [0]),
      ]),
    .negativeSampling("CBOW", [Word2VecExample(reads: [4, 0, 2], target: 1, negatives: [3, 2])]),
    .negativeSampling(
      "repeated words",
      [
        Word2VecExample(reads: [1, 1, 4], target: 2, negatives: [3, 3, 1]),
        Word2VecExample(reads: [1], target: 3, negatives: [2]),
      ]),
  ]

  private static func negativeSampling(
    _ variant: String, _ examples: [Word2VecExample]
  ) -> CheckSubject {
    CheckSubject(
      "Loss.negativeSampling (\(variant))", .loss,
      [.any("input", [5, 3]), .any("output", [5, 3])]
    ) { [negativeSamplingLoss(input: $0[0], output: $0[1], examples: examples)] }
  }
}
