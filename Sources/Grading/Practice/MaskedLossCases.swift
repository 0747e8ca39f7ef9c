import UnrollCourse

/// Targets with what a model makes of them.
private struct TargetBatch {
  let name: String
  let targets: PaddedTokens
  let predictions: [[Int]]
  let start: Int
  let logits: [Matrix]

  private var sizes: [String: Int] {
    ["the size of the batch": targets.rows.count, "the number of time steps": logits.count]
  }

  /// The softmax of each step, so that a wrong one does not make the gradient wrong.
  var probabilities: [Matrix] { logits.map(CrossEntropyOnTape().softmax) }

  /// One of the functions.
  func asked(_ part: String) -> ExerciseCase {
    let targets: [String: ExerciseValue] = ["targets": self.targets.value]
    let mask: [String: ExerciseValue] = ["mask": .matrix(self.targets.mask)]
    let own: [String: ExerciseValue] =
      switch part {
      case "decoderInputs":
        ["predictions": PaddedTokens(predictions).value, "start": .integers([start])]
      case "loss": mask.merging(["logits": .matrices(logits)]) { $1 }
      default: mask.merging(["probabilities": .matrices(probabilities)]) { $1 }
      }
    return ExerciseCase(name, part, targets.merging(own) { $1 }, sizes: sizes)
  }
}

/// Each function in turn, on the same batches.
func maskedLossCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "masked-sequence-loss")
  func random(_ batch: Int, _ time: Int, _ words: Int, shorter: Int = 0) -> TargetBatch {
    let (batch, time, words) = (variant.size(batch), variant.size(time), variant.size(words))
    let targets = PaddedTokens(
      batch: batch, time: time, words: words, shorter: shorter, fillingAt: .back, &numbers)
    // Padding, the words, and the start token.
    let classes = words + 2
    return TargetBatch(
      name: "batch \(batch), \(counted(time, "step")), \(classes) classes", targets: targets,
      predictions: (0..<batch).map { _ in (0..<time).map { _ in numbers.token(below: classes) } },
      start: words + 1, logits: numbers.matrices(time, batch, classes, 2))
  }
  let batches = [
    handBatch(variant.network), random(1, 4, 2, shorter: 1), random(3, 4, 5), random(2, 6, 3),
    random(4, 2, 3), random(5, 3, 2), random(3, 1, 4),
  ]
  return ["decoderInputs", "loss", "gradient"].flatMap { part in batches.map { $0.asked(part) } }
}

/// One sentence whose logits come from the network's states, and one on which the model is undecided.
private func handBatch(_ network: HandNetwork) -> TargetBatch {
  TargetBatch(
    name: "the numbers by hand", targets: PaddedTokens([[1, 2, 1], [2, 0, 0]]),
    predictions: [[1, 1, 1], [2, 1, 2]], start: 3,
    logits: (1...3).map { t in
      let h = network.h(t).rounded4
      return [[-h, 2 * h, h, 0], [0, 0, 0, 0]]
    })
}

/// The same in words.
func handLoss(_ network: HandNetwork) -> String {
  let batch = handBatch(network)
  let mask = batch.targets.mask
  let found = MaskedLossOnTape<WordsOnly>().loss(
    logits: batch.logits, targets: batch.targets.rows, mask: mask)
  let costs = found.crossEntropies
  let gradient = MaskedLossOnTape<WordsOnly>().gradient(
    probabilities: batch.probabilities, targets: batch.targets.rows, mask: mask)
  func cost(_ sample: Int) -> [String] { (0..<3).map { costs[sample, $0].fourDigits } }
  let table = HandColumn.table([
    HandColumn("t", ["1", "2", "3"]), HandColumn("reads", ["start", "1", "2"]),
    HandColumn("h", (1...3).map { network.h($0).fourDigits }),
    HandColumn("target", ["1", "2", "1"]), HandColumn("−ln p", cost(0)),
    HandColumn("reads", ["start", "2", "0"]), HandColumn("target", ["2", "0", "0"]),
    HandColumn("−ln p", zip(cost(1), ["", ", not counted", ", not counted"]).map { $0 + $1 }),
  ])
  func slopes(_ sample: Int) -> [HandColumn] {
    (0..<4).map { place in HandColumn("", gradient.map { $0[sample, place].fourDigits }) }
  }
  let rows = HandColumn.table(
    [HandColumn("", ["t = 1", "t = 2", "t = 3"])] + slopes(0)
      + [HandColumn("", ["|", "|", "|"])] + slopes(1),
    heads: "∂L/∂z is (p − y) / 4 for words, and zero for padding:")
  return """
    Four classes: 0 padding, 1 and 2 words, 3 the start token. Two samples, with targets 1, 2, 1 and 2, 0, 0. The logits of
    the first are (−h, 2h, h, 0), where h are the course's states; those of the second are all 0, so p = 1/4 for each class.

    \(table)

    L = (\((cost(0) + [cost(1)[0]]).asSum)) / 4 = \(found.loss.fourDigits)

    \(rows)
    """
}
