import UnrollCourse

extension ExerciseSheet {
  static func ownTape(_ variant: CourseVariant) -> ExerciseSheet {
    ExerciseSheet(
      number: 2, slug: "own-tape", title: "A tape of one's own, in forty lines",
      objective:
        "Write automatic differentiation: take down what is computed, and walk it backwards.",
      prerequisites: [1], minutes: 45, points: 15,
      source: "000, K5: gradients by the chain rule; chapter 2, The tape, by hand",
      question: Question(
        "y = x · x: one entry is x, the next the product of slot 0 and slot 0. How often does x get a gradient?",
        answer: """
          Twice, once as the left factor and once as the right one: x and x, together 2 x. A slot adds up what it gets, \
          from however many places.
          """),
      byHand: variant.noted(lastStepOnTape(variant.network)),
      hints: [
        """
        What has to be known of an entry when you come back to it: its value, what was done, and to which slots? An \
        array of a small struct holds that. The slot of a new entry is the count before it is added.
        """,
        """
        gradient(of:) begins with a list of zeros, one for each slot, and 1 at the slot that is asked for. In which \
        order are slots visited so that each has got all of its gradient before it passes it on?
        """,
        """
        An add passes its gradient g to both slots. A multiply passes g times the value of the other factor to each. A \
        tanh passes g · (1 − y · y), where y is its own value. All of them add to what the slot already has.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 02. The struct needs a list of entries, each with its value, what was done, and to which slots.
        // A slot is a place in the list, counted from 0; the functions that add an entry return its slot.
        // gradient(of:) walks back from the slot, and returns ∂(that slot)/∂(each slot), a number for every entry.

        @main struct OwnTape: OwnTapeExercise {
          mutating func variable(_ value: Double) -> Int {
            notWritten("an entry for a number, and its slot")
          }

          mutating func add(_ a: Int, _ b: Int) -> Int {
            notWritten("an entry for the sum, and its slot")
          }

          mutating func multiply(_ a: Int, _ b: Int) -> Int {
            notWritten("an entry for the product, and its slot")
          }

          mutating func applyTanh(_ a: Int) -> Int {
            notWritten("an entry for the tanh, and its slot")
          }

          func value(of slot: Int) -> Double {
            notWritten("the number in a slot")
          }

          mutating func gradient(of slot: Int) -> [Double] {
            notWritten("the gradient of one slot for all")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: TapeByUses<AllUses>.reply(to:),
        misconceptions: [
          Misconception(
            "a tape on which a gradient replaces what a slot already has",
            """
            A number that is used twice has an influence through both places, and gets a gradient from both: += and not \
            =. The weights of a recurrent network are used in every step; with = all steps but one are lost.
            """, seen: "`=` for `+=` in a backward pass", TapeByUses<LastWins>.reply(to:)),
          Misconception(
            "a tape that is walked forwards",
            """
            From the first slot on, most entries are met before anything has arrived for them, and pass on zero. An \
            entry can pass on its gradient only when it has all of it: that is so from the last slot to the first.
            """, seen: "the loop of the forward pass, copied", TapeByUses<WalkedForwards>.reply(to:)
          ),
          Misconception(
            "a product whose factors get their own value as gradient",
            """
            If one factor of a · b moves, the product moves by the other factor: a gets b, and b gets a. For a · a it \
            makes no difference.
            """, seen: "left and right exchanged in the product rule",
            TapeByUses<OwnFactor>.reply(to:)),
          Misconception(
            "a slope of tanh that is taken of its result again, 1 − tanh²(y)",
            "The entry's value y is the tanh already: its slope is 1 − y · y.",
            seen: "tanh applied again in the backward pass", TapeByUses<TanhOfResult>.reply(to:)),
          Misconception(
            "a slope of tanh that is taken of the number before it, 1 − a²",
            """
            1 − y² is written in terms of the result, y = tanh(a). The value in the slot that tanh was applied to is a.
            """, seen: "the value of the wrong entry", TapeByUses<SlopeOfInput>.reply(to:)),
          Misconception(
            "a gradient of the last entry, whatever was asked for",
            """
            The 1 belongs to the slot that is asked for, and the walk begins there. What was taken down later does not \
            act on it, and gets 0.
            """, seen: "walks that always begin at the end of the list",
            TapeByUses<FromTheEnd>.reply(to:)),
          Misconception(
            "gradients that are kept from the call before",
            """
            Each call asks anew, and begins with zeros. What is kept in the entries is passed on once more, and added. \
            (In PyTorch it is kept on purpose, which is why its training loops call zero_grad.)
            """, seen: "a grad in each entry, as in micrograd, that nobody sets back",
            TapeByUses<KeptGradients>.reply(to:)),
        ],
        cases: { tapeCases($0, variant.network) }, callText: tapeText))
  }
}

private func lastStepOnTape(_ network: HandNetwork) -> String {
  let (x, h, y, delta) = (network.x[2], network.h(2), network.h(3), network.delta(3))
  let distance = y - network.target
  let products = [network.wx * x, network.wh * h]
  let rows: [(entry: String, value: String, gradient: String)] = [
    ("w", network.wx.written, "\((delta * x).fourDigits)    = slot 6's · \(x.factor)"),
    ("x", x.written, "\((delta * network.wx).fourDigits)    = slot 6's · \(network.wx.factor)"),
    ("u", network.wh.written, "\((delta * h).fourDigits)    = slot 7's · \(h.factor4)"),
    ("h", h.fourDigits, "\(network.dh(2).fourDigits)    = slot 7's · \(network.wh.factor)"),
    ("b", network.b.written, delta.fourDigits),
    ("−target", (-network.target).written, network.dh(3).fourDigits),
    ("multiply 0, 1", products[0].fourDigits, delta.fourDigits),
    ("multiply 2, 3", products[1].fourDigits, delta.fourDigits),
    ("add 6, 7", (products[0] + products[1]).fourDigits, delta.fourDigits),
    (
      "add 8, 4", network.a(3).fourDigits,
      "\(delta.fourDigits)    = slot 10's · (1 − \(y.factor4)²)"
    ),
    ("tanh 9", y.fourDigits, network.dh(3).fourDigits),
    (
      "add 10, 5", distance.fourDigits,
      "\(network.dh(3).fourDigits)    = 1 · \(distance.factor4) + 1 · \(distance.factor4)"
    ),
    ("multiply 11, 11", network.loss.fourDigits, "1"),
  ]
  let table = HandColumn.table([
    HandColumn("slot", rows.indices.map { $0 < 10 ? " \($0)" : "\($0)" }),
    HandColumn("entry", rows.map(\.entry), width: 16),
    HandColumn("value", rows.map(\.value), width: 7),
    HandColumn("gradient", rows.map(\.gradient)),
  ])
  return """
    The last step of exercise 01 on a tape: w = \(network.wx.written), x = \(x.written), u = \(network.wh.written), \
    h = \(h.fourDigits), b = \(network.b.written), target = \(network.target.written).
    First down the values; then up the gradients of slot 12, the loss, which begins with 1.

    \(table)
    """
}

/// A list of operations for a tape, as it is written down.
private struct TapeProgram {
  let name: String
  let numbers: [Double]
  private(set) var rows: [[Double]]

  init(_ name: String, _ numbers: [Double], _ operations: [[Double]]) {
    (self.name, self.numbers) = (name, numbers)
    rows = numbers.indices.map { [0, Double($0), 0] } + operations
  }

  /// The operations with two more at their end: a square of the last one, and a sum with slot 0.
  var longer: TapeProgram {
    let last = Double(rows.count - 1)
    return TapeProgram(
      name, numbers, rows.dropFirst(numbers.count) + [[2, last, last], [1, last + 1, 0]])
  }

  func asked(_ part: String, of slot: Int? = nil, before: [Int] = []) -> ExerciseCase {
    var given: [String: ExerciseValue] = [
      "operations": .matrix(Matrix(rows)), "numbers": .numbers(numbers),
    ]
    if let slot { given["of"] = .integers([slot]) }
    if !before.isEmpty { given["before"] = .integers(before) }
    let asked = slot.map { ", of slot \($0)" } ?? ""
    return ExerciseCase(name + asked, part, given)
  }
}

/// The tape that is recorded, a line a slot, and what is asked of it.
@Sendable private func tapeText(_ call: ExerciseCall) -> [String] {
  let rows = call.inputs.matrix("operations")
  guard rows.rows <= 13 else { return [] }
  let numbers = call.inputs.matrix("numbers").row(0)
  let lines = (0..<rows.rows).map { slot in
    let (kind, a, b) = (rows[slot, 0], Int(rows[slot, 1]), Int(rows[slot, 2]))
    let entry =
      switch kind {
      case 0: "the number \(String(format: "%.9g", numbers[a]))"
      case 1: "add slots \(a) and \(b)"
      case 2: "multiply slots \(a) and \(b)"
      default: "tanh of slot \(a)"
      }
    return "slot \(slot): \(entry)"
  }
  let names = call.inputs.names
  let before =
    names.contains("before")
    ? call.inputs.integers("before").map { "gradient(of: \($0)), asked before" } : []
  let asked = names.contains("of") ? call.inputs.integers("of").map { "gradient(of: \($0))" } : []
  return lines + before + asked
}

private func tapeCases(_ seed: UInt64, _ network: HandNetwork) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "own-tape")
  func random(_ count: Int) -> [Double] {
    // Away from 0, where every slope of tanh is 1.
    (0..<count).map { _ in
      let number = numbers.number()
      return number < 0 ? number - 0.3 : number + 0.3
    }
  }
  let (add, multiply, tanh) = (1.0, 2.0, 3.0)
  let simple = [
    TapeProgram("a sum", random(2), [[add, 0, 1]]),
    TapeProgram("a product", random(2), [[multiply, 0, 1]]),
    TapeProgram("a tanh", random(1), [[tanh, 0, 0]]),
    TapeProgram("tanh of a sum", random(2), [[add, 0, 1], [tanh, 2, 0]]),
    TapeProgram("a square", random(1), [[multiply, 0, 0]]),
    TapeProgram("x · y + x", random(2), [[multiply, 0, 1], [add, 2, 0]]),
  ]
  let hand = TapeProgram(
    "the numbers by hand",
    [network.wx, network.x[2], network.wh, network.h(2).rounded4, network.b, -network.target],
    [
      [multiply, 0, 1], [multiply, 2, 3], [add, 6, 7], [add, 8, 4], [tanh, 9, 0], [add, 10, 5],
      [multiply, 11, 11],
    ])
  // w, u and b, then x of three steps, and the target.
  let steps = TapeProgram(
    "the course's three steps",
    [network.wx, network.wh, network.b] + network.x + [-network.target],
    [
      [multiply, 0, 3], [add, 7, 2], [tanh, 8, 0],
      [multiply, 0, 4], [multiply, 1, 9], [add, 10, 11], [add, 12, 2], [tanh, 13, 0],
      [multiply, 0, 5], [multiply, 1, 14], [add, 15, 16], [add, 17, 2], [tanh, 18, 0],
      [add, 19, 6], [multiply, 20, 20],
    ])
  let mixed = TapeProgram(
    "random numbers, a value used three times", random(4),
    [
      [multiply, 0, 1], [tanh, 4, 0], [multiply, 5, 0], [add, 6, 2], [tanh, 7, 0],
      [multiply, 8, 3],
      [add, 9, 0],
    ])
  let whole = simple + [hand, steps, mixed]
  let longer = (simple.suffix(3) + [hand, steps, mixed]).map { ($0.rows.count - 1, $0.longer) }
  return whole.map { $0.asked("the tape") }
    + whole.map { $0.asked("gradient(of:)", of: $0.rows.count - 1) }
    + longer.map { last, program in program.asked("gradient(of:)", of: last) }
    + longer.map { last, program in
      program.asked("gradient(of:), asked again", of: last, before: [program.rows.count - 1, last])
    }
}
