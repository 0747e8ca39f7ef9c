import UnrollAutodiff
import UnrollRecurrent
import UnrollSequences
import UnrollTraining

// Lecture 000, "RNN for NLP".

extension Claim {
  static let rnnForNLP: [Claim] = [
    Claim(
      "K1", "tanh(W·[x; h]) equals tanh(Whh·h + Wxh·x)", source: "000:208",
      lecture: .text("equal"), command: "unroll claims"
    ) { lab in
      let distance = StackedForms.distance(seed: lab.seed)
      return Finding(.text("differ by \(distance.significant(2))"), .holds(distance < 1e-14))
    },
    Claim(
      "K2", "The chain rule through two layers, and W ← W − η ∂C/∂W", source: "000:262",
      lecture: .text("tape = formula"), command: "unroll claims"
    ) { lab in
      let distance = TwoLayerChain(seed: lab.seed).distanceOfTape()
      return Finding(.text("differ by \(distance.significant(2))"), .holds(distance < 1e-13))
    },
    Claim(
      "K3", "The roommate's menu: Friday's rain gave noodles; it rained on Saturday",
      source: "000:104", lecture: .text("what was dinner?"), command: "unroll menu"
    ) { lab in try Menu(seed: lab.seed).run().finding },
    Claim(
      "K4", "One to one, one to many, many to one, many to many of both kinds", source: "000:148",
      lecture: .text("each runs and trains"), command: "unroll topologies"
    ) { lab in ShapeFindings.finding(try SequenceShape.allCases.map { try lab.shape($0) }) },
    Claim(
      "K5", "Backpropagation through time: ∂L/∂U, V, W, b_h, b_y", source: "000:349",
      lecture: .text("tape = formula"), command: "unroll claims"
    ) { lab in BPTTFindings.finding(seed: lab.seed) },
    Claim(
      "K6", "Gradients vanish or explode: ‖∂hₜ/∂hₖ‖ ≤ (γ·σ₁(Whh))^(t−k)", source: "000:353",
      lecture: .text("no figure"), command: "unroll flow"
    ) { lab in JacobianBoundFindings.finding(JacobianBoundFindings.measure(seed: lab.seed)) },
    Claim(
      "K7", "Truncated BPTT tries to overcome the vanishing gradient, by a window",
      source: "000:375",
      lecture: .text("tries to overcome it"), command: "unroll claims"
    ) { lab in TruncationFinding(seed: lab.seed).finding },
    Claim(
      "K8", "The probability of a sentence, from independent words and by the chain rule",
      source: "000:404", lecture: .text("three words alone, four after a context"),
      command: "unroll sentences"
    ) { lab in try SentenceFindings.probabilities(seed: lab.seed) },
    Claim(
      "K9", "Σ log p is a loss, to be made large", source: "000:397",
      lecture: .text("argmax Σ log p(f(x))"), command: "unroll sentences"
    ) { lab in try SentenceFindings.loss(seed: lab.seed) },
    Claim(
      "K10", "A character model learns \"hello\"", source: "000:573",
      lecture: .text("e, l, l, o"), command: "unroll hello"
    ) { lab in
      let hello = Hello(seed: lab.seed)
      return HelloFindings.finding(
        try hello.train(hello.recurrent()), memoryless: try hello.train(hello.memoryless()))
    },
    Claim(
      "K11", "generate_time_series with np.random.seed(42), bit for bit", source: "000:652",
      lecture: .text("(7000, 50, 1), (7000, 1), (2000, 50, 1)"), command: "unroll lab01"
    ) { lab in
      let data = lab.lab01.data
      let shapes = [data.train.x.shape, data.train.y.shape, data.validation.x.shape]
      let isExact = LectureSeries.agrees(data)
      return Finding(
        .text(
          shapes.map { "(" + $0.map(String.init).joined(separator: ", ") + ")" }
            .joined(separator: ", ") + (isExact ? ", all bits equal" : ", bits differ")),
        .holds(isExact && shapes == [[7000, 50, 1], [7000, 1], [2000, 50, 1]]))
    },
    trained("K12", "Naive forecast: mean squared error", source: "000:745", .naive),
    trained("K13", "Flatten + Dense(1), 51 weights, 20 epochs", source: "000:803", .linear),
    Claim(
      "K13b", "The same 51 weights in closed form beat the trained ones", source: "000:803",
      lecture: .text("no figure"), command: "unroll lab01"
    ) { lab in
      let (closed, trained) = (try lab.row(.leastSquares), try lab.row(.linear))
      return Finding(
        .number(closed.validationMSE),
        .holds(
          abs(closed.validationMSE - 0.0029) < 5e-5 && closed.validationMSE < trained.validationMSE)
      )
    },
    trained("K14", "SimpleRNN(1), 3 weights, Adam 0.005", source: "000:873", .simpleRNN),
    trained(
      "K15", "SimpleRNN 20, 20, 1: 440 + 820 + 22 = 1,282 weights", source: "000:926", .deepRNN),
    trained(
      "K16", "SimpleRNN 20, 20 + Dense(1), 1,281 weights, performs just as well", source: "000:989",
      .deepRNNWithDense),
    Claim(
      "K16b", "With Dense(1) at the end it converges faster",
      source: "000:987", lecture: .text("faster"), command: "unroll claims"
    ) { lab in
      let closed = try lab.row(.leastSquares)
      return try ConvergenceRace(lab, bestLinear: closed.validationMSE).finding()
    },
    Claim(
      "K17", "Learning curves and forecast plots", source: "000:812", lecture: .text("figures"),
      command: "unroll lab01"
    ) { lab in
      let rows = try Lab01.Model.allCases.map { try lab.row($0) }
      let figures = lab.lab01.figures(rows)
      let drawn = figures.filter { $0.figure.svg().contains("</svg>") }
      return Finding(
        .text("\(drawn.count) figures"), .holds(drawn.count == figures.count && drawn.count == 11))
    },
    Claim(
      "K18", "Many-to-many data: y_train[7000, nF, 1] with nF = 10, and a network that it trains",
      source: "000:625", lecture: .text("(7000, 10, 1), trains"), command: "unroll claims"
    ) { lab in try ManyToMany(lab).finding() },
    Claim(
      "K19", "A character model, given much text, writes new text one character at a time",
      source: "000:571", lecture: .text("new text"), command: "unroll chars"
    ) { lab in
      try CharacterFindings(seed: lab.seed, watch: lab.observe("characters", lab.seed)).finding
    },
    Claim(
      "K20", "A recurrent network can process any number of time steps", source: "000:869",
      lecture: .text("any"), command: "unroll claims"
    ) { lab in AnyLength.finding(seed: lab.seed) },
  ]

  /// A row of LAB01: a published error, and ours.
  private static func trained(
    _ id: String, _ statement: String, source: String, _ model: Lab01.Model
  ) -> Claim {
    Claim(
      id, statement, source: source, lecture: .number(model.lectureMSE ?? .nan),
      command: "unroll lab01"
    ) { lab in
      let row = try lab.row(model)
      return Finding(.number(row.validationMSE), row.verdict ?? .failed)
    }
  }
}
