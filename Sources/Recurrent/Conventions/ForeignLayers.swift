import UnrollAutodiff

/// The layers of another library's file.
struct ForeignLayers {
  /// A layer, or one direction of it.
  struct One {
    let name: String
    var direction: WeightMatch.Direction
    /// The number in a stack of PyTorch's.
    var stacked = 0
    /// The weights by their names within the layer, and their names in the file.
    var values: [String: Tensor] = [:]
    var names: [String: String] = [:]
  }

  private(set) var layers: [One] = []

  /// Sorts a file's weights by layers; throws where one is no number, or of another type than the model's.
  init(
    _ tensors: [String: TensorFile.Content], _ parts: ForeignParts
  ) throws(ConventionError) {
    let names = ForeignName.all(tensors.keys, parts.convention)
    for (file, name) in names.sorted(by: { $0.key < $1.key }) {
      if name.weight == "num_batches_tracked" { continue }
      let value = try Self.numbers(file, tensors[file], parts.dtype)
      let direction: WeightMatch.Direction = name.isBackward ? .backward : .none
      let known = layers.firstIndex { $0.name == name.layer && $0.direction == direction }
      let index = known ?? layers.count
      if known == nil {
        layers.append(One(name: name.layer, direction: direction, stacked: name.stacked))
      }
      if let other = layers[index].names.updateValue(file, forKey: name.weight) {
        throw ConventionError(.otherLayers(["\(other) and \(file) are the same weight twice"]))
      }
      layers[index].values[name.weight] = value
    }
    markDirections(parts.convention)
  }

  /// Keras's arrays without names, as `np.savez` writes them: in the order of the model's weights. Nil where they have names.
  init?(
    listed tensors: [String: TensorFile.Content], _ parts: ForeignParts
  ) throws(ConventionError) {
    let isListed = tensors.keys.allSatisfy { $0.wholeMatch(of: /arr_[0-9]+/) != nil }
    guard parts.convention == .keras, isListed, !tensors.isEmpty else { return nil }
    guard tensors.count == parts.order.count else {
      throw ConventionError(.otherCount(found: tensors.count, expected: parts.order.count))
    }
    layers = parts.all.map { _ in One(name: "", direction: .none) }
    var differences: [String] = []
    for (index, (part, weight)) in parts.order.enumerated() {
      let value = try Self.numbers("arr_\(index)", tensors["arr_\(index)"], parts.dtype)
      let shape = parts.all[part].values[weight]?.shape ?? []
      if value.shape != shape {
        differences.append(
          "\(parts.all[part].path)/\(weight) needs \(shape), and arr_\(index) is \(value.shape)")
      }
      layers[part].values[weight] = value
      layers[part].names[weight] = "arr_\(index)"
    }
    if !differences.isEmpty { throw ConventionError(.otherLayers(differences)) }
  }

  /// PyTorch's directions have names of their own; elsewhere two layers whose names differ in a word, `forward_lstm` and
  /// `backward_lstm`, are the directions of one.
  private mutating func markDirections(_ convention: WeightConvention) {
    if convention == .pyTorch {
      let both = Set(layers.filter { $0.direction == .backward }.map(\.name))
      for index in layers.indices
      where layers[index].direction == .none && both.contains(layers[index].name) {
        layers[index].direction = .forward
      }
      return
    }
    for (forward, one) in layers.enumerated() {
      let other = one.name.replacing(/(^|[\/.])forward(?=_|[\/.]|$)/) { "\($0.output.1)backward" }
      guard other != one.name, let backward = layers.firstIndex(where: { $0.name == other }) else {
        continue
      }
      layers[forward].direction = .forward
      layers[backward].direction = .backward
    }
  }

  private static func numbers(
    _ name: String, _ content: TensorFile.Content?, _ dtype: DType
  ) throws(ConventionError) -> Tensor {
    if case .numbers(let tensor) = content, tensor.dtype == dtype {
      guard tensor.elements.allSatisfy(\.isFinite) else {
        throw ConventionError(.otherLayers(["\(name) holds a number that is not finite"]))
      }
      return tensor
    }
    guard content != nil else { throw ConventionError(.otherLayers(["there is no \(name)"])) }
    let found =
      switch content {
      case .numbers(let tensor): "\(tensor.dtype)"
      case let other?: other.type.rawValue
      case nil: "nothing"
      }
    throw ConventionError(.otherNumbers(name: name, found: found, expected: "\(dtype)"))
  }
}
