import UnrollAutodiff

/// K4 and A2: networks of several shapes, each of which has to run and to train.
enum ShapeFindings {
  /// Holds where every network learnt: its error is below half of what it was, and below half of that of
  /// an answer that takes no notice of the input.
  static func finding(_ results: [SequenceShape.Result]) -> Claim.Finding {
    let words = results.map { result in
      let share = 100 * result.after / result.heedless
      return
        "\(result.shape.rawValue) \(result.input) to \(result.output) \(share.significant(2)) %"
    }
    return Claim.Finding(
      .text("error as a share of a constant answer's: " + words.joined(separator: ", ")),
      .holds(!results.isEmpty && results.allSatisfy(\.learns)))
  }
}
