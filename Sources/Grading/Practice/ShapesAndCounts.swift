import UnrollCourse

extension ExerciseSheet {
  static func shapesAndCounts(_ variant: CourseVariant) -> ExerciseSheet {
    let layout = variant.layout
    return ExerciseSheet(
      number: 13, slug: "shapes-and-counts", title: "Shapes and parameter counts",
      objective:
        "Say which shape comes out of each layer of a stack and how many parameters the stack has, before Keras does.",
      prerequisites: [5, 10], minutes: 25, points: 10,
      source: "000, K15; 001, H11; 002, W1, W2 and W5: what the summaries of the models list",
      question: Question(
        """
        A SimpleRNN gets sequences of 200 steps in place of 100, in batches of 64 in place of 32. What becomes of its number \
        of parameters?
        """,
        answer: """
          Nothing: the same weights serve every step and every sample. What grows are the shapes of what goes in and out. \
          (It is otherwise with Flatten and Dense behind it: there each step has weights of its own.)
          """),
      byHand: """
        The lecture's deep network, for batches of 32 sequences of 50 steps with one number each:

          layer                                 comes out      Wx        Wh        b
          SimpleRNN(20, return_sequences=True)  [32, 50, 20]    1 · 20 + 20 · 20 + 20 =   440
          SimpleRNN(20, return_sequences=True)  [32, 50, 20]   20 · 20 + 20 · 20 + 20 =   820
          SimpleRNN(1)                          [32, 1]        20 · 1  +  1 · 1  +  1 =    22
                                                                              in all   1,282

        An LSTM of 4 units on 8 features has such a set four times: 4 (8 · 4 + 4 · 4 + 4) = 208.
        A GRU of that size has three sets, with two biases in each: 3 (8 · 4 + 4 · 4 + 4 + 4) = 168.
        """,
      hints: [
        """
        Write down the weights of h′ = tanh(\(layout.product("x", "Wx")) + \(layout.product("h", "Wh")) + b) with their \
        shapes. How many numbers are in each? Do the batch and the number of steps stand in any of these shapes?
        """,
        """
        A gated layer has such a set for everything that it computes from x and h. For an LSTM (exercise 10) these are i, f, \
        g and o: g counts too, though it is no gate. A GRU has two gates and a candidate, and b twice in each.
        """,
        """
        For a stack keep the shape that goes from layer to layer. It begins as the input; count the first layer with it, then \
        let outputShape make the next one of it. Two directions are two layers on the same input, their outputs side by \
        side. Flatten makes one axis of all that follow the batch.
        """,
      ],
      stub: """
        import UnrollCourse

        // Exercise 13. input is a shape: [batch, steps, features], [batch, features], or [batch, steps] before an embedding.
        // simpleRNN, lstm and gru count one layer in one direction. A LayerPlan has kind (.embedding, .simpleRNN, .lstm, .gru,
        // .flatten, .dense), units, vocabulary, returnsSequences and isBidirectional; in a stack each layer feeds the next.

        @main struct ShapesAndCounts: ShapesAndCountsExercise {
          func simpleRNN(input: [Int], units: Int) -> Int {
            notWritten("the parameters of a SimpleRNN")
          }

          func lstm(input: [Int], units: Int) -> Int {
            notWritten("the parameters of an LSTM")
          }

          func gru(input: [Int], units: Int) -> Int {
            notWritten("the parameters of a GRU, with two biases")
          }

          func outputShape(of layer: LayerPlan, input: [Int]) -> [Int] {
            notWritten("the shape that comes out of a layer")
          }

          func total(of layers: [LayerPlan], input: [Int]) -> Int {
            notWritten("the parameters of a stack")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: CountByMatrices<RightCount>.reply(to:),
        misconceptions: countingMisconceptions(layout),
        cases: { shapesAndCountsCases($0, variant) },
        callText: { call in
          // Layers are named with the case.
          call.inputs.names.contains { $0.hasPrefix("layer") } ? [] : CaseText(call).lines
        }))
  }
}

private func countingMisconceptions(_ layout: WeightLayout) -> [Misconception] {
  [
    Misconception(
      "recurrent layers without their bias, (features + units) · units",
      """
      Each unit has a bias as well. (32 + 32) · 32 = 2,048 is what is in the two matrices; Keras says 2,080, because of the \
      32 biases.
      """, seen: "002, where the formula stands without + b beside the right 2,080",
      CountByMatrices<NoBias>.reply(to:)),
    Misconception(
      "layers without any bias, Dense too",
      """
      Each unit has a bias as well, in recurrent layers and in Dense: Dense(1) behind 32 units has 33 parameters. (An \
      embedding has none.)
      """, seen: "formulas that leave the bias out for brevity",
      CountByMatrices<NoBiasAnywhere>.reply(to:)),
    Misconception(
      "a Dense layer without its bias, features · units",
      """
      Dense has a bias for each unit as well, unless it is made with use_bias=False: behind 32 numbers Dense(1) has 32 + 1 = \
      33 parameters.
      """, seen: "the bias counted in the recurrent layers and left out in the last one",
      CountByMatrices<NoDenseBias>.reply(to:)),
    Misconception(
      "recurrent layers without Wh, features · units + units",
      """
      That is a dense layer. A recurrent one takes in its own state too, by Wh \(layout.shape("units", "units")), which \
      is mostly the larger matrix.
      """, seen: "the count of a Dense layer, carried over",
      CountByMatrices<NoStateMatrix>.reply(to:)
    ),
    Misconception(
      "a count that is taken once for each time step",
      """
      The steps share one set of weights: that is what makes the network recurrent, and lets it read sequences of any \
      length. In the drawing of the unrolled network the same W stands at every step.
      """, seen: "counting the arrows of the unrolled network", CountByMatrices<EachStep>.reply(to:)
    ),
    Misconception(
      "Wx with a \(layout == .inputsByUnits ? "row" : "column") for each time step in place of each feature",
      """
      The shape is [batch, steps, features], and Wx meets one step at a time: what counts is how many features a step has. \
      How many steps there are does not matter.
      """, seen: "input_shape=[50, 1], of which the first number is taken",
      CountByMatrices<StepsForFeatures>.reply(to:)),
    Misconception(
      "an LSTM of three sets of weights, one for each gate",
      """
      There are three gates, i, f and o, and a candidate g, which has a set of weights like theirs. Four sets in all.
      """, seen: "texts that speak of the three gates of an LSTM",
      CountByMatrices<ThreeSets>.reply(to:)),
    Misconception(
      "a GRU of two sets of weights, one for each gate",
      "There are two gates, z and r, and a candidate, which has a set of weights like theirs. Three sets in all.",
      seen: "texts that speak of the two gates of a GRU", CountByMatrices<TwoSets>.reply(to:)),
    Misconception(
      "a GRU with one bias in each of its three sets",
      """
      Keras's GRU (reset_after=True, so that it runs on GPUs) has a bias for the products with x and another for those with \
      h, 6 · units in all. The formulas of the paper and of most books have one.
      """, seen: "formulas of books, held against Keras's summary",
      CountByMatrices<OneBias>.reply(to:)
    ),
    Misconception(
      "recurrent layers that give all their states, return_sequences or not",
      """
      Unless it is told to return sequences, a recurrent layer gives its last state alone: [batch, units], without an axis \
      for the steps.
      """, seen: "drawings that have an output at every step",
      CountByMatrices<AllStates>.reply(to:)),
    Misconception(
      "recurrent layers that give their last state alone, return_sequences or not",
      """
      A layer that returns sequences gives its states of all steps, [batch, steps, units]. The next recurrent layer needs \
      them, and Flatten makes steps · units numbers of them.
      """, seen: "return_sequences left out, which Keras takes for False",
      CountByMatrices<LastState>.reply(to:)),
    Misconception(
      "two directions that give as many numbers as one",
      """
      What the two directions give stands side by side, so the last axis is 2 · units, and the next layer has that many \
      features. (They can be added, with merge_mode=\"sum\"; unless told otherwise, Keras does not.)
      """, seen: "Bidirectional(LSTM(64)), read as 64 in all",
      CountByMatrices<NarrowPair>.reply(to:)
    ),
    Misconception(
      "two directions that share one set of weights",
      """
      The layer that reads backwards is a layer of its own, with weights of its own: two directions have twice the \
      parameters of one.
      """, seen: "the same layer, thought to read the sequence twice",
      CountByMatrices<SharedPair>.reply(to:)),
    Misconception(
      "a stack whose layers all get the stack's own input",
      """
      Each layer gets what the layer before gives. The second of two SimpleRNN(20) has 20 features for its input, and so \
      820 parameters, whatever the first one reads.
      """, seen: "equal layers, thought to have equal counts (000: 440 and 820)",
      CountByMatrices<SameInput>.reply(to:)),
    Misconception(
      "an embedding whose table has a row for each step",
      """
      The table of an embedding has a row for each word of the vocabulary, since any of them may come up at any step: \
      vocabulary · units. The length of the text is not in it.
      """, seen: "Embedding(10000, 32, input_length=500), of which the last number is taken",
      CountByMatrices<RowsOfSteps>.reply(to:)),
  ]
}
