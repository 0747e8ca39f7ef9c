/// The layers that a file may mention, by class name: nothing else is ever made from a file.
struct KnownLayers: Sendable {
  /// The layers of the library. ``Bidirectional`` is missing here: its type follows from the layer within.
  static let library = KnownLayers([
    Dense.self, Dropout.self, Embedding.self, Flatten.self, RepeatVector.self, Masking.self,
    LayerNormalization.self, BatchNormalization.self, SimpleRNN.self, LSTM.self, GRU.self,
    RNN<LayerNormSimpleRNNCell>.self, TimeDistributed.self,
  ])

  private var types: [String: any SavableLayer.Type]

  private init(_ types: [any SavableLayer.Type]) {
    self.types = Dictionary(
      types.map { ($0.className, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// These and others; throws where one has another's name.
  func adding(_ others: [any SavableLayer.Type]) throws -> KnownLayers {
    var result = self
    for type in others where type.className != Self.bidirectional {
      if let known = types[type.className], known != type {
        throw OptionError(
          """
          two types of layers have the class name \(type.className), \(String(reflecting: known)) and \
          \(String(reflecting: type)); give yours a static className of its own
          """)
      }
      result.types[type.className] = type
    }
    return result
  }

  /// The layer that `{"class_name": …, "config": …}` stands for.
  func layer(_ value: JSONValue) throws -> any SavableLayer {
    guard case .object(let fields) = value, case .string(let className)? = fields["class_name"],
      case .object(let options)? = fields["config"]
    else { throw OptionError("layer", value, expected: SavedLayer.expectation) }
    let configuration = LayerConfiguration(options, known: self)
    let layer = try type(className, configuration).init(configuration)
    // What the layer does not mention itself is nothing that it knows.
    let own = try layer.configuration.options
    for name in options.keys.sorted() where own[name] == nil {
      throw OptionError(
        "\(className) has no option \(name); its options are \(own.keys.sorted().joined(separator: ", "))"
      )
    }
    return layer
  }

  private func type(
    _ className: String, _ configuration: LayerConfiguration
  ) throws -> any SavableLayer.Type {
    if className == Self.bidirectional { return try Self.bidirectionalType(configuration) }
    guard let type = types[className] else {
      let names = (Array(types.keys) + [Self.bidirectional]).sorted().joined(separator: ", ")
      throw OptionError(
        """
        there is no layer \(className); known are \(names). A type of your own has to be named: \
        load(from: …, layers: [\(className).self])
        """)
    }
    return type
  }

  private static let bidirectional = "Bidirectional"

  private static func bidirectionalType(
    _ configuration: LayerConfiguration
  ) throws -> any SavableLayer.Type {
    let layer = try configuration.layer("layer")
    guard let layer = layer as? any ReadableFromBothEnds else {
      throw OptionError("Bidirectional needs a recurrent layer within, not \(layer.kind)")
    }
    return layer.bidirectionalType
  }
}

/// A recurrent layer that ``Bidirectional`` can hold.
private protocol ReadableFromBothEnds {
  var bidirectionalType: any SavableLayer.Type { get }
}

extension RNN: ReadableFromBothEnds where Cell: SavableCell {
  fileprivate var bidirectionalType: any SavableLayer.Type { Bidirectional<Cell>.self }
}
