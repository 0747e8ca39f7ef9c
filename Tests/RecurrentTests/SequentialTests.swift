import TestSupport
import Testing
import UnrollAutodiff

@testable import UnrollRecurrent

/// `models.json`: summaries as Keras gives them, and the numbers of a model with all kinds of layers.
private struct ModelReference: Decodable {
  struct Table: Decodable {
    struct Row: Decodable {
      let name: String
      let outputShape: String
      let parameters: Int
    }
    let name: String
    let rows: [Row]
    let parameters: Int
  }
  let tables: [Table]
  let numbers: KerasNumbers
}

@Suite struct SequentialTests {
  private let keras: ModelReference

  init() throws { keras = try reference("models") }

  /// The lecture's models in its order, then one with all kinds of layers: those of `models.json`.
  private var models: [Sequential] {
    [
      Sequential(inputShape: [50, 1]) {
        Flatten()
        Dense(1)
      },
      Sequential(inputShape: [nil, 1]) { SimpleRNN(1) },
      Sequential(inputShape: [nil, 1]) {
        SimpleRNN(20, returnSequences: true)
        SimpleRNN(20, returnSequences: true)
        SimpleRNN(1)
      },
      deep(),
      allKinds(),
    ]
  }

  private func deep(seed: UInt64 = 42, dtype: DType = .float32) -> Sequential {
    Sequential(inputShape: [nil, 1], seed: seed, dtype: dtype) {
      SimpleRNN(20, returnSequences: true)
      SimpleRNN(20)
      Dense(1)
    }
  }

  private func allKinds() -> Sequential {
    Sequential(inputShape: [5, 3], dtype: .float64) {
      Dense(4, activation: .relu)
      SimpleRNN(3, returnSequences: true)
      SimpleRNN(2, returnSequences: true)
      Flatten()
      Dense(2, activation: .softmax)
      Dense(6)
    }
  }

  // MARK: What it is made of

