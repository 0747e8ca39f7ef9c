import Unroll
import UnrollCourse

extension ExerciseSheet {
  static func untiedWeights(_ variant: CourseVariant) -> ExerciseSheet {
    let layout = variant.layout
    return ExerciseSheet(
      number: 6, slug: "untied-weights", title: "The unrolled network, with untied weights",
      objective:
        "See an unrolled network as a deep one, and the gradient of shared weights as a sum over copies.",
      prerequisites: [3, 5], minutes: 40, points: 10,
      source: "004, S5: an unrolled network is one large dense network with shared weights",
      question: Question(
        """
        Three steps, each with a copy of the weights of its own, and h₀ = 0. Only the last state has a loss. One copy of \
        one weight certainly gets no gradient; which?
        """,
        answer: """
          Wh of the first step: it is multiplied by h₀ = 0. All others get one, also in the first step: their influence \
          on h₃ goes through h₁ and h₂. If the three copies are one weight, moving it moves all three at \
          once, and the influences add.
          """),
      byHand: variant.noted(gradientsOfCopies(variant.network)),
      hints: [
        """
        Forget that it is recurrent: it is a network of T layers, with an input at each. How does a gradient come from \
        the last layer to the one before, and which layer's weights does it meet on the way?
        """,
        """
        At step t: δ = (what arrived for hₜ) ⊙ (1 − hₜ ⊙ hₜ). This step's weights get their gradients from this δ alone, \
        by exercise 03: nothing is added up over time. Then δ goes through this step's own Wh to hₜ₋₁.
        """,
        """
        Fill a list from the last step to the first; the state before the first is h0. A shared weight stands in every \
        step: as in A A of exercise 03, the gradient of something used in many places is the sum over the places.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 06. hₜ = tanh(\(layout.product("xₜ", "Wxₜ")) + \(layout.product("hₜ₋₁", "Whₜ")) + bₜ): x[0], h[0] and weights[0] are of the first step; h0 comes before.
        // dh is ∂L/∂h_T: only the last state has a loss. Return RNNWeights(wx: …, wh: …, b: …) for each step, in the shapes
        // of its weights. `tied` makes one set of them all: the gradient of weights that every step shares.

        @main struct UntiedWeights: UntiedWeightsExercise {
          func forward(x: [Matrix], h0: Matrix, weights: [RNNWeights]) -> [Matrix] {
            notWritten("h₁ … h_T")
          }

          func gradients(
            dh: Matrix, x: [Matrix], h0: Matrix, h: [Matrix], weights: [RNNWeights]
          ) -> [RNNWeights] {
            notWritten("dWx, dWh and db of each step")
          }

          func tied(gradients: [RNNWeights]) -> RNNWeights {
            notWritten("the gradient of weights that all steps share")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: UntiedOnTape<OnTape, OwnCopies>.reply(to:),
        misconceptions: [
          Misconception(
            "steps that all begin at h0",
            """
            The state of one step is what the next one begins with; h0 is only what the first one begins with. Here the \
            steps stand side by side, and none knows of another.
            """, seen: "h0 passed on in the loop where the new state belongs",
            UntiedOnTape<OnTape, EachFromStart>.reply(to:)),
          Misconception(
            "a gradient that reaches the last copy only",
            """
            h_T depends on the state before, and that on the copies of the earlier steps. What goes through Wh to hₜ₋₁ \
            is the gradient that step t − 1 begins with.
            """, seen: "earlier states taken for inputs",
            UntiedOnTape<NotCarried, OwnCopies>.reply(to:)),
          Misconception(
            "a state that goes back through the Wh of the step before",
            """
            From hₜ to hₜ₋₁ it goes through the weights that made hₜ of hₜ₋₁: those of step t. With tied weights the \
            mistake can't be seen, because all Wh are the same.
            """, seen: "an index that has been counted down too early",
            UntiedOnTape<OnTape, CopyBefore>.reply(to:)),
          Misconception(
            layout.throughWeightsUnturned, layout.throughWeightsExplained,
            seen: "copies of the forward product",
            UntiedOnTape<WhUntransposed, OwnCopies>.reply(to:)),
          Misconception(
            "a gradient of Wh with hₜ in place of hₜ₋₁",
            """
            At step t Wh is multiplied by the state before, hₜ₋₁ (by h0 at the first). The new state is not yet there.
            """, seen: "an index that is off by one", UntiedOnTape<NewState, OwnCopies>.reply(to:)),
          Misconception(
            "copies whose gradients are added up on the way",
            """
            Each copy belongs to one step, and its gradient comes from that step's δ alone. Here a copy also has the \
            gradients of all later copies. The sum over the steps comes afterwards, and only where the weights are tied.
            """, seen: "+= for tied weights, where each step has its own",
            UntiedOnTape<OnTape, RunningSums>.reply(to:)),
          Misconception(
            "copies whose gradients stand in the order of the walk back",
            """
            The walk begins at the last step, so what is appended first belongs to the last copy. The list is to be in \
            the order of the steps: fill it from its end, or reverse it.
            """, seen: "append in a loop that runs backwards",
            UntiedOnTape<OnTape, LastFirst>.reply(to:)),
          Misconception(
            "a tied gradient that is the mean of the copies",
            """
            Moving the shared weight moves all copies at once, so their influences add. A mean would make a long \
            sequence count no more than one step.
            """, seen: "means over a batch, carried over to time",
            UntiedOnTape<OnTape, MeanOfCopies>.reply(to:)),
          Misconception(
            "a tied gradient that is the last copy's",
            """
            The shared weight acts in every step, and each copy's gradient is one part of its influence. The last is \
            only the part that is easiest to see.
            """, seen: "`=` for `+=` over the steps", UntiedOnTape<OnTape, LastCopy>.reply(to:)),
        ],
        cases: { untiedCases($0, variant) },
        weights: ["Wx", "Wh", "dWx", "dWh", "tied dWx", "tied dWh"]))
  }
}

private func gradientsOfCopies(_ network: HandNetwork) -> String {
  let steps = [3, 2, 1]
  func column(_ header: String, sum: Double? = nil, _ value: (Int) -> Double?) -> HandColumn {
    HandColumn(header, steps.map { value($0)?.fourDigits ?? "" } + [sum?.fourDigits ?? ""])
  }
  let table = HandColumn.table([
    HandColumn("copy", steps.map { "\($0)" } + ["sum"]),
    column("h_t") { network.h($0) }, column("∂L/∂h_t") { network.dh($0) },
    column("db = δ_t", sum: network.db) { network.delta($0) },
    column("dWx = δ_t x_t", sum: network.dWx) { network.delta($0) * network.x[$0 - 1] },
    column("dWh = δ_t h_t−1", sum: network.dWh) { network.delta($0) * network.h($0 - 1) },
    column("to h_t−1") { $0 == 1 ? nil : network.dh($0 - 1) },
  ])
  return """
    The course's network, with Wx = \(network.wx.written), Wh = \(network.wh.written), b = \(network.b.written) in each \
    of three steps; x = \(network.x.map(\.written).asList), h₀ = 0, and
    ∂L/∂h₃ = \(network.dh(3).fourDigits). δ_t is the gradient of the sum inside the tanh; to h_t−1 goes δ_t times step \
    t's own Wh.

    \(table)

    The sums are the gradients of the network whose weights are tied: exercise 07 finds the same numbers.
    """
}

private func untiedCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "untied-weights")
  struct Point {
    let name: String
    let given: [String: ExerciseValue]
    let dh: Matrix
    let sizes: [String: Int]
  }
  let network = variant.network
  let hand = Point(
    name: "the numbers by hand",
    given: [
      "x": .matrices(network.x.map { [[$0]] }), "h0": .number(0),
      "Wx": .matrices(network.x.map { _ in [[network.wx]] }),
      "Wh": .matrices(network.x.map { _ in [[network.wh]] }),
      "b": .matrices(network.x.map { _ in [[network.b]] }),
    ], dh: [[network.dh(3).rounded4]],
    sizes: ["the size of the batch": 1, "the number of time steps": 3])
  let sizes = [
    (2, 1, 2, 2, 1.0), (3, 2, 3, 2, 1), (4, 3, 2, 4, 1), (1, 2, 2, 3, 1), (6, 1, 1, 2, 1),
    (10, 2, 2, 3, 0.01),
  ]
  let random = sizes.map { sizes in
    let (steps, scale) = (variant.size(sizes.0), sizes.4)
    let (batch, inputs, units) = variant.sizes((sizes.1, sizes.2, sizes.3))
    let vanishing = scale < 1 ? ", where gradients vanish" : ""
    return Point(
      name:
        "\(counted(steps, "step")), batch \(batch), \(counted(inputs, "input")), \(counted(units, "unit"))\(vanishing)",
      given: [
        "x": .matrices(numbers.matrices(steps, batch, inputs)),
        "h0": .matrix(numbers.matrix(batch, units)),
        "Wx": .matrices(numbers.matrices(steps, inputs, units)),
        "Wh": .matrices(numbers.matrices(steps, units, units, scale)),
        "b": .matrices(numbers.matrices(steps, 1, units)),
      ], dh: numbers.matrix(batch, units),
      sizes: ["the size of the batch": batch, "the number of time steps": steps])
  }
  let points = [hand] + random
  func truth(_ part: String, _ given: [String: ExerciseValue]) -> Outputs {
    let call = ExerciseCall(part, Inputs(given))
    guard case .outputs(let found) = UntiedOnTape<OnTape, OwnCopies>.reply(to: call) else {
      return Outputs()
    }
    return found
  }
  // Each function is given what is right, so that a mistake in one does not make the next one wrong.
  var cases = points.map { ExerciseCase($0.name, "forward", $0.given, sizes: $0.sizes) }
  var tied: [ExerciseCase] = []
  for point in points {
    let h = truth("forward", point.given).matrices("h") ?? []
    let given = point.given.merging(["h": .matrices(h), "dh": .matrix(point.dh)]) { $1 }
    cases.append(ExerciseCase(point.name, "gradients", given, sizes: point.sizes))
    let copies = truth("gradients", given).quantities.map { ($0.name, $0.value) }
    tied.append(
      ExerciseCase(
        point.name, "tied", Dictionary(copies) { $1 }, sizes: point.sizes))
  }
  return cases + tied
}
