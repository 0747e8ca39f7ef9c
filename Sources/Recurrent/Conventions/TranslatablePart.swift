import UnrollAutodiff

/// What other libraries keep as one layer: a cell, a matrix with its bias, a table. A layer here has one of them, or two where it
/// reads from both ends.
struct TranslatablePart {
  /// Where its weights stand among the layer's: "forward"; empty where the layer has no other.
  let within: String
  /// How Keras writes it behind the layer's name: "forward_gru/gru_cell"; empty where it writes nothing.
  let kerasPath: String
  /// Whether it is the one of two that reads from the end.
  let isBackward: Bool
  /// Its weights there and here.
  let translation: any PartTranslation
}

/// How the weights of a part are written in one library, by the library's names, and back.
protocol PartTranslation {
  func imported(_ tensors: [String: Tensor]) -> [String: Tensor]
  func exported(_ tensors: [String: Tensor]) -> [String: Tensor]
}

extension WeightTranslation: PartTranslation {}

/// A layer whose weights other libraries have, too.
protocol TranslatableLayer: Layer {
  /// Its parts in a library.
  /// - Throws: Why the library has no such layer.
  func parts(in convention: WeightConvention) throws(PartObstacle) -> [TranslatablePart]
}

/// Why a library has no such layer.
struct PartObstacle: Error {
  let reason: String
}

// MARK: - Layers with a cell

extension RNN: TranslatableLayer where Cell: TranslatableCell {
  func parts(in convention: WeightConvention) throws(PartObstacle) -> [TranslatablePart] {
    [try part(in: convention, within: "", kerasPath: cellName, isBackward: false)]
  }

  /// Keras's name of the cell: "lstm_cell".
  fileprivate var cellName: String { "\(layerName)_cell" }

  /// Keras's name of the layer: "lstm".
  fileprivate var layerName: String {
    switch GatedFamily(cell) {
    case .simple: "simple_rnn"
    case .lstm: "lstm"
    case .gru: "gru"
    }
  }

  fileprivate func part(
    in convention: WeightConvention, within: String, kerasPath: String, isBackward: Bool
  ) throws(PartObstacle) -> TranslatablePart {
    if let reason = WeightTranslation.obstacle(cell, convention) {
      throw PartObstacle(reason: reason)
    }
    return TranslatablePart(
      within: within, kerasPath: kerasPath, isBackward: isBackward,
      translation: WeightTranslation(cell, convention))
  }
}

extension Bidirectional: TranslatableLayer where Cell: TranslatableCell {
  func parts(in convention: WeightConvention) throws(PartObstacle) -> [TranslatablePart] {
    let (layer, cell) = (forward.layerName, forward.cellName)
    return [
      try forward.part(
        in: convention, within: "forward", kerasPath: "forward_\(layer)/\(cell)", isBackward: false),
      try backward.part(
        in: convention, within: "backward", kerasPath: "backward_\(layer)/\(cell)",
        isBackward: true),
    ]
  }
}

// MARK: - Layers whose weights have other names there

/// Weights that differ in their names, and in which way a matrix lies.
private struct Renaming: PartTranslation {
  /// Our names and theirs.
  let names: [(ours: String, theirs: String)]
  /// The matrices, by our names, whose axes are the other way round there.
  var transposed: Set<String> = []

  func imported(_ tensors: [String: Tensor]) -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for (ours, theirs) in names { result[ours] = tensors[theirs].map { turned($0, ours) } }
    return result
  }

  func exported(_ tensors: [String: Tensor]) -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for (ours, theirs) in names { result[theirs] = tensors[ours].map { turned($0, ours) } }
    return result
  }

  private func turned(_ tensor: Tensor, _ name: String) -> Tensor {
    transposed.contains(name) ? Variable(tensor).transposed().value : tensor
  }

  /// The part that these weights are.
  func part(kerasPath: String = "") -> TranslatablePart {
    TranslatablePart(within: "", kerasPath: kerasPath, isBackward: false, translation: self)
  }
}

extension Dense: TranslatableLayer {
  func parts(in convention: WeightConvention) throws(PartObstacle) -> [TranslatablePart] {
    let isPyTorch = convention == .pyTorch
    let names = [("kernel", isPyTorch ? "weight" : "kernel")] + (useBias ? [("bias", "bias")] : [])
    return [Renaming(names: names, transposed: isPyTorch ? ["kernel"] : []).part()]
  }
}

extension Embedding: TranslatableLayer {
  func parts(in convention: WeightConvention) throws(PartObstacle) -> [TranslatablePart] {
    let name =
      switch convention {
      case .pyTorch: "weight"
      case .flax: "embedding"
      default: "embeddings"
      }
    return [Renaming(names: [("embeddings", name)]).part()]
  }
}

extension LayerNormalization: TranslatableLayer {
  func parts(in convention: WeightConvention) throws(PartObstacle) -> [TranslatablePart] {
    [Renaming(names: scaleNames(in: convention)).part()]
  }
}

extension BatchNormalization: TranslatableLayer {
  func parts(in convention: WeightConvention) throws(PartObstacle) -> [TranslatablePart] {
    let means: [(String, String)] =
      switch convention {
      case .pyTorch: [("moving_mean", "running_mean"), ("moving_variance", "running_var")]
      case .flax: [("moving_mean", "mean"), ("moving_variance", "var")]
      default: [("moving_mean", "moving_mean"), ("moving_variance", "moving_variance")]
      }
    return [Renaming(names: scaleNames(in: convention) + means).part()]
  }
}

/// What normalisation scales by and moves by.
private func scaleNames(in convention: WeightConvention) -> [(String, String)] {
  switch convention {
  case .pyTorch: [("gamma", "weight"), ("beta", "bias")]
  case .flax: [("gamma", "scale"), ("beta", "bias")]
  default: [("gamma", "gamma"), ("beta", "beta")]
  }
}

extension TimeDistributed: TranslatableLayer {
  func parts(in convention: WeightConvention) throws(PartObstacle) -> [TranslatablePart] {
    guard let layer = layer as? any TranslatableLayer else {
      throw PartObstacle(reason: "\(convention.title) has no \(layer.kind)")
    }
    return try layer.parts(in: convention).map { part in
      let inner = layer is Dense ? "dense" : ""
      return TranslatablePart(
        within: part.within, kerasPath: part.kerasPath.isEmpty ? inner : part.kerasPath,
        isBackward: part.isBackward, translation: part.translation)
    }
  }
}
