import Testing
import UnrollCourse

@testable import UnrollGrading

/// Solutions that are known: right ones pass, and every kind of wrong one is told from them and by its name.
@Suite struct NegativeControlTests {
  /// Right solutions, written in more than one way.
  static let solutions: [(exercise: Int, name: String, answer: ExerciseRules.Answer)] = [
    (1, "chain rule", { ChainRuleSolution.reply(to: $0) }),
    (1, "chain rule by exponentials", { ChainRuleByExponentials.reply(to: $0) }),
    (2, "tape", { OwnTapeSolution.reply(to: $0) }),
    (2, "tape of closures", { TapeOfClosures.reply(to: $0) }),
    (3, "pullback of a product", { MatmulPullbackSolution.reply(to: $0) }),
    (4, "softmax and cross-entropy", { SoftmaxCrossEntropySolution.reply(to: $0) }),
    (4, "softmax by its Jacobian", { SoftmaxByJacobian.reply(to: $0) }),
    (5, "step", { RNNStepSolution.reply(to: $0) }),
    (5, "step by one product", { RNNStepByOneProduct.reply(to: $0) }),
    (6, "untied weights", { UntiedWeightsSolution.reply(to: $0) }),
    (6, "untied weights by recursion", { UntiedByRecursion.reply(to: $0) }),
    (7, "backpropagation", { BackpropagationSolution.reply(to: $0) }),
    (7, "backpropagation, stacked", { BackpropagationStacked.reply(to: $0) }),
    (8, "vanishing rate", { VanishingRateSolution.reply(to: $0) }),
    (8, "vanishing rate by diagonals", { VanishingRateByDiagonals.reply(to: $0) }),
    (9, "truncation", { TruncationSolution.reply(to: $0) }),
    (9, "truncation by windows", { TruncationByWindows.reply(to: $0) }),
    (10, "LSTM step", { LSTMStepSolution.reply(to: $0) }),
    (10, "LSTM step by four products", { LSTMStepByFourProducts.reply(to: $0) }),
    (11, "LSTM through time", { LSTMThroughTimeSolution.reply(to: $0) }),
    (11, "LSTM through time by numbers", { LSTMThroughTimeByNumbers.reply(to: $0) }),
    (12, "hello", { HelloSolution.reply(to: $0) }),
    (12, "hello, stacked", { HelloStacked.reply(to: $0) }),
    (13, "shapes and counts", { ShapesAndCountsSolution.reply(to: $0) }),
    (13, "shapes and counts by recursion", { ShapesAndCountsByRecursion.reply(to: $0) }),
    (14, "broadcasting", { BroadcastingSolution.reply(to: $0) }),
    (14, "broadcasting by products", { BroadcastingByProducts.reply(to: $0) }),
    (15, "numerical gradient", { NumericalGradientSolution.reply(to: $0) }),
    (15, "numerical gradient in place", { NumericalGradientInPlace.reply(to: $0) }),
    (16, "clipping", { ClippingSolution.reply(to: $0) }),
    (16, "clipping by numbers", { ClippingByNumbers.reply(to: $0) }),
    (17, "GRU step", { GRUStepSolution.reply(to: $0) }),
    (17, "GRU step by three products", { GRUStepByThreeProducts.reply(to: $0) }),
    (18, "embedding", { EmbeddingSolution.reply(to: $0) }),
    (18, "embedding by 1-of-k products", { EmbeddingByProducts.reply(to: $0) }),
    (19, "masked loss", { MaskedSequenceLossSolution.reply(to: $0) }),
    (19, "masked loss, words only", { MaskedLossOfWords.reply(to: $0) }),
    (20, "perplexity and temperature", { PerplexityAndTemperatureSolution.reply(to: $0) }),
    (20, "perplexity by bits", { PerplexityByBits.reply(to: $0) }),
    (21, "optimisers", { OptimizersSolution.reply(to: $0) }),
    (21, "optimisers by numbers alone", { OptimizersByNumbersAlone.reply(to: $0) }),
    (22, "windowing", { WindowingSolution.reply(to: $0) }),
    (22, "windowing by places", { WindowingByPlaces.reply(to: $0) }),
    (23, "wiring", { LSTMWiringSolution.reply(to: $0) }),
    (23, "wiring by arrows", { LSTMWiringByArrows.reply(to: $0) }),
    (24, "LAB01", { Lab01Solution.reply(to: $0) }),
    (24, "LAB01 in one loop", { Lab01InOneLoop.reply(to: $0) }),
  ]

