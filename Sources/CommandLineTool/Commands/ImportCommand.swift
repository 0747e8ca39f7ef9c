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
  static let check = Option(
    "check", "FILE", .text,
    help:
      "Arrays inputs and answers of the trained model, .npz or safetensors: import only what gives these answers."
  )
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

    Which layer is which is seen from the shapes of the weights. Layers that are alike are asked for: \
    numbers in names (lstm_1, layers.2) say when a layer was made, which in most models, and not in all, is when it is used, and are \
    believed with --in-order; Keras's arrays without names are those of a Sequential or functional model in the order of use, and in a \
    class of your own in that of its attributes. With --check nothing has to be believed: alike layers are taken in the order of their \
    numbers, and the model is written only if it gives the same answers.

    Weights don't tell the epsilon of a normalisation (PyTorch's is 1e-5, Flax's 1e-6 and 1e-5, here and in Keras it is 1e-3), nor \
    an activation. Where PyTorch keeps two biases, their sum is taken.
    """
  var accepts: [any Declaration] {
    [
      Self.model, Self.weights, Self.from, WeightNames.layers, WeightNames.inOrder, Self.check,
      Self.save,
    ]
  }
  let examples = [
    Example(
      "import chars.safetensors chars_trained.safetensors --save better.safetensors",
      "Bring a training home."),
    Example(
      "import model.safetensors weights.npz --from keras --check batch.npz",
      "What Keras trained, if it answers here as there."),
    Example(
      "import model.safetensors state.safetensors --from pytorch --layer lstm=encoder --layer lstm_1=decoder",
      "Say which of two layers is which."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let path = arguments[Self.model]
    let target = arguments[Self.save] ?? path
    for other in [arguments[Self.weights], arguments[Self.check]].compactMap({ $0 })
    where OutputFile(target).isSameFile(as: other) {
      throw CommandFailure(
        .wrongUsage, "\(target) is \(other), which is read; name another with --save")
    }
    if target.lowercased().hasSuffix(".npz") {
      throw CommandFailure(
        .wrongUsage,
        "\(target): a model is saved as safetensors; name a file that does not end in .npz")
    }
    try OutputFile(target).checkWritable()
    let saved = try SavedModel(reading: path)
    if OutputFile(target).isSameFile(as: path), try holdsTraining(path) {
      throw CommandFailure(
        .wrongUsage,
        "\(path) is a checkpoint, whose training would be lost; name a file for the model with --save"
      )
    }
    let before = saved.model.parameters.map(\.value)
    try take(arguments, into: saved.model, console)
    if let file = arguments[Self.check] {
      let difference = try AnswerCheck(reading: file).difference(of: saved.model)
      console.print("answers as in \(file), to \(difference.significant(2)) of the largest")
    }
    let changed = zip(before, saved.model.parameters).filter { $0 != $1.value }.count
    try saved.model.save(to: target, extras: saved.extras)
    console.print(
      "\(target): \(before.count) weights, \(changed) of them other than before")
  }

  private func take(
    _ arguments: ParsedArguments, into model: Sequential, _ console: Console
  ) throws {
    let path = arguments[Self.weights]
    let names = WeightNames(rawValue: arguments[Self.from]) ?? .unroll
    let (said, inOrder) = (try WeightNames.said(arguments), arguments[WeightNames.inOrder])
    if names == .unroll, inOrder || !said.isEmpty {
      throw CommandFailure(
        .wrongUsage, "--layer and --in-order are for weights of other libraries; say whose, --from")
    }
    do {
      guard let convention = names.convention else {
        try model.loadWeights(from: path)
        return
      }
      let places = try model.loadWeights(
        from: path, as: convention, layers: said,
        inOrder: inOrder || arguments[Self.check] != nil)
      for (layer, source) in places {
        console.print(
          "\(layer) ← \(source.isEmpty ? names == .keras ? "in its order" : "the module itself" : source)"
        )
      }
    } catch let error as ConventionError {
      throw CommandFailure(
        error.isSlip ? .wrongUsage : .badData,
        "\(path): \(error.description)\(hint(path, besides: names))")
    } catch let error as SavingError {
      throw CommandFailure(.badData, error.description + hint(path, besides: names))
    }
  }

  /// Whether a file has more than a model: what a training goes on from.
  private func holdsTraining(_ path: String) throws -> Bool {
    try TensorFile(reading: path).tensors.keys.contains { $0.hasPrefix("unroll.") }
  }

  /// Whose names the weights seem to have, where that is not what was said.
  private func hint(_ path: String, besides names: WeightNames) -> String {
    guard let file = try? TensorFile(readingWeights: path),
      let guess = WeightNames(guessing: file.tensors.keys), guess != names,
      // Arrays without names could be anybody's.
      names == .unroll || file.tensors["arr_0"] == nil
    else { return "" }
    return " The names look like those of --from \(guess.rawValue)."
  }
}

extension ConventionError {
  /// Whether another command would do with the same files.
  var isSlip: Bool {
    switch problem {
    case .alike, .unknownLayer, .unknownName, .unnamed: true
    default: false
    }
  }
}
