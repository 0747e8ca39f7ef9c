import UnrollAutodiff

// Layers are checked with all their weights, at small unequal sizes: batch 2, time 4, inputs 3, units 2.

extension CheckSubject {
  /// A layer for inputs of a shape, batch included. Its own initialisers are not used: a bias that
  /// begins as zero would leave much unchecked.
  package static func layer(_ name: String, _ layer: some Layer, input: Shape) -> CheckSubject {
    let weights = layer.weights(for: LayerShape(input.dropFirst().map { $0 }))
    let inputs = [.any("input", input)] + weights.map { CheckInput.any($0.name, $0.shape) }
    return CheckSubject(name, .layer, inputs) { variables in
      let values = zip(weights, variables.dropFirst()).map { (name: $0.name, value: $1) }
      let context = LayerContext(name: name, tape: variables[0].tape)
      return [layer.call(variables[0], Weights(values), context)]
    }
  }

  /// Every layer of the library.
  package static let layers: [CheckSubject] =
    Activation.allCases.map { activation in
      .layer(variant("Dense", activation), Dense(4, activation: activation), input: [2, 3])
    } + [
      .layer("Dense (sequence)", Dense(2, activation: .tanh), input: [2, 4, 3]),
      .layer("Dense (without bias)", Dense(4, useBias: false), input: [2, 3]),
      .layer("Flatten", Flatten(), input: [2, 4, 3]),
      .layer("SimpleRNN", SimpleRNN(2), input: [2, 4, 3]),
      .layer("SimpleRNN (returnSequences)", SimpleRNN(2, returnSequences: true), input: [2, 4, 3]),
      .layer("SimpleRNN (without bias)", SimpleRNN(2, useBias: false), input: [2, 4, 3]),
      .layer("SimpleRNN (sigmoid)", SimpleRNN(2, activation: .sigmoid), input: [2, 4, 3]),
      .layer("SimpleRNN (relu)", SimpleRNN(2, activation: .relu), input: [2, 4, 3]),
      .layer("SimpleRNN (long)", SimpleRNN(2), input: [1, 20, 1]),
    ]

  private static func variant(_ name: String, _ activation: Activation) -> String {
    activation == .linear ? name : "\(name) (\(activation.rawValue))"
  }
}
