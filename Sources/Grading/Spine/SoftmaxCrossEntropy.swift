import Foundation
import UnrollCourse

extension ExerciseSheet {
  static func softmaxCrossEntropy(_ variant: CourseVariant) -> ExerciseSheet {
    ExerciseSheet(
      number: 4, slug: "softmax-cross-entropy", title: "Softmax and cross-entropy, from logits",
      objective:
        "Turn logits into probabilities, a loss and its gradient, with numbers that never overflow.",
      prerequisites: [1], minutes: 30, points: 10,
      source: "000, K9: softmax, and the cross-entropy over a sentence",
      question: Question(
        "You add 100 to every logit of a row. What happens to the probabilities, to the loss, to the gradient?",
        answer: """
          Nothing: e¹⁰⁰ stands above and below in the fraction, and cancels. So you may subtract whatever suits you, for \
          example the largest logit of the row. It also means that each row of the gradient sums to zero.
          """),
      byHand: variant.noted(firstLetter(variant.spelling)),
      hints: [
        """
        Which numbers share one sum: those of a row, those of a column, or all? And what is exp(1000), as a Double?
        """,
        """
        Subtract the largest logit of each row before exp: the fractions stay the same, and no exponent is above 0. For \
        the loss put the logarithm into the fraction: ln p = z − max − ln Σ exp(z − max). Then p = 0 never meets the \
        logarithm, and no small number has to be added to it.
        """,
        """
        L has −z of the right class in it, and the logarithm of the sum. The derivative of ln Σ exp(z) for z[i, k] is \
        p[i, k]. Put the two together, and remember that the loss is a mean over the rows.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 04. logits z [batch, classes]; classes[i] is the right class of row i, counted from 0.
        //   p[i, k] = exp(z[i, k]) / Σⱼ exp(z[i, j])      L = −(1 / batch) Σᵢ ln p[i, classes[i]]
        // Logits of ±1000 have to give numbers, too. ∂L/∂z has the shape of z; it is asked for with p at hand.

        @main struct SoftmaxCrossEntropy: SoftmaxCrossEntropyExercise {
          func softmax(logits: Matrix) -> Matrix {
            notWritten("p")
          }

          func loss(logits: Matrix, classes: [Int]) -> Double {
            notWritten("L, from the logits")
          }

          func gradient(probabilities: Matrix, classes: [Int]) -> Matrix {
            notWritten("∂L/∂z")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: CrossEntropyOnTape.reply(to:),
        misconceptions: [
          Misconception(
            "a softmax over the batch, down each column",
            """
            Each row is one sample, and its classes compete with one another: the probabilities of a row sum to 1. Down \
            a column the samples would compete for a class, and what a sample is taken for would depend on its neighbours.
            """, seen: "an axis that is counted from the wrong end",
            CrossEntropyByNumbers<DownColumns>.reply(to:)),
          Misconception(
            "a softmax with one sum for the whole batch",
            """
            The probabilities of each row sum to 1, so each row is divided by a sum of its own. Here all numbers of the \
            batch sum to 1. With one sample nobody notices.
            """, seen: "e / e.sum for a single row, then used for a batch",
            CrossEntropyByNumbers<OneSum>.reply(to:)),
          Misconception(
            "a log-likelihood, without the minus",
            """
            ln p is never above 0, and the better the prediction, the larger it is. A loss is to be made small: L is \
            minus that mean. (The lecture's sentence model maximises Σ log p, which comes to the same.)
            """, seen: "000, K9, where the sum is maximised and called a loss",
            CrossEntropyByNumbers<WithoutMinus>.reply(to:)),
          Misconception(
            "a loss in bits, with the logarithm to base 2",
            """
            The loss is taken with the natural logarithm, ln, as in Keras and PyTorch. Only then is the gradient p − y \
            without another factor. In Swift that is log(…).
            """, seen: "entropies of information theory, carried over",
            CrossEntropyByNumbers<Bits>.reply(to:)),
          Misconception(
            "a loss whose probabilities are kept above 10⁻¹²",
            """
            The cut hides that p became 0: a prediction that is sure and wrong costs 27.6, however sure it is, and \
            learns nothing from it. ln p = z − ln Σ exp(z) needs no cut; subtract the row's largest logit first.
            """,
            seen: "log(p + 1e-12), against nan; Keras cuts at 1e-7 where it is given probabilities",
            CrossEntropyByNumbers<CutOff>.reply(to:)),
          Misconception(
            "a gradient with softmax's Jacobian taken as diagonal",
            """
            Only p of the right class was differentiated for its own logit. But every logit is in the sum below the \
            fraction: those of the wrong classes lower p too, and get p as their gradient.
            """, seen: "p (1 − p), the sigmoid's slope, used for softmax",
            CrossEntropyByNumbers<Diagonal>.reply(to:)),
          Misconception(
            "a gradient p in place of p − y",
            """
            The logit of the right class acts twice: in the sum, which gives p, and as the −z of its own −ln p, which \
            gives −1. Without the −1 the right class is pushed down too.
            """, seen: "loops over all classes that forget the right one",
            CrossEntropyByNumbers<WithoutTarget>.reply(to:)),
          Misconception(
            "a gradient without the 1 / batch of the mean",
            """
            L is the mean over the rows, so each row counts 1 / batch. p − y alone is the gradient of the sum: with it a \
            larger batch would mean a larger step.
            """, seen: "p − y, the formula for one sample, used for a batch",
            CrossEntropyByNumbers<SumOverBatch>.reply(to:)),
          Misconception(
            "a gradient that stops at the probabilities, −1 / p",
            """
            That is ∂L/∂p, the first factor of the chain. From p it goes on through softmax to the logits, where most of \
            it cancels: what is left is (p − y) / batch.
            """, seen: "chains that end one link too early",
            CrossEntropyByNumbers<OnlyLogarithm>.reply(to:)),
        ],
        cases: { crossEntropyCases($0, variant) }))
  }
}

private func firstLetter(_ spelling: HandSpelling) -> String {
  let (letters, step) = (spelling.letters, spelling.steps[0])
  let powers = step.z.map { exp($0) }
  let sum = powers.reduce(0, +).fourDigits
  let classes = letters.indices
  let gradient = classes.map { step.p[$0] - ($0 == 1 ? 1 : 0) }
  let table = HandColumn.table([
    HandColumn("class", letters + ["sum"]),
    HandColumn("z", step.z.map(\.fourDigits) + [""]),
    HandColumn("e^z", powers.map(\.fourDigits) + [sum]),
    HandColumn("p = e^z / \(sum)", step.p.map(\.fourDigits) + ["1.0000"]),
    HandColumn("y", classes.map { $0 == 1 ? "1" : "0" } + [""]),
    HandColumn("∂L/∂z = p − y", gradient.map(\.fourDigits) + ["0.0000"]),
  ])
  return """
    One sample, four classes \(letters.asList), of which \(letters[1]) is the right one. Exercise 12 finds these logits in
    its first step.

    \(table)

    L = −ln \(step.p[1].fourDigits) = \(step.cost.fourDigits). In a batch of two, L is the mean of two such numbers, and \
    each gradient
    is halved.
    """
}

private func crossEntropyCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "softmax-cross-entropy")
  struct Point {
    let name: String
    let logits: Matrix
    let classes: [Int]
    func asked(_ part: String) -> ExerciseCase {
      ExerciseCase(
        name, part, ["logits": .matrix(logits), "classes": .integers(classes)],
        sizes: ["the size of the batch": logits.rows, "the number of classes": logits.columns])
    }
  }
  let hand = Point(
    name: "the numbers by hand", logits: Matrix([variant.spelling.steps[0].z.map(\.rounded4)]),
    classes: [1])
  let random = [(1, 3, 1.0), (3, 4, 2), (4, 2, 3), (2, 5, 2), (5, 3, 4)].map {
    sizes -> Point in
    let (batch, classes) = (variant.size(sizes.0), variant.size(sizes.1))
    let scale = sizes.2
    return Point(
      name: "batch \(batch), \(classes) classes", logits: numbers.matrix(batch, classes, scale),
      classes: (0..<batch).map { ($0 * $0 + $0 + 1) % classes })
  }
  let large = [
    Point(name: "one row, up to 1000", logits: [[1000, 0, -1000]], classes: [1]),
    Point(
      name: "a row of 1000 and one of −1000", logits: [[1000, 999, 998], [-1000, -998, -999]],
      classes: [0, 2]),
    Point(
      name: "sure, and wrong", logits: [[-800, 1, 0], [3, 2, 900], [0.5, 700, 0.5]],
      classes: [0, 1, 1]),
    Point(
      name: "batch 3, 4 classes, random", logits: numbers.matrix(3, 4, 1000), classes: [0, 3, 2]),
    Point(name: "one row, down to −1000", logits: [[-1000, -900]], classes: [0]),
  ]
  // The probabilities are given, so that a wrong softmax does not make the gradient wrong.
  let gradients = ([hand] + random).map { point in
    let asked = point.asked("softmax")
    guard case .outputs(let found) = CrossEntropyOnTape.reply(to: asked.call),
      let p = found.matrices("p")
    else { return asked }
    return ExerciseCase(
      point.name, "gradient", ["probabilities": .matrices(p), "classes": .integers(point.classes)],
      sizes: asked.sizes)
  }
  let sure = ExerciseCase(
    "sure, one row right and one wrong", "gradient",
    [
      "probabilities": .matrix([[0.998, 0.001, 0.001], [0.9999, 0.00002, 0.00008]]),
      "classes": .integers([0, 1]),
    ], sizes: ["the size of the batch": 2, "the number of classes": 3])
  let plain = ["softmax", "loss"].flatMap { part in ([hand] + random).map { $0.asked(part) } }
  return plain + gradients + [sure]
    + ["softmax of large logits", "loss of large logits"].flatMap { part in
      large.map { $0.asked(part) }
    }
}
