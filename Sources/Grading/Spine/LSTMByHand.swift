import Foundation

extension HandNetwork {
  /// The worked example of exercise 10: the second step.
  func lstmStepByHand(sum: String) -> String {
    let lstm = HandLSTM(self)
    let (before, step) = (lstm.step(1), lstm.step(2))
    let (b, x) = (self.b.written, self.x[1])
    let s = step.sum.fourDigits
    let parts = [(wx * x).written, (wh * before.h).fourDigits]
    // Biases of 0 and 1 take as much room as b.
    func bias(_ digit: String) -> String {
      ")" + String(repeating: " ", count: Swift.max(0, b.count - digit.count))
    }
    let table = HandColumn.table(
      [
        HandColumn(
          "",
          [
            "i = σ(\(s) + 0\(bias("0")) = \(step.i.fourDigits)",
            "g = tanh(\(s) + \(b)) = \(step.g.fourDigits)",
          ]),
        HandColumn(
          "",
          [
            "f = σ(\(s) + 1\(bias("1")) = \(step.f.fourDigits)",
            "o = σ(\(s) − \(b)) = \(step.o.fourDigits)",
          ]),
      ], heads: "  every sum has \(sum) = \(parts.asSum) = \(s)")
    // As a calculator has it from the four digits above.
    let carried = [
      (step.f.rounded4 * before.c.rounded4).fourDigits,
      (step.i.rounded4 * step.g.rounded4).fourDigits,
    ]
    return """
      The second step of an LSTM with one unit and the course's inputs. Wx = \(wx.written) and Wh = \(wh.written) for \
      all four gates; the
      biases are 0 for i, 1 for f (as Keras begins it), \(b) for g, −\(b) for o. x = \(x.written), and from the first step
      h = \(before.h.fourDigits), c = \(before.c.fourDigits).

      \(table)

        c′ = f c + i g = \(carried.asSum) = \(step.c.fourDigits)
        h′ = o tanh c′ = \(step.o.fourDigits) · \(tanh(step.c).factor4) = \(step.h.fourDigits)
      """
  }

  /// The worked example of exercise 11: forward, back, and the gradients of all weights.
  func lstmByHand(_ layout: WeightLayout) -> String {
    let lstm = HandLSTM(self)
    let ends = (last: lstm.back(3), first: lstm.back(1))
    // One row for all gates, or one column.
    let turned = layout == .inputsByUnits ? "" : "ᵀ"
    func row(_ numbers: [Double]) -> String { "[\(numbers.map(\.fourDigits).asList)]" }
    return """
      The LSTM of exercise 10 over all three steps, h₀ = c₀ = 0, target \(target.written), L = (h₃ − target)². (Computed \
      with more
      digits than are shown, so that a last digit may differ from yours.) Forward:

      \(forwardTable(lstm))

      Backward, from ∂L/∂h₃ = 2 (\([lstm.step(3).h.fourDigits, (-target).written].asSum)) = \
      \(ends.last.dh.fourDigits). Each carry gets o (1 − tanh² c) ∂L/∂h and what comes from later:

      \(carryTable(lstm))

      and the four sums; h_t−1 gets Wh times all of them:

      \(sumsTable(lstm))

      The one of i at t = 3, for example, is \(ends.last.dc.fourDigits) · g · i (1 − i) = \(inputGate(lstm)).

      dWx = \(row(lstm.dWx))\(turned), dWh = \(row(lstm.dWh))\(turned)
      db  = \(row(lstm.db)),  dh₀ = \(ends.first.toState.fourDigits), dc₀ = \(ends.first.toCarry.fourDigits)

      In exercise 07 the gradient of the state \(Self.change(dh(3), dh(1), "fell", "went")); that of the carry \
      \(Self.change(ends.last.dc, ends.first.dc, "falls", "goes")).
      """
  }

  private func forwardTable(_ lstm: HandLSTM) -> String {
    func column(_ header: String, _ value: (HandLSTM.Step) -> Double) -> HandColumn {
      HandColumn(header, (1...3).map { value(lstm.step($0)).fourDigits })
    }
    return HandColumn.table([
      HandColumn("t", ["1", "2", "3"]), column("i") { $0.i }, column("f") { $0.f },
      column("g") { $0.g }, column("o") { $0.o }, column("c") { $0.c },
      column("tanh c") { tanh($0.c) }, column("h") { $0.h },
    ])
  }

  private func carryTable(_ lstm: HandLSTM) -> String {
    let steps = [3, 2, 1].map(lstm.back)
    let later = ["0"] + steps.dropFirst().map(\.later.fourDigits)
    return HandColumn.table(
      [
        HandColumn("t", ["3", "2", "1"]), HandColumn("∂L/∂h", steps.map(\.dh.fourDigits)),
        HandColumn(
          "by the state",
          steps.map { "\($0.factor.fourDigits) · \($0.dh.factor4) = \($0.own.fourDigits)" }),
        HandColumn(
          "", later.map { $0.hasPrefix("−") ? "− \($0.dropFirst())" : "+ \($0)" }, width: 10),
        HandColumn("", steps.map { "= \($0.dc.fourDigits)" }),
        HandColumn("to c_t−1: f ∂L/∂c", steps.map(\.toCarry.fourDigits)),
      ],
      heads: """
          t   ∂L/∂h    by the state                + from later = ∂L/∂c    to c_t−1: f ∂L/∂c
        """)
  }

  private func sumsTable(_ lstm: HandLSTM) -> String {
    let steps = [3, 2, 1].map(lstm.back)
    func column(_ header: String, _ gate: Int) -> HandColumn {
      // The first step has no carry before it, so its forget gate gets nothing.
      HandColumn(
        header,
        steps.enumerated().map { gate == 1 && $0 == 2 ? "0" : $1.sums[gate].fourDigits }, width: 7)
    }
    return HandColumn.table([
      HandColumn("t", ["3", "2", "1"]), column("of i", 0), column("of f", 1), column("of g", 2),
      column("of o", 3),
      HandColumn("to h_t−1: \(wh.written) · (their sum)", steps.map(\.toState.fourDigits)),
    ])
  }

  /// The gradient of the input gate's sum at the last step, factor by factor.
  private func inputGate(_ lstm: HandLSTM) -> String {
    let (step, back) = (lstm.step(3), lstm.back(3))
    let factors = [back.dc.fourDigits, step.g.factor4, step.i.fourDigits, (1 - step.i).fourDigits]
    return "\(factors.joined(separator: " · ")) = \(back.sums[0].fourDigits)"
  }

  /// What became of a gradient: `fell from 2.0388 to 0.1567`.
  private static func change(
    _ last: Double, _ first: Double, _ falls: String, _ goes: String
  ) -> String {
    let isLess = first.magnitude < last.magnitude
    return "\(isLess ? falls : goes) from \(last.fourDigits) to \(first.fourDigits)"
  }
}
