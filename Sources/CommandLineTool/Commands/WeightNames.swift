import Unroll

/// Whose names weights have, for `unroll import` and `unroll export`.
enum WeightNames: String, CaseIterable {
  case unroll, keras
  case pyTorch = "pytorch"
  case jax

  /// How the library lays its weights out; nil for this one.
  var convention: WeightConvention? {
    switch self {
    case .unroll: nil
    case .keras: .keras
    case .pyTorch: .pyTorch
    case .jax: .flax
    }
  }

  static let layers = Option(
    repeated: "layer", "OURS=THEIRS", .assignment,
    help: "Which layer is which, where names don't tell.")

  /// What was said of layers.
  static func said(_ arguments: ParsedArguments) -> [String: String] {
    Dictionary(arguments[layers].map { ($0.name, $0.value) }) { $1 }
  }

  /// What a library's files need beside the safetensors format.
  var howToWrite: String {
    switch self {
    case .unroll: "the names of the model"
    case .keras: "np.savez(\"weights.npz\", *model.get_weights())"
    case .pyTorch: "safetensors.torch.save_file(model.state_dict(), \"weights.safetensors\")"
    case .jax: "save_file(flatten_dict(variables, sep=\"/\"), \"weights.safetensors\")"
    }
  }
}
