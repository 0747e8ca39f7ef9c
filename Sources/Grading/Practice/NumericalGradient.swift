import Foundation
import UnrollCourse

extension ExerciseSheet {
  static func numericalGradient(_ variant: CourseVariant) -> ExerciseSheet {
    ExerciseSheet(
      number: 15, slug: "numerical-gradient", title: "A numerical gradient, and its step",
      objective: "Check a gradient by central differences, and know how many digits to expect.",
      prerequisites: [1], minutes: 30, points: 10,
      source: "000, K2 and K5: derivatives of a loss; chapter 3, Checking a gradient",
      question: Question(
        """
        You take the central difference of a smooth function with the steps 0.1, 10⁻⁵ and 10⁻¹⁵, as Doubles. Which comes \
        closest to the slope, and what is wrong with the other two?
        """,
        answer: """
          10⁻⁵, with ten digits or so. At 0.1 the curve bends between the two points: the error of truncation, which grows \
          with step². At 10⁻¹⁵ the two values agree in all digits but one or two, and what is left of them is rounding, \
          divided by the tiny step.
          """),
      byHand: variant.noted(differencesByHand(variant.network)),
      hints: [
        """
        Two values of f, one step to each side. How far apart are the two places? And in a matrix of many numbers: which of \
        them are moved, while you ask for one?
        """,
        """
        Make a copy of w for each value that you take of the loss, and move one number in it: then nothing has to be put \
        back. For the error, norms: that of the difference, and the larger of the two gradients'.
        """,
        """
        Write h for the step, M for third, F for value, ε for precision. As h grows, truncation M h²/6 grows and rounding ε F/h \
        falls. Their sum is smallest where its derivative for h is zero: M h/3 = ε F/h². Solve for h; `cbrt` is the cube root.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 15. slope is (f(x + step) − f(x − step)) / (2 step); gradient the same for each number of w, in w's shape.
        // relativeError is ‖n − a‖ / max(‖n‖, ‖a‖); .norm is the root of the sum of all squares.
        // truncation = third · step² / 6, rounding = precision · value / step, best = the step with the smallest sum of both.

        @main struct NumericalGradient: NumericalGradientExercise {
          func slope(of f: (Double) -> Double, at x: Double, step: Double) -> Double {
            notWritten("the central difference")
          }

          func gradient(of loss: (Matrix) -> Double, at w: Matrix, step: Double) -> Matrix {
            notWritten("a central difference for each number of w")
          }

          func relativeError(numerical: Matrix, analytic: Matrix) -> Double {
            notWritten("‖n − a‖ / max(‖n‖, ‖a‖)")
          }

          func errors(step: Double, value: Double, third: Double, precision: Double)
            -> (truncation: Double, rounding: Double, best: Double)
          {
            notWritten("both errors, and the best step")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: SlopesByPoints<Central>.reply(to:),
        misconceptions: [
          Misconception(
            "a forward difference, (f(x + h) − f(x)) / h",
            """
            It looks to one side only, and its error falls with h, that of the central difference with h². At the best step \
            of each that is eight digits against ten or so; a slope takes two values of f in both.
            """, seen: "the definition of the derivative, written down",
            SlopesByPoints<Forward>.reply(to:)),
          Misconception(
            "a difference over 2 h that is divided by h",
            "From x − h to x + h the way is 2 h. Divided by h, every slope comes out twice as large.",
            seen: "the forward difference, changed in one place only",
            SlopesByPoints<DividedByOneStep>.reply(to:)),
          Misconception(
            "a difference that is divided by 2 and multiplied by h, (f(x + h) − f(x − h)) / 2 * h",
            """
            / and * are worked off from left to right, so the division ends at the 2, and the h multiplies. What belongs below \
            the line needs brackets: / (2 * h).
            """, seen: "/ 2 * h for the formula's 2 h", SlopesByPoints<StepMultiplied>.reply(to:)),
          Misconception(
            "a difference with its sign turned",
            """
            The value further on comes first: f(x + h) − f(x − h). So a function that rises has a positive slope.
            """, seen: "minus and plus exchanged", SlopesByPoints<Turned>.reply(to:)),
          Misconception(
            "a number of w that is not put back before the next one is moved",
            """
            The first number stayed at w − h while the others were moved, so their slopes are those of another place. It is \
            off by about h, and not noticed where h is small; put it back, or move it in a copy.
            """, seen: "w[k] += h, w[k] −= 2 h, and on to the next k",
            SlopesByPoints<NotPutBack>.reply(to:)),
          Misconception(
            "a gradient whose step back leads to w itself, not to w − h",
            """
            After one step ahead, one step back only undoes it, and the second value is the loss at w. What comes out is half \
            the slope; the way from w + h to w − h is two steps.
            """, seen: "w[k] += h, a value, w[k] −= h, a value", SlopesByPoints<HalfWay>.reply(to:)),
          Misconception(
            "a gradient for which all numbers of w are moved at once",
            """
            Then each number of the result is the sum of all partial derivatives, the same everywhere. A partial derivative \
            moves one number and keeps the others.
            """, seen: "loss(w + h), for a matrix w", SlopesByPoints<AllAtOnce>.reply(to:)),
          Misconception(
            "an error that is absolute, ‖n − a‖",
            """
            0.001 is little beside 1000 and everything beside 0.001. Only as a part of the gradient does the error tell how \
            many digits are right; a gradient that has vanished passes every absolute check.
            """, seen: "abs(n − a) < 1e-5 in tests", SlopesByPoints<Absolute>.reply(to:)),
          Misconception(
            "an error of the norms, | ‖n‖ − ‖a‖ |, in place of the norm of the difference",
            """
            Two gradients can be equally long and point in opposite directions. The difference comes first, number by \
            number, and then its norm.
            """, seen: "norms printed side by side", SlopesByPoints<ErrorOfNorms>.reply(to:)),
          Misconception(
            "an error that is divided by the sum of both norms, not by the larger",
            """
            The sum is about twice as large, so errors come out about half as large, and two opposite gradients have 1 in place \
            of 2. Others define it so, and it will do for a check; this exercise divides by max(‖n‖, ‖a‖).
            """, seen: "courses whose gradient check has ‖n‖ + ‖a‖ below the line",
            SlopesByPoints<NormsAdded>.reply(to:)),
          Misconception(
            "a best step at which both errors are equal",
            """
            The sum of a square h² and of 1/h is smallest where their slopes cancel: 2 · truncation = rounding. Where the two \
            are equal, h is larger by ∛2, and the sum by a little. (As a rule of thumb it will do.)
            """, seen: "chapter 3, which asks for the order of magnitude",
            SlopesByPoints<EqualErrors>.reply(to:)),
          Misconception(
            "a best step with the square root",
            """
            The square root belongs to the forward difference, whose truncation grows with h: √ε = 10⁻⁸. For the central \
            one it grows with h², and the root is the third: about 10⁻⁵.
            """, seen: "√ε, the advice for forward differences",
            SlopesByPoints<SquareRoot>.reply(to:)),
        ],
        cases: { numericalGradientCases($0, variant) }))
  }
}

private func differencesByHand(_ network: HandNetwork) -> String {
  func digits(_ value: Double, _ count: Int) -> String {
    String(format: "%.\(count)f", value).replacingOccurrences(of: "-", with: "−")
  }
  let ways: [(Double) -> HandNetwork] = [
    { network.moved(wx: $0) }, { network.moved(wh: $0) }, { network.moved(b: $0) },
  ]
  let losses = ways.map { (ahead: $0(0.01).loss, back: $0(-0.01).loss) }
  let table = HandColumn.table([
    HandColumn("", ["Wx", "Wh", "b"]),
    HandColumn("ahead", losses.map { digits($0.ahead, 6) }),
    HandColumn("back", losses.map { digits($0.back, 6) }),
    HandColumn("slope", losses.map { digits(($0.ahead - $0.back) / 0.02, 5) }),
    HandColumn("the tape", [network.dWx, network.dWh, network.db].map { digits($0, 5) }),
  ])
  return """
    f(x) = x³ at x = 1, step 0.1: (1.331 − 0.729) / 0.2 = 3.01. The slope is 3, and f‴ = 6: truncation 6 · 0.1² / 6 = 0.01.

    The course's network, \(network.summary).
    Its loss, where one weight is moved by 0.01 ahead and back; the difference divided by 0.02; the tape's gradient:

    \(table)

    Where |f| = 1, |f‴| = 2 and ε = 1.1 · 10⁻¹⁶, the step 10⁻⁵ is off by 2 · 10⁻¹⁰ / 6 = 3.3 · 10⁻¹¹ through truncation and
    by 1.1 · 10⁻¹⁶ / 10⁻⁵ = 1.1 · 10⁻¹¹ through rounding. The sum is smallest at 5.5 · 10⁻⁶.
    """
}
