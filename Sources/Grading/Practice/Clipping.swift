import UnrollCourse

extension ExerciseSheet {
  static func clipping(_ variant: CourseVariant) -> ExerciseSheet {
    ExerciseSheet(
      number: 16, slug: "clipping", title: "Clipping by the global norm",
      objective: "Keep a step within a limit without changing its direction.",
      prerequisites: [7], minutes: 15, points: 5,
      source:
        "000, K6: the exploding gradient problem; the remedy is that of Pascanu, Mikolov and Bengio (2013)",
      question: Question(
        """
        Two gradients, one number each: 30 and 40; the limit is 5. What are they after clipping by the global norm? And after \
        each number was kept within ±5 by itself?
        """,
        answer: """
          3 and 4: the norm is 50, and both are divided by 10. Within ±5 by themselves they would be 5 and 5: another \
          direction, in which the smaller gradient has become as important as the larger.
          """),
      byHand: variant.noted(clippedByHand(variant.network)),
      hints: [
        """
        If all numbers of all gradients stood in one long row, what would its length be? Is the root taken once, or once for \
        each gradient?
        """,
        """
        The sum of squares goes over all gradients; then one root. `.norm` is the norm of one matrix; what has to be done to \
        norms before they may be added?
        """,
        """
        The factor is the same for all gradients: the limit, divided by the norm that is given. And it is used only where it \
        makes them smaller; within the limit nothing is touched.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 16. gradients are the gradients of all weights, of any shapes; limit > 0.
        //   norm = √(the sum of the squares of all their numbers)
        // Above the limit, all of them times one factor, so that their norm is the limit; else as they are, in their order.

        @main struct Clipping: ClippingExercise {
          func globalNorm(of gradients: [Matrix]) -> Double {
            notWritten("the norm of all gradients together")
          }

          func clipped(_ gradients: [Matrix], norm: Double, limit: Double) -> [Matrix] {
            notWritten("the gradients within the limit")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: ClippingInOneRow<OneFactor>.reply(to:),
        misconceptions: [
          Misconception(
            "a norm without its root, the sum of the squares",
            """
            A norm is a length: the root of the sum of squares. Without the root, gradients that are twice as large have a \
            “norm” that is four times as large, and a limit means nothing.
            """, seen: "the penalty of weight decay, which is the sum of squares",
            ClippingInOneRow<WithoutRoot>.reply(to:)),
          Misconception(
            "a sum of the norms of the single gradients",
            """
            Norms do not add: 3 and 4 make 5, not 7. Their squares do, so the root comes last, once, after the sum over all \
            gradients.
            """, seen: "gradients.map(norm) and a sum", ClippingInOneRow<SumOfNorms>.reply(to:)),
          Misconception(
            "the largest norm of a single gradient",
            """
            The global norm is that of all gradients together, the root of the sum of their squares; it is larger than each \
            of theirs. Every gradient takes part in the step.
            """, seen: "a maximum over the layers, as it is plotted",
            ClippingInOneRow<LargestNorm>.reply(to:)),
          Misconception(
            "the largest number in place of the norm",
            """
            The largest magnitude is a norm too (that of the maximum), but not the Euclidean one: a thousand numbers of 1 \
            have the norm 31.6.
            """, seen: "clipping by value, carried over", ClippingInOneRow<LargestNumber>.reply(to:)
          ),
          Misconception(
            "a mean of the squares under the root",
            """
            The norm is the root of the sum of squares. With a mean the limit would be one for a single \
            number: the step of n weights could be √n times as long.
            """, seen: "root mean square, taken for the norm",
            ClippingInOneRow<MeanOfSquares>.reply(to:)),
          Misconception(
            "each gradient clipped by a norm of its own",
            """
            One factor for all keeps the direction of the step. If each gradient is made smaller by itself, large ones \
            shrink and small ones do not, and the step turns.
            """, seen: "clipnorm in place of global_clipnorm, in Keras",
            ClippingInOneRow<EachByItself>.reply(to:)),
          Misconception(
            "gradients below the limit that are scaled up to it",
            """
            Clipping only ever makes smaller. A small gradient says that the minimum is near, or that there is little to be \
            learnt: scaled up, every step would be as long as the limit.
            """, seen: "g · limit / norm without asking whether norm > limit",
            ClippingInOneRow<AlwaysScaled>.reply(to:)),
          Misconception(
            "clipping by value, each number within ±limit",
            """
            That cuts off the largest numbers and leaves the others, so that the step turns. By norm, all become smaller \
            by the same factor.
            """, seen: "clipvalue in Keras, clip_grad_value_ in PyTorch",
            ClippingInOneRow<ByValue>.reply(to:)),
          Misconception(
            "a factor turned over, norm / limit",
            """
            Above the limit the norm is the larger of the two, so norm / limit is above 1 and makes the gradients grow. \
            limit / norm takes the norm away and puts the limit in its place.
            """, seen: "the factor written down from memory",
            ClippingInOneRow<FactorTurned>.reply(to:)),
          Misconception(
            "gradients that are brought to the norm 1, whatever the limit",
            """
            Divided by their norm they have the norm 1. To have the limit for their norm they are multiplied by it as well. \
            Where the limit is 1, nobody notices.
            """, seen: "tests whose limit is 1", ClippingInOneRow<ToOne>.reply(to:)),
        ],
        cases: { clippingCases($0, variant) }))
  }
}

extension HandNetwork {
  /// A limit below the norm of its gradients, with one digit behind the point.
  fileprivate var limit: Double { max(1, (norm * 5).rounded()) / 10 }
  fileprivate var gradients: [Double] { [dWx, dWh, db].map(\.rounded4) }
  fileprivate var norm: Double { gradients.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}

private func clippedByHand(_ network: HandNetwork) -> String {
  let g = network.gradients
  let factor = network.limit / network.norm
  let squares = g.map { ($0 * $0).fourDigits }.asSum
  let lines = zip(["dWx", "dWh", "db "], g).map { name, number in
    "  \(name)   \(factor.fourDigits) · \(number.factor4) = \((factor * number).fourDigits)"
  }
  return """
    The 3 gradients of the course's network: dWx = \(g[0].fourDigits), dWh = \(g[1].fourDigits), db = \(g[2].fourDigits); \
    the limit is \(network.limit.written).

      norm   = √(\(squares)) = \(network.norm.fourDigits)
      factor = \(network.limit.written) / \(network.norm.fourDigits) = \(factor.fourDigits)

    \(lines.joined(separator: "\n"))

    The norm of these three is \(network.limit.written). Had the limit been \((network.norm.rounded(.up)).written), all \
    would stay as they are.
    """
}

private func clippingCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "clipping")
  let network = variant.network
  struct Point {
    let name: String
    let gradients: [Matrix]
    /// As parts of the norm.
    let limits: [Double]
  }
  func layer(_ inputs: Int, _ units: Int, _ scale: Double = 1) -> [Matrix] {
    let (inputs, units) = (variant.size(inputs), variant.size(units))
    return [
      numbers.matrix(inputs, units, scale), numbers.matrix(units, units, scale),
      numbers.matrix(1, units, scale),
    ]
  }
  let hand = network.gradients.map { Matrix([[$0]]) }
  let points = [
    Point(name: "3 and 4", gradients: [[[30]], [[-40]]], limits: [0.1, 1.5]),
    Point(name: "a layer", gradients: layer(2, 3), limits: [0.4, 2]),
    Point(
      name: "two layers, one with small gradients", gradients: layer(3, 2) + layer(2, 4, 0.01),
      limits: [0.25]),
    Point(
      name: "one of the gradients is zero",
      gradients: [numbers.matrix(2, 5), Matrix(rows: 3, columns: 2)],
      limits: [0.5]),
    Point(name: "a single gradient", gradients: [numbers.matrix(4, 1)], limits: [0.7]),
    Point(name: "gradients that explode", gradients: layer(4, 2, 1e6), limits: [3e-6]),
    Point(name: "gradients that vanish", gradients: layer(2, 3, 1e-9), limits: [1e6]),
  ]
  let byHand = ExerciseCase(
    "the numbers by hand", "globalNorm", ["gradients": .matrices(hand)])
  let handClipped = ExerciseCase(
    "the numbers by hand", "clipped",
    [
      "gradients": .matrices(hand), "norm": .number(network.norm), "limit": .number(network.limit),
    ])
  let norms = points.map {
    ExerciseCase(
      $0.name, "globalNorm", ["gradients": .matrices($0.gradients)],
      sizes: ["the number of gradients": $0.gradients.count])
  }
  let clipped = points.flatMap { point in
    let norm = ClippingInOneRow<OneFactor>().globalNorm(of: point.gradients)
    return point.limits.map { share in
      ExerciseCase(
        "\(point.name), \(share < 1 ? "above" : "within") the limit", "clipped",
        [
          "gradients": .matrices(point.gradients), "norm": .number(norm),
          "limit": .number(share * norm),
        ])
    }
  }
  return [byHand] + norms + [handClipped] + clipped
}
