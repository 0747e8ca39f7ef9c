import UnrollNumerics

import UnrollAutodiff

/// The configuration of a layer: what it is, which weights it needs, and what it computes.
///
/// A layer holds no weights. A model makes them from ``weights(for:)`` and hands them to
/// ``call(_:_:_:)`` as variables, so that one configuration serves many models.
public protocol Layer: Sendable {
  /// The class name, as Keras writes it: `SimpleRNN`.
  var kind: String { get }

  /// The weights for inputs of a shape.
  func weights(for input: LayerShape) -> [WeightSpecification]

  /// The shape of the output, or a stop with a sentence where the layer can't take the input.
  func outputShape(for input: LayerShape) -> LayerShape

  /// Computes the output: the layer's equation.
  func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable
}

extension Layer {
  /// No weights.
  public func weights(for input: LayerShape) -> [WeightSpecification] { [] }
}

/// A weight that a layer asks for.
public struct WeightSpecification: Sendable {
  /// Keras's name: `recurrent_kernel`.
  public let name: String
  /// The sizes of its axes.
  public let shape: Shape
  /// How it begins.
  public let initializer: Initializer

  /// A weight with a name, a shape and a first value.
  public init(_ name: String, _ shape: Shape, _ initializer: Initializer) {
    self.name = name
    self.shape = shape
    self.initializer = initializer
  }
}

/// The weights of one layer, by name.
public struct Weights {
  private let names: [String]
  private let values: [Variable]

  /// Weights with their names.
  public init(_ weights: [(name: String, value: Variable)]) {
    names = weights.map(\.name)
    values = weights.map(\.value)
  }

  /// A weight that the layer asked for.
  public subscript(name: String) -> Variable {
    guard let index = names.firstIndex(of: name) else {
      stop("layer: there is no weight \(name); this layer has \(names)")
    }
    return values[index]
  }
}

/// What a layer may know about the call it is part of.
public struct LayerContext {
  /// The layer's name in the model: `simple_rnn_1`.
  public let name: String
  /// Whether this is a training step; it is not while predicting.
  public let isTraining: Bool

  private let tape: Tape?

  /// The context of a call; without a tape nothing is recorded.
  public init(name: String, isTraining: Bool = false, tape: Tape? = nil) {
    self.name = name
    self.isTraining = isTraining
    self.tape = tape
  }

  /// Runs one time step in a scope of its own, so that the tape shows `simple_rnn/step 3`.
  public func step<Result>(_ t: Int, _ body: () throws -> Result) rethrows -> Result {
    guard let tape else { return try body() }
    return try tape.scope("step", t, body)
  }
}
