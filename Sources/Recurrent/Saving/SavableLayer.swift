/// A layer whose configuration can be written to a file, and made again from it.
///
/// All layers of the library can. One of your own says what it was made with, and how it is made from that:
///
/// ```swift
/// struct Scaling: SavableLayer {
///   let factor: Double
///   var kind: String { "Scaling" }
///   var configuration: LayerConfiguration { ["factor": factor] }
///
///   init(_ configuration: LayerConfiguration) throws { factor = try configuration["factor"] }
///
///   func outputShape(for input: LayerShape) -> LayerShape { input }
///   func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable { x * factor }
/// }
/// let model = try Sequential.load(from: "model.safetensors", layers: [Scaling.self])
/// ```
///
/// Options that the initialiser would stop at have to be checked before (``LayerConfiguration/count(_:)``),
/// so that a wrong file is refused with a sentence.
public protocol SavableLayer: Layer {
  /// The name under which a file mentions the type, as Keras's `class_name`. Without it, the type's name.
  static var className: String { get }

  /// The options by Keras's names.
  /// - Throws: A sentence where they can't be written.
  var configuration: LayerConfiguration { get throws }

  /// A layer from its options.
  /// - Throws: A sentence where an option is missing, or is one that no layer can have.
  init(_ configuration: LayerConfiguration) throws
}

extension SavableLayer {
  /// The type's name.
  public static var className: String { String(describing: Self.self) }
}

/// A cell whose configuration can be written to a file: then `RNN<Cell>` and `Bidirectional<Cell>` can,
/// too.
///
/// Layers of a cell of your own are read with `layers: [RNN<MyCell>.self]`.
public protocol SavableCell: RecurrentCell {
  /// The name of the type. Without it, the type's name.
  static var className: String { get }

  /// The options by Keras's names.
  /// - Throws: A sentence where they can't be written.
  var configuration: LayerConfiguration { get throws }

  /// A cell from its options.
  /// - Throws: A sentence where an option is missing, or is one that no cell can have.
  init(_ configuration: LayerConfiguration) throws
}

extension SavableCell {
  /// The type's name.
  public static var className: String { String(describing: Self.self) }
}

/// A layer as it is written: `{"class_name": "Dense", "config": {"units": 3, …}}`.
///
/// For a layer that is part of another: `["layer": try SavedLayer(layer)]`.
public struct SavedLayer: OptionValue {
  public static var expectation: String { "a layer: its class_name and its config" }

  public let option: JSONValue

  /// The types of the layer and of those within, so that they can be read again.
  let types: [any SavableLayer.Type]

  /// A layer and its configuration.
  ///
  /// - Throws: A sentence where the layer, or one within, can't be saved.
  public init(_ layer: any Layer) throws {
    guard let layer = layer as? any SavableLayer else {
      throw OptionError(
        """
        \(layer.kind) can't be saved: its type does not say how. Make it conform to SavableLayer, its cell \
        to SavableCell, or save the weights alone, with saveWeights(to:)
        """)
    }
    let (type, configuration) = (type(of: layer), try layer.configuration)
    option = .object([
      "class_name": .string(type.className), "config": .object(configuration.options),
    ])
    types = [type] + configuration.types
  }

  /// A layer from a file is read with ``LayerConfiguration/layer(_:)``, which knows the types.
  public init?(option: JSONValue) { nil }
}
