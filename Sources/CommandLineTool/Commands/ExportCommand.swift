import Foundation
import Unroll
import UnrollConsole

/// `unroll export`: a saved model as a program for another library.
struct ExportCommand: Command {
  static let model = Argument("MODEL", .text, help: "A model that was saved.")
  static let to = Option(
    "to", "NAME",
    .choice(
      PythonModule.Library.allCases.map(\.rawValue) + ["stablehlo", "onnx", "safetensors", "npz"]),
    default: "jax",
    help: "The library or language that the program is for; safetensors, npz: the weights alone.")
  static let steps = Option(
    "steps", "T", .int(in: 1...100_000), default: 50,
    help: "The length of a sequence, where the model takes any.")
  static let batch = Option(
    "batch", "N", .int(in: 1...100_000), default: 32, help: "The number of samples at a time.")
  static let loss = Option(
    "loss", "NAME", .choice(ExportedLoss.allCases.map(\.rawValue)), default: "mse",
    help:
      "What the training makes small; cross-entropy takes classes, and a model that gives logits.")
  static let ignoring = Option(
    "ignoring", "CLASS", .int(in: 0...1_000_000),
    help: "The class that is padding: cross-entropy leaves it out.")
  static let optimizer = Option(
    "optimizer", "NAME", .choice(["adam", "sgd", "rmsprop"]), default: "adam",
    help: "The rule by which it trains.")
  static let rate = Option(
    "learning-rate", "RATE", .positiveDouble, help: "Its step size; default Keras's.")
  static let predicting = Option(
    flag: "predict-only", help: "Write no training, only what answers a batch.")
  static let withoutDropout = Option(
    flag: "no-dropout", help: "Train without dropout a model that has it.")
  static let weightNames = Option(
    "as", "NAME", .choice(WeightNames.allCases.map(\.rawValue)), default: "unroll",
    help: "For safetensors and npz: whose names and shapes the weights get.")
  static let like = Option(
    "like", "FILE", .text, help: "Weights of that library's own model, whose names are taken.")
  static let unrolled = Option(
    flag: "unrolled", help: "Leave time steps written out, as they were recorded.")

