import UnrollCourse

extension HandNetwork {
  /// The network as the functions of the exercises are given it.
  var given: [String: ExerciseValue] {
    [
      "x": .matrices(x.map { [[$0]] }), "h0": .number(0), "Wx": .number(wx), "Wh": .number(wh),
      "b": .number(b),
    ]
  }

  /// The weights of the LSTM that is computed by hand.
  var lstmWeights: LSTMWeights {
    let biases = HandLSTM(self).biases
    return LSTMWeights(
      wx: Matrix([biases.map { _ in wx }]), wh: Matrix([biases.map { _ in wh }]),
      b: Matrix([biases]))
  }
}

extension CourseVariant {
  /// Words whose third letter comes twice, as that of hello does.
  private static let words = ["sunny", "berry", "jelly", "penny", "carry", "jolly", "ferry"]

  /// The word that is learnt by heart.
  var word: String {
    seed == 0 ? "hello" : Self.words[Int((seed - 1) % UInt64(Self.words.count))]
  }

  /// The character model that is computed by hand.
  var spelling: HandSpelling { HandSpelling(network, word: word) }

  /// A worked example; in the standard one every digit was looked at.
  func noted(_ byHand: String) -> String {
    seed == 0
      ? byHand
      : """
      \(byHand)

      (Computed with more digits than are shown, so that a last digit may differ from yours.)
      """
  }
}
