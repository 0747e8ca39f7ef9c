import UnrollAutodiff

/// The words in which JAX and PyTorch differ.
enum PythonDialect: String, Sendable {
  case jax, pyTorch

  /// The module of functions on arrays.
  var module: String { self == .jax ? "jnp" : "torch" }

  var axis: String { self == .jax ? "axis" : "dim" }

  var keepDims: String { self == .jax ? "keepdims" : "keepdim" }

  func dtype(_ dtype: DType) -> String { "\(module).\(dtype)" }

  func function(_ operation: UnaryPrimitive) -> String {
    switch operation {
    case .sigmoid: self == .jax ? "jax.nn.sigmoid" : "torch.sigmoid"
    default: "\(module).\(operation.rawValue)"
    }
  }

  /// A tuple as Python writes it: `(3,)`.
  static func tuple(_ items: [some CustomStringConvertible]) -> String {
    "(" + items.map(\.description).joined(separator: ", ") + (items.count == 1 ? ",)" : ")")
  }
}
