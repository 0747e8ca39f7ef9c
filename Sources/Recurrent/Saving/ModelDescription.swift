import UnrollAutodiff

/// What a file says of a ``Sequential`` beside its weights, as Keras's `get_config` does:
///
/// ```
/// {"class_name": "Sequential", "config": {
///   "dtype": "float32", "input_shape": [null, 1], "seed": "42",
///   "layers": [{"class_name": "SimpleRNN", "name": "simple_rnn", "config": {"units": 20, …}}, …],
///   "trainable_weights": ["simple_rnn/kernel", …], "trained": {"epochs": 20, "steps": 4380}}}
/// ```
struct ModelDescription {
  private let dtype: DType
  private let inputShape: LayerShape
  private let seed: UInt64
  private let layers: [(name: String, layer: any SavableLayer)]
  private let trainable: Set<String>
  private let trained: (epochs: Int, steps: Int)

  /// A layer that can't be made, counted from 1.
  struct LayerError: Error {
    let number: Int
    let reason: String
  }
}

// MARK: - Written

extension ModelDescription {
  /// The text for a model, and the types of its layers.
  static func text(
    of model: Sequential, path: String
  ) throws(SavingError) -> (text: String, types: [any SavableLayer.Type]) {
    var layers: [JSONValue] = []
    var types: [any SavableLayer.Type] = []
    for place in model.layers {
      do {
        let saved = try SavedLayer(place.layer)
        guard case .object(var fields) = saved.option else { continue }
        fields["name"] = .string(place.name)
        layers.append(.object(fields))
        types += saved.types
      } catch {
        throw SavingError(
          file: path, problem: .layerNotSaved(name: place.name, reason: "\(error)"))
      }
    }
    try requireOriginalWeights(model, path)
    let trained = model.assembly.trained
    let config: [String: JSONValue] = [
      "dtype": .string("\(model.assembly.dtype)"),
      "input_shape": .array(model.inputShape.sizes.map { $0.map(JSONValue.int) ?? .null }),
      "layers": .array(layers),
      // As text: not every reader of JSON has numbers of 64 bits.
      "seed": .string("\(model.seed)"),
      "trainable_weights": .array(
        model.parameters.filter(\.isTrainable).map { .string($0.path) }),
      "trained": .object(["epochs": .int(trained.epochs), "steps": .int(trained.steps)]),
    ]
    let value = JSONValue.object(["class_name": .string("Sequential"), "config": .object(config)])
    return (value.text, types)
  }

  /// A weight that was given another shape or type has no layer that would make it.
  private static func requireOriginalWeights(
    _ model: Sequential, _ path: String
  ) throws(SavingError) {
    for place in model.layers {
      let weights = place.layer.weights(for: place.inputShape)
      for (parameter, weight) in zip(model.parameters[place.parameters], weights) {
        let found = "\(parameter.value.dtype) \(parameter.value.shape)"
        let expected = "\(model.assembly.dtype) \(weight.shape)"
        if found != expected {
          throw SavingError(
            file: path,
            problem: .weightNotSaved(path: parameter.path, found: found, expected: expected))
        }
      }
    }
  }
}

// MARK: - Read

extension ModelDescription {
  /// What was read, every part of it checked.
  init(_ value: JSONValue, _ known: KnownLayers) throws {
    let whole = try Self.fields(value, "the description", ["class_name", "config"])
    let className: String = try whole["class_name"]
    if className != "Sequential" {
      throw OptionError("it is a \(className); expected a Sequential")
    }
    let config = try Self.fields(
      whole.option("config"), "config",
      ["dtype", "input_shape", "layers", "seed", "trainable_weights", "trained"])
    dtype = try config["dtype"]
    inputShape = try Self.shape(config.option("input_shape"))
    let digits: String = try config["seed"]
    guard let seed = UInt64(digits), "\(seed)" == digits else {
      throw OptionError("seed", .string(digits), expected: "digits of a number of 64 bits")
    }
    self.seed = seed
    let trained = try Self.fields(config.option("trained"), "trained", ["epochs", "steps"])
    self.trained = (try trained["epochs"], try trained["steps"])
    if self.trained.epochs < 0 || self.trained.steps < 0 {
      throw OptionError("trained is \(trained); expected no numbers below 0")
    }
    let paths = try Self.list(config.option("trainable_weights"), "trainable_weights")
    trainable = Set(try paths.map { try Self.text($0, "trainable_weights") })
    layers = try Self.list(config.option("layers"), "layers").enumerated().map { index, value in
      do {
        let fields = try Self.fields(value, "layer", ["class_name", "config", "name"])
        return (try fields["name"], try known.layer(value))
      } catch {
        throw LayerError(number: index + 1, reason: "\(error)")
      }
    }
  }

