import Foundation
import UnrollCourse

extension ExerciseSheet {
  static func lstmStep(_ variant: CourseVariant) -> ExerciseSheet {
    let layout = variant.layout
    let isTurned = layout == .unitsByInputs
    let sum = "\(layout.product("x", "Wx")) + \(layout.product("h", "Wh"))"
    let first = isTurned ? "rows of Wx and Wh, and columns of z," : "columns"
    return ExerciseSheet(
      number: 10, slug: "lstm-step", title: "One step of an LSTM",
      objective: "Compute the gates, the new carry and the new state of an LSTM for a whole batch.",
      prerequisites: [5], minutes: 25, points: 10,
      source: "003, 5.1: the LSTM cell and its long-term state c; 004, S4: the carry track",
      question: Question(
        "The forget gate is 1 and the input gate is 0, for every unit. What does the carry do, and what may the state do?",
        answer: """
          The carry stays as it is, c′ = 1 · c + 0 · g, for as many steps as you like: nothing fades. The state may still \
          change, because the output gate decides anew at each step how much of tanh(c′) is shown.
          """),
      byHand: variant.noted(variant.network.lstmStepByHand(sum: sum)),
      hints: [
        """
        Up to the four gates everything is as in exercise 05: which sum of two products and a bias has a row for each \
        sample, and how many columns has it?
        """,
        """
        Let n be the number of units. Columns 0..<n of the sum are those of i, the next n those of f, then g, then o; \
        .columns(…) takes some. Three of the four go through σ, the candidate through tanh, and the carry later through \
        tanh as well.
        """,
        """
        The forget gate multiplies the old carry, the input gate the candidate, and the two are added. What is shown is \
        the output gate times the tanh of the carry that you have just made. All these products are element by element: *.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        \(comment(sum, isTurned))

        @main struct LSTMStep: LSTMStepExercise {
          func step(x: Matrix, h: Matrix, c: Matrix, weights: LSTMWeights) -> LSTMValues {
            notWritten("the gates, c′ and h′")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: GateByGate<PlainLSTM>.reply(to:),
        misconceptions: [
          Misconception(
            "gates whose columns are read in the order f, i, g, o",
            """
            Here, as in Keras and PyTorch, the first \(first) belong to the input gate and the second to the forget gate. \
            No shape tells: an LSTM with another order can be trained, but it cannot use weights that came from outside.
            """, seen: "texts that introduce the forget gate first",
            GateByGate<ForgetFirst>.reply(to:)),
          Misconception(
            "gates whose columns are read in the order i, f, o, g",
            """
            Here, as in Keras and PyTorch, the candidate g comes third and the output gate last. No shape tells: an LSTM \
            with another order can be trained, but it cannot use weights that came from outside.
            """, seen: "CS231n's assignment, which has the three sigmoids side by side",
            GateByGate<CandidateLast>.reply(to:)),
          Misconception(
            "a candidate that goes through the sigmoid, as the gates do",
            """
            A gate says how much, from 0 to 1. The candidate is what is taken in and needs a sign, so it goes through \
            tanh; with a sigmoid what is taken in could never be negative.
            """, seen: "one activation for all four parts of z",
            GateByGate<SigmoidEverywhere>.reply(to:)),
          Misconception(
            "gates that go through tanh, as the candidate does",
            """
            A gate says how much, from 0 to 1: that is the sigmoid. tanh may be negative, and would turn what it should \
            let pass.
            """, seen: "Keras's activation taken for recurrent_activation",
            GateByGate<TanhEverywhere>.reply(to:)),
          Misconception(
            "a carry whose two gates are exchanged, c′ = i ⊙ c + f ⊙ g",
            """
            The forget gate multiplies what is already there, the old carry c; the input gate multiplies what is new, the \
            candidate g.
            """, seen: "reading f as the gate that says what to forget of the input",
            GateByGate<GatesExchanged>.reply(to:)),
          Misconception(
            "a carry without its forget gate, c′ = c + i ⊙ g",
            """
            The old carry is multiplied by f before the new part is added. Without it nothing can ever be forgotten, and \
            the carry grows with the length of the sequence.
            """, seen: "the LSTM of 1997, which had no forget gate yet",
            GateByGate<NothingForgotten>.reply(to:)),
          Misconception(
            "a state without the tanh of the carry, h′ = o ⊙ c′",
            """
            The carry is a sum and can be larger than 1. It goes through tanh before the output gate, so that the state \
            stays between −1 and 1.
            """, seen: "diagrams in which the small tanh on the way to h is overlooked",
            GateByGate<CarryShown>.reply(to:)),
          Misconception(
            "a state made from the old carry, h′ = o ⊙ tanh(c)",
            """
            The order is: gates, then the new carry, then the state from the new carry. What the input gate lets in now \
            can be seen now.
            """, seen: "a variable c that is overwritten after h was computed",
            GateByGate<OldCarryShown>.reply(to:)),
          Misconception(
            "a forget gate to whose sum 1 is added",
            """
            An LSTM is often begun with a bias of 1 for the forget gate, so that it remembers at first. That 1 is in b \
            already, where it can be learnt away; the step adds b and nothing else.
            """, seen: "forget_bias=1.0 of TensorFlow's first LSTM cell",
            GateByGate<ForgetBiasAgain>.reply(to:)),
        ],
        cases: { seed in
          var numbers = CaseNumbers(seed, "lstm-step")
          let before = HandLSTM(variant.network).step(1)
          let weights = variant.network.lstmWeights
          let hand: [String: ExerciseValue] = [
            "x": .number(variant.network.x[1]), "h": .number(before.h.rounded4),
            "c": .number(before.c.rounded4), "Wx": .matrix(weights.wx), "Wh": .matrix(weights.wh),
            "b": .matrix(weights.b),
          ]
          let sizes = [(1, 2, 1), (1, 1, 2), (3, 2, 4), (2, 5, 3), (4, 3, 2)]
          let random = sizes.map { sizes in
            let (batch, inputs, units) = variant.sizes(sizes)
            return ExerciseCase(
              "batch \(batch), \(counted(inputs, "input")), \(counted(units, "unit"))", "step",
              [
                "x": .matrix(numbers.matrix(batch, inputs)),
                "h": .matrix(numbers.matrix(batch, units)),
                "c": .matrix(numbers.matrix(batch, units, 2)),
                "Wx": .matrix(numbers.matrix(inputs, 4 * units)),
                "Wh": .matrix(numbers.matrix(units, 4 * units)),
                "b": .matrix(numbers.matrix(1, 4 * units)),
              ], sizes: ["the size of the batch": batch, "the number of units": units])
          }
          let large: [String: ExerciseValue] = [
            "x": .matrix(numbers.matrix(2, 2, 4)), "h": .matrix(numbers.matrix(2, 3)),
            "c": .matrix(numbers.matrix(2, 3, 8)), "Wx": .matrix(numbers.matrix(2, 12, 2)),
            "Wh": .matrix(numbers.matrix(3, 12, 2)), "b": .matrix(numbers.matrix(1, 12, 2)),
          ]
          return [ExerciseCase("the numbers by hand", "step", hand)] + random
            + [ExerciseCase("gates nearly open or shut, and a large carry", "step", large)]
        }, weights: ["Wx", "Wh"]))
  }
}

/// What is to be written; where weights stand the other way, with their shapes.
private func comment(_ sum: String, _ isTurned: Bool) -> String {
  isTurned
    ? """
    // Exercise 10. z = \(sum) + b [batch, 4·units] has the columns of i, f, g, o, `units` each, in this order;
    // so have the rows of Wx [4·units, inputs] and Wh [4·units, units]. i, f, o = σ(z) = 1 / (1 + exp(−z)), g = tanh(z);
    // c′ = f ⊙ c + i ⊙ g, h′ = o ⊙ tanh(c′). Return LSTMValues(i: …, f: …, g: …, o: …, c: …, h: …) with the new c and h.
    """
    : """
    // Exercise 10. z = \(sum) + b [batch, 4·units] has the columns of i, f, g, o, `units` each, in this order;
    // i, f, o = σ(z) = 1 / (1 + exp(−z)), g = tanh(z); then c′ = f ⊙ c + i ⊙ g and h′ = o ⊙ tanh(c′).
    // Return LSTMValues(i: …, f: …, g: …, o: …, c: …, h: …) with the new c and h; each is [batch, units].
    """
}

/// What an LSTM makes of its four sums, for one sample and one unit.
private protocol LSTMVariant {
  /// Which block of columns belongs to i, f, g and o.
  static var blocks: (i: Int, f: Int, g: Int, o: Int) { get }
  /// What is added to the sum of the forget gate.
  static var forgetBias: Double { get }
  static func gate(_ z: Double) -> Double
  static func candidate(_ z: Double) -> Double
  static func carry(i: Double, f: Double, g: Double, c: Double) -> Double
  static func state(o: Double, old: Double, new: Double) -> Double
}

extension LSTMVariant {
  static var blocks: (i: Int, f: Int, g: Int, o: Int) { (0, 1, 2, 3) }
  static var forgetBias: Double { 0 }
  // The sigmoid is a tanh of half the sum, moved.
  static func gate(_ z: Double) -> Double { 0.5 + 0.5 * tanh(z / 2) }
  static func candidate(_ z: Double) -> Double { tanh(z) }
  static func carry(i: Double, f: Double, g: Double, c: Double) -> Double { i * g + f * c }
  static func state(o: Double, old: Double, new: Double) -> Double { tanh(new) * o }
}

private enum PlainLSTM: LSTMVariant {}
private enum ForgetFirst: LSTMVariant {
  static var blocks: (i: Int, f: Int, g: Int, o: Int) { (1, 0, 2, 3) }
}
private enum CandidateLast: LSTMVariant {
  static var blocks: (i: Int, f: Int, g: Int, o: Int) { (0, 1, 3, 2) }
}
private enum SigmoidEverywhere: LSTMVariant {
  static func candidate(_ z: Double) -> Double { gate(z) }
}
private enum TanhEverywhere: LSTMVariant {
  static func gate(_ z: Double) -> Double { tanh(z) }
}
private enum GatesExchanged: LSTMVariant {
  static func carry(i: Double, f: Double, g: Double, c: Double) -> Double { i * c + f * g }
}
private enum NothingForgotten: LSTMVariant {
  static func carry(i: Double, f: Double, g: Double, c: Double) -> Double { c + i * g }
}
private enum CarryShown: LSTMVariant {
  static func state(o: Double, old: Double, new: Double) -> Double { o * new }
}
private enum OldCarryShown: LSTMVariant {
  static func state(o: Double, old: Double, new: Double) -> Double { o * tanh(old) }
}
private enum ForgetBiasAgain: LSTMVariant { static var forgetBias: Double { 1 } }

/// The step one sample, one unit and one gate after another.
private struct GateByGate<Variant: LSTMVariant>: LSTMStepExercise {
  func step(x: Matrix, h: Matrix, c: Matrix, weights: LSTMWeights) -> LSTMValues {
    let empty = Matrix.zeros(like: h)
    var values = LSTMValues(i: empty, f: empty, g: empty, o: empty, c: empty, h: empty)
    for sample in 0..<h.rows {
      for unit in 0..<h.columns {
        func sum(_ block: Int) -> Double {
          let column = block * h.columns + unit
          let ofInputs = (0..<x.columns).reduce(weights.b[0, column]) {
            $0 + x[sample, $1] * weights.wx[$1, column]
          }
          return (0..<h.columns).reduce(ofInputs) {
            $0 + h[sample, $1] * weights.wh[$1, column]
          }
        }
        let blocks = Variant.blocks
        let (i, f) = (
          Variant.gate(sum(blocks.i)), Variant.gate(sum(blocks.f) + Variant.forgetBias)
        )
        let (g, o) = (Variant.candidate(sum(blocks.g)), Variant.gate(sum(blocks.o)))
        let carry = Variant.carry(i: i, f: f, g: g, c: c[sample, unit])
        values.i[sample, unit] = i
        values.f[sample, unit] = f
        values.g[sample, unit] = g
        values.o[sample, unit] = o
        values.c[sample, unit] = carry
        values.h[sample, unit] = Variant.state(o: o, old: c[sample, unit], new: carry)
      }
    }
    return values
  }
}
