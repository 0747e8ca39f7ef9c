import UnrollCourse

extension ExerciseSheet {
  static func gruStep(_ variant: CourseVariant) -> ExerciseSheet {
    let layout = variant.layout
    let (xWx, hWh) = (layout.product("x", "Wx"), layout.product("h", "Wh"))
    let (wx, wh) = (layout.shape("inputs", "3·units"), layout.shape("units", "3·units"))
    let first = layout == .inputsByUnits ? "columns" : "rows of Wx and Wh, and columns of a and u,"
    return ExerciseSheet(
      number: 17, slug: "gru-step", title: "One step of a GRU",
      objective:
        "Compute the two gates, the candidate and the new state of a GRU for a whole batch.",
      prerequisites: [10], minutes: 25, points: 10,
      source: "003, 5.2: the GRU cell, one gate for both forgetting and taking in",
      question: Question(
        """
        The update gate z is 1 for every unit. What is the new state, and what do r and g matter then? How would the \
        gates of an LSTM have to stand for the same? What can an LSTM do that a GRU can't?
        """,
        answer: """
          h′ = 1 · h + 0 · g = h: nothing changes, and r and g do not matter. An LSTM keeps its carry with f = 1 and i = 0. \
          It has two gates, so it can also keep all and add to it (f = 1, i = 1); a GRU takes in only as much as it gives up.
          """),
      byHand: variant.noted(secondStep(variant)),
      hints: [
        """
        The state enters twice: in the sums of the gates and of the candidate, and in the new state itself. At which of the \
        two places does r act, and at which z?
        """,
        """
        Compute a and u whole, each with its bias, and keep them apart: for the gates they are simply added, but the \
        candidate needs its part of u by itself. With n units, columns 0..<n belong to z, the next n to r, the last n to g.
        """,
        """
        r multiplies the third part of u, its bias included, before the third part of a is added; the tanh comes last. z \
        then weighs the old state, and what is missing to 1 weighs the candidate. All these products are element by element.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 17. a = \(xWx) + bx and u = \(hWh) + bh [batch, 3·units] have columns for z, r, g, in this order.
        // Wx \(wx), Wh \(wh), bx, bh [1, 3·units]. z, r = σ(a + u), g = tanh(a + r ⊙ u), each of
        // its own columns; h′ = z ⊙ h + (1 − z) ⊙ g. Return GRUValues(z: …, r: …, g: …, h: …) with the new h, all like h.

        @main struct GRUStep: GRUStepExercise {
          func step(x: Matrix, h: Matrix, weights: GRUWeights) -> GRUValues {
            notWritten("z, r, g and h′")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: GRUByUnits<PlainGRU>.reply(to:),
        misconceptions: [
          Misconception(
            "gates whose columns are read in the order r, z, g",
            """
            Here, as in Keras, the first \(first) belong to the update gate z and the second to the reset gate r. No shape \
            tells: a GRU with another order can be trained, but it cannot use weights that came from outside.
            """, seen: "PyTorch, whose order is r, z, n", GRUByUnits<ResetFirst>.reply(to:)),
          Misconception(
            "gates that go through tanh, as the candidate does",
            """
            A gate says how much, from 0 to 1: that is the sigmoid. With tanh z could be negative, and 1 − z larger than 1.
            """, seen: "Keras's activation taken for recurrent_activation",
            GRUByUnits<TanhGates>.reply(to:)),
          Misconception(
            "a candidate that goes through the sigmoid, as the gates do",
            """
            The candidate is what is taken in, and needs a sign, so it goes through tanh. With a sigmoid the state could \
            never become negative.
            """, seen: "one activation for all three parts", GRUByUnits<SigmoidCandidate>.reply(to:)
          ),
          Misconception(
            "a state whose z and 1 − z are exchanged, h′ = (1 − z) ⊙ h + z ⊙ g",
            """
            Here, as in Keras and PyTorch, z says how much of the old state is kept: z = 1 keeps it all. The other way round \
            is a GRU as well, but one whose weights mean the opposite.
            """, seen: "Chung and others (2014), where z is how much is taken in",
            GRUByUnits<UpdateTurned>.reply(to:)),
          Misconception(
            "a candidate whose reset gate acts on the state before the product with Wh",
            """
            Here r multiplies what came out of the product, its bias included: r ⊙ (\(hWh) + bh). Before the product it \
            scales the old units instead of the new ones. With a single unit and no bias both are the same.
            """, seen: "Cho and others (2014), and Keras with reset_after=False",
            GRUByUnits<ResetBefore>.reply(to:)),
          Misconception(
            "a candidate whose second bias stands outside the reset gate, a + r ⊙ (\(hWh)) + bh",
            """
            The reset gate acts on the product and its bias together. That is why a GRU has two biases: outside the gate bh \
            would merely add to bx, and one would do.
            """, seen: "both biases added into one, as an LSTM allows",
            GRUByUnits<BiasOutside>.reply(to:)),
          Misconception(
            "a candidate without the reset gate, tanh(a + u)",
            """
            r is computed and then not used. It lets the candidate see the old state or not: with r = 0 it is made from the \
            input alone, and a sequence begins anew.
            """, seen: "the gates' line, copied for the candidate",
            GRUByUnits<ResetLeftOut>.reply(to:)),
          Misconception(
            "a step without bh, u = \(hWh)",
            """
            This GRU has two biases: bx beside the input and bh beside the state, u = \(hWh) + bh. Both are in the sums of the \
            gates, and in the candidate bh is in what r multiplies.
            """, seen: "formulas of books, which have one bias",
            GRUByUnits<StateBiasLeftOut>.reply(to:)),
          Misconception(
            "a state that takes in the whole candidate, h′ = z ⊙ h + g",
            """
            What is taken in is weighed by what is missing to 1: (1 − z) ⊙ g. So the new state lies between the old one and \
            the candidate; without 1 − z it can grow from step to step.
            """, seen: "the LSTM's sum, where the second gate is left out",
            GRUByUnits<CandidateWhole>.reply(to:)),
          Misconception(
            "a candidate made from a state that was multiplied by z already",
            """
            Both gates and the candidate are made from the old state h; z comes in only at the end. Keep h as it is until \
            h′ has been computed.
            """, seen: "a variable h that becomes z ⊙ h before the candidate is computed",
            GRUByUnits<StateOverwritten>.reply(to:)),
        ],
        cases: { stepCases($0, variant) }, weights: ["Wx", "Wh"]))
  }
}

// MARK: - By hand

/// One unit; the three parts have the network's weights, and biases of their own.
private func handWeights(_ network: HandNetwork) -> GRUWeights {
  let (wx, wh) = (network.wx, network.wh)
  return GRUWeights(
    wx: [[wx, wx, wx]], wh: [[wh, wh, wh]], bx: [[0.5, -0.5, network.b]], bh: [[0, 0, 0.4]])
}

/// The state after the first step, as it stands on the page.
private func handState(_ network: HandNetwork) -> Double {
  GRUByUnits<PlainGRU>().step(
    x: Matrix([[network.x[0]]]), h: [[0]], weights: handWeights(network)
  ).h[0, 0].rounded4
}

private func secondStep(_ variant: CourseVariant) -> String {
  let network = variant.network
  let (x, h) = (network.x[1], handState(network))
  let weights = handWeights(network)
  let found = GRUByUnits<PlainGRU>().step(x: Matrix([[x]]), h: Matrix([[h]]), weights: weights)
  let (z, r, g) = (found.z[0, 0], found.r[0, 0], found.g[0, 0])
  let (input, state) = (network.wx * x, network.wh * h)
  let a = (0..<3).map { (input + weights.bx[0, $0]).written }
  let u = (state + weights.bh[0, 2]).fourDigits
  return """
    The second step of a GRU with one unit and the course's inputs. Wx = \(network.wx.written) and Wh = \
    \(network.wh.written) for all three parts; bx is 0.5
    for z, −0.5 for r, \(network.b.written) for g; bh is 0 for z and r, 0.4 for g. x = \(x.written), and from the \
    first step h = \(h.fourDigits).

      a: \(variant.layout.product("x", "Wx")) = \(input.written), so z has \(input.written) + 0.5 = \(a[0]), \
    r has \(input.written) − 0.5 = \(a[1]), g has \(input.written) + \(network.b.written) = \(a[2])
      u: \(variant.layout.product("h", "Wh")) = \(state.fourDigits) for z and r, and g has \
    \(state.fourDigits) + 0.4 = \(u)

      z = σ(\([a[0], state.fourDigits].asSum)) = \(z.fourDigits)
      r = σ(\([a[1], state.fourDigits].asSum)) = \(r.fourDigits)
      g = tanh(\(a[2]) + \(r.fourDigits) · \(u)) = \(g.fourDigits)
      h′ = z h + (1 − z) g = \(z.fourDigits) · \(h.factor4) + \((1 - z).fourDigits) · \(g.factor4) \
    = \(found.h[0, 0].fourDigits)
    """
}

// MARK: - Cases

private func stepCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "gru-step")
  let weights = handWeights(variant.network)
  let hand: [String: ExerciseValue] = [
    "x": .number(variant.network.x[1]), "h": .number(handState(variant.network)),
    "Wx": .matrix(weights.wx), "Wh": .matrix(weights.wh), "bx": .matrix(weights.bx),
    "bh": .matrix(weights.bh),
  ]
  func random(_ batch: Int, _ inputs: Int, _ units: Int, _ scale: Double = 1) -> [String: Matrix] {
    [
      "x": numbers.matrix(batch, inputs, scale), "h": numbers.matrix(batch, units),
      "Wx": numbers.matrix(inputs, 3 * units, scale), "Wh": numbers.matrix(units, 3 * units, scale),
      "bx": numbers.matrix(1, 3 * units, scale), "bh": numbers.matrix(1, 3 * units, scale),
    ]
  }
  func named(_ name: String, _ given: [String: Matrix]) -> ExerciseCase {
    let sizes = ["the size of the batch": given["h"]?.rows ?? 0]
    return ExerciseCase(name, "step", given.mapValues(ExerciseValue.matrix), sizes: sizes)
  }
  let sizes = [(1, 2, 1), (1, 1, 2), (3, 2, 4), (2, 5, 3)].map(variant.sizes)
  var first = random(variant.size(4), variant.size(3), variant.size(2))
  first["h"] = Matrix(rows: variant.size(4), columns: variant.size(2))
  return [ExerciseCase("the numbers by hand", "step", hand)]
    + sizes.map { batch, inputs, units in
      named(
        "batch \(batch), \(counted(inputs, "input")), \(counted(units, "unit"))",
        random(batch, inputs, units))
    }
    + [
      named("a first step, from a state of zeros", first),
      named("gates nearly open or shut", random(2, 2, 3, 2.5)),
    ]
}