  @Test func `names, output shapes and parameter counts are Keras's`() {
    #expect(models.count == keras.tables.count)
    for (model, table) in zip(models, keras.tables) {
      #expect(model.layers.map(\.name) == table.rows.map(\.name), "\(table.name)")
      #expect(
        model.layers.map(\.outputShape.description) == table.rows.map(\.outputShape),
        "\(table.name)")
      #expect(
        model.layers.map { place in
          model.parameters[place.parameters].reduce(0) { $0 + $1.value.elementCount }
        } == table.rows.map(\.parameters), "\(table.name)")
      #expect(model.parameterCount == table.parameters, "\(table.name)")
    }
  }

  @Test func `the lecture's models have 51, 3, 1,282 and 1,281 parameters`() {
    #expect(models.prefix(4).map(\.parameterCount) == [51, 3, 1282, 1281])
  }

  @Test func `parameters have stable paths, layer and weight`() {
    #expect(
      deep().parameters.map(\.path) == [
        "simple_rnn/kernel", "simple_rnn/recurrent_kernel", "simple_rnn/bias",
        "simple_rnn_1/kernel", "simple_rnn_1/recurrent_kernel", "simple_rnn_1/bias",
        "dense/kernel", "dense/bias",
      ])
    #expect(deep().parameters.map(\.name).prefix(3) == ["kernel", "recurrent_kernel", "bias"])
  }

  @Test func `the summary is Keras's table`() {
    #expect(
      deep().summary() == """
        -----------------------------------------------------
        Layer (type)               Output Shape       Param #
        =====================================================
        simple_rnn (SimpleRNN)     (None, None, 20)   440
        simple_rnn_1 (SimpleRNN)   (None, 20)         820
        dense (Dense)              (None, 1)          21
        =====================================================
        Total params: 1,281
        Trainable params: 1,281
        Non-trainable params: 0
        -----------------------------------------------------
        """)
  }

  @Test func `the summary widens with its longest cell`() {
    let model = Sequential(inputShape: [1000]) { Dense(1234) }
    #expect(
      model.summary() == """
        ----------------------------------------
        Layer (type)    Output Shape   Param #
        ========================================
        dense (Dense)   (None, 1234)   1,235,234
        ========================================
        Total params: 1,235,234
        Trainable params: 1,235,234
        Non-trainable params: 0
        ----------------------------------------
        """)
  }

  @Test(arguments: [
    ("SimpleRNN", "simple_rnn"), ("Dense", "dense"), ("LSTM", "lstm"), ("GRU", "gru"),
    ("TimeDistributed", "time_distributed"), ("GRUCell", "gru_cell"), ("Conv1D", "conv1d"),
  ])
  func `a class name becomes Keras's layer name`(_ kind: String, _ name: String) {
    #expect(LayerNames.snakeCase(kind) == name)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (1281, "1,281"), (1_234_567, "1,234,567"),
    (-12_345, "-12,345"),
  ])
  func `large numbers have a comma every three digits`(_ number: Int, _ text: String) {
    #expect(number.grouped == text)
  }

  @Test(arguments: [true, false], [0, 1, 3])
  func `layers may stand in loops and conditions`(_ isDeep: Bool, _ extra: Int) {
    let model = Sequential(inputShape: [nil, 3]) {
      for _ in 0..<extra { SimpleRNN(4, returnSequences: true) }
      if isDeep { SimpleRNN(5, returnSequences: true) }
      if isDeep {
        SimpleRNN(2)
      } else {
        SimpleRNN(6)
      }
      Dense(1)
    }
    #expect(model.layers.count == extra + (isDeep ? 1 : 0) + 2)
    #expect(model.layers.map(\.layer.kind).last == "Dense")
    #expect(model.layers.dropLast().last?.outputShape.sizes == [isDeep ? 2 : 6])
    #expect(model(.ones([2, 5, 3])).shape == [2, 1])
  }

  // MARK: What it computes

  @Test func `a model's output and gradients are Keras's`() {
    let model = allKinds()
    for (index, weight) in keras.numbers.weights.enumerated() {
      #expect(model.parameters[index].name == weight.name)
      #expect(Array(model.parameters[index].value.shape) == weight.value.shape)
      model.parameters[index].value = weight.value.tensor
    }
    let tape = Tape()
    let x = tape.variable(keras.numbers.x.tensor)
    let weights = model.variables(on: tape)
    let y = model.call(x, weights, Run(tape: tape))
    #expect(error(y.value, keras.numbers.output.tensor) <= 1e-13)
    #expect(error(model(x.value), keras.numbers.output.tensor) <= 1e-13)

    let loss = weightedSum(y, keras.numbers.cotangent.tensor)
    let gradients = tape.gradient(of: loss, for: [x] + weights).map(\.value)
    #expect(error(gradients[0], keras.numbers.dx.tensor) <= 1e-12)
    for (weight, gradient) in zip(keras.numbers.weights, gradients.dropFirst()) {
      #expect(error(gradient, weight.gradient.tensor) <= 1e-12, "\(weight.name)")
    }
  }

  @Test func `a model's gradients pass the check by differences, though it is of float32`() {
    let model = Sequential(inputShape: [nil, 3]) {
      SimpleRNN(4, returnSequences: true)
      SimpleRNN(2)
      Dense(5, activation: .softmax)
    }
    let x = Tensor((0..<30).map { Double($0 * 7 % 11) / 11 - 0.4 }, shape: [2, 5, 3])
    let weights = Tensor((0..<10).map { Double($0 * 3 % 7) - 3 }, shape: [2, 5])
    let report = checkGradients(at: [x] + model.parameters.map(\.value)) { variables in
      weightedSum(model.call(variables[0], Array(variables.dropFirst())), weights)
    }
    #expect(report.passed, "\(report)")
  }

  @Test func `one model processes sequences of any length`() {
    let model = deep()
    for steps in [1, 2, 50, 300] {
      let x = Tensor((0..<(2 * steps)).map { Double($0 % 7) / 7 }, shape: [2, steps, 1])
      let y = model(x)
      #expect(y.shape == [2, 1])
      #expect(y.elements.allSatisfy { $0.isFinite })
      // Each series is computed for itself, whatever else is in the batch.
      #expect(error(model(x[1..<2]), y[1..<2]) <= 1e-6)
    }
  }

  @Test func `all states of a longer sequence begin with those of a shorter one`() {
    let model = Sequential(inputShape: [nil, 3]) { SimpleRNN(4, returnSequences: true) }
    let x = Tensor((0..<42).map { Double($0 * 5 % 13) / 13 }, shape: [2, 7, 3])
    #expect(error(model(x[0..., 0..<5]), model(x)[0..., 0..<5]) <= 1e-6)
  }

  @Test func `a model's call records nothing without a tape`() {
    let model = deep()
    let y = model.call(Variable(.ones([2, 5, 1])), model.parameters.map { Variable($0.value) })
    #expect(y.tape == nil)
    #expect(y.value == model(.ones([2, 5, 1])))
  }

  @Test func `the float64 form of a model has the same weights before rounding`() {
    let (narrow, wide) = (deep(), deep(dtype: .float64))
    for (a, b) in zip(narrow.parameters, wide.parameters) {
      #expect(b.value.dtype == .float64)
      #expect(a.value == b.value.cast(to: .float32), "\(a.path)")
    }
    let x = Tensor((0..<10).map { Double($0) / 10 }, shape: [2, 5, 1])
    #expect(narrow(x).dtype == .float32)
    #expect(wide(x).dtype == .float64)
    #expect(error(narrow(x), wide(x)) < 1e-6)
  }

  // MARK: Seeds

  @Test func `the same seed gives the same weights, another seed others`() {
    let (a, b, c) = (deep(), deep(), deep(seed: 43))
    for index in a.parameters.indices {
      #expect(a.parameters[index].value == b.parameters[index].value)
      let isRandom = a.parameters[index].name != "bias"
      #expect((a.parameters[index].value != c.parameters[index].value) == isRandom)
    }
  }

  @Test func `a layer's first weights do not depend on the layers around it`() {
    let alone = Sequential(inputShape: [nil, 3]) { SimpleRNN(4) }
    let within = Sequential(inputShape: [nil, 3]) {
      Dense(3)
      SimpleRNN(4)
      Dense(6)
    }
    for parameter in alone.parameters {
      let same = within.parameters.first { $0.path == parameter.path }
      #expect(same?.value == parameter.value, "\(parameter.path)")
    }
  }

  @Test func `equal layers in different places begin differently`() {
    let model = Sequential(inputShape: [nil, 4]) {
      SimpleRNN(4, returnSequences: true)
      SimpleRNN(4, returnSequences: true)
    }
    let values = model.parameters.filter { $0.name != "bias" }.map(\.value)  // all [4, 4]
    for i in values.indices {
      for j in values.indices where j < i { #expect(values[i] != values[j]) }
    }
  }

  @Test func `fresh weights come from the layer's initialisers`() {
    let model = Sequential(inputShape: [nil, 3], dtype: .float64) {
      SimpleRNN(
        4, kernelInitializer: .constant(0.5), recurrentInitializer: .identity,
        biasInitializer: .ones)
    }
    #expect(model.parameters[0].value == Tensor(repeating: 0.5, shape: [3, 4], dtype: .float64))
    #expect(model.parameters[1].value == .identity(4, dtype: .float64))
    #expect(model.parameters[2].value == .ones([4], dtype: .float64))
  }

  // MARK: Mistakes

  @Test func `an input of another size stops with both shapes`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Sequential(inputShape: [nil, 3]) { SimpleRNN(4) }(.ones([2, 5, 2]))
    }
    expectSentence(
      result,
      "model: expected input of shape (None, None, 3), but got [2, 5, 2]")
  }

  @Test func `a single sample stops with the advice to add the batch axis`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Sequential(inputShape: [nil, 3]) { SimpleRNN(4) }(.ones([5, 3]))
    }
    expectSentence(
      result,
      "but got [5, 3]; the batch comes first, so a single sample needs reshaped([1, 5, 3])")
  }

  @Test func `an input without time steps stops with its shape`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Sequential(inputShape: [nil, 3]) { SimpleRNN(4) }(.zeros([2, 0, 3]))
    }
    expectSentence(
      result,
      "simple_rnn (SimpleRNN): input of shape [2, 0, 3] has no time steps; expected at least 1")
  }

  @Test func `weights that are too few stop with both counts`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let model = Sequential(inputShape: [nil, 3]) { SimpleRNN(4) }
      _ = model.call(Variable(.ones([2, 5, 3])), [Variable(.ones([3, 4]))])
    }
    expectSentence(result, "model: got 1 weights; expected 3, one for each parameter")
  }

  @Test func `a recurrent layer on last states only is told about returnSequences`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Sequential(inputShape: [nil, 1]) {
        SimpleRNN(20)
        SimpleRNN(20)
      }
    }
    expectSentence(
      result,
      """
      simple_rnn_1 (SimpleRNN): expected a sequence (batch, time, features), but the input is (None, 20); \
      the recurrent layer before it needs returnSequences: true
      """)
  }

  @Test func `Flatten of sequences of any length stops with the shape and the way out`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Sequential(inputShape: [nil, 1]) {
        Flatten()
        Dense(1)
      }
    }
    expectSentence(
      result, "flatten (Flatten): the input (None, None, 1) has an axis of unknown size")
    expectSentence(result, "give the model an inputShape without nil")
  }

  @Test func `layers on an unknown number of features stop with the shape`() async {
    let dense = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Sequential(inputShape: [3, nil]) { Dense(1) } }
    expectSentence(
      dense,
      "dense (Dense): needs a known number of features, but its input is (None, 3, None)")
    let rnn = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Sequential(inputShape: [3, nil]) { SimpleRNN(1) } }
    expectSentence(
      rnn,
      "simple_rnn (SimpleRNN): needs a known number of features, but its input is (None, 3, None)")
  }
}
