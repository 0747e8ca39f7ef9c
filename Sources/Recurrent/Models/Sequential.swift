import UnrollAutodiff
import UnrollNumerics

/// A stack of layers, each fed by the one before, with their weights.
///
/// ```swift
/// let model = Sequential(inputShape: [nil, 1], seed: 42) {
///   SimpleRNN(20, returnSequences: true)
///   SimpleRNN(20)
///   Dense(1)
/// }
/// print(model.summary())
/// ```
///
/// It is a class because training changes it: all who hold a model see the same weights.
public final class Sequential {
  /// A layer in its place: its name in the model, and the shapes around it.
  public struct Place: Sendable {
    /// The layer's configuration.
    public let layer: any Layer
    /// The name, unique in the model: `simple_rnn_1`.
    public let name: String
    /// What comes in.
    public let inputShape: LayerShape
    /// What goes out.
    public let outputShape: LayerShape
    /// Which of the model's parameters are this layer's.
    let parameters: Range<Int>
  }

  /// The layers in order.
  public let layers: [Place]

  /// The weights of all layers in order.
  public var parameters: [Parameter]

  /// The shape of one sample.
  public let inputShape: LayerShape

  /// The seed from which all random numbers of the model follow.
  public let seed: UInt64

  /// A model with new weights; the same seed gives the same weights.
  public init(
    inputShape: LayerShape, seed: UInt64 = 42, dtype: DType = .float32,
    @LayerBuilder _ layers: () -> [any Layer]
  ) {
    self.inputShape = inputShape
    self.seed = seed
    var names = LayerNames()
    var shape = inputShape
    var places: [Place] = []
    var parameters: [Parameter] = []
    for layer in layers() {
      let name = names.next(for: layer.kind)
      let start = parameters.count
      for weight in layer.weights(for: shape) {
        let path = "\(name)/\(weight.name)"
        // Each weight has a random stream of its own, so that none depends on the order of the others.
        var generator = SeededGenerator(seed: seed, stream: path)
        let value = weight.initializer(weight.shape, dtype: dtype, using: &generator)
        parameters.append(Parameter(path: path, value: value))
      }
      let output = layer.outputShape(for: shape)
      places.append(
        Place(
          layer: layer, name: name, inputShape: shape, outputShape: output,
          parameters: start..<parameters.count))
      shape = output
    }
    self.layers = places
    self.parameters = parameters
  }

  /// The number of weights, each number counted.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.elementCount } }

  /// The output for a batch, with the model's weights as constants: nothing is recorded.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    call(Variable(x), parameters.map { Variable($0.value) }).value
  }

  /// The output for a batch, from weights that may lie on a tape: what training and checking call.
  public func call(
    _ x: Variable, _ weights: [Variable], isTraining: Bool = false, tape: Tape? = nil
  ) -> Variable {
    require(
      inputShape.accepts(x.shape),
      """
      model: expected input of shape \(inputShape), but got \(x.shape); the batch comes first\
      \(x.shape.count == inputShape.sizes.count ? ", so a single sample needs reshaped([1, …])" : "")
      """)
    require(
      weights.count == parameters.count,
      "model: got \(weights.count) weights; expected \(parameters.count), one for each parameter")
    return layers.reduce(x) { x, place in
      let own = place.parameters.map { index in
        (name: parameters[index].name, value: weights[index])
      }
      let context = LayerContext(name: place.name, isTraining: isTraining, tape: tape)
      let call = { place.layer.call(x, Weights(own), context) }
      return tape?.scope(place.name, nil, call) ?? call()
    }
  }

  /// The weights as variables of a tape, under their paths.
  public func variables(on tape: Tape) -> [Variable] {
    parameters.map { tape.variable($0.value, name: $0.path) }
  }
}

/// A weight of a model.
public struct Parameter: Sendable {
  /// Where it belongs: `simple_rnn_1/recurrent_kernel`. Stable, so that weights can be saved by path.
  public let path: String

  /// The numbers.
  public var value: Tensor

  /// The name within its layer: `recurrent_kernel`.
  public var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// Collects the layers of a model written one a line.
@resultBuilder
public enum LayerBuilder {
  public static func buildExpression(_ layer: any Layer) -> [any Layer] { [layer] }
  public static func buildBlock(_ parts: [any Layer]...) -> [any Layer] { parts.flatMap { $0 } }
  public static func buildArray(_ parts: [[any Layer]]) -> [any Layer] { parts.flatMap { $0 } }
  public static func buildOptional(_ part: [any Layer]?) -> [any Layer] { part ?? [] }
  public static func buildEither(first part: [any Layer]) -> [any Layer] { part }
  public static func buildEither(second part: [any Layer]) -> [any Layer] { part }
}

/// Gives layers the names that Keras gives them: `simple_rnn`, `simple_rnn_1`, …
struct LayerNames {
  private var used: [String: Int] = [:]

  mutating func next(for kind: String) -> String {
    let base = Self.snakeCase(kind)
    defer { used[base, default: 0] += 1 }
    return used[base].map { "\(base)_\($0)" } ?? base
  }

  /// `SimpleRNN` becomes `simple_rnn`: an underscore before a capital that follows a small letter, or
  /// that begins a word after capitals.
  static func snakeCase(_ kind: String) -> String {
    let letters = Array(kind)
    var result = ""
    for (index, letter) in letters.enumerated() {
      if index > 0, letter.isUppercase {
        let beginsWord = index + 1 < letters.count && letters[index + 1].isLowercase
        if letters[index - 1].isLowercase || (beginsWord && letters[index - 1].isUppercase) {
          result += "_"
        }
      }
      result += letter.lowercased()
    }
    return result
  }
}
