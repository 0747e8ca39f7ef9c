import Unroll
import UnrollConsole

/// `unroll import`: weights that were trained elsewhere, into a model of ours.
struct ImportCommand: Command {
  static let model = Argument("MODEL", .text, help: "The model as it was saved here.")
  static let weights = Argument(
    "WEIGHTS", .text, help: "A safetensors file with its weights under the same names.")
  static let save = Option(
    "save", "FILE", .text, help: "Where the model is to be written, in place of MODEL.")

  let name = "import"
  let summary = "Take weights that were trained elsewhere into a saved model."
  let discussion = """
    The weights must have the names and shapes of the model's, as those have that a program of unroll export writes. All \
    of them are taken, or none: what differs is named. What was saved with the model, such as its vocabulary, stays with it.
    """
  var accepts: [any Declaration] { [Self.model, Self.weights, Self.save] }
  let examples = [
    Example(
      "import chars.safetensors chars_trained.safetensors --save better.safetensors",
      "Bring a training home.")
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let path = arguments[Self.model]
    let target = arguments[Self.save] ?? path
    try OutputFile(target).checkWritable()
    let saved = try SavedModel(reading: path)
    let before = saved.model.parameters.map(\.value)
    try saved.model.loadWeights(from: arguments[Self.weights])
    let changed = zip(before, saved.model.parameters).filter { $0 != $1.value }.count
    try saved.model.save(to: target, extras: saved.extras)
    console.print(
      "\(target): \(before.count) weights, \(changed) of them other than before")
  }
}
