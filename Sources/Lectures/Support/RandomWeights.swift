import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

extension Layer {
  /// Weights from −1 to 1 in float64, biases too: a layer's own biases begin as zeros, and would hide
  /// what is done with them.
  func randomWeights(for input: LayerShape, using generator: inout SeededGenerator) -> Weights {
    var weights: [(name: String, value: Variable)] = []
    for weight in self.weights(for: input) {
      let value = Tensor.uniform(weight.shape, in: -1..<1, dtype: .float64, using: &generator)
      weights.append((weight.name, Variable(value)))
    }
    return Weights(weights)
  }
}
