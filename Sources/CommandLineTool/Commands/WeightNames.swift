import Unroll
import UnrollConsole

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
    help: "What a layer is called there, or how its names begin, where layers are alike.")
  static let inOrder = Option(
    flag: "in-order",
    help: "Take layers that are alike in the order of the numbers at the end of their names.")

  /// What was said of layers; refuses a layer that is named twice.
  static func said(_ arguments: ParsedArguments) throws -> [String: String] {
    try Dictionary(arguments[layers].map { ($0.name, $0.value) }) { first, second in
      throw CommandFailure(
        .wrongUsage, "--layer says of one layer that it is \(first) and \(second); say one")
    }
  }

  /// The library whose names some weights seem to have.
  init?(guessing names: some Collection<String>) {
    func any(_ pattern: some RegexComponent) -> Bool { names.contains { $0.contains(pattern) } }
    if any(/(^|\.)(weight|bias)_(ih|hh)(_l\d|$)/) {
      self = .pyTorch
    } else if any(/^arr_\d+$/) || any(/_cell\/(kernel|recurrent_kernel)/) {
      self = .keras
    } else if any(/^(params|batch_stats)[\/.]/) || any(/[\/.](ii|if_?|hn|hf)[\/.]kernel$/) {
      self = .jax
    } else {
      return nil
    }
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
