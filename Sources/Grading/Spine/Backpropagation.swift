import Unroll
import UnrollCourse

extension ExerciseSheet {
  static func backpropagation(_ variant: CourseVariant) -> ExerciseSheet {
    let layout = variant.layout
    return ExerciseSheet(
      number: 7, slug: "backpropagation", title: "Backpropagation through time",
      objective: "Compute the gradients of a whole unrolled network, walking back through time.",
      prerequisites: [3, 5], minutes: 60, points: 20,
      source: "000, the unrolled network and its chain rule; 004, backpropagation through time",
      question: Question(
        "Only the last state has a loss of its own. Which states have a gradient that is not zero?",
        answer: """
          All of them: h₃ depends on h₂, and h₂ on h₁. How small they are by then is the vanishing gradient. Where each state \
          has a loss of its own, the two gradients add.
          """),
      byHand: variant.noted(wholeNetwork(variant.network)),
      hints: [
        """
        Which quantity is passed from step to step when you walk back? Begin with a matrix of zeros for it, behind the last \
        step, and add dh[t] at each.
        """,
        """
        At step t: through the tanh, δ = ∂L/∂hₜ ⊙ (1 − hₜ ⊙ hₜ). Then δ goes three ways: to the weights, to the bias, and \
        through Wh to the state before. Exercise 03 knows the ways through a product.
        """,
        """
        The weights are used in every step, so their gradients are sums over all steps: +=. The bias is one row for the \
        whole batch: .sumOverRows. The state before x₁ is h0.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 07. hₜ = tanh(\(layout.product("xₜ", "Wx")) + \(layout.product("hₜ₋₁", "Wh")) + b); x[0] is x₁, h[0] is h₁, and h0 comes before.
        // dh[t] is what the loss makes of each state by itself. Walk back from the last step, and return the whole gradient
        // ∂L/∂hₜ of every state, those of the weights (RNNWeights.zeros(like: weights) begins a sum), and that of h0.

        @main struct Backpropagation: BackpropagationExercise {
          func forward(x: [Matrix], h0: Matrix, weights: RNNWeights) -> [Matrix] {
            notWritten("h₁ … h_T")
          }

          func backward(
            dh: [Matrix], x: [Matrix], h0: Matrix, h: [Matrix], weights: RNNWeights
          ) -> (states: [Matrix], weights: RNNWeights, h0: Matrix) {
            notWritten("∂L/∂h, dWx, dWh, db and dh0")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: BackpropagationOnTape<OnTape>.reply(to:),
        misconceptions: [
          Misconception(
            "a gradient that is not carried back from step to step",
            """
            Each state has been given only its own dh[t]. But hₜ also acts on all later states: what arrives at step t + 1 \
            goes back through Wh and is added to dh[t].
            """, seen: "a loop that forgets its own variable between steps",
            BackpropagationOnTape<NotCarried>.reply(to:)),
          Misconception(
            "a carried gradient that replaces the state's own, dh[t]",
            """
            ∂L/∂hₜ has two parts: dh[t], from the loss of this step, and what comes back from the next one. Here only the \
            second is left, except at the last step.
            """, seen: "`=` where the two should be added",
            BackpropagationOnTape<OnlyCarried>.reply(to:)),
          Misconception(
            "weights whose gradients are overwritten at each step, so that only t = 1 is left",
            """
            The weights are the same in all steps, so each step adds its part: += and not =. Walking back, the last \
            assignment is that of the first step.
            """, seen: "`=` for `+=` over time", BackpropagationOnTape<OnlyFirstStep>.reply(to:)),
          Misconception(
            "weights whose gradients come from the last step alone",
            """
            The weights are the same in all steps, so each step adds its part. A gradient that is computed behind the loop, \
            or returned in its first round, knows one step.
            """, seen: "gradients computed outside the loop",
            BackpropagationOnTape<OnlyLastStep>.reply(to:)),
          Misconception(
            "a backward pass that leaves tanh′ out",
            """
            On the way from hₜ to the sum inside the tanh the gradient is multiplied by 1 − hₜ². Without it nothing ever \
            vanishes because of tanh.
            """, seen: "linear networks, carried over",
            BackpropagationOnTape<TanhLeftOut>.reply(to:)),
          Misconception(
            "a slope of tanh that is taken of the state again, 1 − tanh²(hₜ)",
            "hₜ is tanh of the sum already: its slope is 1 − hₜ ⊙ hₜ.",
            seen: "tanh applied again in the backward pass",
            BackpropagationOnTape<TanhAgain>.reply(to:)),
          Misconception(
            layout.throughWeightsUnturned, layout.throughWeightsExplained,
            seen: "copies of the forward product",
            BackpropagationOnTape<WhUntransposed>.reply(to:)),
          Misconception(
            "a gradient of Wh with hₜ in place of hₜ₋₁",
            """
            At step t Wh is multiplied by the state before, hₜ₋₁ (by h0 at the first). The new state is not yet there.
            """, seen: "an index that is off by one", BackpropagationOnTape<NewState>.reply(to:)),
          Misconception(
            "a bias whose gradient is a mean over the batch",
            "The bias acts on every sample; its gradient is the sum over the batch. A mean belongs to the loss, if anywhere.",
            seen: "means taken twice, in the loss and in the gradient",
            BackpropagationOnTape<MeanForBias>.reply(to:)),
        ],
        cases: { backpropagationCases($0, variant) }, weights: ["Wx", "Wh", "dWx", "dWh"]))
  }
}

extension WeightLayout {
  /// What back through Wh is mistaken for.
  var throughWeightsUnturned: String {
    self == .inputsByUnits
      ? "states that go back through Wh where Whᵀ belongs"
      : "states that go back through Whᵀ where Wh belongs"
  }

  /// Why it is a mistake.
  var throughWeightsExplained: String {
    let forward =
      self == .inputsByUnits
      ? "Forward the state stands to the left: h Wh."
      : "Forward the state meets Wh transposed: h Whᵀ."
    return """
      \(forward) Back through it goes \(productBack("δ", "Wh")), as exercise 03 found. Where there is only one unit it \
      makes no difference.
      """
  }
}

private func wholeNetwork(_ network: HandNetwork) -> String {
  let steps = [3, 2, 1]
  func column(_ header: String, _ value: (Int) -> Double) -> HandColumn {
    HandColumn(header, steps.map { value($0).fourDigits })
  }
  let table = HandColumn.table([
    HandColumn("t", steps.map { "\($0)" }),
    column("h_t", network.h), column("∂L/∂h_t", network.dh), column("1 − h_t²", network.slope),
    column("δ_t = ∂L/∂h_t · (1 − h_t²)", network.delta),
    column("to h_t−1: Wh δ_t") { network.dh($0 - 1) },
  ])
  let forWx = steps.map { (network.delta($0) * network.x[$0 - 1]).fourDigits }
  let forWh = [3, 2].map { (network.delta($0) * network.h($0 - 1)).fourDigits } + ["0"]
  return """
    The course's network: Wx = \(network.wx.written), Wh = \(network.wh.written), b = \(network.b.written), \
    x = \(network.x.map(\.written).asList), h₀ = 0, and ∂L/∂h₃ = \(network.dh(3).fourDigits) directly.

    \(table)

    dWx = Σ δ_t x_t = \(forWx.asSum) = \(network.dWx.fourDigits)
    dWh = Σ δ_t h_t−1 = \(forWh.asSum) = \(network.dWh.fourDigits),  db = Σ δ_t = \(network.db.fourDigits),  \
    dh₀ = \(network.dh(0).fourDigits)
    """
}

private func backpropagationCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "backpropagation")
  struct Size {
    let steps, batch, inputs, units: Int
    var scale = 1.0
    var name: String {
      "\(counted(steps, "step")), batch \(batch), \(counted(inputs, "input")), \(counted(units, "unit"))"
    }
    var sizes: [String: Int] {
      ["the size of the batch": batch, "the number of time steps": steps]
    }
  }
  func given(_ size: Size) -> [String: ExerciseValue] {
    [
      "x": .matrices(numbers.matrices(size.steps, size.batch, size.inputs)),
      "h0": .matrix(numbers.matrix(size.batch, size.units)),
      "Wx": .matrix(numbers.matrix(size.inputs, size.units)),
      "Wh": .matrix(numbers.matrix(size.units, size.units, size.scale)),
      "b": .matrix(numbers.matrix(1, size.units)),
    ]
  }
  let standard = [
    Size(steps: 3, batch: 2, inputs: 3, units: 2), Size(steps: 4, batch: 3, inputs: 2, units: 4),
    Size(steps: 1, batch: 2, inputs: 2, units: 3), Size(steps: 6, batch: 1, inputs: 1, units: 2),
    Size(steps: 12, batch: 2, inputs: 2, units: 3, scale: 0.01),
  ]
  let sizes = standard.map { size in
    let (batch, inputs, units) = variant.sizes((size.batch, size.inputs, size.units))
    return Size(
      steps: variant.size(size.steps), batch: batch, inputs: inputs, units: units,
      scale: size.scale)
  }
  let hand = variant.network.given
  let atEnd = [[0], [0], [variant.network.dh(3).rounded4]]
  let points =
    [("the numbers by hand", hand, ["the size of the batch": 1], atEnd)]
    + sizes.map { size in
      (
        size.scale == 1 ? size.name : "\(size.name), where gradients vanish", given(size),
        size.sizes,
        (0..<size.steps).map { t in
          // A gradient vanishes where only the end has a loss.
          let isHeard = size.scale == 1 || t == size.steps - 1
          return (0..<(size.batch * size.units)).map { _ in isHeard ? numbers.number() : 0 }
        }
      )
    }
  let forward = points.map { ExerciseCase($0.0, "forward", $0.1, sizes: $0.2) }
  let backward = points.map { name, inputs, sizes, direct in
    // The states are given, so that a wrong forward pass does not make the backward pass wrong.
    let call = ExerciseCall("forward", Inputs(inputs))
    guard case .outputs(let found) = BackpropagationOnTape<OnTape>.reply(to: call),
      let h = found.matrices("h")
    else { return ExerciseCase(name, "backward", inputs) }
    let dh = zip(h, direct).map { Matrix($1, rows: $0.rows, columns: $0.columns) }
    return ExerciseCase(
      name, "backward",
      inputs.merging(["h": .matrices(h), "dh": .matrices(dh)]) { $1 }, sizes: sizes)
  }
  return forward + backward
}
