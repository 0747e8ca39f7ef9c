import Foundation
import Testing
import UnrollAutodiff

@testable import UnrollRecurrent

/// Layers with every option away from its default, under the names in `saving.json`.
private let layers: [(name: String, layer: any SavableLayer)] = [
  ("Dense", Dense(3)),
  (
    "Dense, every option",
    Dense(
      5, activation: .softmax, useBias: false, kernelInitializer: .randomUniform(-0.25..<0.5),
      biasInitializer: .constant(0.75), trainable: false)
  ),
  ("Dropout", Dropout(0.25)),
  ("Embedding", Embedding(7, 3)),
  (
    "Embedding, every option",
    Embedding(
      7, 3, maskZero: true, embeddingsInitializer: .randomNormal(standardDeviation: 0.125),
      trainable: false)
  ),
  ("Flatten", Flatten()),
  ("RepeatVector", RepeatVector(4)),
  ("Masking", Masking(maskValue: -9.5)),
  ("LayerNormalization", LayerNormalization(epsilon: 0.5, trainable: false)),
  ("BatchNormalization", BatchNormalization(momentum: 0.75, epsilon: 0.5, trainable: false)),
  ("SimpleRNN", SimpleRNN(4)),
  (
    "SimpleRNN, every option",
    SimpleRNN(
      4, activation: .relu, useBias: false, returnSequences: true, goBackwards: true,
      stateful: true,
      dropout: 0.25, recurrentDropout: 0.5, kernelInitializer: .ones,
      recurrentInitializer: .orthogonal(gain: 0.5), biasInitializer: .ones, trainable: false)
  ),
  ("LSTM", LSTM(4)),
  (
    "LSTM, every option",
    LSTM(
      4, activation: .sigmoid, recurrentActivation: .relu, useBias: false, unitForgetBias: false,
      returnSequences: true, goBackwards: true, stateful: true, dropout: 0.25,
      recurrentDropout: 0.5, kernelInitializer: .zeros,
      recurrentInitializer: .orthogonal(gain: 0.5),
      biasInitializer: .ones, trainable: false)
  ),
  ("GRU", GRU(4)),
  (
    "GRU, every option",
    GRU(
      4, activation: .linear, recurrentActivation: .tanh, useBias: false, resetAfter: false,
      returnSequences: true, goBackwards: true, stateful: true, dropout: 0.25,
      recurrentDropout: 0.5, trainable: false)
  ),
  ("Bidirectional", Bidirectional(LSTM(4, returnSequences: true), mergeMode: .ave)),
  ("TimeDistributed", TimeDistributed(Dense(3))),
]

@Suite struct LayerConfigurationTests {
  /// A layer as Keras writes it.
  private struct KerasLayer: Decodable {
    let name: String
    let className: String
  }

