import UnrollAutodiff

// Layers are checked with all their weights, at small unequal sizes: batch 2, time 4, inputs 3, units 2.

extension CheckSubject {
  /// A layer for inputs of a shape, batch included. Its own initialisers are not used: a bias that
  /// begins as zero would leave much unchecked.
  package static func layer(
    _ name: String, _ layer: some Layer, input: Shape, mask: BoolTensor? = nil,
    isTraining: Bool = false
  ) -> CheckSubject {
    let weights = layer.weights(for: LayerShape(input.dropFirst().map { $0 }))
      .filter { !isTraining || $0.isTrainable }
    let inputs = [.any("input", input)] + weights.map(checkInput)
    return CheckSubject(name, .layer, inputs) { variables in
      let values = zip(weights, variables.dropFirst()).map { (name: $0.name, value: $1) }
      let context = LayerContext(
        name: name, isTraining: isTraining, mask: mask, tape: variables[0].tape)
      return [layer.call(variables[0], Weights(values), context)]
    }
  }

  /// A layer for token ids.
  private static func layer(
    _ name: String, _ layer: some TokenLayer, tokens: IntTensor
  ) -> CheckSubject {
    let weights = layer.weights(for: LayerShape(tokens.shape.dropFirst().map { $0 }))
    return CheckSubject(name, .layer, weights.map(checkInput)) { variables in
      let values = zip(weights, variables).map { (name: $0.name, value: $1) }
      return [layer.call(tokens, Weights(values), LayerContext(name: name))]
    }
  }

  /// A recurrent layer whose initial state is checked too, and whose last state is differentiated.
  private static func states<Cell: RecurrentCell>(
    _ name: String, _ layer: RNN<Cell>, input: Shape
  ) -> CheckSubject {
    let weights = layer.weights(for: LayerShape(input.dropFirst().map { $0 }))
    let states = Cell.State.names.map {
      CheckInput.any("initial \($0)", [input[0], layer.cell.units])
    }
    let inputs = [.any("input", input)] + states + weights.map(checkInput)
    return CheckSubject(name, .layer, inputs) { variables in
      let parts = Array(variables[1...states.count])
      let own = zip(weights, variables.dropFirst(1 + states.count))
      let result = layer.run(
        variables[0], Weights(own.map { (name: $0.name, value: $1) }),
        LayerContext(name: name, tape: variables[0].tape), initialState: Cell.State(parts))
      return [result.sequence] + result.state.parts
    }
  }

  /// A variance is positive.
  private static func checkInput(_ weight: WeightSpecification) -> CheckInput {
    weight.name == "moving_variance"
      ? .positive(weight.name, weight.shape) : .any(weight.name, weight.shape)
  }

  /// Every layer of the library.
  package static let layers: [CheckSubject] =
    Activation.allCases.map { activation in
      .layer(variant("Dense", activation), Dense(4, activation: activation), input: [2, 3])
    } + simple + recurrent + normalizing + wrappers

  private static let simple: [CheckSubject] = [
    .layer("Dense (sequence)", Dense(2, activation: .tanh), input: [2, 4, 3]),
    .layer("Dense (without bias)", Dense(4, useBias: false), input: [2, 3]),
    .layer("Flatten", Flatten(), input: [2, 4, 3]),
    .layer("RepeatVector", RepeatVector(4), input: [2, 3]),
    .layer("Masking", Masking(), input: [2, 4, 3]),
    .layer("Dropout", Dropout(0.4), input: [2, 4, 3], isTraining: true),
    .layer("Embedding", Embedding(5, 3), tokens: IntTensor([[1, 4, 1, 0], [2, 1, 3, 4]])),
  ]

