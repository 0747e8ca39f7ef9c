import UnrollCourse

extension ExerciseSheet {
  static func lstmThroughTime(_ variant: CourseVariant) -> ExerciseSheet {
    let layout = variant.layout
    let isTurned = layout == .unitsByInputs
    let sum = "\(layout.product("x", "Wx")) + \(layout.product("h", "Wh"))"
    return ExerciseSheet(
      number: 11, slug: "lstm-through-time", title: "Backpropagation through an LSTM",
      objective:
        "Pass gradients back through one step of an LSTM, by the state and by the carry, and then through time.",
      prerequisites: [7, 10], minutes: 75, points: 20,
      source: "003, 5.1: the LSTM cell; 004, S4: the carry track, by which gradients pass",
      question: Question(
        """
        Between two steps of an LSTM two things are handed on, h and c. By which of them does a gradient come back \
        without passing through a matrix of weights?
        """,
        answer: """
          By the carry: ∂cₜ/∂cₜ₋₁ along it is just the forget gate, element by element. Where that is near 1, the gradient \
          hardly fades. By the state it goes through the gates and through Wh, as in a simple network.
          """),
      byHand: variant.network.lstmByHand(layout),
      hints: [
        """
        Begin with one step. The new carry c′ has an influence in two ways: which one does dc know already, and through \
        which formula does c′ act on h′?
        """,
        """
        ∂L/∂c′ = dc + dh ⊙ o ⊙ (1 − tanh²(c′)). In c′ = f ⊙ c + i ⊙ g each of the four factors gets ∂L/∂c′ times the factor \
        beside it; o gets its part from h′. Then through σ (slope s (1 − s)) or tanh (slope 1 − g²) to the four sums.
        """,
        """
        With the four gradients of the sums side by side (Matrix.joined) the rest is exercise 07: one matrix for the \
        weights, the bias and the state before. Over time two things are carried back, from hBefore and from cBefore, and \
        dh[t] is added to only one of them.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 11. z = \(sum) + b; i, f, o = σ(z), g = tanh(z); c′ = f ⊙ c + i ⊙ g; h′ = o ⊙ tanh(c′).
        // First one step: from dh, the whole ∂L/∂h′, and dc, what comes from the next step's carry, LSTMStepGradients(c: …,
        // z: …, weights: …, hBefore: …, cBefore: …); \(shapes(isTurned))

        @main struct LSTMThroughTime: LSTMThroughTimeExercise {
          func stepBackward(
            dh: Matrix, dc: Matrix, x: Matrix, h: Matrix, c: Matrix, values: LSTMValues,
            weights: LSTMWeights
          ) -> LSTMStepGradients {
            notWritten("the gradients of one step")
          }

          func backward(
            dh: [Matrix], x: [Matrix], h0: Matrix, c0: Matrix, values: [LSTMValues],
            weights: LSTMWeights
          ) -> LSTMGradients {
            notWritten("∂L/∂h, ∂L/∂c, dWx, dWh, db, dh0 and dc0")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: LSTMOnTape<LSTMAsItIs>.reply(to:),
        misconceptions: [
          Misconception(
            "a carry whose gradient lacks the way through the state",
            """
            c′ acts on the loss in two ways: through the next carry, and through h′ = o ⊙ tanh(c′). Only the first is \
            here. At the last step, where no next carry is, that leaves nothing at all.
            """, seen: "dc passed on from step to step, and never fed from dh",
            LSTMOnTape<StateIsNoWay>.reply(to:)),
          Misconception(
            "a carry whose gradient from the next step, dc, is lost",
            """
            c′ acts on the loss in two ways: through h′ and through the next carry. What comes by the second is dc, and it \
            is added. Without it the LSTM forgets as fast as a simple network.
            """, seen: "`=` where dc should be added to", LSTMOnTape<CarryDropped>.reply(to:)),
          Misconception(
            "a state whose gradient is not carried back from step to step",
            """
            Only the carry goes back. But hₜ₋₁ stands in all four sums of step t as well: what arrives there through Wh \
            (hBefore) is added to dh[t − 1].
            """, seen: "the carry track taken for the only way back",
            LSTMOnTape<StateDropped>.reply(to:)),
          Misconception(
            "a carry whose gradient goes back past the forget gate",
            "Forward the old carry is multiplied by f, so what goes back to it is f ⊙ ∂L/∂c′.",
            seen: "the constant error carousel of 1997, which had no forget gate",
            LSTMOnTape<CarryAsItIs>.reply(to:)),
          Misconception(
            "a carry whose gradient goes back by the input gate, i ⊙ ∂L/∂c′",
            """
            The input gate stands beside the candidate, the forget gate beside the old carry: what goes back to c is \
            f ⊙ ∂L/∂c′, and i ⊙ ∂L/∂c′ goes to g.
            """, seen: "the line for the candidate, copied", LSTMOnTape<CarryByInputGate>.reply(to:)
          ),
          Misconception(
            "a forget gate whose gradient is computed with the new carry",
            """
            In c′ = f ⊙ c + i ⊙ g the forget gate stands beside the carry before the step, c. It is c that multiplies its \
            gradient, at the first step c0.
            """, seen: "an index that is off by one", LSTMOnTape<NewCarryForForget>.reply(to:)),
          Misconception(
            "a backward pass that leaves out the slope of tanh(c′)",
            "h′ = o ⊙ tanh(c′), so on the way from h′ to c′ there are two factors: o, and 1 − tanh²(c′).",
            seen: "formulas that treat h′ as o ⊙ c′", LSTMOnTape<CarryTanhLeftOut>.reply(to:)),
          Misconception(
            "a slope of tanh(c′) that is computed as 1 − c′²",
            """
            1 − y² is the slope where y is the result of the tanh. c′ is what goes in: tanh it first. For a carry larger \
            than 1 the wrong slope is even negative.
            """, seen: "1 − y ⊙ y with what stands inside the tanh for y",
            LSTMOnTape<CarryTakenForTanh>.reply(to:)),
          Misconception(
            "a slope of tanh(c′) that is computed as 1 − h′²",
            """
            1 − y² is the slope where y is the result of the tanh. h′ is that result times the output gate already; the \
            tanh of c′ alone belongs here.
            """, seen: "1 − h ⊙ h, copied from the simple network",
            LSTMOnTape<StateTakenForTanh>.reply(to:)),
          Misconception(
            "gates whose σ′ is left out",
            """
            On the way from a gate s to its sum the gradient is multiplied by s (1 − s), which is at most a quarter; for \
            the candidate it is 1 − g².
            """, seen: "gradients of gates taken for gradients of their sums",
            LSTMOnTape<GateSlopesLeftOut>.reply(to:)),
          Misconception(
            "a candidate with the slope of a gate, g (1 − g)",
            "The candidate is a tanh; its slope is 1 − g². Only i, f and o are sigmoids, with s (1 − s).",
            seen: "one line for all four parts of z", LSTMOnTape<CandidateAsGate>.reply(to:)),
          Misconception(
            "gradients of the four sums side by side in the order i, f, o, g",
            """
            ∂L/∂z has the columns of z: i, f, g, o\(isTurned ? ", as the weights have rows" : ""). In any other order the \
            gradient of the output gate reaches the weights of the candidate, and the other way round; no shape tells.
            """, seen: "the three gates written one below another, then the candidate",
            LSTMOnTape<SumsExchanged>.reply(to:)),
          Misconception(
            "weights whose gradients are overwritten at each step, so that only t = 1 is left",
            """
            The weights are the same in all steps, so each step adds its part: += and not =. Walking back, the last \
            assignment is that of the first step.
            """, seen: "`=` for `+=` over time", LSTMOnTape<OnlyFirstLSTMStep>.reply(to:)),
        ],
        cases: { lstmThroughTimeCases($0, variant) }, weights: ["Wx", "Wh", "dWx", "dWh"]))
  }
}

private func shapes(_ isTurned: Bool) -> String {
  isTurned
    ? "z is [batch, 4·units], Wx [4·units, inputs]. Then all steps, the last first."
    : "z is [batch, 4·units]. Then all steps, from the last to the first."
}
