import UnrollAutodiff

/// The layers of another library's file.
struct ForeignLayers {
  /// A layer, or one direction of it.
  struct One {
    let name: String
    let isBackward: Bool
    /// The weights by their names within the layer, and their names in the file.
    var values: [String: Tensor] = [:]
    var names: [String: String] = [:]

    var signature: WeightMatch.Signature {
      WeightMatch.Signature(shapes: values.mapValues(\.shape), isBackward: isBackward)
    }
  }

  private(set) var layers: [One] = []

  /// Sorts a file's weights by layers; throws where one is no number, or of another type than the model's.
  init(
    _ tensors: [String: TensorFile.Content], _ parts: ForeignParts
  ) throws(ConventionError) {
    let names = try Self.names(tensors, parts)
    for (file, name) in names.sorted(by: { $0.key < $1.key }) {
      if name.weight == "num_batches_tracked" { continue }
      let value = try Self.numbers(file, tensors[file], parts.dtype)
      let known = layers.firstIndex { $0.name == name.layer && $0.isBackward == name.isBackward }
      let index = known ?? layers.count
      if known == nil { layers.append(One(name: name.layer, isBackward: name.isBackward)) }
      layers[index].values[name.weight] = value
      layers[index].names[name.weight] = file
    }
  }

  /// The names, taken apart; of Keras's arrays without names those that they would have.
  private static func names(
    _ tensors: [String: TensorFile.Content], _ parts: ForeignParts
  ) throws(ConventionError) -> [String: ForeignName] {
    let isListed = tensors.keys.allSatisfy { $0.wholeMatch(of: /arr_[0-9]+/) != nil }
    guard parts.convention == .keras, isListed, !tensors.isEmpty else {
      return Dictionary(
        uniqueKeysWithValues: tensors.keys.map { ($0, ForeignName($0, parts.convention)) })
    }
    guard tensors.count == parts.order.count else {
      throw ConventionError(.otherCount(found: tensors.count, expected: parts.order.count))
    }
    let named = parts.order.enumerated().map { index, weight in
      ("arr_\(index)", ForeignName(parts.all[weight.part].name(of: weight.weight), .keras))
    }
    return Dictionary(uniqueKeysWithValues: named)
  }

  private static func numbers(
    _ name: String, _ content: TensorFile.Content?, _ dtype: DType
  ) throws(ConventionError) -> Tensor {
    if case .numbers(let tensor) = content, tensor.dtype == dtype { return tensor }
    let found =
      switch content {
      case .numbers(let tensor): "\(tensor.dtype)"
      case let other?: other.type.rawValue
      case nil: "nothing"
      }
    throw ConventionError(.otherNumbers(name: name, found: found, expected: "\(dtype)"))
  }
}
