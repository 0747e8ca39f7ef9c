import UnrollAutodiff

// A whole model's weights out of another library's file, and into one.

extension Model {
  /// Takes all weights out of another library's, by the library's names, or none.
  ///
  /// Which layer is which is seen from the shapes of the weights. Where several are alike, their names decide: the same names as
  /// here, or names that differ in numbers alone, `lstm` and `lstm_1`; otherwise it has to be said. Keras's arrays without
  /// names, as `np.savez(path, *model.get_weights())` writes them, are taken in their order. Where PyTorch keeps two biases
  /// and this library one, it is their sum.
  ///
  /// - Parameters:
  ///   - tensors: What a ``TensorFile`` or ``NumPyArchive`` holds.
  ///   - convention: ``WeightConvention/keras``, ``WeightConvention/pyTorch`` or ``WeightConvention/flax``.
  ///   - layers: With which names the library's layers begin, by ours, where that is in doubt: `["lstm": "encoder"]`.
  /// - Returns: Where each layer's weights were found, in the order of the model.
  /// - Throws: A ``ConventionError`` that says what does not fit; the model is unchanged then.
  @discardableResult
  public func takeWeights(
    _ tensors: [String: TensorFile.Content], from convention: WeightConvention,
    layers: [String: String] = [:]
  ) throws(ConventionError) -> [(layer: String, source: String)] {
    let parts = try ForeignParts(self, convention)
    let file = try ForeignLayers(tensors, parts)
    let numbers = try parts.match(file.layers, said: layers)
    for (part, number) in zip(parts.all, numbers) {
      for (name, value) in part.part.translation.imported(file.layers[number].values) {
        let path = part.path.isEmpty ? name : "\(part.path)/\(name)"
        if let index = parameters.firstIndex(where: { $0.path == path }) {
          parameters[index].value = value
        }
      }
    }
    return zip(parts.all, numbers).map { ($0.path, file.layers[$1].name) }
  }

  /// The weights as another library keeps them, by its names.
  ///
  /// - Parameters:
  ///   - convention: ``WeightConvention/keras``, ``WeightConvention/pyTorch`` or ``WeightConvention/flax``.
  ///   - original: Weights of the library's own model. The names are theirs then, and two biases are kept as they are there where
  ///     their sum is still the bias here: what came from there and was not trained goes back bit for bit.
  ///   - layers: As for ``takeWeights(_:from:layers:)``.
  /// - Throws: A ``ConventionError`` where the library has no such layer, or the original is not of this model.
  public func weights(
    in convention: WeightConvention, like original: [String: TensorFile.Content]? = nil,
    layers: [String: String] = [:]
  ) throws(ConventionError) -> [String: TensorFile.Content] {
    let parts = try ForeignParts(self, convention)
    guard let original else {
      let named = parts.all.flatMap { part in part.values.map { (part.name(of: $0.key), $0.value) }
      }
      return Dictionary(uniqueKeysWithValues: named.map { ($0.0, .numbers($0.1)) })
    }
    let file = try ForeignLayers(original, parts)
    let numbers = try parts.match(file.layers, said: layers)
    // What is no weight, such as PyTorch's num_batches_tracked, stays as it is.
    var result = original
    for (part, number) in zip(parts.all, numbers) {
      let theirs = file.layers[number]
      let isUnchanged = part.part.translation.imported(theirs.values) == part.ours
      for (weight, value) in part.values where !isUnchanged {
        if let name = theirs.names[weight] { result[name] = .numbers(value) }
      }
    }
    return result
  }
}
