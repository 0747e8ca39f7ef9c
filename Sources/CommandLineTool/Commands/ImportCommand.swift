import Unroll
import UnrollConsole

/// `unroll import`: weights that were trained elsewhere, into a model of ours.
struct ImportCommand: Command {
  static let model = Argument("MODEL", .text, help: "The model as it was saved here.")
  static let weights = Argument(
    "WEIGHTS", .text, help: "A safetensors file, or a file of NumPy's that ends in .npz.")
  static let from = Option(
    "from", "NAME", .choice(WeightNames.allCases.map(\.rawValue)), default: "unroll",
    help: "Whose names and shapes the weights have; jax: as Flax (flax.linen) has them.")
  static let save = Option(
    "save", "FILE", .text, help: "Where the model is to be written, in place of MODEL.")

  let name = "import"
  let summary = "Take weights that were trained elsewhere into a saved model."
  let discussion = """
    All weights are taken, or none: what differs is named. What was saved with the model, such as its vocabulary, stays with it.

    A program of unroll export writes the names of the model. For weights of another library, the layers must be the same, in \
    the same order. In PyTorch, write them with \(WeightNames.pyTorch.howToWrite).

    In Keras, write them with \(WeightNames.keras.howToWrite), or as safetensors under their paths.

    In Flax, write them with \(WeightNames.jax.howToWrite).

    Which layer is which is seen from the shapes, then from the names. Where PyTorch keeps two biases, their sum is taken.
    """
  var accepts: [any Declaration] {
    [Self.model, Self.weights, Self.from, WeightNames.layers, Self.save]
  }
  let examples = [
    Example(
      "import chars.safetensors chars_trained.safetensors --save better.safetensors",
      "Bring a training home."),
    Example(
      "import model.safetensors weights.npz --from keras", "What Keras trained."),
    Example(
      "import model.safetensors state.safetensors --from pytorch --layer lstm=encoder --layer lstm_1=decoder",
      "Say which of two layers is which."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let path = arguments[Self.model]
    let target = arguments[Self.save] ?? path
    try OutputFile(target).checkWritable()
    let saved = try SavedModel(reading: path)
    let before = saved.model.parameters.map(\.value)
    try take(arguments, into: saved.model, console)
    let changed = zip(before, saved.model.parameters).filter { $0 != $1.value }.count
    try saved.model.save(to: target, extras: saved.extras)
    console.print(
      "\(target): \(before.count) weights, \(changed) of them other than before")
  }

  private func take(
    _ arguments: ParsedArguments, into model: Sequential, _ console: Console
  ) throws {
    let path = arguments[Self.weights]
    guard let convention = WeightNames(rawValue: arguments[Self.from])?.convention else {
      try model.loadWeights(from: path)
      return
    }
    do {
      let places = try model.loadWeights(
        from: path, as: convention, layers: WeightNames.said(arguments))
      for (layer, source) in places where !source.isEmpty { console.print("\(layer) ← \(source)") }
    } catch let error as ConventionError {
      throw CommandFailure(error.isSlip ? .wrongUsage : .badData, "\(path): \(error.description)")
    }
  }
}

extension ConventionError {
  /// Whether another command would do with the same files.
  var isSlip: Bool {
    switch problem {
    case .alike, .unknownLayer: true
    default: false
    }
  }
}
