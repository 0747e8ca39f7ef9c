import Unroll
import UnrollConsole

// The stops of the tour, in order.

extension TourGuide {
  /// The course's network from primitives, and its tape.
  mutating func showTape() {
    stop("A recurrent network, on a tape")
    say(
      """
      One unit reads 2, −1, 1: h′ = tanh(x·Wx + h·Wh + b) with Wx = 0.3, Wh = 0.6, b = 0.5, and the loss is (h₃ + 0.2)². \
      Each operation was written down as it was computed; the gradients were found by reading from the last line up.
      """)
    let pass = UnrolledPass()
    show(code: pass.tape.table(numbers: 4))
    say(
      """
      All three steps use the same Wh, so three gradients meet in line 1: their sum is \
      \(pass.weights[1].gradient.item().fixed(4)).
      """)
  }

  /// The formula of backpropagation through time beside the tape, and a mistake that is found.
  mutating func checkBackward() {
    stop("Backpropagation through time, checked")
    let byHand = BackwardByHand()
    let onTape = UnrolledPass().steps.map { $0.quantities[0].gradient.item() }
    say("By the formula, δₜ = (∂L/∂hₜ)(1 − hₜ²) and ∂L/∂hₜ₋₁ = Wh·δₜ, in a loop of six lines:")
    show(
      Table(
        rows: Array(onTape.indices.reversed()),
        columns: [
          Column("t", key: "t") { .integer($0 + 1) },
          Column("δ by the formula", key: "formula", .fixed(12)) { .number(byHand.deltas[$0]) },
          Column("δ on the tape", key: "tape", .fixed(12)) {
            .number(onTape[$0])
          },
        ]))
    say("The check compares a gradient with an exact one. With = for += in that loop it says:")
    let report = BackwardByHand(isOverwriting: true).report
    let lines = report.description.split(separator: "\n").dropLast(report.diagnosis.count)
    show(code: lines.joined(separator: "\n"))
    report.diagnosis.forEach { say($0) }
  }

  /// Vanishing and exploding.
  mutating func followGradient(seed: UInt64) {
    stop("How much of the gradient comes back")
    let study = GradientFlow(seed: seed)
    let plain = GradientFlow.gains.map { study.curve(.simpleRNN, gain: $0) }
    say(
      """
      Sixteen tanh units read noise. Their recurrent matrix is a gain times an orthogonal one, and the gradient of the last \
      step is followed back over a hundred:
      """)
    show(GradientFlow.figure(plain), lines: 18)
    if let low = plain.first, let high = plain.last, let shrinks = low.factor,
      let grows = high.factor
    {
      say(
        """
        A step back multiplies it by \(shrinks.fixed(2)) at a gain of \(low.gain.significant(2)), and by \(grows.fixed(2)) at \
        \(high.gain.significant(2)), where tanh saturates and holds it back. To the power of the distance it vanishes, or \
        explodes.
        """)
    }
    show(study.contributionFigure(gains: [0.5, 1, 2]), lines: nil)
  }

  /// LAB01's deep network, with a progress bar.
  mutating func train(_ laboratory: Lab01, epochs: Int, seed: UInt64) throws -> Lab01.Row {
    stop("LAB01: a deep recurrent network forecasts")
    let model = Lab01.Model.deepRNNWithDense
    say(
      "Lecture 000 trains \(model.rawValue) on 7,000 series of 50 values to forecast the next one.")
    let row = try act { console in
      try laboratory.run(model, seeds: [seed], epochs: epochs) { _ in console.watch() }
    }
    let naive = Lab01.Model.naive.lectureMSE ?? .nan
    say(
      """
      Mean squared error on 2,000 series that it has not seen: \(row.validationMSE.fixed(5)). The lecture's was \
      \((model.lectureMSE ?? .nan).fixed(5)) with other random weights; the last value again has \(naive.fixed(5)).
      """)
    for (name, figure) in laboratory.figures([row]) {
      show(figure, lines: name.contains("curves") ? 14 : nil)
    }
    return row
  }

  /// What the lectures claim; comes with the names of those that did not come out.
  mutating func checkClaims(_ claims: [Claim], _ laboratory: ClaimLaboratory) throws -> [String] {
    stop("What the lectures claim")
    let quick = claims.filter { !$0.takesLong }
    let rows = try act { console in
      console.say("Computing \(quick.count) of \(claims.count) claims …")
      return try quick.compactMap { claim -> ClaimsCommand.Row? in
        if console.interrupt.isRequested { return nil }
        return ClaimsCommand.Row(claim: claim, finding: try claim.check(laboratory))
      }
    }
    let counts = Dictionary(grouping: rows, by: \.finding.verdict.rawValue)
      .map { "\($0.value.count) \($0.key)" }.sorted().reversed().joined(separator: ", ")
    say("Of \(rows.count) claims: \(counts). The report has each with its number and slide.")
    keep(ClaimsCommand.table(rows))
    say(
      "The other \(claims.count - quick.count) train more networks: unroll claims computes them too, in about a minute."
    )
    return rows.filter { $0.finding.verdict == .failed }.map(\.claim.id)
  }

  /// Where to go on.
  mutating func sayWhereNext() {
    stop("Where next")
    show(
      code: """
        Read      Tutorials/01-derivatives.md
        Compute   \(Coursework.program) worksheet
        Solve     \(Coursework.program) start ../my-rnn
        Look      \(Coursework.program) flow
        Train     \(Coursework.program) chars
        All       \(Coursework.program) --help
        """)
  }
}
