import Foundation
import UnrollCourse

extension ExerciseSheet {
  static func rnnStep(_ variant: CourseVariant) -> ExerciseSheet {
    let layout = variant.layout
    let (xWx, hWh) = (layout.product("x", "Wx"), layout.product("h", "Wh"))
    let (wx, wh) = (layout.shape("inputs", "units"), layout.shape("units", "units"))
    return ExerciseSheet(
      number: 5, slug: "rnn-step", title: "One step of a recurrent network",
      objective: "Compute the new state of a whole batch from its inputs and its old state.",
      prerequisites: [3], minutes: 15, points: 5, source: "000, K3: h′ = tanh(\(xWx) + \(hWh) + b)",
      question: Question(
        "The state is all zeros and so is the bias. Does the step still depend on Wh?",
        answer:
          "No: \(hWh) is zero then. In the first step of a sequence Wh plays no part, and learns nothing from it."
      ),
      byHand: secondStep(variant.network, sum: "\(xWx) + \(hWh) + b"),
      hints: [
        """
        x has a row for each sample, Wx is \(wx). Which product has a row for each sample and a column for \
        each unit?
        """,
        """
        There are two matrix products, one for the input and one for the state; they have the same shape. The bias is one \
        row, and + adds it to every row.
        """,
        "What is inside the tanh is one matrix, the sum of three. A function of each element is .map(tanh), once.",
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 05. One step of a recurrent network: h′ = tanh(\(xWx) + \(hWh) + b).
        // x [batch, inputs], h [batch, units], wx \(wx), wh \(wh), b [1, units]; h′ has the shape of h.
        // There are matmul(…, …), .transposed, +, which adds one row to all, and .map(…) for a function of each element.

        @main struct RNNStep: RNNStepExercise {
          func step(x: Matrix, h: Matrix, wx: Matrix, wh: Matrix, b: Matrix) -> Matrix {
            notWritten("h′")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: OneByOne<PlainStep>.reply(to:),
        misconceptions: [
          Misconception(
            "a step without the state before, tanh(\(xWx) + b)",
            """
            \(hWh) is missing, or h was not taken in. Without it the network sees each input by itself: it is no longer \
            recurrent, and has no memory.
            """, seen: "dense layers applied at each step", OneByOne<WithoutState>.reply(to:)),
          Misconception(
            "a tanh of each part, tanh(\(xWx) + b) + tanh(\(hWh))",
            "The tanh is of the whole sum, and comes last; only so does the state stay between −1 and 1.",
            seen: "reading the two arrows of the diagram as two units",
            OneByOne<TanhOfParts>.reply(to:)),
          Misconception(
            "a step whose tanh is applied twice",
            "h′ is tanh of the sum, once. The state h that comes in has been through its tanh already, in the step before.",
            seen: "activations in the step and again in its caller", OneByOne<TanhTwice>.reply(to:)),
          Misconception(
            "a step without its tanh",
            """
            Without the tanh the state is a linear function of all that came before: it can grow beyond all bounds, and \
            many steps are no more than one.
            """, seen: "the sum is returned as it is", OneByOne<Linear>.reply(to:)),
          Misconception(
            "a step without its bias",
            "b is added to the sum before the tanh, the same row for every sample.",
            seen: "formulas that leave the bias out for brevity", OneByOne<WithoutBias>.reply(to:)),
          Misconception(
            "a state that is multiplied by Wh the wrong way round, \(layout.productBack("h", "Wh"))",
            layout == .inputsByUnits
              ? """
              A row of h is a sample, so it stands to the left of Wh: h Wh. The columns of Wh belong to the new units. (Books \
              that write states as columns have W h; their W is this Wh transposed.)
              """
              : """
              Here the rows of Wh belong to the new units and its columns to the old ones, as in books that write W h. A row \
              of h is a sample, so it meets Wh transposed: h Whᵀ. (Keras has the columns for the new units, and h Wh.)
              """, seen: "formulas of another convention, copied",
            OneByOne<TurnedWeights>.reply(to:)),
          Misconception(
            "a sigmoid in place of tanh",
            "The step of a simple recurrent network uses tanh, from −1 to 1; the sigmoid, from 0 to 1, is that of gates.",
            seen: "code for gates, reused", OneByOne<Sigmoid>.reply(to:)),
        ],
        cases: { stepCases($0, variant) }, weights: ["Wx", "Wh"]))
  }
}

private func secondStep(_ network: HandNetwork, sum: String) -> String {
  let x = network.x[1]
  return """
    The second step of the course's network, one sample, one input, one unit:
    x = \(x.written), h = \(network.h(1).fourDigits), Wx = \(network.wx.written), Wh = \(network.wh.written), \
    b = \(network.b.written)

      \(sum) = \((network.wx * x).written) + \((network.wh * network.h(1)).fourDigits) + \(network.b.written) \
    = \(network.a(2).fourDigits)
      h′ = tanh \(network.a(2).fourDigits) = \(network.h(2).fourDigits)
    """
}

private func stepCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "rnn-step")
  let network = variant.network
  let hand: [String: ExerciseValue] = [
    "x": network.x[1], "h": network.h(1).rounded4, "Wx": network.wx, "Wh": network.wh,
    "b": network.b,
  ].mapValues(ExerciseValue.number)
  let sizes = [(1, 1, 2), (3, 2, 4), (2, 3, 2), (4, 1, 3), (5, 4, 1)]
  let random = sizes.map { sizes in
    let (batch, inputs, units) = variant.sizes(sizes)
    return ExerciseCase(
      "batch \(batch), \(counted(inputs, "input")), \(counted(units, "unit"))", "step",
      [
        "x": .matrix(numbers.matrix(batch, inputs)),
        "h": .matrix(numbers.matrix(batch, units)),
        "Wx": .matrix(numbers.matrix(inputs, units)),
        "Wh": .matrix(numbers.matrix(units, units)), "b": .matrix(numbers.matrix(1, units)),
      ], sizes: ["the size of the batch": batch, "the number of units": units])
  }
  return [ExerciseCase("the numbers by hand", "step", hand)] + random
}

