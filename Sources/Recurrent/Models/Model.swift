import UnrollAutodiff
import UnrollNumerics

/// What can be trained: parameters, and an output that is computed from inputs with them.
///
/// It is a class because training changes it: all who hold a model see the same weights.
///
/// A model of your own puts its layers into an ``Assembly`` and says how they are connected:
///
/// ```swift
/// final class TwoReaders: Model {
///   var assembly = Assembly(seed: 42)
///   private let fast = GRU(8), slow = LSTM(8)
///   private let places: (fast: Place, slow: Place)
///
///   init() {
///     places = (assembly.add(fast, input: [nil, 3]), assembly.add(slow, input: [nil, 3]))
///   }
///
///   func call(_ input: ModelInput, _ weights: [Variable], _ run: Run) -> Variable {
///     let x = input.numbers("TwoReaders")
///     let read = (
///       fast.run(x, assembly.weights(of: places.fast, from: weights), assembly.context(of: places.fast, in: run)),
///       slow.run(x, assembly.weights(of: places.slow, from: weights), assembly.context(of: places.slow, in: run)))
///     return concatenate([read.0.state.hidden, read.1.state.carry], axis: -1)
///   }
/// }
/// ```
public protocol Model: AnyObject {
  /// The layers and their weights.
  var assembly: Assembly { get set }

  /// The output for a batch, from weights that may lie on a tape, one for each parameter.
  func call(_ input: ModelInput, _ weights: [Variable], _ run: Run) -> Variable

  /// Whether training steps on batches of one shape differ in their numbers alone; see
  /// ``Layer/isRepeatable``.
  var isRepeatable: Bool { get }

  /// Whether a call can be recorded once for all batches of a shape, with masks and means over a batch in it; see
  /// ``Layer/isRecordable``.
  var isRecordable: Bool { get }
}

extension Model {
  /// Recorded anew in every training step, unless the model promises more.
  public var isRepeatable: Bool { false }

  /// What is repeatable is recordable.
  public var isRecordable: Bool { isRepeatable }

  /// The weights of all layers in order.
  public var parameters: [Parameter] {
    get { assembly.parameters }
    set { assembly.parameters = newValue }
  }

  /// The seed from which all random numbers of the model follow.
  public var seed: UInt64 { assembly.seed }

  /// The number of weights, each number counted.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.elementCount } }

  /// The number of weights that training changes.
  public var trainableParameterCount: Int {
    parameters.reduce(0) { $0 + ($1.isTrainable ? $1.value.elementCount : 0) }
  }

  /// The weights as variables of a tape, under their paths, in the order of ``parameters``.
  public func variables(on tape: Tape) -> [Variable] {
    parameters.map { tape.variable($0.value, name: $0.path) }
  }

  /// The weights as constants.
  public var constants: [Variable] { parameters.map { Variable($0.value) } }

  /// The output for a batch: nothing is recorded.
  ///
  /// The batch stands in front; stops with a sentence where the samples do not fit the model. Dropout is
  /// off, and stateful layers go on from the state that they have.
  public func callAsFunction(_ x: Samples) -> Tensor { call(x.input(), constants, Run()).value }

  /// The output for a batch of numbers: nothing is recorded.
  public func callAsFunction(_ x: Tensor) -> Tensor { self(.numbers(x)) }

  /// The output for a batch of token ids: nothing is recorded.
  public func callAsFunction(_ tokens: IntTensor) -> Tensor { self(.tokens(tokens)) }

  /// The output for a batch of numbers, from weights that may lie on a tape.
  ///
  /// `weights` has one for each of ``parameters``, such as ``variables(on:)`` gives.
  public func call(_ x: Variable, _ weights: [Variable], _ run: Run = Run()) -> Variable {
    call(.numbers(x), weights, run)
  }

  /// Forgets the states of stateful layers: the next batch begins with zeros.
  public func resetState() { assembly.resetState() }

  /// The weights of one layer, by name: `kernel`, `recurrent_kernel`, `bias`. Stops with a sentence where
  /// there is no such layer.
  public func weights(of layer: String) -> [String: Tensor] {
    requireLayer(layer)
    let own = parameters.filter { $0.layer == layer }
    return Dictionary(own.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// Replaces weights of one layer, by name.
  ///
  /// Values are brought to the type of the weights; those that are not named stay. Stops with a sentence
  /// where there is no such layer or weight, or a shape is another.
  public func setWeights(_ weights: [String: Tensor], of layer: String) {
    requireLayer(layer)
    for (name, value) in weights {
      guard let index = parameters.firstIndex(where: { $0.layer == layer && $0.name == name })
      else {
        let names = parameters.filter { $0.layer == layer }.map(\.name)
        stop("setWeights: \(layer) has no \(name); it has \(names.joined(separator: ", "))")
      }
      let old = parameters[index].value
      require(
        old.shape == value.shape,
        "setWeights: \(layer)/\(name) has shape \(old.shape), but got \(value.shape)")
      parameters[index].value = value.cast(to: old.dtype)
    }
  }

  private func requireLayer(_ name: String) {
    let names = assembly.places.map(\.name)
    require(
      names.contains(name),
      "model: there is no layer \(name); there are \(names.joined(separator: ", "))")
  }

  /// Whether a layer carries its state from batch to batch.
  public var isStateful: Bool { assembly.places.contains { $0.layer.stateful } }

  /// Runs `body` with the states of stateful layers forgotten, and puts them back.
  public func withFreshState<Result>(_ body: () throws -> Result) rethrows -> Result {
    try assembly.withFreshState(body)
  }
}

extension ModelInput {
  /// The numbers, where a model needs them; stops with a sentence otherwise.
  public func numbers(_ model: String) -> Variable {
    if case .numbers(let x) = self { return x }
    stop(
      "\(model): expected numbers, a Tensor, but got token ids of shape \(shapes); an Embedding takes these"
    )
  }

  /// The token ids, where a model needs them; stops with a sentence otherwise.
  public func tokens(_ model: String) -> IntTensor {
    if case .tokens(let x) = self { return x }
    stop("\(model): expected token ids, an IntTensor, but got numbers of shape \(shapes)")
  }
}
