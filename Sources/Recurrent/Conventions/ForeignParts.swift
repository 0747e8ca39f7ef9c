import UnrollAutodiff

/// The parts of a model as another library would keep them.
struct ForeignParts {
  /// A part, and where it is.
  struct One {
    let part: TranslatablePart
    /// The layer, and the part's path in the model.
    let layer, path: String
    /// The weights here and there.
    let ours, values: [String: Tensor]
    let convention: WeightConvention

    /// What the library would call a weight.
    func name(of weight: String) -> String {
      ForeignName.written(weight, of: part, in: layer, convention)
    }
  }

  let convention: WeightConvention
  private(set) var all: [One] = []
  /// The weights in the model's order, which is that of Keras's `get_weights()`: the part's number, and the name there.
  private(set) var order: [(part: Int, weight: String)] = []
  let dtype: DType

  init(_ model: any Model, _ convention: WeightConvention) throws(ConventionError) {
    guard [.keras, .pyTorch, .flax].contains(convention) else {
      throw ConventionError(.noModels(convention))
    }
    self.convention = convention
    dtype = model.assembly.dtype
    for place in model.assembly.places {
      let own = model.parameters.filter { $0.layer == place.name }
      if own.isEmpty { continue }
      for part in try Self.parts(of: place, convention) {
        let start = part.within.isEmpty ? "" : "\(part.within)/"
        let mine = own.filter { $0.name.hasPrefix(start) }
        let ours = Dictionary(
          uniqueKeysWithValues: mine.map { (String($0.name.dropFirst(start.count)), $0.value) })
        let one = One(
          part: part, layer: place.name,
          path: part.within.isEmpty ? place.name : "\(place.name)/\(part.within)", ours: ours,
          values: part.translation.exported(ours), convention: convention)
        order += mine.map { (all.count, String($0.name.dropFirst(start.count))) }
        all.append(one)
      }
    }
  }

  /// The weights as `np.savez` names arrays that were given without names.
  var listed: [String: TensorFile.Content] {
    let named = order.enumerated().compactMap { index, weight in
      all[weight.part].values[weight.weight].map {
        ("arr_\(index)", TensorFile.Content.numbers($0))
      }
    }
    return Dictionary(uniqueKeysWithValues: named)
  }

  private static func parts(
    of place: Place, _ convention: WeightConvention
  ) throws(ConventionError) -> [TranslatablePart] {
    guard let layer = place.layer as? any TranslatableLayer else {
      let reason = "\(convention.title) has no \(place.layer.kind)"
      throw ConventionError(.noSuchLayer(name: place.name, reason: reason))
    }
    do { return try layer.parts(in: convention) } catch {
      throw ConventionError(.noSuchLayer(name: place.name, reason: error.reason))
    }
  }

  /// The layers of a file, and the number of that of each part.
  func found(
    in tensors: [String: TensorFile.Content], said: [String: String], inOrder: Bool
  ) throws(ConventionError) -> (ForeignLayers, [Int]) {
    if let listed = try ForeignLayers(listed: tensors, self) {
      if !said.isEmpty { throw ConventionError(.unnamed) }
      return (listed, Array(all.indices))
    }
    let file = try ForeignLayers(tensors, self)
    return (file, try match(file, said: said, inOrder: inOrder))
  }

  /// The number of the library's layer for each part.
  private func match(
    _ file: ForeignLayers, said: [String: String], inOrder: Bool
  ) throws(ConventionError) -> [Int] {
    let wanted = all.map { part in
      WeightMatch.Wanted(
        layer: part.layer, path: part.path, shapes: part.values.mapValues(\.shape),
        direction: part.part.within.isEmpty ? .none : part.part.isBackward ? .backward : .forward)
    }
    let found = file.layers.map { layer in
      WeightMatch.Found(
        name: layer.name, shapes: layer.values.mapValues(\.shape), direction: layer.direction,
        stacked: layer.stacked)
    }
    let match = try WeightMatch(
      wanted, found, said: said, inOrder: inOrder, hasDirections: convention == .pyTorch)
    if !match.differences.isEmpty { throw ConventionError(.otherLayers(match.differences)) }
    return match.assigned.compactMap { $0 }
  }
}
