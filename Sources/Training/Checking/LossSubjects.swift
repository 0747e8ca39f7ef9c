import UnrollAutodiff

// Losses are checked for both of their inputs: a target may itself be computed.

extension CheckSubject {
  /// A loss of a prediction and a target.
  package static func loss(
    _ name: String, _ loss: Loss, _ prediction: CheckInput, _ target: CheckInput
  ) -> CheckSubject {
    CheckSubject(name, .loss, [prediction, target]) { [loss.callAsFunction($0[0], $0[1])] }
  }

  /// Every loss of the library, by its Swift name.
  package static let losses: [CheckSubject] = [
    .loss(
      "Loss.meanSquaredError", .meanSquaredError, .any("prediction", [2, 3]),
      .any("target", [2, 3])),
    .loss(
      "Loss.meanAbsoluteError", .meanAbsoluteError, apart, CheckInput("target", [2, 3], in: 0..<1)),
    .loss("Loss.binaryCrossentropy", .binaryCrossentropy(), probabilities, targets),
    .loss(
      "Loss.binaryCrossentropy (fromLogits)", .binaryCrossentropy(fromLogits: true),
      .any("prediction", [2, 3]), targets),
    .loss("Loss.categoricalCrossentropy", .categoricalCrossentropy(), probabilities, targets),
    .loss(
      "Loss.categoricalCrossentropy (fromLogits)", .categoricalCrossentropy(fromLogits: true),
      .any("prediction", [2, 3]), targets),
    .sparse("Loss.sparseCategoricalCrossentropy", .sparseCategoricalCrossentropy()),
    .sparse(
      "Loss.sparseCategoricalCrossentropy (fromLogits)",
      .sparseCategoricalCrossentropy(fromLogits: true)),
    .sparse(
      "Loss.sparseCategoricalCrossentropy (fromLogits, ignoring)",
      .sparseCategoricalCrossentropy(fromLogits: true, ignoring: 0)),
    .loss(
      "Loss.overSteps", .meanSquaredError.overSteps([0, 3, 2]), .any("prediction", [2, 4, 3]),
      .any("target", [2, 4, 3])),
    .loss(
      "Loss.overLastSteps", .meanSquaredError.overLastSteps(2), .any("prediction", [2, 4, 3]),
      .any("target", [2, 2, 3])),
  ]

  /// A loss of a prediction and classes.
  private static func sparse(_ name: String, _ loss: Loss) -> CheckSubject {
    let classes = IntTensor([[1, 0, 3], [2, 1, 0]])
    return CheckSubject(name, .loss, [CheckInput("prediction", [2, 3, 4], in: 0.1..<0.9)]) {
      [loss($0[0], classes)]
    }
  }

  /// Above and below what lies between 0 and 1.
  private static let apart = CheckInput("prediction", [2, 3], in: -1.5 ..< -0.25, 1.25..<2.5)
  private static let probabilities = CheckInput("prediction", [2, 3], in: 0.1..<0.9)
  private static let targets = CheckInput("target", [2, 3], in: 0.1..<0.9)
}
