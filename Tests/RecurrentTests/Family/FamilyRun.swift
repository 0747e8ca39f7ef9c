import Testing
import UnrollAutodiff

@testable import UnrollRecurrent

/// A layer whose states can be given and asked for by the names of the reference files.
protocol StateTaking: Layer {
  func results(
    _ x: Variable, _ weights: Weights, _ context: LayerContext, from initial: [String: Variable]
  ) -> (output: Variable, states: [String: Variable])
}

extension RNN: StateTaking {
  func results(
    _ x: Variable, _ weights: Weights, _ context: LayerContext, from initial: [String: Variable]
  ) -> (output: Variable, states: [String: Variable]) {
    let result = run(x, weights, context, initialState: Self.state(initial, ""))
    return (returnSequences ? result.sequence : result.output, Self.named(result.state, ""))
  }

  static func state(_ parts: [String: Variable], _ prefix: String) -> Cell.State? {
    let found = Cell.State.names.compactMap { parts[prefix + $0] }
    return found.count == Cell.State.names.count ? Cell.State(found) : nil
  }

  static func named(_ state: Cell.State, _ prefix: String) -> [String: Variable] {
    Dictionary(uniqueKeysWithValues: zip(Cell.State.names.map { prefix + $0 }, state.parts))
  }
}

extension Bidirectional: StateTaking {
  func results(
    _ x: Variable, _ weights: Weights, _ context: LayerContext, from initial: [String: Variable]
  ) -> (output: Variable, states: [String: Variable]) {
    var states: (forward: Cell.State, backward: Cell.State)?
    if let forward = RNN<Cell>.state(initial, "forward_"),
      let backward = RNN<Cell>.state(initial, "backward_")
    {
      states = (forward, backward)
    }
    let result = run(x, weights, context, initialStates: states)
    let named = RNN<Cell>.named(result.forward.state, "forward_").merging(
      RNN<Cell>.named(result.backward.state, "backward_"), uniquingKeysWith: { first, _ in first })
    return (forward.returnSequences ? result.sequence : result.output, named)
  }
}

/// One case, computed here: forwards, and backwards from the same weighted sum.
struct FamilyRun {
  let output: Tensor
  let states: [String: Tensor]
  let updated: [String: Tensor]
  /// What a stateful layer put out before.
  let before: Tensor?
  let gradients: [String: Tensor]

  init(_ test: FamilyCase, dtype: DType = .float64) throws {
    let layers = try test.layers.map { try $0.made() }
    let memories = layers.map { _ in LayerMemory() }
    let tape = Tape()
    func variable(_ numbers: FamilyCase.Numbers) -> Variable {
      tape.variable(numbers.tensor.cast(to: dtype))
    }
    let weights = test.weights.map { tape.variable($0.tensor.cast(to: dtype), name: $0.name) }
    let x = test.inputs["x"].map(variable)
    let initial = (test.initialState ?? [:]).mapValues(variable)

    /// Runs all layers; the last one tells its states.
    func forward(_ input: ModelInput) throws -> (output: Variable, states: [String: Variable]) {
      var input = input
      var mask = test.mask?.mask
      var rest = weights[...]
      var states: [String: Variable] = [:]
      for (index, layer) in layers.enumerated() {
        let shape = input.layerShape
        let names = layer.weights(for: shape).map(\.name)
        try #require(rest.count >= names.count)
        for (weight, specification) in zip(rest, layer.weights(for: shape)) {
          #expect(weight.shape == specification.shape, "\(test.name): \(specification.name)")
        }
        let own = Weights(zip(names, rest).map { (name: $0, value: $1) })
        rest = rest.dropFirst(names.count)
        let context = LayerContext(
          name: layer.kind, isTraining: test.training ?? false, mask: mask, memory: memories[index],
          tape: tape)
        switch input {
        case .tokens(let tokens):
          let embedding = try #require(layer as? any TokenLayer)
          mask = embedding.outputMask(for: tokens)
          input = .numbers(embedding.call(tokens, own, context))
        default:
          let value = input.numbers("test")
          let y: Variable
          if let recurrent = layer as? any StateTaking {
            (y, states) = recurrent.results(value, own, context, from: initial)
          } else {
            (y, states) = (layer.call(value, own, context), [:])
          }
          mask = layer.outputMask(mask, for: value.value)
          input = .numbers(y)
        }
      }
      #expect(rest.isEmpty, "\(test.name): \(rest.count) weights are not used")
      return (input.numbers("test"), states)
    }

    before = try test.before.map { try forward(.numbers(variable($0.x))).output.value }
    if let mask = test.dropoutMask { memories[0].dropoutMasks["dropout"] = mask.overTime }
    if let mask = test.recurrentDropoutMask {
      memories[0].dropoutMasks["recurrent_dropout"] = mask.tensor
    }
    let input: ModelInput
    if let x {
      input = .numbers(x)
    } else {
      input = .tokens(try #require(test.inputs["tokens"]).tokens)
    }
    let (y, ends) = try forward(input)
    output = y.value
    states = ends.mapValues(\.value)
    updated = memories[0].updates

    func weighed(_ value: Variable, _ name: String) throws -> Variable? {
      guard let weighting = test.weighting[name] else { return nil }
      return (value * Variable(weighting.tensor.cast(to: dtype))).sum()
    }
    var loss = try #require(try weighed(y, "output"))
    for (name, state) in ends.sorted(by: { $0.key < $1.key }) {
      if let part = try weighed(state, name) { loss = loss + part }
    }

    var inputs = zip(test.weights.map(\.name), weights).map { ($0, $1) }
    if let x { inputs.append(("x", x)) }
    for (name, state) in initial { inputs.append(("initial_" + name, state)) }
    let found = tape.gradient(of: loss, for: inputs.map(\.1)).map(\.value)
    gradients = Dictionary(uniqueKeysWithValues: zip(inputs.map(\.0), found))
  }
}

extension FamilyCase.Numbers {
  /// A dropout mask `[batch, features]` that holds for every time step.
  fileprivate var overTime: Tensor { tensor.reshaped([shape[0], 1, shape[1]]) }
}

extension ModelInput {
  fileprivate var layerShape: LayerShape {
    switch self {
    case .tokens(let x): LayerShape(x.shape.dropFirst().map { $0 })
    default: LayerShape(numbers("test").shape.dropFirst().map { $0 })
    }
  }
}

/// The largest difference, relative to the expected number, or to a thousandth of the largest of its
/// tensor where it is smaller than that.
func relativeError(_ found: Tensor?, _ expected: FamilyCase.Numbers) -> Double {
  let expected = expected.tensor
  guard let found, found.shape == expected.shape else { return .infinity }
  let largest = expected.elements.reduce(0) { max($0, abs($1)) }
  return zip(found.elements, expected.elements).reduce(0) { worst, pair in
    let size = max(abs(pair.1), 1e-3 * largest, 1e-300)
    let error = abs(pair.0 - pair.1) / size
    return error <= worst ? worst : error  // a not-a-number wins
  }
}
