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
    let like = arguments[Self.like]
    if names == .unroll, like != nil {
      throw CommandFailure(
        .wrongUsage, "--like takes another library's weights; say whose names they have with --as")
    }
    // A name of its own, so that the model itself is not replaced by what does not say its layers.
    let path =
      "\(folder.path)/\(name)_\(names == .unroll ? "weights" : names.rawValue).\(arguments[Self.to])"
    try folder.checkWritable()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    do {
      if let convention = names.convention {
        try saved.model.saveWeights(
          to: path, as: convention, like: like, layers: WeightNames.said(arguments))
      } else {
        try saved.model.saveWeights(to: path)
      }
    } catch let error as ConventionError {
      let file = like ?? arguments[Self.model]
      throw CommandFailure(error.isSlip ? .wrongUsage : .badData, "\(file): \(error.description)")
    }
    console.print("\(path): \(saved.model.parameterCount.grouped) weights")
    console.print()
    console.say(names.howToRead(path: path))
  }
}

extension WeightNames {
  /// What takes the weights there.
  fileprivate func howToRead(path: String) -> String {
    let file = (path as NSString).lastPathComponent
    switch self {
    case .unroll: return "They are read by model.loadWeights(from:) and unroll import."
    case .pyTorch where file.hasSuffix(".npz"):
      return """
        In PyTorch: module.load_state_dict({k: torch.from_numpy(v) for k, v in np.load("\(file)").items()})
        """
    case .pyTorch: return "In PyTorch: module.load_state_dict(load_file(\"\(file)\"))"
    case .keras where file.hasSuffix(".npz"):
      return """
        In Keras, where w = np.load("\(file)"): model.set_weights([w[f"arr_{i}"] for i in range(len(w.files))])
        """
    case .keras: return "In Keras: for v in model.weights: v.assign(load_file(\"\(file)\")[v.path])"
    case .jax:
      return "In Flax: model.apply(unflatten_dict(load_file(\"\(file)\"), sep=\"/\"), …)"
    }
  }
}
