import UnrollCourse

extension ExerciseSheet {
  static func broadcasting(_ variant: CourseVariant) -> ExerciseSheet {
    ExerciseSheet(
      number: 14, slug: "broadcasting", title: "Back through broadcasting and tanh",
      objective:
        "Sum a gradient over what a row, a column or a number was spread over, and pass it through a tanh whose result is known.",
      prerequisites: [3], minutes: 20, points: 10,
      source:
        "000, K5: ∂L/∂b_h of a whole batch; K12: [2000, 1] against [2000], which broadcasting hides",
      question: Question(
        """
        The row b [1, 4] is added to every row of X [32, 4]. Which shape has ∂L/∂b, and in how many numbers of Y does b[0, 2] \
        stand?
        """,
        answer: """
          [1, 4], as b has. b[0, 2] stands in 32 numbers of Y, one in each row, and has an influence through each of them: \
          the gradient is the sum of 32 numbers. Spread forwards, summed backwards.
          """),
      byHand: variant.noted(threeRowsByHand(variant.network)),
      hints: [
        """
        A gradient has the shape of what it belongs to. Where dY is larger than that, the number was used more than once; \
        what does a number get that is used more than once (exercise 03)?
        """,
        """
        Write one number of Y: X[i, j] + b[j], or s X[i, j], or c[i] X[i, j]. Differentiate it for b[j], for s, for c[i]. \
        Then: over which of i and j is there a sum, because the number stands in all of these places?
        """,
        """
        db is summed over the rows, and .sumOverRows does that. ds is a sum over everything, dc one along each row; both are \
        sums of dY times X, number by number. For tanh, 1 − tanh² is wanted, and tanh is what you are given.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 14. X and dY [batch, units], b [1, units], c [batch, 1], s a number; dY = ∂L/∂Y is given each time.
        //   Y = X + b     Y = s X     Y[i, j] = c[i] X[i, j]     Y = tanh(A), of which Y is at hand and A is not
        // Each gradient has the shape of what it belongs to. There are .sum, .sumOverRows and .transposed.

        @main struct Broadcasting: BroadcastingExercise {
          func rowAdded(dy: Matrix) -> (dx: Matrix, db: Matrix) {
            notWritten("dX and db")
          }

          func scaled(dy: Matrix, x: Matrix, s: Double) -> (dx: Matrix, ds: Double) {
            notWritten("dX and ds")
          }

          func columnTimes(dy: Matrix, x: Matrix, c: Matrix) -> (dx: Matrix, dc: Matrix) {
            notWritten("dX and dc")
          }

          func throughTanh(dy: Matrix, y: Matrix) -> Matrix {
            notWritten("dA")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: BroadcastOnTape.reply(to:),
        misconceptions: [
          Misconception(
            "gradients of a row or a column that are not summed, in the shape of dY",
            """
            b and c stand in many numbers of Y, and have an influence through each: these add up. A gradient has the shape \
            of what it belongs to. (A bias less such a gradient would be broadcast again, and become a matrix.)
            """, seen: "db = dY, which is right for a single sample",
            BroadcastByNumbers<Unsummed>.reply(to:)),
          Misconception(
            "means where sums belong",
            """
            Each place in which the number stands adds its share, and the gradient is their sum. Where the loss is a mean over \
            the batch, its 1 / batch is in dY already.
            """, seen: "the mean of the loss, taken again for the gradient",
            BroadcastByNumbers<Averaged>.reply(to:)),
          Misconception(
            "a gradient of the column that is summed down the rows",
            """
            c[i] goes with the numbers of row i, so the sum runs along that row. What remains is a column, [batch, 1]. \
            .sumOverRows runs the other way, as for a bias.
            """, seen: "the axis of the bias, used for a mask",
            BroadcastByNumbers<DownRows>.reply(to:)),
          Misconception(
            "gradients of s and c without X, the sum of dY alone",
            """
            That is the gradient of something that is added. A factor changes Y by what it is multiplied with: by X, number \
            by number, before the sum.
            """, seen: "the line for the bias, copied", BroadcastByNumbers<FactorAdded>.reply(to:)),
          Misconception(
            "a gradient of X that takes no notice of its factor, dX = dY",
            """
            Through Y = X + b a gradient goes unchanged. Through a product it is multiplied by the factor: where s is 0.1, a \
            change of X arrives as a tenth.
            """, seen: "the line for the bias, copied",
            BroadcastByNumbers<FactorPassedBy>.reply(to:)),
          Misconception(
            "a slope of tanh taken at Y in place of A, 1 − tanh²(Y)",
            "Y is tanh(A) already. In terms of Y the slope is 1 − Y · Y, without another tanh.",
            seen: "derivatives that are written for the input and are given the output",
            BroadcastByNumbers<TanhOfY>.reply(to:)),
          Misconception(
            "the slope 1 − Y, in which the square of tanh is missing",
            """
            The slope is 1 − tanh², so Y is squared: 1 − Y · Y. At Y = 1 and at Y = 0 both agree; where Y is negative, 1 − Y \
            is larger than 1, and no slope of tanh is.
            """, seen: "1 − tanh², written down for Y and the square lost on the way",
            BroadcastByNumbers<SquareLost>.reply(to:)),
          Misconception(
            "the slope of a sigmoid, Y (1 − Y)",
            "That is the derivative of a gate, from 0 to 1. For tanh, from −1 to 1, it is 1 − Y².",
            seen: "code for gates, reused", BroadcastByNumbers<SigmoidSlope>.reply(to:)),
          Misconception(
            "the slope of tanh by itself, without dY",
            """
            1 − Y² is how Y changes with A. What is asked is how L changes with A: by the chain rule dY times that, element \
            by element.
            """, seen: "a derivative where a gradient is wanted",
            BroadcastByNumbers<SlopeAlone>.reply(to:)),
        ],
        cases: { broadcastingCases($0, variant) }))
  }
}

private func threeRowsByHand(_ network: HandNetwork) -> String {
  let delta = (1...3).map(network.delta)
  func texts(_ number: (Int) -> Double) -> [String] { (1...3).map { number($0).fourDigits } }
  // Sums of what stands on the page, as in the case that has these numbers.
  let db = delta.reduce(0) { $0 + $1.rounded4 }
  let dWx = zip(delta, network.x).reduce(0) { $0 + $1.0.rounded4 * $1.1 }
  let terms = zip(delta, network.x).map { delta, x in
    "\(delta.fourDigits) · \(x.factor)"
  }
  let table = HandColumn.table([
    HandColumn("t", ["1", "2", "3"]), HandColumn("dY = ∂L/∂h", texts(network.dh)),
    HandColumn("1 − Y²", texts(network.slope)),
    HandColumn("dA = dY (1 − Y²)", delta.map(\.fourDigits)),
  ])
  return """
    The course's network, its three steps as three rows: A = Wx x + Wh h + b in each, and Y = tanh(A).

    \(table)

    b is one number, added in three rows:
      db = \(delta.map(\.fourDigits).asSum) = \(db.fourDigits)
    Wx is one number, times x = \(network.x.map(\.written).asList):
      dWx = \(terms.asSum) = \(dWx.fourDigits)
    and backwards to x, each row times Wx: \(texts { network.wx * network.delta($0) }.asList).

    A mask c = 1, 1, 0 in Z = c Y, with the same numbers for dZ: dY = c dZ = \(network.dh(1).fourDigits), \
    \(network.dh(2).fourDigits), 0, and
      dc = dZ · Y, each summed along its own row (of one number): \(texts { network.dh($0) * network.h($0) }.asList),
    where Y = \(texts(network.h).asList).
    """
}

private func broadcastingCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "broadcasting")
  let network = variant.network
  func column(_ number: (Int) -> Double) -> ExerciseValue {
    .matrix(Matrix((1...3).map { [number($0).rounded4] }))
  }
  let x = ExerciseValue.matrix(Matrix(network.x.map { [$0] }))
  let dy = column(network.delta)
  let hand = "the numbers by hand"
  let sizes = [(2, 3), (4, 2), (1, 4), (5, 1), (3, 5)].map {
    (batch: variant.size($0), units: variant.size($1))
  }
  func random(
    _ part: String, _ given: (Int, Int) -> [String: ExerciseValue]
  ) -> [ExerciseCase] {
    sizes.map { batch, units in
      ExerciseCase(
        "batch \(batch), \(counted(units, "unit"))", part, given(batch, units),
        sizes: [
          "the size of the batch": batch, "the number of units": units,
          "the number of all elements": batch * units,
        ])
    }
  }
  func matrix(_ rows: Int, _ columns: Int) -> ExerciseValue {
    .matrix(numbers.matrix(rows, columns))
  }
  return [ExerciseCase(hand, "rowAdded", ["dy": dy])]
    + random("rowAdded") { ["dy": matrix($0, $1)] }
    + [ExerciseCase(hand, "scaled", ["dy": dy, "x": x, "s": .number(network.wx)])]
    + random("scaled") {
      ["dy": matrix($0, $1), "x": matrix($0, $1), "s": .number(numbers.number(2))]
    }
    + [
      ExerciseCase(
        "the numbers by hand, the last row masked", "columnTimes",
        [
          "dy": column(network.dh), "x": column(network.h), "c": .matrix([[1], [1], [0]]),
        ])
    ]
    + random("columnTimes") { ["dy": matrix($0, $1), "x": matrix($0, $1), "c": matrix($0, 1)] }
    + [
      ExerciseCase(
        hand, "throughTanh", ["dy": column(network.dh), "y": column(network.h)])
    ]
    + random("throughTanh") { ["dy": matrix($0, $1), "y": matrix($0, $1)] }
    + [
      ExerciseCase(
        "nearly flat", "throughTanh",
        ["dy": .matrix([[0.5, -2, 1]]), "y": .matrix([[0.999, -0.9975, 0.998]])])
    ]
}
