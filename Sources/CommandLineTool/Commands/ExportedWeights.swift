import Foundation
import Unroll
import UnrollConsole

extension ExportCommand {
  /// Writes the weights alone.
  func exportWeights(
    of saved: SavedModel, _ name: String, _ folder: OutputFolder, _ arguments: ParsedArguments,
    _ console: Console
  ) throws {
    let names = WeightNames(rawValue: arguments[Self.weightNames]) ?? .unroll
    let (like, format) = (arguments[Self.like], arguments[Self.to])
    let said = try WeightNames.said(arguments)
    if names == .unroll, like != nil {
      throw CommandFailure(
        .wrongUsage, "--like takes another library's weights; say whose names they have with --as")
    }
    if like == nil, !said.isEmpty || arguments[WeightNames.inOrder] {
      throw CommandFailure(
        .wrongUsage, "--layer and --in-order are about the layers of a file; name it with --like")
    }
    // A name of its own, so that the model itself is not replaced by what does not say its layers.
    let path = "\(folder.path)/\(name)_\(names == .unroll ? "weights" : names.rawValue).\(format)"
    if let like, OutputFile(path).isSameFile(as: like) {
      throw CommandFailure(.wrongUsage, "\(path) is the file of --like; name another folder, --out")
    }
    if (try? SavedModel(reading: path)) != nil {
      throw CommandFailure(
        .wrongUsage, "\(path) is a saved model, which would be replaced; name another folder, --out"
      )
    }
    try folder.checkWritable()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    do {
      if let convention = names.convention {
        try saved.model.saveWeights(
          to: path, as: convention, like: like, layers: said,
          inOrder: arguments[WeightNames.inOrder])
      } else {
        try saved.model.saveWeights(to: path)
      }
    } catch let error as ConventionError {
      let file = like ?? arguments[Self.model]
      throw CommandFailure(error.isSlip ? .wrongUsage : .badData, "\(file): \(error.description)")
    }
    console.print("\(path): \(saved.model.parameterCount.grouped) weights")
    console.print()
    console.say(names.howToRead(path, isLikeTheirs: like != nil))
  }

  /// Refuses what is said of weights where a program is written.
  func refuseWeightOptions(_ arguments: ParsedArguments) throws {
    let isSaid =
      arguments[Self.weightNames] != "unroll" || arguments[Self.like] != nil
      || !arguments[WeightNames.layers].isEmpty || arguments[WeightNames.inOrder]
    if isSaid {
      throw CommandFailure(
        .wrongUsage,
        """
        --as, --like, --layer and --in-order are for weights alone; say --to safetensors or --to npz, or leave them out
        """)
    }
  }
}

extension WeightNames {
  /// What takes the weights there.
  fileprivate func howToRead(_ path: String, isLikeTheirs: Bool) -> String {
    let file = (path as NSString).lastPathComponent
    let isArchive = file.hasSuffix(".npz")
    let reading = isArchive ? "np.load(\"\(file)\")" : "load_file(\"\(file)\")"
    let isListed =
      self == .keras
      && ((try? TensorFile(readingWeights: path).tensors.keys.contains("arr_0")) ?? false)
    switch self {
    case .unroll: return "They are read by model.loadWeights(from:) and unroll import."
    case .keras where isListed:
      return """
        In Keras, where w = \(reading): model.set_weights([w[f"arr_{i}"] for i in range(len(w))])
        """
    case _ where !isLikeTheirs:
      return """
        The names are those of the layers here. For a model of yours with other names, write its weights once and export with \
        --like FILE\(self == .keras ? ", or export with --to npz, which set_weights takes in its order" : "").
        """
    case .pyTorch where isArchive:
      return """
        In PyTorch: module.load_state_dict({k: torch.from_numpy(v) for k, v in \(reading).items()})
        """
    case .pyTorch: return "In PyTorch: module.load_state_dict(\(reading))"
    case .keras:
      return "In Keras, where w = \(reading): for v in model.weights: v.assign(w[v.path])"
    case .jax: return "In Flax: variables = unflatten_dict(dict(\(reading)), sep=\"/\")"
    }
  }
}