  /// The model with its weights; none is made at random.
  ///
  /// A layer's weights are held against the file's before anything else is asked of it, because a recurrent
  /// layer tries out one step with zeros: of sizes that no file has the weights for, these would fill the
  /// memory.
  func model(_ weights: inout FileWeights) throws -> Sequential {
    var assembly = Assembly(seed: seed, dtype: dtype)
    var shape = inputShape
    var names = LayerNames()
    for (index, (name, layer)) in layers.enumerated() {
      func requireNone(_ obstacle: String?) throws {
        guard let obstacle else { return }
        throw LayerError(number: index + 1, reason: "\(name) (\(layer.kind)): \(obstacle)")
      }
      let expected = names.next(for: layer.kind)
      if name != expected {
        throw LayerError(number: index + 1, reason: "its name is \(name); expected \(expected)")
      }
      try requireNone(Self.size(shape) ?? Sequential.obstacle(to: layer, at: index))
      let values = layer.weights(for: shape).map {
        weights.take("\(name)/\($0.name)", $0.shape, dtype)
      }
      try weights.requireNoOthers()
      try requireNone(layer.obstacle(to: shape))
      var left = values.compactMap(\.self)[...]
      shape = assembly.add(layer, input: shape) { _, _ in left.removeFirst() }.outputShape
    }
    try weights.requireNoDifferences()
    let paths = Set(assembly.parameters.map(\.path))
    if let other = trainable.subtracting(paths).sorted().first {
      throw OptionError("trainable_weights names \(other), which no layer has")
    }
    for index in assembly.parameters.indices {
      assembly.parameters[index].isTrainable = trainable.contains(assembly.parameters[index].path)
    }
    assembly.trained = trained
    return Sequential(assembly, inputShape: inputShape)
  }

  /// Why a shape can't be a layer's input: no tensor could have it.
  private static func size(_ shape: LayerShape) -> String? {
    var product = 1
    for size in shape.sizes.compactMap({ $0 }) where size > 0 {
      let (result, overflow) = product.multipliedReportingOverflow(by: size)
      if overflow || result > Int(Int32.max) {
        return "its input \(shape) has more than \(Int32.max) numbers a sample"
      }
      product = result
    }
    return shape.sizes.count < Shape.maximumRank
      ? nil : "its input \(shape) has more than \(Shape.maximumRank) axes"
  }

  private static func shape(_ value: JSONValue) throws -> LayerShape {
    LayerShape(
      try list(value, "input_shape").map { size in
        switch size {
        case .null: nil
        case .int(let size) where (0...Int(Int32.max)).contains(size): size
        default: throw OptionError("input_shape", value, expected: "sizes from 0 on, or null")
        }
      })
  }

  private static func list(_ value: JSONValue, _ name: String) throws -> [JSONValue] {
    guard case .array(let values) = value else {
      throw OptionError(name, value, expected: "a list")
    }
    return values
  }

  private static func text(_ value: JSONValue, _ name: String) throws -> String {
    guard let text = String(option: value) else { throw OptionError(name, value, expected: "text") }
    return text
  }

  /// An object with the keys that it has to have, and no others.
  private static func fields(
    _ value: JSONValue, _ name: String, _ keys: Set<String>
  ) throws -> LayerConfiguration {
    guard case .object(let fields) = value else {
      throw OptionError(name, value, expected: "an object")
    }
    if let other = fields.keys.sorted().first(where: { !keys.contains($0) }) {
      throw OptionError(
        "\(name) has a key \(other); expected \(keys.sorted().joined(separator: ", "))")
    }
    return LayerConfiguration(fields, known: .library)
  }
}

extension DType: OptionValue {
  public static var expectation: String { "float32 or float64" }

  public init?(option: JSONValue) {
    guard case .string(let name) = option,
      let dtype = DType.allCases.first(where: { "\($0)" == name })
    else { return nil }
    self = dtype
  }

  public var option: JSONValue { .string("\(self)") }
}
