import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// W1: the slide's formula for the number of weights, against layers of several sizes.
enum WeightFormula {
  static func finding(
    _ formula: (_ units: Int, _ inputs: Int) -> Int = ParameterFormula.simpleRNN
  ) -> Claim.Finding {
    let wrong = ParameterFormula.mismatches(formula)
    let count = formula(32, 32)
    return Claim.Finding(
      .text(
        "\(count) = 32 × (32 + 32) + 32; right for "
          + "\(ParameterFormula.sizes.count - wrong.count) of \(ParameterFormula.sizes.count) sizes"
      ),
      .holds(wrong.isEmpty && count == 2080))
  }
}

/// W2 and H11: the numbers of weights and the shapes that `summary()` shows.
enum ReviewNetworkCounts {
  /// Each layer's number of weights and their sum.
  static func finding(_ network: Sequential, layers: [Int], total: Int) -> Claim.Finding {
    let counts = network.parameterCounts
    return Claim.Finding(
      .text(
        counts.map(\.grouped).joined(separator: " + ") + " = \(network.parameterCount.grouped)"),
      .holds(counts == layers && network.parameterCount == total))
  }

  /// The three networks of lecture 001, with what the recurrent layers put out.
  static func harvardFinding(_ network: (_ layers: Int, _ returnSequences: Bool) -> Sequential)
    -> Claim.Finding
  {
    let networks = [network(1, false), network(1, true), network(4, false)]
    let shapes = networks.map { $0.layers.last.map { "\($0.outputShape)" } ?? "" }
    let totals = networks.map(\.parameterCount)
    return Claim.Finding(
      .text(zip(shapes, totals).map { "\($0) \($1.grouped)" }.joined(separator: ", ")),
      .holds(
        shapes == ["(None, 32)", "(None, None, 32)", "(None, 32)"]
          && networks.map(\.parameterCounts) == [
            [320_000, 2_080], [320_000, 2_080], [320_000, 2_080, 2_080, 2_080, 2_080],
          ] && totals == [322_080, 322_080, 328_320]))
  }
}

/// W5: the network that keeps all states, with its number of weights, trains.
extension AllStatesTraining.Result {
  /// Holds where the loss on unseen reviews is below half of what guessing has, ln 2.
  var finding: Claim.Finding {
    Claim.Finding(
      .text(
        "\(parameters.grouped); loss on made-up reviews \(before.significant(2)), "
          + "after training \(after.significant(2))"),
      .holds(parameters == 338_081 && after < 0.6931 / 2))
  }
}

/// S2: what comes out of LSTM(4) for inputs [32, 10, 8].
enum LSTMShapes {
  static func finding(seed: UInt64) -> Claim.Finding {
    var generator = SeededGenerator(seed: seed, stream: "LSTM shapes")
    let x = Tensor.uniform([32, 10, 8], in: -1..<1, using: &generator)
    let output = Sequential(inputShape: [10, 8], seed: seed) { LSTM(4) }(x)

    let layer = LSTM(4, returnSequences: true)
    let network = Sequential(inputShape: [10, 8], seed: seed) { layer }
    let result = layer.run(
      Variable(x), network.weights(of: network.layers[0]), LayerContext(name: "lstm"))
    let shapes = [
      output.shape, result.sequence.shape, result.state.hidden.shape, result.state.carry.shape,
    ]
    // The same seed gives both the same weights, so these are three views of one number.
    let isOne =
      output == result.state.hidden.value && output == result.sequence.value[0..., -1]
    return Claim.Finding(
      .text(shapes.map(inParentheses).joined(separator: ", ")),
      .holds(isOne && shapes == [[32, 4], [32, 10, 4], [32, 4], [32, 4]]))
  }

  /// A shape as Python prints it: `(32, 4)`.
  private static func inParentheses(_ shape: Shape) -> String {
    "(" + shape.map(String.init).joined(separator: ", ") + ")"
  }
}