  private static let recurrent: [CheckSubject] =
    [
      .layer("SimpleRNN (without bias)", SimpleRNN(2, useBias: false), input: [2, 4, 3]),
      .layer("SimpleRNN (sigmoid)", SimpleRNN(2, activation: .sigmoid), input: [2, 4, 3]),
      .layer("SimpleRNN (relu)", SimpleRNN(2, activation: .relu), input: [2, 4, 3]),
      .layer("SimpleRNN (long)", SimpleRNN(2), input: [1, 20, 1]),
      .layer("LSTM (without bias)", LSTM(2, useBias: false), input: [2, 4, 3]),
      .layer("LSTM (relu)", LSTM(2, activation: .relu), input: [2, 4, 3]),
      .layer("LSTM (long)", LSTM(2), input: [1, 20, 1]),
      .layer("GRU (without bias)", GRU(2, useBias: false), input: [2, 4, 3]),
      .layer("GRU (long)", GRU(2), input: [1, 20, 1]),
    ] + variants("SimpleRNN", SimpleRNN(2)) + variants("LSTM", LSTM(2)) + variants("GRU", GRU(2))
    + variants("GRU", own: "resetAfter: false", GRU(2, resetAfter: false))
    + variants("LayerNormSimpleRNN", RNN(LayerNormSimpleRNNCell(3)))

  /// What every recurrent layer can do.
  private static func variants<Cell: RecurrentCell>(
    _ family: String, own: String? = nil, _ layer: RNN<Cell>
  ) -> [CheckSubject] {
    func name(_ options: String? = nil) -> String {
      let all = [own, options].compactMap { $0 }
      return all.isEmpty ? family : "\(family) (\(all.joined(separator: ", ")))"
    }
    let input: Shape = [2, 4, 3]
    let padded = BoolTensor([true, true, false, false, true, true, true, true], shape: [2, 4])
    let gaps = BoolTensor([false, true, false, true, false, false, true, true], shape: [2, 4])
    func with(_ change: (inout RNN<Cell>) -> Void) -> RNN<Cell> {
      var copy = layer
      change(&copy)
      return copy
    }
    return [
      .layer(name(), layer, input: input),
      .layer(name("returnSequences"), with { $0.returnSequences = true }, input: input),
      .layer(name("goBackwards"), with { $0.goBackwards = true }, input: input),
      .layer(name("mask behind"), layer, input: input, mask: padded),
      .layer(
        name("mask with gaps, returnSequences"), with { $0.returnSequences = true },
        input: input, mask: gaps),
      .layer(
        name("dropout"),
        with {
          $0.dropout = 0.3
          $0.recurrentDropout = 0.3
        }, input: input, isTraining: true),
      .states(name("states"), layer, input: input),
    ]
  }

  private static let normalizing: [CheckSubject] = [
    .layer("LayerNormalization", LayerNormalization(), input: [2, 3]),
    .layer("LayerNormalization (sequence)", LayerNormalization(), input: [2, 4, 3]),
    .layer("BatchNormalization", BatchNormalization(), input: [2, 3]),
    .layer("BatchNormalization (training)", BatchNormalization(), input: [4, 3], isTraining: true),
    .layer(
      "BatchNormalization (training, mask)", BatchNormalization(), input: [2, 4, 3],
      mask: BoolTensor([true, true, false, false, true, true, true, true], shape: [2, 4]),
      isTraining: true),
  ]

  private static let wrappers: [CheckSubject] =
    Bidirectional<LSTMCell>.MergeMode.allCases.map { mode in
      .layer(
        "Bidirectional (LSTM, \(mode.rawValue))", Bidirectional(LSTM(2), mergeMode: mode),
        input: [2, 4, 3])
    } + [
      .layer(
        "Bidirectional (GRU, returnSequences)", Bidirectional(GRU(2, returnSequences: true)),
        input: [2, 4, 3]),
      .layer(
        "Bidirectional (SimpleRNN, mask)", Bidirectional(SimpleRNN(2, returnSequences: true)),
        input: [2, 4, 3],
        mask: BoolTensor([true, true, false, false, true, true, true, true], shape: [2, 4])),
      .layer(
        "TimeDistributed (Dense)", TimeDistributed(Dense(2, activation: .tanh)), input: [2, 4, 3]),
    ]

  private static func variant(_ name: String, _ activation: Activation) -> String {
    activation == .linear ? name : "\(name) (\(activation.rawValue))"
  }
}