  /// Those of `saving.json`, their options as JSON.
  private func kerasLayers() throws -> [(KerasLayer, JSONValue)] {
    struct All: Decodable { let layers: [KerasLayer] }
    let all: All = try reference("saving")
    let url = try #require(
      Bundle.module.url(forResource: "saving", withExtension: "json", subdirectory: "Reference"))
    guard
      case .object(let file) = try JSONValue(parsing: String(contentsOf: url, encoding: .utf8)),
      case .array(let values)? = file["layers"]
    else { throw CocoaError(.fileReadCorruptFile) }
    return zip(all.layers, values).map { layer, value in
      guard case .object(let fields) = value else { return (layer, .null) }
      return (layer, fields["config"] ?? .null)
    }
  }

  @Test func `options have Keras's names and values`() throws {
    let keras = try kerasLayers()
    #expect(keras.map(\.0.name) == layers.map(\.name))
    for ((expected, config), (name, layer)) in zip(keras, layers) {
      #expect(type(of: layer).className == expected.className)
      #expect(layer.kind == expected.className)
      let own = JSONValue.object(try layer.configuration.options)
      #expect(differences(own, config) == [], "\(name)")
    }
  }

  /// What a value says otherwise than Keras's; what only Keras says counts as nothing.
  private func differences(_ own: JSONValue, _ keras: JSONValue, at path: String = "") -> [String] {
    switch (own, keras) {
    case (.object(let own), .object(let keras)):
      own.flatMap { differences($1, keras[$0] ?? .null, at: "\(path)/\($0)") }
    case (.number(let number), .int(let int)) where number == Double(int): []
    default: own == keras ? [] : ["\(path): \(own.text), Keras \(keras.text)"]
    }
  }

  @Test func `every property of a layer is an option`() throws {
    func count(_ value: Any) -> Int { Mirror(reflecting: value).children.count }
    for (name, layer) in layers {
      let properties = Mirror(reflecting: layer).children
      let cell = properties.first { $0.label == "cell" }.map { count($0.value) - 1 } ?? 0
      // A bidirectional layer has two layers, the second made from the first.
      let expected = properties.count + cell - (name == "Bidirectional" ? 1 : 0)
      #expect(try layer.configuration.options.count == expected, "\(name)")
    }
  }

  @Test func `a layer made from its options has the same ones`() throws {
    let more: [(name: String, layer: any SavableLayer)] = [
      ("NaN", Masking(maskValue: .nan)), ("-inf", Masking(maskValue: -.infinity)),
      ("LayerNorm", RNN(LayerNormSimpleRNNCell(3, activation: .relu, epsilon: 0.25))),
      ("nested", TimeDistributed(TimeDistributed(Bidirectional(GRU(2), mergeMode: .mul)))),
      (
        "backwards within",
        Bidirectional(SimpleRNN(2, goBackwards: true, dropout: 0.5), mergeMode: .sum)
      ),
      (
        "initialisers",
        Dense(
          4, kernelInitializer: .identity(gain: 0.5),
          biasInitializer: .parts([.ones, .parts([.zeros]), .constant(-1e-300)]))
      ),
    ]
    for (name, layer) in layers + more {
      let saved = try SavedLayer(layer).option
      let read = try KnownLayers.library.layer(JSONValue(parsing: saved.text))
      #expect(try SavedLayer(read).option.text == saved.text, "\(name)")
      #expect(type(of: read) == type(of: layer), "\(name)")
    }
  }

  @Test func `every activation, way to merge and initialiser is read as it was written`() throws {
    for activation in Activation.allCases {
      #expect(Activation(option: activation.option) == activation)
    }
    for mode in Bidirectional<LSTMCell>.MergeMode.allCases {
      #expect(Bidirectional<LSTMCell>.MergeMode(option: mode.option) == mode)
    }
    let initializers: [Initializer] = [
      .zeros, .ones, .constant(-0.1), .glorotUniform, .orthogonal(gain: 2), .identity(gain: 3),
      .randomUniform(-0.05..<0.1), .randomNormal(standardDeviation: 0.3), .parts([.ones, .zeros]),
    ]
    for initializer in initializers {
      #expect(Initializer(option: initializer.option) == initializer)
    }
  }

  // MARK: Wrong ones

  /// A layer's JSON with some options replaced, or left out where nil.
  private func altered(_ layer: any Layer, _ changes: [String: JSONValue?]) throws -> JSONValue {
    guard case .object(var fields) = try SavedLayer(layer).option,
      case .object(var options)? = fields["config"]
    else { throw CocoaError(.fileReadCorruptFile) }
    for (name, value) in changes { options[name] = value }
    fields["config"] = .object(options)
    return .object(fields)
  }

  private func expectRefused(_ value: JSONValue, _ words: String) {
    let error = #expect(throws: OptionError.self) { try KnownLayers.library.layer(value) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  private func expectRefused(
    _ layer: any Layer, _ name: String, _ value: JSONValue?, _ words: String
  ) throws {
    expectRefused(try altered(layer, [name: value]), words)
  }

  @Test func `options out of range are refused with a sentence`() throws {
    for layer in [Dense(3), SimpleRNN(3), LSTM(3), GRU(3), RNN(LayerNormSimpleRNNCell(3))]
      as [any Layer]
    {
      for count in [0, -3, 100_000_001, Int.max] {
        try expectRefused(
          layer, "units", .int(count), "units is \(count); expected 1 to 100000000")
      }
      try expectRefused(layer, "units", .number(3), "units is 3.0; expected a whole number")
    }
    try expectRefused(Embedding(2, 2), "input_dim", .int(0), "input_dim is 0")
    try expectRefused(Embedding(2, 2), "output_dim", .int(-1), "output_dim is -1")
    try expectRefused(RepeatVector(2), "n", .int(0), "n is 0; expected 1 to")
    for rate in [1.0, -0.1, .nan, .infinity] {
      try expectRefused(Dropout(0), "rate", .number(rate), "expected at least 0 and below 1")
      try expectRefused(LSTM(2), "dropout", .number(rate), "dropout is")
      try expectRefused(GRU(2), "recurrent_dropout", .number(rate), "recurrent_dropout is")
    }
    expectRefused(
      try altered(Dense(1), ["activation": .string("softmax")]), "softmax over one unit")
  }

  @Test func `options of another kind, missing or unknown are refused with a sentence`() throws {
    try expectRefused(
      LSTM(2), "activation", .string("swish"),
      "activation is \"swish\"; expected one of linear, tanh, sigmoid, relu, softmax")
    try expectRefused(LSTM(2), "use_bias", .int(1), "use_bias is 1; expected true or false")
    try expectRefused(LSTM(2), "stateful", nil, "stateful is missing; there are activation, ")
    try expectRefused(
      GRU(2), "unroll", .bool(true), "GRU has no option unroll; its options are activation, ")
    try expectRefused(Flatten(), "data_format", .null, "Flatten has no option data_format")
    try expectRefused(Masking(), "mask_value", .string("zero"), "expected a number")
    try expectRefused(Bidirectional(LSTM(2)), "merge_mode", .null, "expected one of concat, sum")
    try expectRefused(
      Bidirectional(LSTM(2)), "layer", SavedLayer(Dense(2)).option,
      "Bidirectional needs a recurrent layer within, not Dense")
    try expectRefused(TimeDistributed(Dense(2)), "layer", .int(1), "expected a layer")
  }

  @Test func `initialisers that are none are refused`() throws {
    func named(_ name: String, _ config: [String: JSONValue]) -> JSONValue {
      .object(["class_name": .string(name), "config": .object(config)])
    }
    let wrong: [JSONValue] = [
      .string("zeros"), named("HeNormal", [:]), named("Zeros", ["gain": .int(1)]),
      named("Constant", [:]), named("Parts", ["initializers": .array([])]),
      named("Parts", ["initializers": .array([.int(1)])]),
      named("RandomUniform", ["minval": .int(1), "maxval": .int(1)]),
      named("RandomUniform", ["minval": .string("NaN"), "maxval": .int(1)]),
      named("RandomUniform", ["minval": .number(-1e308), "maxval": .number(1e308)]),
    ]
    for value in wrong {
      try expectRefused(Dense(2), "kernel_initializer", value, "expected an initialiser")
    }
  }

  @Test func `layers that no one knows are refused with the names of those that are known`() {
    let value = JSONValue.object(["class_name": .string("Conv1D"), "config": .object([:])])
    expectRefused(
      value, "there is no layer Conv1D; known are BatchNormalization, Bidirectional, Dense")
    expectRefused(value, "load(from: …, layers: [Conv1D.self])")
    expectRefused(.object([:]), "expected a layer: its class_name and its config")
  }
}
