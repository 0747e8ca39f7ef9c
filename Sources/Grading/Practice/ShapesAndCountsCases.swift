import UnrollCourse

/// Single layers, then layers as they stand in stacks, then the stacks of the lectures and some that Keras's guides have.
func shapesAndCountsCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "shapes-and-counts")
  /// A size of its own for each seed, far from the small ones.
  func large() -> Int { 7 + Int(40 * (numbers.number() + 1)) }
  func layer(_ part: String, _ input: [Int], _ units: Int) -> ExerciseCase {
    ExerciseCase(
      "\(counted(units, "unit")) on \(input)", part,
      ["input": .integers(input), "units": .integers([units])],
      sizes: [
        "the size of the batch": input[0], "the number of time steps": input[1],
        "the number of units": units,
      ])
  }
  let (two, three, four, five) = (
    variant.size(2), variant.size(3), variant.size(4), variant.size(5)
  )
  let plain = [
    layer("simpleRNN", [32, 50, 1], 20), layer("simpleRNN", [32, 50, 20], 20),
    layer("simpleRNN", [32, 50, 20], 1), layer("simpleRNN", [128, 100, 32], 32),
    layer("simpleRNN", [four, three, two], five), layer("simpleRNN", [1, 1, five], three),
    layer("simpleRNN", [16, large(), large()], large()),
  ]
  let gated = ["lstm", "gru"].flatMap { part in
    [
      layer(part, [32, 50, 8], 4), layer(part, [two, four, three], five),
      layer(part, [three, five, four], 1), layer(part, [1, 1, two], four),
      layer(part, [16, large(), large()], large()),
    ]
  }
  let shapes: [(String, LayerPlan, [Int])] = [
    ("SimpleRNN, the last state", LayerPlan(.simpleRNN, units: 1), [32, 50, 20]),
    (
      "SimpleRNN, all states", LayerPlan(.simpleRNN, units: 20, returnsSequences: true),
      [32, 50, 1]
    ),
    ("embedding", LayerPlan(.embedding, units: five, vocabulary: 100), [three, 12]),
    ("LSTM, the last state", LayerPlan(.lstm, units: four), [two, 9, three]),
    ("GRU, all states", LayerPlan(.gru, units: two, returnsSequences: true), [1, five, four]),
    (
      "one step, all states", LayerPlan(.lstm, units: three, returnsSequences: true),
      [four, 1, two]
    ),
    (
      "LSTM in two directions, the last state", LayerPlan(.lstm, units: 64, isBidirectional: true),
      [32, 200, 128]
    ),
    (
      "GRU in two directions, all states",
      LayerPlan(.gru, units: three, returnsSequences: true, isBidirectional: true),
      [five, 8, two]
    ),
    ("dense, at each step", LayerPlan(.dense, units: two), [three, 10, four]),
    ("dense, without steps", LayerPlan(.dense, units: 1), [five, three]),
    ("flatten", LayerPlan(.flatten), [two, 11, five]),
  ]
  return plain + gated
    + shapes.map { name, plan, input in
      ExerciseCase(
        name, "outputShape",
        ["layer": .matrix(LayerPlan.table([plan])), "input": .integers(input)])
    }
    + (lectureStacks + guideStacks).map { stack in
      ExerciseCase(
        stack.name, "total",
        ["layers": .matrix(LayerPlan.table(stack.layers)), "input": .integers(stack.input)],
        sizes: ["the size of the batch": stack.input[0]])
    }
}

/// Layers with what they are given.
struct LayerStack {
  let name: String
  let input: [Int]
  let layers: [LayerPlan]
}

/// What the lectures' summaries list, each with its total there.
let lectureStacks = [
  LayerStack(
    name: "SimpleRNN 20, 20, 1", input: [32, 50, 1],
    layers: [
      LayerPlan(.simpleRNN, units: 20, returnsSequences: true),
      LayerPlan(.simpleRNN, units: 20, returnsSequences: true), LayerPlan(.simpleRNN, units: 1),
    ]),
  LayerStack(
    name: "SimpleRNN 20, 20, Dense 1", input: [32, 50, 1],
    layers: [
      LayerPlan(.simpleRNN, units: 20, returnsSequences: true), LayerPlan(.simpleRNN, units: 20),
      LayerPlan(.dense, units: 1),
    ]),
  LayerStack(
    name: "reviews of 500 words: embedding 32, SimpleRNN 32, Dense 1", input: [32, 500],
    layers: [
      LayerPlan(.embedding, units: 32, vocabulary: 10_000), LayerPlan(.simpleRNN, units: 32),
      LayerPlan(.dense, units: 1),
    ]),
  LayerStack(
    name: "reviews of 500 words: all states, flatten, Dense 1", input: [32, 500],
    layers: [
      LayerPlan(.embedding, units: 32, vocabulary: 10_000),
      LayerPlan(.simpleRNN, units: 32, returnsSequences: true), LayerPlan(.flatten),
      LayerPlan(.dense, units: 1),
    ]),
  LayerStack(
    name: "an embedding and four SimpleRNN", input: [128, 100],
    layers: [LayerPlan(.embedding, units: 32, vocabulary: 10_000)]
      + [true, true, true, false].map {
        LayerPlan(.simpleRNN, units: 32, returnsSequences: $0)
      }),
]

/// Gates, two directions, and an output at each step.
let guideStacks = [
  LayerStack(
    name: "reviews: embedding, two LSTM layers of 64 in two directions, Dense 1", input: [32, 200],
    layers: [
      LayerPlan(.embedding, units: 128, vocabulary: 20_000),
      LayerPlan(.lstm, units: 64, returnsSequences: true, isBidirectional: true),
      LayerPlan(.lstm, units: 64, isBidirectional: true), LayerPlan(.dense, units: 1),
    ]),
  LayerStack(
    name: "letters: embedding 256, GRU 1024, Dense 66 at each step", input: [64, 100],
    layers: [
      LayerPlan(.embedding, units: 256, vocabulary: 66),
      LayerPlan(.gru, units: 1024, returnsSequences: true), LayerPlan(.dense, units: 66),
    ]),
  LayerStack(
    name: "SimpleRNN in two directions, flatten, Dense 3", input: [4, 6, 5],
    layers: [
      LayerPlan(.simpleRNN, units: 7, returnsSequences: true, isBidirectional: true),
      LayerPlan(.flatten), LayerPlan(.dense, units: 3),
    ]),
  LayerStack(
    name: "GRU in two directions, then LSTM", input: [2, 9, 3],
    layers: [
      LayerPlan(.gru, units: 5, returnsSequences: true, isBidirectional: true),
      LayerPlan(.lstm, units: 4),
    ]),
]
