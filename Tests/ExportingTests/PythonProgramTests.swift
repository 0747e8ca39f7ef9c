import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

@testable import UnrollExporting

/// Programs as Python source. That they compute the same numbers is measured with the libraries themselves, by
/// `Benchmarks/export-peers`; here stands what can be seen without them.
@Suite struct PythonProgramTests {
  private func batch(steps: Int) -> Dataset {
    var generator = SeededGenerator(seed: 1)
    return Dataset(
      Tensor.uniform([4, steps, 2], in: -1..<1, using: &generator),
      Tensor.uniform([4, 1], in: -1..<1, using: &generator))
  }

  private func step(of layer: any Layer, steps: Int) throws -> RecordedProgram {
    let model = Sequential(inputShape: [nil, 2], seed: 42) {
      layer
      Dense(1)
    }
    return try .trainingStep(
      of: model, on: batch(steps: steps), loss: .meanSquaredError,
      optimizer: Adam(clipping: .globalNorm(1)))
  }

  @Test(arguments: [SimpleRNN(3), LSTM(3), GRU(3)] as [any Layer])
  func `the source is the same for five steps and for fifty`(layer: any Layer) throws {
    let (short, long) = (try step(of: layer, steps: 5), try step(of: layer, steps: 50))
    #expect(try short.jax().source == long.jax().source)
    #expect(try short.pyTorch().source == long.pyTorch().source)
    let lengths = try [short, long].map { try $0.jax(isUnrolled: true).source.count }
    #expect(2 * lengths[0] < lengths[1])
  }

