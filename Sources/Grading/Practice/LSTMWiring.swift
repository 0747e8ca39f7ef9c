import UnrollCourse

extension ExerciseSheet {
  static func lstmWiring(_ variant: CourseVariant) -> ExerciseSheet {
    ExerciseSheet(
      number: 23, slug: "lstm-wiring", title: "The sketch of an LSTM cell",
      objective: "Draw the LSTM cell from memory: which value goes into which.",
      prerequisites: [10], minutes: 15, points: 5,
      source: "003, exercise 15.6: the LSTM cell's architecture; 5.1: h and c as its two states",
      question: Question(
        "From the old carry c to the new one c′: through which functions and weights does it go on its way?",
        answer: """
          Through none: it is multiplied by f, and something is added. So the slope from c to c′ is f itself, and with f \
          near 1 a gradient comes back over many steps as it was. The state of exercise 05 goes through Wh and a tanh in \
          every step.
          """),
      byHand: LeakyCell(variant).page,
      hints: [
        """
        Exercise 10 has a formula for every box. Which box stands on the left of each, and which stand on its right? \
        Weights and biases are no boxes.
        """,
        """
        i, f, g and o are computed side by side, so none of them waits for another. A gate acts by a product: it is one of \
        two factors. What is the other one, for each of the three gates?
        """,
        """
        A case of the switch is a list such as [.x, .kept]. There are nine lists, with 17 arrows in all; only one box has a \
        single arrow into it. From c goes one arrow, and from c′ one as well.
        """,
      ],
      stub: """
        import UnrollCourse

        // Exercise 23. For each box of an LSTM cell: from which boxes goes an arrow straight into it? [.x, .kept] are two.
        // i, f and o are the gates, g is the candidate. kept and added are the two products that the new carry is made of;
        // tanhOfCarry is the tanh on the way to the new state. Weights and biases belong to their box.

        @main struct LSTMWiring: LSTMWiringExercise {
          func inputs(of box: LSTMBox) -> [LSTMBox] {
            switch box {
            case .x, .h, .c: []
            case .i: notWritten("the boxes that go into i")
            case .f: notWritten("the boxes that go into f")
            case .g: notWritten("the boxes that go into g")
            case .o: notWritten("the boxes that go into o")
            case .kept: notWritten("the boxes that go into kept")
            case .added: notWritten("the boxes that go into added")
            case .newCarry: notWritten("the boxes that go into c′")
            case .tanhOfCarry: notWritten("the boxes that go into the tanh")
            case .newState: notWritten("the boxes that go into h′")
            }
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: WiringOnTape<PlainCell>.reply(to:),
        misconceptions: [
          Misconception(
            "a state without the tanh, h′ = o ⊙ c′",
            """
            The carry is a sum and may be larger than 1. A tanh stands between it and the output gate; the carry itself \
            goes on to the next step without one.
            """, seen: "sketches in which the small tanh above the output gate is overlooked",
            WiringOnTape<TanhPassedBy>.reply(to:)),
          Misconception(
            "gates that see the carry too (peepholes)",
            """
            The gates of this cell are computed from the input and the state alone. Arrows from the carry to the gates \
            make a variant of it, the LSTM with peepholes; Keras's LSTM and the lecture's have none.
            """, seen: "figures of the peephole LSTM", WiringOnTape<Peepholes>.reply(to:)),
          Misconception(
            "a forget gate that acts on the state h",
            """
            What is forgotten is a part of the long-term state: f is multiplied by the old carry. The state h has done its \
            part when it went into the gates.
            """, seen: "taking h for the memory of the cell, as in a simple RNN",
            WiringOnTape<StateForgotten>.reply(to:)),
          Misconception(
            "an output gate on the carry before it is passed on, c′ = o ⊙ (kept + added)",
            """
            The output gate says how much is shown, not how much is remembered. It acts on the branch that leads to h′; \
            what it hides now is still in c′ and can be shown later.
            """, seen: "sketches in which the branch to h′ leaves the track too late",
            WiringOnTape<CarryGated>.reply(to:)),
          Misconception(
            "an input gate that is one minus the forget gate",
            """
            One gate for both is the GRU's way. An LSTM has an input gate of its own, with its own weights, so that it \
            can keep all of the old carry and take in the new as well.
            """, seen: "the GRU's z and 1 − z", WiringOnTape<CoupledGates>.reply(to:)),
          Misconception(
            "a candidate that the forget gate lets in",
            "The forget gate acts on what is there already. The candidate is what is new, and has a gate for it.",
            seen: "one gate drawn through to both products", WiringOnTape<ForgetTwice>.reply(to:)),
          Misconception(
            "forget gate and input gate exchanged",
            "f is multiplied by what is there already, the old carry; i by what is new, the candidate.",
            seen: "reading f as the gate that says what to forget of the input",
            WiringOnTape<CellGatesExchanged>.reply(to:)),
          Misconception(
            "a tanh of the old carry",
            """
            The carry comes first, then the state: the tanh is taken of the new carry, so that what is let in now can be \
            seen now.
            """, seen: "a branch that leaves the track before the sum",
            WiringOnTape<OldCarryTaken>.reply(to:)),
        ],
        cases: { _ in
          LSTMBox.groups.map { name, boxes in
            ExerciseCase(boxes.map(\.title).joined(separator: ", "), name, [:])
          }
        }, isDrawn: false, words: wiringWords),
      drawing: """
          c ────────────→ × kept ─────→ + c′ ────┬─────→ c of the next step
                          ↑             ↑        ↓
          x, h ──→ f ─────┘             │      tanh
                                        │        │
          x, h ──→ i ────→ × added ─────┘        │
                           ↑                     │
          x, h ──→ g ──────┘                     ↓
          x, h ──→ o ──────────────────────────→ × h′ ──→ h of the next step
        """)
  }
}

/// What is wrong with the arrows into a box: those that belong there, those that do not, and how many there should be.
///
/// It does not say which are missing.
@Sendable func wiringWords(_ name: String, _ found: [Matrix], _ expected: [Matrix]) -> String? {
  let (mine, right) = (found.flatMap(\.elements), expected.flatMap(\.elements))
  guard found.map(\.shape) == expected.map(\.shape), mine.count == LSTMBox.allCases.count,
    mine.allSatisfy({ (0...100).contains($0) && $0 == $0.rounded() })
  else { return nil }
  func titles(_ isMeant: (Int) -> Bool) -> [String] {
    LSTMBox.allCases.filter { isMeant($0.rawValue) }.map(\.title)
  }
  let box = name.hasPrefix("into ") ? String(name.dropFirst(5)) : name
  let all = titles { mine[$0] > 0 }
  let good = titles { mine[$0] > 0 && right[$0] > 0 }
  let bad = titles { mine[$0] > 0 && right[$0] == 0 }
  let twice = titles { mine[$0] > 1 }
  let count = right.count { $0 > 0 }
  var sentence = "\(box) takes in \(all.isEmpty ? "nothing" : listed(all)); expected "
  sentence += count == 1 ? "one box" : count == 2 ? "two boxes" : "\(count) boxes"
  var remarks: [String] = []
  if count == 1 {
    if !good.isEmpty { remarks.append("\(good[0]) is it") }
  } else if !good.isEmpty {
    remarks.append(good.count == 1 ? "\(good[0]) is one of them" : "\(listed(good)) are right")
  }
  if !bad.isEmpty { remarks.append("\(listed(bad)) \(bad.count == 1 ? "is" : "are") not") }
  if !twice.isEmpty {
    remarks.append("an arrow is drawn once, and \(listed(twice)) stands more often")
  }
  return sentence + (remarks.isEmpty ? "." : ": \(remarks.joined(separator: ", ")).")
}

/// `a, b and c`
private func listed(_ names: [String]) -> String {
  guard names.count > 1, let last = names.last else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " and " + last
}