  let name = "export"
  let summary = "Write a saved model, and its training, as a program for other libraries."
  let discussion = """
    The model is recorded once, with its loss, the gradients and the optimiser's update, and the tape is written as a Python \
    file: a line for each line of the tape, repeated time steps as a loop. The file trains by itself and computes what is \
    computed here; in JAX the batch is split over all devices there are.

    For stablehlo it is a module for each function, as XLA compiles it; the first lines name the arguments. For onnx it is one \
    file with the weights in it, which answers and does not train.

    For safetensors and npz it is the weights alone, as another library names them: PyTorch's load_state_dict takes them, \
    Keras's set_weights the arrays of an npz in their order.

    The shapes are those that are given here. Where layers carry states from batch to batch, the functions take and give them; \
    where a training drops numbers, the file draws them by the other library's random numbers.
    """
  var accepts: [any Declaration] {
    [
      Self.model, Self.to, Self.steps, Self.batch, Self.loss, Self.ignoring, Self.optimizer,
      Self.rate, Self.predicting, Self.withoutDropout, Self.unrolled, Self.weightNames, Self.like,
      WeightNames.layers, WeightNames.inOrder, Shared.out,
    ]
  }
  let examples = [
    Example("export model.safetensors", "For JAX, with a training by Adam."),
    Example(
      "export chars.safetensors --to pytorch --loss cross-entropy",
      "A character model, to go on with in PyTorch."),
    Example(
      "export model.safetensors --to safetensors --as pytorch --like state.safetensors",
      "Its weights for a module of your own, whose state_dict has other names."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    if arguments[Self.ignoring] != nil, arguments[Self.loss] != ExportedLoss.crossEntropy.rawValue {
      throw CommandFailure(
        .wrongUsage,
        "--ignoring needs --loss cross-entropy: other losses have no classes. See 'unroll export --help'."
      )
    }
    let path = arguments[Self.model]
    let saved = try SavedModel(reading: path)
    let model = saved.model
    let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    let folder = OutputFolder(arguments[Shared.out])
    if ["safetensors", "npz"].contains(arguments[Self.to]) {
      return try exportWeights(of: saved, name, folder, arguments, console)
    }
    try refuseWeightOptions(arguments)
    let sources: [(file: String, source: String)]
    do {
      if arguments[Self.to] == "onnx" {
        let program = try ONNXProgram(
          model, inputs: inputs(of: model, arguments), name: name,
          isUnrolled: arguments[Self.unrolled])
        let file = try folder.write(program.data, as: "\(name).onnx")
        return console.print("\(file): \(program.data.count.grouped) bytes, the weights in it")
      }
      sources =
        switch PythonModule.Library(rawValue: arguments[Self.to]) {
        case let library?: [try program(of: model, name, for: library, arguments)]
        case nil: try modules(of: model, name, arguments)
        }
    } catch let error as ExportError {
      throw CommandFailure(.badData, "\(path): \(error.description)")
    }
    for (file, source) in sources {
      let lines = source.split(separator: "\n", omittingEmptySubsequences: false).count
      console.print("\(try folder.write(source, as: file)): \(lines.grouped) lines")
    }
    let weights = "\(folder.path)/\(name).safetensors"
    // With what was saved beside them: the folder may be the one that the model lies in.
    try model.save(to: weights, extras: saved.extras)
    console.print("\(weights): \(model.parameterCount.grouped) weights")
    guard let library = PythonModule.Library(rawValue: arguments[Self.to]) else { return }
    console.print()
    console.say("Run it in that folder, with \(library.rawValue), numpy and safetensors installed.")
    if arguments[Self.predicting] { return }
    console.say(
      """
      'python \(name)_\(library.rawValue).py DATA.npz 10' trains for ten epochs on the arrays inputs and targets of a file, \
      and writes \(name)_trained.safetensors.
      """)
  }

  private func program(
    of model: Sequential, _ name: String, for library: PythonModule.Library,
    _ arguments: ParsedArguments
  ) throws(ExportError) -> (file: String, source: String) {
    let module = try PythonModule(
      model, name: name, library: library, inputs: inputs(of: model, arguments),
      training: arguments[Self.predicting] ? nil : training(of: model, arguments),
      isUnrolled: arguments[Self.unrolled])
    return ("\(name)_\(library.rawValue).py", module.source)
  }

  /// A module for each function: XLA compiles them as they are.
  private func modules(
    of model: Sequential, _ name: String, _ arguments: ParsedArguments
  ) throws(ExportError) -> [(file: String, source: String)] {
    let isUnrolled = arguments[Self.unrolled]
    let answers = try RecordedProgram.prediction(of: model, on: inputs(of: model, arguments))
    var sources = [("\(name)_predict.mlir", try answers.stableHLO(isUnrolled: isUnrolled).source)]
    if !arguments[Self.predicting] {
      let training = training(of: model, arguments)
      let step = try RecordedProgram.trainingStep(
        of: model, on: training.batch, loss: training.loss, optimizer: training.optimizer,
        droppingNothing: training.droppingNothing)
      sources.append(
        ("\(name)_train_step.mlir", try step.stableHLO(isUnrolled: isUnrolled).source))
    }
    return sources
  }

  private func inputs(of model: Sequential, _ arguments: ParsedArguments) -> Samples {
    model.exampleInputs(count: arguments[Self.batch], steps: arguments[Self.steps])
  }

  private func training(
    of model: Sequential, _ arguments: ParsedArguments
  ) -> PythonModule.Training {
    let loss = ExportedLoss(rawValue: arguments[Self.loss]) ?? .mse
    let rate = arguments[Self.rate]
    let optimizer: any Optimizer =
      switch arguments[Self.optimizer] {
      case "sgd": SGD(learningRate: rate ?? 0.01)
      case "rmsprop": RMSprop(learningRate: rate ?? 0.001)
      default: Adam(learningRate: rate ?? 0.001)
      }
    return PythonModule.Training(
      batch: model.exampleBatch(
        count: arguments[Self.batch], steps: arguments[Self.steps],
        classes: loss == .crossEntropy),
      loss: loss.loss(ignoring: arguments[Self.ignoring]), optimizer: optimizer,
      droppingNothing: arguments[Self.withoutDropout])
  }
}

/// The losses that can be named on the command line.
enum ExportedLoss: String, CaseIterable {
  case mse
  case binaryCrossEntropy = "binary-cross-entropy"
  case crossEntropy = "cross-entropy"

  func loss(ignoring padding: Int?) -> Loss {
    switch self {
    case .mse: .meanSquaredError
    case .binaryCrossEntropy: .binaryCrossentropy()
    case .crossEntropy: .sparseCategoricalCrossentropy(fromLogits: true, ignoring: padding)
    }
  }
}
