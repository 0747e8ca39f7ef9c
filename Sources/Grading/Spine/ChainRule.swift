import Foundation
import UnrollCourse

extension ExerciseSheet {
  static func chainRule(_ variant: CourseVariant) -> ExerciseSheet {
    ExerciseSheet(
      number: 1, slug: "chain-rule", title: "The chain rule, by hand",
      objective: "Differentiate one step of a network by hand, factor by factor.",
      prerequisites: [], minutes: 20, points: 5,
      source: "000, K2 and K3: one unit of a recurrent network",
      question: Question(
        "The state before, h, is 0. Which of the five derivatives is then certainly 0, whatever the weights are?",
        answer: """
          dL/du: u is only ever multiplied by h, and ∂a/∂u = h. The derivative for h itself is u · dL/da, and does not \
          care how large h is.
          """),
      byHand: variant.noted(lastStep(variant.network)),
      hints: [
        "Walk backwards: what is ∂L/∂y, if L = (y − target)²? And how does y change with a?",
        """
        tanh′(a) = 1 − tanh²(a). You have tanh(a) already: it is y. So dL/da is the product of two numbers that you know.
        """,
        """
        a is a sum. Its derivative for w is what w is multiplied by; for b it is 1; for h it is what h is multiplied by. \
        Each of the last four derivatives is dL/da times one number.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 01. One step of a network with one unit, and the derivatives of its loss:
        //   a = w x + u h + b      y = tanh(a)      L = (y − target)²
        // Write `forward` first, then `backward`: all are single numbers.

        @main struct ChainRule: ChainRuleExercise {
          func forward(x: Double, h: Double, w: Double, u: Double, b: Double, target: Double)
            -> (a: Double, y: Double, loss: Double)
          {
            notWritten("a, y and L")
          }

          func backward(x: Double, h: Double, w: Double, u: Double, b: Double, target: Double)
            -> (da: Double, dw: Double, du: Double, db: Double, dh: Double)
          {
            notWritten("the derivatives of L for a, w, u, b and h")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: ChainRuleOfSlopes.reply(to:),
        misconceptions: [
          Misconception(
            "a backward pass that leaves tanh′ out",
            """
            The error at y is passed on to a as it is. But y changes with a by 1 − y², which is 1 only where y is 0: the \
            flatter the tanh, the less of the error arrives. That factor is why gradients vanish.
            """,
            seen: "first attempts at backpropagation; the loss still falls, so it is not noticed",
            ChainRuleOfSlopes.Mistaken<NoSlope>.reply(to:)),
          Misconception(
            "a slope of tanh taken at y in place of a, 1 − tanh²(y)",
            """
            tanh was applied again to what is tanh(a) already. Written in terms of the result, the slope is 1 − y · y.
            """,
            seen:
              "code that keeps only the outputs, and calls a derivative function that wants the input",
            ChainRuleOfSlopes.Mistaken<SlopeOfTanhAgain>.reply(to:)),
          Misconception(
            "an error with its sign turned, 2 (target − y)",
            """
            L grows with (y − target)², so dL/dy = 2 (y − target). The other sign leads uphill: it belongs to the \
            update, w − η dL/dw, and is already in it there.
            """, seen: "texts that write the error as target − output and add the update",
            ChainRuleOfSlopes.Mistaken<ErrorTurned>.reply(to:)),
          Misconception(
            "an error without the 2 of the square, y − target",
            """
            The derivative of a square is twice what is squared: dL/dy = 2 (y − target). Only with L = ½ (y − target)² \
            does the 2 cancel.
            """, seen: "formulas of texts whose loss has a ½",
            ChainRuleOfSlopes.Mistaken<ErrorHalved>.reply(to:)),
          Misconception(
            "dh with h where u belongs",
            """
            a contains u · h. The derivative for u is h, and the derivative for h is u: each gets the other.
            """, seen: "copying the line for u",
            ChainRuleOfSlopes.Mistaken<StateForWeight>.reply(to:)),
        ],
        cases: { seed in
          var numbers = CaseNumbers(seed, "chain-rule")
          func given(
            _ x: Double, _ h: Double, _ w: Double, _ u: Double, _ b: Double, _ target: Double
          )
            -> [String: ExerciseValue]
          {
            ["x": x, "h": h, "w": w, "u": u, "b": b, "target": target].mapValues(
              ExerciseValue.number)
          }
          let network = variant.network
          var points = [
            (
              "the numbers by hand",
              given(
                network.x[2], network.h(2).rounded4, network.wx, network.wh, network.b,
                network.target)
            )
          ]
          for index in 1...4 {
            points.append(
              (
                "random numbers \(index)",
                given(
                  numbers.number(2), numbers.number(), numbers.number(2), numbers.number(2),
                  numbers.number(), numbers.number())
              ))
          }
          points.append(("no state before", given(0.3, 0, -0.7, 1.2, 0.4, 0.9)))
          points.append(("a tanh that is nearly flat", given(2, 1, 1, 1.5, 0.5, 0.5)))
          return ["forward", "backward"].flatMap { part in
            points.map { ExerciseCase($0.0, part, $0.1) }
          }
        }))
  }
}

private func lastStep(_ network: HandNetwork) -> String {
  let (x, h, y) = (network.x[2], network.h(2), network.h(3))
  let (w, u, b) = (network.wx.written, network.wh.written, network.b.written)
  let sum = ["\(w) · \(x.factor)", "\(u) · \(h.factor4)", b].asSum
  let distance = [y.fourDigits, (-network.target).written].asSum
  let (dy, da) = (network.dh(3).fourDigits, network.delta(3).fourDigits)
  return """
    The last step of the course's network: x = \(x.written), h = \(h.fourDigits), w = \(w), u = \(u), b = \(b), \
    target = \(network.target.written)

      a = \(sum) = \(network.a(3).fourDigits)
      y = tanh \(network.a(3).factor4) = \(y.fourDigits)
      L = (\(distance))² = \(network.loss.fourDigits)

    Backwards, from the end:
      dL/dy = 2 (y − target) = \(dy)
      dL/da = dL/dy · (1 − y²) = \(dy) · \(network.slope(3).fourDigits) = \(da)
      dL/dw = dL/da · x = \((network.delta(3) * x).fourDigits),  dL/du = dL/da · h = \
    \((network.delta(3) * h).fourDigits)
      dL/db = dL/da     = \(da),  dL/dh = dL/da · u = \(network.dh(2).fourDigits)
    """
}

/// A way to the slope and the error; the right one unless something is changed.
protocol ChainRuleVariant {
  static func slope(_ y: Double) -> Double
  static func error(_ y: Double, _ target: Double) -> Double
  static func stateFactor(u: Double, h: Double) -> Double
}

extension ChainRuleVariant {
  static func slope(_ y: Double) -> Double { (1 - y) * (1 + y) }
  static func error(_ y: Double, _ target: Double) -> Double { 2 * (y - target) }
  static func stateFactor(u: Double, h: Double) -> Double { u }
}

private enum AsItIs: ChainRuleVariant {}

private enum NoSlope: ChainRuleVariant {
  static func slope(_ y: Double) -> Double { 1 }
}

private enum SlopeOfTanhAgain: ChainRuleVariant {
  static func slope(_ y: Double) -> Double { (1 - tanh(y)) * (1 + tanh(y)) }
}

private enum ErrorTurned: ChainRuleVariant {
  static func error(_ y: Double, _ target: Double) -> Double { 2 * (target - y) }
}

private enum ErrorHalved: ChainRuleVariant {
  static func error(_ y: Double, _ target: Double) -> Double { y - target }
}

private enum StateForWeight: ChainRuleVariant {
  static func stateFactor(u: Double, h: Double) -> Double { h }
}

/// The step with its derivatives, by a way to the slope and the error.
private enum ChainRuleOfSlopes {
  static func reply(to call: ExerciseCall) -> ExerciseReply {
    Mistaken<AsItIs>.reply(to: call)
  }

  struct Mistaken<Variant: ChainRuleVariant>: ChainRuleExercise {
    func forward(x: Double, h: Double, w: Double, u: Double, b: Double, target: Double)
      -> (a: Double, y: Double, loss: Double)
    {
      let a = w * x + u * h + b
      let y = tanh(a)
      return (a, y, (y - target) * (y - target))
    }

    func backward(x: Double, h: Double, w: Double, u: Double, b: Double, target: Double)
      -> (da: Double, dw: Double, du: Double, db: Double, dh: Double)
    {
      let y = tanh(w * x + u * h + b)
      let flow = Variant.error(y, target) * Variant.slope(y)
      return (flow, flow * x, flow * h, flow, flow * Variant.stateFactor(u: u, h: h))
    }
  }
}
