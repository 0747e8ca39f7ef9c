import UnrollCourse

extension ExerciseSheet {
  static func hello(_ variant: CourseVariant) -> ExerciseSheet {
    let layout = variant.layout
    let (letters, toSay) = (variant.spelling.letters, variant.spelling.allToSay.asList)
    let (twice, last) = (letters[2], letters[3])
    let (wx, wy) = (layout.shape("characters", "units"), layout.shape("units", "characters"))
    return ExerciseSheet(
      number: 12, slug: "hello", title: "Hello, from nothing but your own functions",
      objective:
        "Build and train a whole character model: 1-of-k, steps, logits, loss, gradients, descent.",
      prerequisites: [4, 7], minutes: 90, points: 25,
      source: "000, K10: the character model on \"hello\"",
      question: Question(
        """
        After \((letters[...2] + [twice]).asList) the model is to say \(toSay). What can tell it that the second \(twice) is another one than the \
        first? And what is the smallest loss that a model without a state can come to?
        """,
        answer: """
          Only the state: the input is the same. Without a state an \(twice) has to be answered with \(twice) and \(last), half and half, so \
          two of the four characters cost ln 2: (0 + 0 + ln 2 + ln 2) / 4 = 0.3466 at best.
          """),
      byHand: variant.noted(helloByHand(variant)),
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

        // Exercise 12. hₜ = tanh(\(layout.product("xₜ", "Wx")) + \(layout.product("hₜ₋₁", "Wh")) + b), h₀ = 0, \
        zₜ = \(layout.product("hₜ", "Wy")) + by. Wx \(wx), Wy \(wy).
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
            The state is what tells the second \(twice) from the first. It is zero before the first character only; after that \
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
        cases: { helloCases($0, variant) },
        weights: ["Wx", "Wh", "Wy", "dWx", "dWh", "dWy"]))
  }
}

private func helloCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "hello")
  struct Point {
    let name: String
    let given: [String: ExerciseValue]
    let sizes: [String: Int]
  }
  let byHand = variant.spelling
  let hand = Point(
    name: "\(variant.word), the numbers by hand",
    given: [
      "word": .integers(HandSpelling.places), "Wx": .matrix(Matrix(byHand.wx.map { [$0] })),
      "Wh": .number(variant.network.wh), "b": .number(variant.network.b),
      "Wy": .matrix(Matrix([byHand.wy])), "by": .matrix([[0, 0, 0, 0]]),
    ], sizes: ["the number of steps": 4])
  let words = [
    (variant.word, HandSpelling.places, 4, 3), ("aab", [0, 0, 1], 2, 2),
    ("a word of two characters", [2, 0], 3, 2), ("banana", [1, 0, 2, 0, 2, 0], 3, 4),
    ("abracadabra", [0, 1, 2, 0, 3, 0, 4, 0, 1, 2, 0], 5, 2),
  ]
  let random = words.map { name, word, characters, standardUnits in
    let units = variant.size(standardUnits)
    return Point(
      name: "\(name), \(counted(units, "unit"))",
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
