import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// A bidirectional layer is a layer, and beside it one that takes the sequence in reverse order (004:90).
enum TwoDirections {
  /// How far a bidirectional layer's outputs are from those of two plain layers, of which one reads `x`
  /// and the other `x` reversed, on a random sequence in float64.
  static func distance<Cell: RecurrentCell>(
    of layer: Bidirectional<Cell>, seed: UInt64
  ) -> Double {
    var generator = SeededGenerator(seed: seed, stream: "two directions")
    let input: LayerShape = [nil, 3]
    let weights = layer.randomWeights(for: input, using: &generator)
    let x = Variable(.uniform([2, 5, 3], in: -1..<1, dtype: .float64, using: &generator))
    let plain = RNN(layer.forward.cell, returnSequences: true)
    func read(_ x: Variable, _ direction: String) -> Variable {
      let own = plain.weights(for: input).map { ($0.name, weights["\(direction)/\($0.name)"]) }
      return plain.call(x, Weights(own), LayerContext(name: direction))
    }

    let forward = read(x, "forward")
    let backward = reversed(read(reversed(x), "backward"))
    let expected = concatenate([forward, backward], axis: -1).value  // [2, 5, 2·units]
    let found = layer.call(x, weights, LayerContext(name: "bidirectional")).value
    guard found.shape == expected.shape else { return .infinity }
    return Matrix.distance(rows(found), rows(expected))
  }

  /// The time steps in reverse order.
  private static func reversed(_ x: Variable) -> Variable {
    stack(unstack(x, axis: 1).reversed(), axis: 1)
  }

  private static func rows(_ x: Tensor) -> Matrix {
    Matrix(x.reshaped([x.shape[0] * x.shape[1], x.shape[2]]))
  }
}
