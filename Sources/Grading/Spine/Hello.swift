import UnrollCourse

extension ExerciseSheet {
  static func hello(_ variant: CourseVariant) -> ExerciseSheet {
    ExerciseSheet(
      number: 12, slug: "hello", title: "Hello, from nothing but your own functions",
      objective:
        "Build and train a whole character model: 1-of-k, steps, logits, loss, gradients, descent.",
      prerequisites: [4, 7], minutes: 90, points: 25,
      source: "000, K10: the character model on \"hello\"",
      question: Question(
        """
        After h, e, l, l the model is to say e, l, l, o. What can tell it that the second l is another one than the \
        first? And what is the smallest loss that a model without a state can come to?
        """,
        answer: """
          Only the state: the input is the same. Without a state an l has to be answered with l and o, half and half, so \
          two of the four characters cost ln 2: (0 + 0 + ln 2 + ln 2) / 4 = 0.3466 at best.
          """),
      byHand: """
        The vocabulary h, e, l, o; one unit. Wx has a row for each character, 0.6, −0.3, 0.3, 0; Wh = 0.6,
        b = 0.5; Wy is −1, 2, 1, 0 and by is zero. So the first states are the course's: 0.8005, 0.5917, 0.8194.

          t   read   h_t      z: h      e        l        o   to say   p        −ln p
          1   h      0.8005   −0.8005   1.6010   0.8005   0   e        0.5743   0.5547
          2   e      0.5917   −0.5917   1.1834   0.5917   0   l        0.2727   1.2993
          3   l      0.8194   −0.8194   1.6388   0.8194   0   l        0.2561   1.3620
          4   l      0.8596   −0.8596   1.7191   0.8596   0   o        0.1068   2.2370
          L = (0.5547 + 1.2993 + 1.3620 + 2.2370) / 4 = 1.3632

        Back, with dz = (p − y) / 4, from the last step to the first:

          t   dz: h    e         l         o         dz · Wy   from t + 1   dh        δ
          4   0.0113    0.1489    0.0631   −0.2233    0.3496    0            0.3496    0.0913
          3   0.0124    0.1453   −0.1860    0.0282    0.0922    0.0548       0.1470    0.0483
          2   0.0209    0.1232   −0.1818    0.0377    0.0437    0.0290       0.0727    0.0472
          1   0.0130   −0.1064    0.0645    0.0290   −0.1614    0.0283      −0.1331   −0.0478

        dWx: h −0.0478, e 0.0472, l 0.0483 + 0.0913 = 0.1396, o 0;  dWh = 0.1412,  db = 0.1391
        One step with rate 0.5 lowers the loss to 1.2260. After 50 the largest logits say e, l, l, o.
        """,
      hints: [
        """
        You have written all of it before: the step in exercise 05, softmax and its gradient in 04, the walk back in 07. \
        How do they fit together: which of them takes what another one gives?
        """,
        """
        Step t reads word[t] and is to say word[t + 1], so there are word.count − 1 steps. Each step's ∂L/∂z is (p − y) \
        / steps. Through Wy it gives that step's own dh, which exercise 07 was given as dh[t]; exercise 03 has dWy, too.
        """,
        """
        In train, every round is: forward, gradients, then each of the five weights minus rate · its gradient, and the \
        new weights are those of the next round. Nothing is moved before the gradients of the whole word are known.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 12. hₜ = tanh(xₜ Wx + hₜ₋₁ Wh + b), h₀ = 0, zₜ = hₜ Wy + by. Wx [characters, units], Wy [units, characters].
        // xₜ [1, characters] is zero but for a 1 at word[t]; step t is to say word[t + 1]. The loss is the mean of the steps'
        // cross-entropies, gradients are those of this mean, and train moves all weights by −rate · gradients, steps times.

        @main struct Hello: HelloExercise {
          func forward(word: [Int], weights: HelloWeights) -> (states: [Matrix], logits: [Matrix]) {
            notWritten("h₁ … and z₁ …, one fewer than the word has characters")
          }

          func loss(logits: [Matrix], word: [Int]) -> Double {
            notWritten("the mean cross-entropy")
          }

          func gradients(
            word: [Int], states: [Matrix], logits: [Matrix], weights: HelloWeights
          ) -> HelloWeights {
            notWritten("dWx, dWh, db, dWy and dby")
          }

          func train(word: [Int], weights: HelloWeights, rate: Double, steps: Int) -> HelloWeights {
            notWritten("the weights after some steps")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: HelloOnTape<AsTaught>.reply(to:),
        misconceptions: [
          Misconception(
            "a state that is set back to zero at each character",
            """
            The state is what tells the second l from the first. It is zero before the first character only; after that \
            each step begins with the state of the one before.
            """, seen: "h made anew inside the loop", HelloOnTape<StateReset>.reply(to:)),
          Misconception(
            "a target that is the character that is read",
            """
            At step t the model reads word[t] and is to say word[t + 1]. A model that repeats what it reads has nothing \
            to learn: its loss falls fast, and it can't write.
            """, seen: "targets that are not shifted by one", HelloOnTape<NotShifted>.reply(to:)),
          Misconception(
            "a loss of the last character alone",
            """
            Every character is to be answered: the loss is the mean over all steps. Only the last one counts where a \
            whole sequence gets one answer, many to one.
            """, seen: "many-to-one models, carried over; return_sequences forgotten",
            HelloOnTape<LastCharacter>.reply(to:)),
          Misconception(
            "gradients of the sum over the steps, where the loss is their mean",
            """
            L is the mean of the cross-entropies, so each step's p − y counts one part in as many as there are steps. \
            Without it a longer word means larger steps of the descent.
            """, seen: "p − y, the formula for one step, used for a sequence",
            HelloOnTape<SumOverSteps>.reply(to:)),
          Misconception(
            "a gradient that is not carried back from step to step",
            """
            Each state has been given only what its own character makes of it. But hₜ also acts on all later states: \
            what goes back through Wh is added, as in exercise 07.
            """, seen: "each character taken for a sample of its own",
            HelloOnTape<GradientNotCarried>.reply(to:)),
          Misconception(
            "weights whose gradients are overwritten at each step, so that only the first character is left",
            """
            All five weights are used in every step, Wy and by as well, so each step adds its part: += and not =.
            """, seen: "`=` for `+=` over time", HelloOnTape<FirstCharacterLeft>.reply(to:)),
          Misconception(
            "a descent that goes uphill",
            """
            The gradient points to where the loss grows. Weights move against it: weights − rate · gradient.
            """, seen: "+= for -= in the update", HelloOnTape<Uphill>.reply(to:)),
          Misconception(
            "a descent by the gradients of the first weights",
            """
            A gradient holds where it was computed. After each step the weights are others, so forward and gradients \
            have to be run anew with them.
            """,
            seen:
              "gradients computed in front of the loop, or always from the weights that came in",
            HelloOnTape<OldGradients>.reply(to:)),
          Misconception(
            "a descent by gradients that are added up from step to step",
            """
            Each step takes the gradients of its own round, which begin at zero. A sum over all rounds so far grows \
            without end, and overshoots. (In PyTorch that is what happens without zero_grad.)
            """, seen: "zeros made in front of the loop, not in it",
            HelloOnTape<GradientsAddedUp>.reply(to:)),
        ],
        cases: helloCases))
  }
}

private func helloCases(_ seed: UInt64) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "hello")
  struct Point {
    let name: String
    let given: [String: ExerciseValue]
    let sizes: [String: Int]
  }
  let hand = Point(
    name: "hello, the numbers by hand",
    given: [
      "word": .integers([0, 1, 2, 2, 3]), "Wx": .matrix([[0.6], [-0.3], [0.3], [0]]),
      "Wh": .number(0.6), "b": .number(0.5), "Wy": .matrix([[-1, 2, 1, 0]]),
      "by": .matrix([[0, 0, 0, 0]]),
    ], sizes: ["the number of steps": 4])
  let words = [
    ("hello", [0, 1, 2, 2, 3], 4, 3), ("aab", [0, 0, 1], 2, 2),
    ("a word of two characters", [2, 0], 3, 2), ("banana", [1, 0, 2, 0, 2, 0], 3, 4),
    ("abracadabra", [0, 1, 2, 0, 3, 0, 4, 0, 1, 2, 0], 5, 2),
  ]
  let random = words.map { name, word, characters, units in
    Point(
      name: "\(name), \(units) units",
      given: [
        "word": .integers(word), "Wx": .matrix(numbers.matrix(characters, units)),
        "Wh": .matrix(numbers.matrix(units, units)), "b": .matrix(numbers.matrix(1, units, 0.5)),
        "Wy": .matrix(numbers.matrix(units, characters)),
        "by": .matrix(numbers.matrix(1, characters, 0.5)),
      ], sizes: ["the number of steps": word.count - 1])
  }
  let points = [hand] + random
  // States and logits are given, so that a mistake in one function does not make the next one wrong.
  func withLogits(_ point: Point) -> [String: ExerciseValue] {
    let call = ExerciseCall("forward", Inputs(point.given))
    guard case .outputs(let found) = HelloOnTape<AsTaught>.reply(to: call) else { return [:] }
    return found.quantities.reduce(into: point.given) { $0[$1.name] = $1.value }
  }
  let single = ["forward", "loss", "gradients"].flatMap { part in
    points.map { point in
      ExerciseCase(
        point.name, part, part == "forward" ? point.given : withLogits(point), sizes: point.sizes)
    }
  }
  let descents = [(0, 1, 0.5), (0, 2, 0.5), (1, 3, 0.3), (2, 5, 0.2), (4, 4, 0.1), (0, 10, 0.5)]
  let trained = descents.map { index, steps, rate in
    let point = points[index]
    return ExerciseCase(
      "\(point.name), \(steps == 1 ? "one step" : "\(steps) steps") with rate \(rate)", "train",
      point.given.merging(["rate": .number(rate), "steps": .integers([steps])]) { $1 })
  }
  return single + trained
}