  @Test(arguments: [SimpleRNN(3), LSTM(3), GRU(3)] as [any Layer])
  func `StableHLO has as many lines for five steps as for fifty`(layer: any Layer) throws {
    let (short, long) = (try step(of: layer, steps: 5), try step(of: layer, steps: 50))
    let lines = try [short, long].map { try $0.stableHLO().source.split(separator: "\n").count }
    #expect(lines[0] == lines[1])
    let program = try short.stableHLO()
    #expect(
      program.arguments.first
        == "weights/\(layer.kind == "SimpleRNN" ? "simple_rnn" : layer.kind.lowercased())/kernel")
    #expect(program.results.first == "loss" && program.source.contains("stablehlo.while"))
  }

  @Test func `a small StableHLO program is typed throughout`() throws {
    let tape = Tape()
    let w = tape.variable([[0.1], [0.2]])
    let x = tape.variable([[1, 2], [3, 4], [5, 6]])
    let y = tanh(matmul(x, w) + 0.5).mean()
    let program = RecordedProgram(
      tape, inputs: [.group("weights", [("w", w)]), .value("x", x)], results: [.value("y", y)])
    #expect(
      try program.stableHLO().source == """
        // %arg0 weights/w
        // %arg1 x
        module {
          func.func @main(
            %arg0: tensor<2x1xf32>,
            %arg1: tensor<3x2xf32>
          ) -> (tensor<f32>) {
            %v1 = stablehlo.dot_general %arg1, %arg0, contracting_dims = [1] x [0], precision = [HIGHEST, HIGHEST] : (tensor<3x2xf32>, tensor<2x1xf32>) -> tensor<3x1xf32>
            %v2 = stablehlo.constant dense<0.5> : tensor<f32>
            %v3 = stablehlo.broadcast_in_dim %v2, dims = [] : (tensor<f32>) -> tensor<3x1xf32>
            %v4 = stablehlo.add %v1, %v3 : tensor<3x1xf32>
            %v5 = stablehlo.tanh %v4 : tensor<3x1xf32>
            %v6 = stablehlo.constant dense<0.0> : tensor<f32>
            %v7 = stablehlo.reduce(%v5 init: %v6) applies stablehlo.add across dimensions = [0, 1] : (tensor<3x1xf32>, tensor<f32>) -> tensor<f32>
            %v8 = stablehlo.constant dense<3.0> : tensor<f32>
            %v9 = stablehlo.divide %v7, %v8 : tensor<f32>
            return %v9 : tensor<f32>
          }
        }

        """)
  }

  @Test func `a small program reads like one by hand`() throws {
    let tape = Tape()
    let w = tape.variable([[0.1], [0.2]])
    let x = tape.variable([[1, 2], [3, 4], [5, 6]])
    let loss = tanh(matmul(x, w)).sum()
    let gradient = tape.gradient(of: loss, for: w, recorded: true)
    let program = RecordedProgram(
      tape, inputs: [.group("weights", [("layer/w", w)]), .value("x", x)],
      results: [.value("loss", loss), .group("gradients", [("layer/w", gradient)])])
    #expect(
      try program.jax().source == """
        import jax
        import jax.numpy as jnp


        def program(weights, x):
            layer_w = weights["layer/w"]
            v1 = x @ layer_w
            v2 = jnp.tanh(v1)
            v3 = jnp.sum(v2)
            v4 = jnp.full((3, 1), 1.0, dtype=jnp.float32) * (1.0 - v2 * v2)
            v5 = x.T @ v4

            return (
                v3,
                {
                    "layer/w": v5,
                },
            )

        """)
  }

  @Test func `what can't be exported is named`() throws {
    let tape = Tape()
    let x = tape.variable([1, 2, 3])
    let wobble = CustomOperation("wobble", forward: { $0[0] }, pullback: { dy, _, _ in [dy] })
    let y = tape.scope("my layer") { apply(wobble, [x])[0] }
    let program = RecordedProgram(tape, inputs: [.value("x", x)], results: [.value("y", y)])
    #expect(throws: ExportError.unknownOperation("wobble", scope: "my layer")) {
      try program.jax()
    }
    let own = Sequential(inputShape: [nil, 2]) {
      Unpromising(); GRU(3)
    }
    #expect(throws: ExportError.dependsOnNumbers) {
      try RecordedProgram.prediction(of: own, on: .numbers(.ones([1, 3, 2])))
    }
    let masked = Sequential(inputShape: [nil, 2]) {
      OwnMask(); GRU(3)
    }
    #expect(throws: ExportError.dependsOnNumbers) {
      try RecordedProgram.prediction(of: masked, on: .numbers(.ones([1, 3, 2])))
    }
    let tags = Loss.sparseCategoricalCrossentropy(fromLogits: true, ignoring: -100)
    let dense = Sequential(inputShape: [nil, 2]) { Dense(3) }
    #expect(throws: ExportError.loss("sparse_categorical_crossentropy")) {
      try RecordedProgram.gradients(
        of: dense, on: Dataset(.ones([1, 2, 2]), IntTensor([[1, -100]])), loss: tags)
    }
    let slower = LearningRateSchedule("slower and slower") { 1 / (1 + $0.epochs) }
    let clock = LearningRateSchedule.cosineDecay(over: .minutes(3)).warmedUp(over: .steps(3))
    for schedule in [slower, clock] {
      #expect(throws: ExportError.schedule(schedule.description)) {
        try module(.pyTorch, optimizer: Adam(schedule: schedule))
      }
    }
  }

  /// A file that trains a model with a state, dropout and, perhaps, a schedule.
  private func module(
    _ library: PythonModule.Library, optimizer: any Optimizer = SGD()
  ) throws -> String {
    let model = Sequential(inputShape: [nil, 2], seed: 42) {
      GRU(3, stateful: true, dropout: 0.2)
      Dropout(0.5)
      Dense(1)
    }
    let data = batch(steps: 5)
    return try PythonModule(
      model, name: "small", library: library, inputs: data.inputs,
      training: .init(batch: data, loss: .meanSquaredError, optimizer: optimizer)
    ).source
  }

  @Test func `masks are drawn, and states carried, in the language of the library`() throws {
    let (jax, torch) = (try module(.jax), try module(.pyTorch))
    for source in [jax, torch] {
      #expect(source.contains("def predict(weights, states, inputs):"))
      #expect(
        source.contains("def train_step(weights, slots, states, step, masks, inputs, targets):"))
      #expect(source.contains("    gru_dropout = masks[\"gru/dropout\"]\n"))
      #expect(!source.contains("import math") && !source.contains("learning_rate("))
    }
    #expect(jax.contains("        \"gru/dropout\": mask(0, 0.2, (4, 1, 2)),\n"))
    #expect(jax.contains("        \"dropout/dropout\": mask(1, 0.5, (4, 3)),\n"))
    #expect(torch.contains("        \"gru/dropout\": mask(0.2, (4, 1, 2)),\n"))
    #expect(jax.contains("        \"gru/hidden\": jnp.zeros((4, 3), dtype=jnp.float32),\n"))
    let shardings = "in_shardings=(same, same, parts, same, parts, parts, parts)"
    #expect(jax.contains(shardings) && jax.contains("out_shardings=(same, same, same, parts)"))
    #expect(torch.contains("        states = new_states()\n"))
  }

  @Test func `a schedule is written as its formula`() throws {
    let schedule = LearningRateSchedule.cosineDecay(over: .epochs(30), alpha: 0.1)
      .warmedUp(over: .steps(100))
    let source = try module(.jax, optimizer: SGD(learningRate: 0.05, schedule: schedule))
    #expect(
      source.contains(
        """
        def learning_rate(steps, epochs):
            \"\"\"The learning rate after so many steps, and so many times through the data.\"\"\"
            factor = 0.1 + (1 - 0.1) * (1 + math.cos(math.pi * min(1, epochs / 30.0))) / 2
            factor *= min(1, steps / 100)
            return 0.05 * factor
        """))
    #expect(
      source.contains("rate * ") && source.hasPrefix("\"\"\"small")
        && source.contains("import math\n"))
    let pieces: [(LearningRateSchedule, [String])] = [
      (.exponentialDecay(every: .steps(3), rate: 0.6), ["factor = 0.6 ** (steps / 3)"]),
      (
        .exponentialDecay(every: .epochs(3), rate: 0.6, staircase: true),
        ["factor = 0.6 ** math.floor(epochs / 3.0)"]
      ),
      (
        .polynomialDecay(over: .steps(6), end: 0.25, power: 2),
        ["factor = 0.25 + (1 - 0.25) * (1 - min(1, steps / 6)) ** 2.0"]
      ),
      (
        .piecewiseConstant([(.steps(2), 0.5)]),
        ["factor = 1.0", "if steps / 2 > 1:", "    factor = 0.5"]
      ),
    ]
    for (schedule, lines) in pieces { #expect(try LearningRateText.lines(schedule) == lines) }
  }

  @Test func `names are Python's, and none comes twice`() {
    var names = PythonNames()
    #expect(names.taken("simple_rnn/kernel") == "simple_rnn_kernel")
    #expect(names.taken("simple_rnn_kernel") == "simple_rnn_kernel_2")
    #expect(
      names.taken("h′") == "h_new" && names.taken("3d") == "v3d"
        && names.taken("lambda") == "lambda_1")
  }
}

/// A layer of a user's own, who promises nothing.
private struct Unpromising: Layer {
  var kind: String { "Unpromising" }
  func outputShape(for input: LayerShape) -> LayerShape { input }
  func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable { 2 * x }
}

/// One who makes a mask of numbers, and promises too much.
private struct OwnMask: Layer {
  var kind: String { "OwnMask" }
  var isRecordable: Bool { true }
  func outputShape(for input: LayerShape) -> LayerShape { input }
  func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable { x }
  func outputMask(_ mask: BoolTensor?, for x: Tensor) -> BoolTensor? {
    BoolTensor(
      [Bool](repeating: true, count: x.shape[0] * x.shape[1]), shape: [x.shape[0], x.shape[1]])
  }
}