/// What a step makes of its three parts, a number each.
private protocol StepVariant {
  static func state(_ input: Double, _ recurrent: Double, _ bias: Double) -> Double
  static var turnsWeights: Bool { get }
}

extension StepVariant {
  static var turnsWeights: Bool { false }
  static func state(_ input: Double, _ recurrent: Double, _ bias: Double) -> Double {
    tanh(input + recurrent + bias)
  }
}

private enum PlainStep: StepVariant {}
private enum TurnedWeights: StepVariant { static var turnsWeights: Bool { true } }
private enum WithoutState: StepVariant {
  static func state(_ input: Double, _ recurrent: Double, _ bias: Double) -> Double {
    tanh(input + bias)
  }
}
private enum TanhOfParts: StepVariant {
  static func state(_ input: Double, _ recurrent: Double, _ bias: Double) -> Double {
    tanh(input + bias) + tanh(recurrent)
  }
}
private enum TanhTwice: StepVariant {
  static func state(_ input: Double, _ recurrent: Double, _ bias: Double) -> Double {
    tanh(tanh(input + recurrent + bias))
  }
}
private enum Linear: StepVariant {
  static func state(_ input: Double, _ recurrent: Double, _ bias: Double) -> Double {
    input + recurrent + bias
  }
}
private enum WithoutBias: StepVariant {
  static func state(_ input: Double, _ recurrent: Double, _ bias: Double) -> Double {
    tanh(input + recurrent)
  }
}
private enum Sigmoid: StepVariant {
  static func state(_ input: Double, _ recurrent: Double, _ bias: Double) -> Double {
    1 / (1 + exp(-(input + recurrent + bias)))
  }
}

/// The step one sample and one unit after another.
private struct OneByOne<Variant: StepVariant>: RNNStepExercise {
  func step(x: Matrix, h: Matrix, wx: Matrix, wh: Matrix, b: Matrix) -> Matrix {
    var new = Matrix.zeros(like: h)
    for sample in 0..<x.rows {
      for unit in 0..<wx.columns {
        let input = (0..<wx.rows).reduce(0.0) { $0 + x[sample, $1] * wx[$1, unit] }
        let recurrent = (0..<wh.rows).reduce(0.0) {
          $0 + h[sample, $1] * (Variant.turnsWeights ? wh[unit, $1] : wh[$1, unit])
        }
        new[sample, unit] = Variant.state(input, recurrent, b[0, unit])
      }
    }
    return new
  }
}
