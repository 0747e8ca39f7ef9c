import UnrollAutodiff
import UnrollRecurrent

// Lectures 001 to 004: the rows that the first floors of the house make true.

extension Claim {
  /// Lecture 001, "Recurrent Neural Networks (RNNs)", BST 261.
  static let harvard: [Claim] = [
    equation("H1", "h_t = f(X_t·W + h_{t−1}·U + b)", source: "001:69"),
    Claim(
      "H2", "The bag of 3-grams of \"Data science rocks my socks off!\"", source: "001:206",
      lecture: .text("15 entries"), command: "unroll claims"
    ) { _ in BagOfThreeGrams.finding() },
    Claim(
      "H3", "One-hot encoding: all 0s except for the ith entry, which is 1", source: "001:222",
      lecture: .text("one 1"), command: "unroll claims"
    ) { _ in OneHotWords.finding() },
    Claim(
      "H4", "One-hot hashing: the wider the vectors, the fewer words collide", source: "001:237",
      lecture: .text("decreases"), command: "unroll claims"
    ) { lab in HashedWords.finding(HashedWords.words(seed: lab.seed)) },
    Claim(
      "H5", "Tokens are filled up to 10 with zeros behind, and cut to 7 behind", source: "001:524",
      lecture: .text("[5, 6, 11, 32, 0, …], [5, 6, 11, 14, 66, 3, 49]"), command: "unroll claims"
    ) { _ in PaddedReviews.finding() },
    Claim(
      "H6", "Embedding(8), Flatten and Dense tell reviews by their first 20 words",
      source: "001:651",
      lecture: .text("about 75 %"), command: "unroll imdb --data PATH --network first20,last20"
    ) { lab in
      try ReviewFindings.twentyWords(first: lab.review(.first20), last: lab.review(.last20))
    },
    Claim(
      "H7", "Frozen GloVe vectors and 200 reviews to train on", source: "001:730",
      lecture: .text("a terrible 56 %"),
      command: "unroll imdb --data PATH --glove FILE --network glove"
    ) { lab in
      try ReviewFindings.glove(lab.review(.glove), hasReviews: lab.data != nil)
    },
    Claim(
      "H8", "Unique tokens in the reviews to train on", source: "001:703", lecture: .number(88_582),
      command: "unroll imdb --data PATH"
    ) { lab in try ReviewFindings.uniqueWords(lab.reviews()) },
    Claim(
      "H8b", "The shape of the reviews to train on, 100 words each", source: "001:707",
      lecture: .text("(25030, 100)"), command: "unroll imdb --data PATH"
    ) { lab in try ReviewFindings.shape(lab.reviews()) },
    Claim(
      "H9",
      "word2vec, by CBOW and by skip-gram with negative sampling, puts related words together",
      source: "001:317", lecture: .text("named only"), command: "unroll vectors"
    ) { lab in try Word2VecFindings.finding(seed: lab.seed, observe: lab.observe) },
    Claim(
      "H10", "The words nearest to frog in GloVe", source: "001:341",
      lecture: .text("frogs, toad, litoria, leptodactylidae, rana, lizard, eleutherodactylus"),
      command: "unroll vectors --glove FILE --neighbours frog"
    ) { _ in try GloVeFindings.frog(VectorsOnDisk.find()) },
    Claim(
      "H10b", "A \"female\" vector added to king results in queen", source: "001:295",
      lecture: .text("queen"),
      command: "unroll vectors --glove FILE --analogy \"king - man + woman\""
    ) { _ in try GloVeFindings.queen(VectorsOnDisk.find()) },
    Claim(
      "H10c", "The \"plural\" vector added to elephant results in elephants", source: "001:296",
      lecture: .text("elephants"),
      command: "unroll vectors --glove FILE --analogy \"elephant + dogs - dog\""
    ) { _ in try GloVeFindings.elephants(VectorsOnDisk.find()) },
    Claim(
      "H11",
      "Embedding and SimpleRNN(32), last output or all: 322,080; four of them stacked: 328,320",
      source: "001:762", lecture: .text("(None, 32), (None, None, 32); 322,080, 328,320"),
      command: "unroll claims"
    ) { _ in ReviewNetworkCounts.harvardFinding(ReviewNetwork.stacked) },
    Claim(
      "H12", "A SimpleRNN on 100 words: only up to 85 % validation accuracy", source: "001:916",
      lecture: .text("up to 85 %"), command: "unroll imdb --data PATH --network simple100"
    ) { lab in try ReviewFindings.hundredWords(lab.review(.simple100)) },
    Claim(
      "H13", "A first naive approach to the dataset got to 88 % test accuracy", source: "001:916",
      lecture: .text("88 %"), command: "unroll imdb --data PATH --network bag"
    ) { lab in try ReviewFindings.bag(lab.review(.bag)) },
    Claim(
      "H14", "SimpleRNN isn't very good at processing long sequences", source: "001:918",
      lecture: .text("not very good"), command: "unroll memory"
    ) { lab in
      LongSequences.finding(
        LongSequences.lengths.flatMap { length in
          MemoryCell.allCases.map { lab.memory($0, length: length) }
        })
    },
  ]

