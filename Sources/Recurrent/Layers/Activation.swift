import UnrollAutodiff

/// The function at the end of a layer, by Keras's names.
public enum Activation: String, OptionValue, CaseIterable {
  /// No function: `y = x`.
  case linear
  /// The hyperbolic tangent, between −1 and 1.
  case tanh
  /// The logistic function `1 / (1 + e⁻ˣ)`, between 0 and 1.
  case sigmoid
  /// The rectifier `max(x, 0)`.
  case relu
  /// Probabilities along the last axis, `eˣ / Σ eˣ`.
  case softmax

  /// Applies the function; the shape stays as it is.
  public func callAsFunction(_ x: Variable) -> Variable {
    switch self {
    case .linear: x
    case .tanh: UnrollAutodiff.tanh(x)
    case .sigmoid: UnrollAutodiff.sigmoid(x)
    case .relu: UnrollAutodiff.relu(x)
    case .softmax: UnrollAutodiff.softmax(x)
    }
  }
}
