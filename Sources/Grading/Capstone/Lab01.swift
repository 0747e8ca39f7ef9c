import Foundation
import UnrollCourse

extension ExerciseSheet {
  static func lab01(_ variant: CourseVariant) -> ExerciseSheet {
    let layout = variant.layout
    let (xWx, hWh, hWy) = (
      layout.product("xₜ", "Wx"), layout.product("hₜ₋₁", "Wh"), layout.product("h_T", "Wy")
    )
    return ExerciseSheet(
      number: 24, slug: "lab01", title: "LAB01 on your own functions",
      objective:
        "Train a deep recurrent network that beats the naive forecast, with nothing that you did not write.",
      prerequisites: [5, 7, 12], minutes: 120, points: 30,
      source: "000, LAB01: SimpleRNN, SimpleRNN and Dense(1) on a series; also 003",
      question: Question(
        "Which error does the network have to beat, before its training was worth anything?",
        answer: comparison(variant)),
      byHand: twoLayers(variant.network),
      hints: [
        """
        Exercise 07 has a layer's forward and backward already. What does the second layer read, and what does its backward \
        pass have to hand down to the first?
        """,
        """
        From layer 2 at step t, δ2 goes to its weights, to its own state before, and through Wx2 to h1 at the same step t. \
        These are the dh of the first layer: one for each step, although the loss is at the end alone.
        """,
        """
        Let a layer's backward return ∂L/∂xₜ for all t beside its gradients. Call it for layer 2 with dh zero everywhere but \
        at the last step, and for layer 1 with what came back. In training, gradients begin with zeros for each batch.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 24. Layer: hₜ = tanh(\(xWx) + \(hWh) + b). Two of them, the second reads the first; forecast = \(hWy) + by.
        // x: a matrix [series, 1] for each step; Wx1 \(layout.shape("1", "units")), Wx2, Wh1, Wh2 [units, units], Wy \(layout.shape("units", "1")).
        // Rows of a matrix: Matrix((0..<8).map { m.row($0) }). Copy what you need from exercises 05, 07 and 12.

        @main struct Lab01: Lab01Exercise {
          func forward(
            x: [Matrix], weights: Lab01Weights
          ) -> (first: [Matrix], second: [Matrix], forecast: Matrix) {
            notWritten("the states of both layers and the forecast")
          }

          func loss(forecast: Matrix, target: Matrix) -> (value: Double, gradient: Matrix) {
            notWritten("the mean squared error and its gradient")
          }

          func backward(
            gradient: Matrix, x: [Matrix], first: [Matrix], second: [Matrix], weights: Lab01Weights
          ) -> Lab01Weights {
            notWritten("the gradients of all weights")
          }

          func train(
            x: [Matrix], target: Matrix, weights: Lab01Weights, rate: Double, batch: Int, epochs: Int
          ) -> (losses: [Double], weights: Lab01Weights) {
            notWritten("the loss of each epoch, and the weights")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: Lab01OnTape<Lab01Right>.reply(to:),
        misconceptions: misconceptions,
        cases: { seed in
          var cases = Lab01Cases(seed, variant)
          return cases.all()
        },
        weights: [
          "Wx1", "Wh1", "Wx2", "Wh2", "Wy", "dWx1", "dWh1", "dWx2", "dWh2", "dWy",
        ]))
  }
}

private let misconceptions = [
  Misconception(
    "a second layer that reaches the first at the last step alone",
    """
    The loss is at the end, but the second layer read the first at every step, and hands a gradient down at every step: \
    δ2 through Wx2, to h1 of the same t. They are the dh of the first layer.
    """, seen: "dh of the last step, used for both layers",
    Lab01OnTape<ReachedAtTheEnd>.reply(to:)),
  Misconception(
    "a first layer that gets no gradient",
    """
    What the second layer reads is what the first gave, and not data: its gradient goes on through Wx2 into the first \
    layer. Else that stays as it began.
    """, seen: "each layer's backward called with a dh of its own",
    Lab01OnTape<FirstUnreached>.reply(to:)),
  Misconception(
    "a second layer that goes on from the first layer's state",
    """
    Each layer has a state of its own. At step t the second reads h1 at t through Wx2, and its own state before, h2 at \
    t − 1, through Wh2.
    """, seen: "one variable h for both layers", Lab01OnTape<OneStateForBoth>.reply(to:)),
  Misconception(
    "a forecast from the mean of all states",
    """
    Dense(1) reads the second layer's last state, as a layer without return_sequences gives it. The states before have \
    done their part by then.
    """, seen: "a mean over time before Dense", Lab01OnTape<MeanOverTime>.reply(to:)),
  Misconception(
    "a loss that is a sum over the batch",
    """
    The mean squared error is divided by the number of series, and so is its gradient. As a sum it grows with the batch, \
    and the same rate makes larger steps.
    """, seen: "sums whose division was put off", Lab01OnTape<SumOverSeries>.reply(to:)),
  Misconception(
    "a gradient of the squared error without its 2",
    "The slope of d² is 2 d. Without the 2 each step is half as long, which a larger rate would hide.",
    seen: "formulas for ½ d², copied", Lab01OnTape<WithoutTheTwo>.reply(to:)),
  Misconception(
    "a training whose gradients are not set back between batches",
    """
    Each batch begins with gradients of zero. Otherwise a step follows the sum of all batches before it, and so repeats \
    them.
    """, seen: "`var gradients` in front of the loop", Lab01OnTape<NotSetBack>.reply(to:)),
  Misconception(
    "a training that gives the last batch's loss for an epoch",
    "The loss of an epoch is the mean over its batches; one batch alone may be an easy or a hard one.",
    seen: "`loss` printed behind the inner loop", Lab01OnTape<LossOfLastBatch>.reply(to:)),
]

/// What a solved exercise comes to; a solution that passes has these numbers.
private func comparison(_ variant: CourseVariant) -> String {
  let rule = "That of the naive forecast, which says the last value again."
  guard let errors = Lab01Cases.errors(variant, seed: variant.caseSeed(42)) else { return rule }
  let sentence = String(
    format: """
      %@ On 100 series that it has not seen the naive forecast has a mean squared error of %.4f, and the network that this \
      check trains, on %d series for %d epochs, %.4f.
      """, rule, errors.naive, Lab01Cases.series, Lab01Cases.epochs, errors.network)
  return errors.network < errors.naive
    ? "\(sentence) So it is worth something, and LAB01's 7,000 series make more of it."
    : "\(sentence) So few series are not enough here."
}

/// Two layers on the course's network: the way of the gradient from the second to the first.
private func twoLayers(_ network: HandNetwork) -> String {
  let (wx2, wh2) = (1.0, 0.5)
  var h2 = [0.0]
  for t in 1...3 { h2.append(tanh(wx2 * network.h(t) + wh2 * h2[t - 1])) }
  let gradient = 2 * (h2[3] - network.target)
  var (rows, fromAbove, fromLater) = ([[Double]](), gradient, 0.0)
  for t in (1...3).reversed() {
    let delta2 = fromAbove * (1 - h2[t] * h2[t])
    let dh1 = wx2 * delta2 + fromLater
    let delta1 = dh1 * network.slope(t)
    rows.append([delta2, wx2 * delta2, fromLater, dh1])
    fromAbove = wh2 * delta2
    fromLater = network.wh * delta1
  }
  let heads = ["δ2", "from above, Wx2 δ2", "from t + 1, Wh1 δ1", "∂L/∂h1"]
  let table = HandColumn.table(
    [HandColumn("t", ["3", "2", "1"])]
      + heads.indices.map { column in
        HandColumn(heads[column], rows.map { $0[column].fourDigits })
      })
  return """
    The course's network as the first layer, h1 = \((1...3).map { network.h($0).fourDigits }.joined(separator: ", ")); above it a second \
    one of one unit,
    Wx2 = 1, Wh2 = 0.5, b2 = 0: h2 = \((1...3).map { h2[$0].fourDigits }.joined(separator: ", ")). \
    Wy = 1, by = 0, target \(network.target.written):
    forecast = \(h2[3].fourDigits), L = \(((h2[3] - network.target) * (h2[3] - network.target)).fourDigits), \
    ∂L/∂forecast = \(gradient.fourDigits)

    \(table)

    The first layer has two sources of gradient at each step, and the upper one is there at every t.
    """
}
