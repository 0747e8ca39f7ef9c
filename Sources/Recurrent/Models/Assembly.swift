import UnrollAutodiff
import UnrollNumerics

/// A layer in its place in a model: its name, the shapes around it, and which weights are its own.
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

/// The layers that a model is put together from, with their weights.
///
/// A copy has weights of its own, but shares what stateful layers keep from batch to batch.
///
/// A model of your own adds its layers when it is made, and asks for ``weights(of:from:)`` when it is
/// called; ``Sequential`` and ``EncoderDecoder`` do the same.
public struct Assembly {
  /// The layers in the order in which they were added.
  public private(set) var places: [Place] = []

  /// The weights of all layers in order.
  public var parameters: [Parameter] = []

  /// The seed from which all random numbers follow.
  public let seed: UInt64

  /// The type of the weights' numbers.
  public let dtype: DType

  private var names = LayerNames()
  private var memories: [String: LayerMemory] = [:]

  /// No layers yet; their weights will follow from the seed.
  public init(seed: UInt64 = 42, dtype: DType = .float32) {
    self.seed = seed
    self.dtype = dtype
  }

  /// Makes the weights of a layer for inputs of a shape; stops with a sentence where it can't take them.
  @discardableResult
  public mutating func add(_ layer: any Layer, input: LayerShape) -> Place {
    add(layer, input: input) { [seed, dtype] path, weight in
      // Each weight has a random stream of its own, so that none depends on the order of the others.
      var generator = SeededGenerator(seed: seed, stream: path)
      return weight.initializer(weight.shape, dtype: dtype, using: &generator)
    }
  }

  /// Adds a layer whose weights are given, by their paths.
  @discardableResult
  mutating func add(
    _ layer: any Layer, input: LayerShape,
    value: (_ path: String, WeightSpecification) throws -> Tensor
  ) rethrows -> Place {
    let name = names.next(for: layer.kind)
    if let obstacle = layer.obstacle(to: input) { stop("\(name) (\(layer.kind)): \(obstacle)") }
    let start = parameters.count
    let weights = layer.weights(for: input)
    requireOwnPaths(weights, of: layer, name)
    for weight in weights {
      parameters.append(
        Parameter(
          layer: name, name: weight.name, value: try value("\(name)/\(weight.name)", weight),
          isTrainable: layer.trainable && weight.isTrainable))
    }
    let place = Place(
      layer: layer, name: name, inputShape: input, outputShape: layer.outputShape(for: input),
      parameters: start..<parameters.count)
    places.append(place)
    memories[name] = LayerMemory()
    return place
  }

  /// Stops with a sentence where two weights would have one path, under which only one of them could be saved.
  private func requireOwnPaths(
    _ weights: [WeightSpecification], of layer: any Layer, _ name: String
  ) {
    let twice = Dictionary(grouping: weights, by: \.name).filter { $1.count > 1 }.keys.sorted()
    require(
      twice.isEmpty,
      """
      \(name) (\(layer.kind)): asks for two weights of the name \(twice.joined(separator: ", ")); expected a name of its \
      own for each, as layers within a layer have by weights(for:within:)
      """)
    require(
      !name.hasPrefix("unroll."),
      "\(name) (\(layer.kind)): names that begin with 'unroll.' are those of saved files; expected another kind"
    )
  }

  /// The weights of one layer, out of variables for all parameters. Stops with a sentence where there is
  /// not one for each parameter.
  public func weights(of place: Place, from all: [Variable]) -> Weights {
    require(
      all.count == parameters.count,
      "model: got \(all.count) weights; expected \(parameters.count), one for each parameter")
    return Weights(place.parameters.map { (name: parameters[$0].name, value: all[$0]) })
  }

  /// What one layer may know about a call of the model.
  public func context(of place: Place, in run: Run, mask: BoolTensor? = nil) -> LayerContext {
    LayerContext(
      name: place.name, isTraining: run.isTraining, mask: mask, memory: memories[place.name],
      tape: run.tape, record: run.record, repeated: run.repeated, seed: seed, trainingStep: run.step
    )
  }

  /// What a layer keeps from call to call.
  package func memory(of place: Place) -> LayerMemory? { memories[place.name] }

  /// Takes over the weights that layers computed by themselves in a training step, such as moving means.
  ///
  /// `fit` calls it once the step's loss and gradients are known to be finite.
  public mutating func takeUpdates() {
    for place in places {
      let updates = memories[place.name]?.updates ?? [:]
      for index in place.parameters {
        guard let value = updates[parameters[index].name] else { continue }
        parameters[index].value = value.cast(to: parameters[index].value.dtype)
      }
    }
    dropUpdates()
  }

  /// Forgets what layers computed by themselves, where a step is not to count.
  public func dropUpdates() {
    for memory in memories.values { memory.updates = [:] }
  }

  /// The numbers of epochs and steps that the model has been trained for: random numbers follow from these,
  /// so that a second `fit` goes on where the first one ended.
  public var trained = (epochs: 0, steps: 0)

  /// The states that stateful layers carry, by the layers' names; those that begin with zeros are not there.
  package var states: LayerStates {
    get {
      memories.reduce(into: [:]) { all, memory in
        all.merge(memory.value.states(of: memory.key)) { own, _ in own }
      }
    }
    nonmutating set { for (name, memory) in memories { memory.take(newValue, of: name) } }
  }

  /// Forgets the states of stateful layers.
  public func resetState() { states = [:] }

  /// Runs `body` with the states of stateful layers forgotten, and puts them back.
  func withFreshState<Result>(_ body: () throws -> Result) rethrows -> Result {
    try keepingState {
      resetState()
      return try body()
    }
  }

  /// Runs `body`, and puts the states of stateful layers back to what they were.
  package func keepingState<Result>(_ body: () throws -> Result) rethrows -> Result {
    let before = states
    defer { states = before }
    return try body()
  }
}

/// How a model is called: whether it is trained, and where operations are recorded.
public struct Run {
  /// Where operations are recorded; nil for nowhere.
  public var tape: Tape?
  /// Whether this is a training step.
  public var isTraining: Bool
  /// The number of the training step, from which random numbers follow.
  public var step: Int
  /// Where recurrent layers write down their time steps, for a ``TimeLedger``.
  var record: TimeRecord?
  /// Where layers write down what a program takes in beside weights and batch.
  package var repeated: RepeatedCall?

  /// A call.
  public init(tape: Tape? = nil, isTraining: Bool = false, step: Int = 0) {
    self.tape = tape
    self.isTraining = isTraining
    self.step = step
  }

  /// A call whose time steps are written down.
  init(tape: Tape, record: TimeRecord) {
    self.init(tape: tape)
    self.record = record
  }

  /// Runs a part of the model in a scope of its own.
  public func scope<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    try tape?.scope(name, nil, body) ?? body()
  }
}

/// Gives layers the names that Keras gives them: `simple_rnn`, `simple_rnn_1`, …
struct LayerNames {
  private var used: [String: Int] = [:]
  /// Those given, because a kind may itself look like another's second name.
  private var given: Set<String> = []

  mutating func next(for kind: String) -> String {
    let base = Self.snakeCase(kind)
    var name: String
    repeat {
      name = used[base].map { "\(base)_\($0)" } ?? base
      used[base, default: 0] += 1
    } while given.contains(name)
    given.insert(name)
    return name
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
