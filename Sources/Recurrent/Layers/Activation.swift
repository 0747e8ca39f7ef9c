import UnrollAutodiff

/// The function at the end of a layer, by Keras's names.
public enum Activation: String, OptionValue, CaseIterable {
  /// No function: `y = x`.
  case linear
  /// The hyperbolic tangent.
  case tanh
  /// The logistic function.
  case sigmoid
  /// The rectifier `max(x, 0)`.
  case relu
  /// Probabilities along the last axis.
  case softmax

  /// Applies the function.
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
