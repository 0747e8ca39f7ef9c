import UnrollAutodiff
import UnrollNumerics

/// The configuration of a layer: what it is, which weights it needs, and what it computes.
///
/// A layer holds no weights. A model makes them from ``weights(for:)`` and hands them to
/// ``call(_:_:_:)`` as variables, so that one configuration serves many models.
public protocol Layer: Sendable {
  /// The class name, as Keras writes it: `SimpleRNN`.
  var kind: String { get }

  /// Whether training changes the weights.
  var trainable: Bool { get }

  /// Whether the layer carries a state from batch to batch.
  var stateful: Bool { get }

  /// Why the layer can't take inputs of a shape: what was expected, what came, and what to do. Nil where
  /// it can.
  func obstacle(to input: LayerShape) -> String?

  /// The weights for inputs of a shape that the layer can take.
  func weights(for input: LayerShape) -> [WeightSpecification]

  /// The shape of the output for inputs of a shape that the layer can take.
  func outputShape(for input: LayerShape) -> LayerShape

  /// Computes the output, the layer's equation: `x` and the result have the batch in front.
  func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable

  /// Which time steps of the output count, `[batch, time]` or with the axes within a step, where `mask`
  /// says so of the input. Nil where all do.
  func outputMask(_ mask: BoolTensor?, for x: Tensor) -> BoolTensor?

  /// Whether training steps on batches of one shape differ in their numbers alone: no random numbers but
  /// those of ``LayerContext/dropoutMask(_:_:_:for:)``, no mask of time steps, no state from the batch before but
  /// that of an ``RNN``, no decision by a value, and no sample that looks at another. A model of such layers
  /// is recorded once and then run as a ``Program``, which is faster.
  var isRepeatable: Bool { get }

  /// Whether a call of the layer can be recorded once for all batches of a shape: what ``Layer/isRepeatable`` promises, but time
  /// steps may be masked, and samples may look at one another. A model of such layers can be exported. A layer of your own
  /// can promise it where it decides nothing by a value, and its ``Layer/outputMask(_:for:)`` passes on what comes, or nothing.
  var isRecordable: Bool { get }
}

extension Layer {
  /// Training changes the weights.
  public var trainable: Bool { true }

  /// Nothing is carried.
  public var stateful: Bool { false }

  /// Every shape fits.
  public func obstacle(to input: LayerShape) -> String? { nil }

  /// No weights.
  public func weights(for input: LayerShape) -> [WeightSpecification] { [] }

  /// The same steps as in the input.
  public func outputMask(_ mask: BoolTensor?, for x: Tensor) -> BoolTensor? { mask }

  /// Recorded anew in every step, unless the layer promises more.
  public var isRepeatable: Bool { false }

  /// What is repeatable is recordable.
  public var isRecordable: Bool { isRepeatable }
}

/// A layer whose input is token ids, not numbers: ``Embedding``.
public protocol TokenLayer: Layer {
  /// Computes the output for token ids, `[batch, time]`.
  func call(_ tokens: IntTensor, _ weights: Weights, _ context: LayerContext) -> Variable

  /// Which time steps count, in the shape of the tokens; nil where all do.
  func outputMask(for tokens: IntTensor) -> BoolTensor?
}

/// A weight that a layer asks for.
public struct WeightSpecification: Sendable {
  /// Keras's name: `recurrent_kernel`.
  public let name: String
  /// The sizes of its axes.
  public let shape: Shape
  /// How it begins.
  public let initializer: Initializer
  /// Whether training changes it.
  public let isTrainable: Bool

  /// A weight with a name, a shape and a first value.
  public init(
    _ name: String, _ shape: Shape, _ initializer: Initializer, isTrainable: Bool = true
  ) {
    self.name = name
    self.shape = shape
    self.initializer = initializer
    self.isTrainable = isTrainable
  }
}

/// The weights of one layer, by name.
public struct Weights {
  let names: [String]
  let values: [Variable]

  /// Weights with their names.
  public init(_ weights: [(name: String, value: Variable)]) {
    names = weights.map(\.name)
    values = weights.map(\.value)
  }

  /// A weight that the layer asked for. Stops with a sentence where it has none of that name.
  public subscript(name: String) -> Variable {
    guard let index = names.firstIndex(of: name) else {
      stop("layer: there is no weight \(name); this layer has \(names)")
    }
    return values[index]
  }

  /// These weights and others, computed from them.
  public func adding(_ others: [(name: String, value: Variable)]) -> Weights {
    Weights(zip(names, values).map { (name: $0, value: $1) } + others)
  }

  /// Other values under the same names.
  func mapValues(_ transform: (_ name: String, _ value: Variable) -> Variable) -> Weights {
    Weights(zip(names, values).map { (name: $0, value: transform($0, $1)) })
  }

  /// The weights whose names begin with a prefix and a stroke, without these: those of a layer that is
  /// part of another.
  public func within(_ prefix: String) -> Weights {
    Weights(
      zip(names, values).compactMap { name, value in
        name.hasPrefix(prefix + "/") ? (String(name.dropFirst(prefix.count + 1)), value) : nil
      })
  }
}

extension Layer {
  /// The weights of this layer as part of another, under a prefix.
  public func weights(for input: LayerShape, within prefix: String) -> [WeightSpecification] {
    weights(for: input).map { weight in
      WeightSpecification(
        "\(prefix)/\(weight.name)", weight.shape, weight.initializer,
        isTrainable: weight.isTrainable && trainable)
    }
  }
}