  /// Lecture 002, "Simple RNN for IMDB Review".
  static let simpleRNNForIMDB: [Claim] = [
    Claim(
      "W1", "Parameters: shape(h) × [shape(h) + shape(x)], and a bias", source: "002:78",
      lecture: .text("2080 = 32 × (32 + 32) + 32"), command: "unroll claims"
    ) { _ in WeightFormula.finding() },
    Claim(
      "W2", "Embedding, SimpleRNN and Dense have 320,000, 2,080 and 33 weights", source: "002:76",
      lecture: .text("322,113"), command: "unroll claims"
    ) { _ in
      ReviewNetworkCounts.finding(
        ReviewNetwork.simple500.model(), layers: [320_000, 2_080, 33], total: 322_113)
    },
    Claim(
      "W3", "A SimpleRNN on 500 words: test accuracy and loss after three epochs",
      source: "002:117",
      lecture: .text("0.84364, loss 0.365"), command: "unroll imdb --data PATH --network simple500"
    ) { lab in try ReviewFindings.lastState(lab.review(.simple500)) },
    Claim(
      "W4", "Three epochs: early stopping alleviates overfitting", source: "002:88",
      lecture: .text("3 epochs"), command: "unroll claims"
    ) { _ in ReviewFindings.earlyStopping() },
    Claim(
      "W5", "All states kept: return_sequences, Flatten and Dense", source: "002:139",
      lecture: .text("338,081 weights, trains"), command: "unroll claims"
    ) { lab in try AllStatesTraining().run(seed: lab.seed).finding },
    Claim(
      "W6", "∂h₁₀₀/∂x₁ is near zero; short-term dependence is kept", source: "002:165",
      lecture: .text("near zero"), command: "unroll flow"
    ) { lab in InputReach(seed: lab.seed).finding },
  ]

  /// Lecture 003, "Recurrent Neural Networks", Abandah.
  static let abandah: [Claim] = [
    equation("A1", "Y_t = φ(X_t·W_x + Y_{t−1}·W_y + b)", source: "003:79"),
    Claim(
      "A1b", "The state of a memory cell is not always its output", source: "003:84",
      lecture: .text("not always"), command: "unroll claims"
    ) { lab in MemoryCells.finding(seed: lab.seed) },
    Claim(
      "A2", "Seq to seq, seq to vector, vector to seq, and an encoder–decoder", source: "003:90",
      lecture: .text("each runs and trains"), command: "unroll topologies"
    ) { lab in
      let shapes: [SequenceShape] = [.manyToMany, .manyToOne, .oneToMany, .encoderDecoder]
      return ShapeFindings.finding(try shapes.map { try lab.shape($0) })
    },
    Claim(
      "A3", "The cost counts the not-ignored outputs only", source: "003:115",
      lecture: .text("nothing flows to the others"), command: "unroll claims"
    ) { lab in IgnoredOutputs.finding(seed: lab.seed) },
    Claim(
      "A4", "Mean squared error of SimpleRNN(1), about 0.011; Dense achieves 0.004",
      source: "003:153", lecture: .text("0.011, 0.004"), command: "unroll lab01"
    ) { lab in
      let (rnn, dense) = (try lab.row(.simpleRNN), try lab.row(.linear))
      let verdicts = [
        Verdict.onTraining(rnn.validationMSE, published: 0.011),
        Verdict.onTraining(dense.validationMSE, published: 0.004),
      ]
      return Finding(
        .text("\(rnn.validationMSE.fixed(4)), \(dense.validationMSE.fixed(4))"),
        verdicts.contains(.failed)
          ? .failed : verdicts[0] == verdicts[1] ? verdicts[0] : .reproduced)
    },
    Claim(
      "A5", "Mean squared error of the deep RNN with Dense(1)", source: "003:173",
      lecture: .number(0.0026), command: "unroll lab01"
    ) { lab in
      let error = try lab.row(.deepRNNWithDense).validationMSE
      return Finding(.number(error), .onTraining(error, published: 0.0026))
    },
    Claim(
      "A6", "Mean squared error of all ten next values at once, Dense(10)", source: "003:200",
      lecture: .number(Forecast10.Way.vector.lectureMSE ?? .nan), command: "unroll forecast10"
    ) { lab in
      let row = try lab.tenSteps(.vector)
      return Finding(.number(row.validationMSE), row.verdict ?? .failed)
    },
  ]