  @Test(arguments: solutions.map(\.name), [42, 1, 2])
  func `a right solution passes, whatever the seed`(name: String, seed: UInt64) throws {
    let solution = try #require(Self.solutions.first { $0.name == name })
    let sheet = try #require(Course.standard.sheet(named: "\(solution.exercise)"))
    let verdict = Grader(sheet, seed: seed).verdict(on: solution.answer)
    #expect(verdict.isPassed, "\(verdict)")
  }

  @Test func `every exercise has a right solution`() {
    #expect(Set(Self.solutions.map(\.exercise)) == Set(Course.standard.sheets.map(\.number)))
  }

  @Test(arguments: Course.standard.sheets.map(\.id), [42, 7, 1042])
  func `each known mistake is caught, named, and told from the others`(
    id: String, seed: UInt64
  ) throws {
    let sheet = try #require(Course.standard.sheet(named: id))
    let grader = Grader(sheet, seed: seed)
    for misconception in sheet.rules.misconceptions {
      let told = grader.telling(misconception)
      #expect(
        told >= (sheet.rules.isDrawn ? 3 : 1), "\(misconception.name) differs in \(told) cases")
      guard case .wrong(let finding) = grader.verdict(on: misconception.answer) else {
        Issue.record("\(misconception.name) is not caught")
        continue
      }
      #expect(finding.misconceptions.map(\.name) == [misconception.name])
      #expect(finding.explanation != nil && finding.candidates.isEmpty)
    }
  }

  /// A solution whose every number is replaced.
  private func spoilt(_ number: Int, _ change: @escaping @Sendable (Double) -> Double) throws
    -> Verdict
  {
    let solution = try #require(Self.solutions.first { $0.exercise == number })
    let sheet = try #require(Course.standard.sheet(named: "\(number)"))
    return Grader(sheet).verdict { call in
      guard case .outputs(let outputs) = solution.answer(call) else { return .unknownPart }
      return .outputs(
        outputs.quantities.reduce(Outputs()) { result, quantity in
          result.with(quantity.name, quantity.value.matrices.map { $0.map(change) })
        })
    }
  }

  @Test(arguments: Course.standard.sheets.filter(\.rules.isDrawn).map(\.number))
  func `answers that are all zero, NaN or the same have messages of their own`(number: Int) throws {
    let changes: [(change: @Sendable (Double) -> Double, words: String)] = [
      ({ _ in 0 }, "is zero"), ({ _ in .nan }, " is nan; expected "),
      ({ _ in 0.25 }, "It is the same for every input."),
    ]
    for (change, words) in changes {
      guard case .wrong(let finding) = try spoilt(number, change) else {
        Issue.record("\(words): not caught")
        continue
      }
      #expect(finding.sentence.contains(words), "\(finding.sentence)")
      #expect(finding.explanation == nil, "\(finding.misconceptions.map(\.name))")
    }
  }

  @Test func `what has vanished is still to be right`() throws {
    // An absolute tolerance would take nothing for a gradient of 1e-20.
    let flushed = try spoilt(7) { $0.magnitude < 1e-9 ? 0 : $0 }
    guard case .wrong(let finding) = flushed else {
      Issue.record("not caught")
      return
    }
    #expect(finding.caseName.hasSuffix("where gradients vanish"), "\(finding.caseName)")
    func agree(_ found: Double, _ expected: Double) -> Bool {
      QuantityComparison.agree([Matrix([[found]])], [Matrix([[expected]])])
    }
    #expect(agree(1e-20, 1.000000000001e-20))
    #expect(!agree(0, 1e-20) && !agree(1.00000001e-20, 1e-20))
  }

  @Test func `a factor is told in every case`() throws {
    guard case .wrong(let finding) = try spoilt(3, { 2 * $0 }) else {
      Issue.record("not caught")
      return
    }
    let twice = ["dA", "dB"].map { "\($0) of pullback is twice what it should be" }
    #expect(finding.relations == twice)
    guard case .wrong(let single) = try spoilt(5, { 3 * $0 }) else {
      Issue.record("not caught")
      return
    }
    #expect(single.relations == ["h′ is 3 times what it should be"])
  }

  @Test func `two mistakes at once are not given the name of one`() throws {
    let sheet = try #require(Course.standard.sheet(named: "7"))
    struct Both: BackpropagationExercise {
      func forward(x: [Matrix], h0: Matrix, weights: RNNWeights) -> [Matrix] {
        BackpropagationSolution().forward(x: x, h0: h0, weights: weights)
      }
      func backward(
        dh: [Matrix], x: [Matrix], h0: Matrix, h: [Matrix], weights: RNNWeights
      ) -> (states: [Matrix], weights: RNNWeights, h0: Matrix) {
        // Not carried, and the bias not summed over the batch.
        var found = BackpropagationOnTape<NotCarried>().backward(
          dh: dh, x: x, h0: h0, h: h, weights: weights)
        found.weights.b = found.weights.b / Double(h0.rows)
        return found
      }
    }
    guard case .wrong(let finding) = Grader(sheet).verdict(on: { Both.reply(to: $0) }) else {
      Issue.record("not caught")
      return
    }
    #expect(finding.explanation == nil)
    #expect(
      finding.candidates.map(\.name) == ["a gradient that is not carried back from step to step"])
    #expect(
      finding.sentence.hasPrefix("∂L/∂h is right at t = 3."), "\(finding.sentence)")
  }

  @Test func `shapes, missing answers and errors are sentences`() throws {
    let sheet = try #require(Course.standard.sheet(named: "5"))
    struct Turned: RNNStepExercise {
      func step(x: Matrix, h: Matrix, wx: Matrix, wh: Matrix, b: Matrix) -> Matrix {
        RNNStepSolution().step(x: x, h: h, wx: wx, wh: wh, b: b).transposed
      }
    }
    let grader = Grader(sheet)
    guard case .wrong(let finding) = grader.verdict(on: { Turned.reply(to: $0) }) else {
      Issue.record("not caught")
      return
    }
    #expect(finding.sentence == "h′ has the wrong shape: got [2, 1], expected [1, 2].")
    guard case .wrong(let unknown) = grader.verdict(on: { _ in .unknownPart }) else {
      Issue.record("not caught")
      return
    }
    #expect(unknown.sentence == "the program has no function step.")
    guard case .stopped(let reason) = grader.verdict(on: []) else {
      Issue.record("not caught")
      return
    }
    #expect(reason.contains("0 answers to 6 calls"))
    let twice = sheet.rules.misconceptions.first { $0.name == "a step whose tanh is applied twice" }
    let few = grader.cases.prefix(2).compactMap { twice?.answer($0.call) }
    guard case .wrong(let early) = grader.firstWrong(few) else {
      Issue.record("not caught")
      return
    }
    #expect(early.sentence == "h′ is 0.531127496; expected 0.591714392.")
    #expect(early.explanation == nil && early.isEarly)
    #expect(early.candidates.map(\.name).contains("a step whose tanh is applied twice"))
    let words = VerdictWords(.wrong(early), sheet).markdown
    #expect(words.contains("Until then its numbers are those of this:"))
    let more = grader.cases.prefix(4).compactMap { twice?.answer($0.call) }
    guard case .wrong(let late) = grader.firstWrong(more) else {
      Issue.record("not caught")
      return
    }
    #expect(late.explanation?.name == "a step whose tanh is applied twice" && !late.isEarly)
  }
}