  /// The same lecture behind the remedies (A7): its cells, and series of several columns.
  static let cells: [Claim] = [
    Claim(
      "A8", "LSTM: training converges faster, and it detects long-term dependencies",
      source: "003:235", lecture: .text("faster, long-term"), command: "unroll memory"
    ) { lab in
      let seeds = (0..<UInt64(FasterConvergence.seeds)).map { lab.seed &+ $0 }
      func results(_ cell: MemoryCell) -> [MemoryResult] {
        seeds.map { lab.memory(cell, length: FasterConvergence.length, seed: $0) }
      }
      return FasterConvergence.finding(
        lstm: results(.lstm), simple: results(.orthogonal), long: lab.memory(.lstm, length: 100))
    },
    Claim(
      "A9", "GRU: a single gate controls the forget gate and the input gate", source: "003:245",
      lecture: .text("one gate"), command: "unroll claims"
    ) { lab in OneGate.finding(GRUCell(4), seed: lab.seed) },
    Claim(
      "A9b", "GRU performs just as well as LSTM", source: "003:244",
      lecture: .text("just as well"), command: "unroll claims"
    ) { lab in
      let (lstm, gru) = try CellComparison(data: lab.lab01.data).run(
        seed: lab.seed, watch: lab.observe)
      return CellComparison.finding(lstm, gru)
    },
    Claim(
      "A11", "A time series has one value a step, or several", source: "003:137",
      lecture: .text("univariate, multivariate"), command: "unroll forecast --csv FILE"
    ) { lab in
      let series = DrivenSeries(rows: 400, seed: lab.seed)
      return try ColumnComparison(series.columns, seed: lab.seed).finding
    },
  ]

  /// Lecture 004, "Session 6".
  static let session6: [Claim] = [
    equation("S1", "output = activation(dot(W, x) + dot(U, state) + b)", source: "004:40"),
    Claim(
      "S2", "LSTM(4) on inputs [32, 10, 8], and with sequences and states", source: "004:74",
      lecture: .text("(32, 4), (32, 10, 4), (32, 4), (32, 4)"), command: "unroll claims"
    ) { lab in LSTMShapes.finding(seed: lab.seed) },
    Claim(
      "S3", "A bidirectional RNN has a second layer that takes the sequence in reverse",
      source: "004:90", lecture: .text("in reverse"),
      command: "unroll check --operation Bidirectional"
    ) { lab in BothDirections.finding(seed: lab.seed) },
    Claim(
      "S4", "We cannot use SimpleRNNs to achieve meaningful memory; a carry track lets it pass",
      source: "004:59", lecture: .text("cannot"),
      command: "unroll memory --cells orthogonal,lstm --lengths 100 --budget 40000"
    ) { lab in
      let length = MeaningfulMemory.length
      return MeaningfulMemory.finding(
        simple: lab.memory(.orthogonal, length: length, study: MeaningfulMemory.study),
        lstm: lab.memory(.lstm, length: length))
    },
    Claim(
      "S5", "An unrolled RNN is one large dense network with shared weights", source: "004:51",
      lecture: .text("equal"), command: "unroll claims"
    ) { lab in
      let distance = UntiedNetwork.distance(seed: lab.seed)
      return Finding(
        .text("gradient = sum over the copies, to \(distance.significant(2))"),
        .holds(distance < 1e-13))
    },
    Claim(
      "S6", "Nothing guarantees that an LSTM's gates serve their functions", source: "004:60",
      lecture: .text("nothing guarantees"), command: "unroll claims"
    ) { lab in
      GateStudy.finding(
        try GateStudy().run(seed: lab.seed) { lab.observe("LSTM(4), last marked number", $0) })
    },
    Claim(
      "S7", "Advanced forecasting: a series of one's own", source: "004:22",
      lecture: .text("named only"), command: "unroll forecast --csv FILE"
    ) { lab in try OwnCSVForecast.finding(OwnCSV.text(seed: lab.seed), seed: lab.seed) },
  ]

  /// One of the lectures' spellings of the recurrent equation, states and gradients.
  private static func equation(_ id: String, _ statement: String, source: String) -> Claim {
    Claim(
      id, statement, source: source, lecture: .text("tape = formula"), command: "unroll claims"
    ) { lab in
      let agreement = RecurrentEquation.compare(seed: lab.seed, stream: id)
      return Finding(
        .text(
          "states differ by \(agreement.states.significant(2)), "
            + "gradients by \(agreement.gradients.significant(2))"),
        .holds(agreement.worst < 1e-13))
    }
  }
}
