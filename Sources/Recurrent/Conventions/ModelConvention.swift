import UnrollAutodiff

// A whole model's weights out of another library's file, and into one.

extension Model {
  /// Takes all weights out of another library's, by the library's names, or none.
  ///
  /// Which layer is which is seen from the shapes of the weights. Where several are alike, names decide only if they are certain: the
  /// directions of one layer, and the layers of a stack of PyTorch's (`weight_ih_l1`). Otherwise it has to be said. Keras's
  /// arrays without names, as `np.savez(path, *model.get_weights())` writes them, are taken in their order. Where PyTorch keeps
  /// two biases and this library one, it is their sum.
  ///
  /// Weights don't tell everything: the ε of a normalisation (PyTorch's is 1e-5, here it is Keras's), activations, the order in which
  /// layers of other shapes are used. Compare the answers to a batch.
  ///
  /// - Parameters:
  ///   - tensors: What a ``TensorFile`` or ``NumPyArchive`` holds.
  ///   - convention: ``WeightConvention/keras``, ``WeightConvention/pyTorch`` or ``WeightConvention/flax``.
  ///   - layers: What layers are called there, or how their names begin, by ours: `["lstm": "encoder"]`. One direction is
  ///     "bidirectional/forward".
  ///   - inOrder: Whether layers that are alike come in the order of the numbers in their names: `lstm`, `lstm_1`, `layers.2`. They
  ///     say when a layer was made; that is the order in which layers are used in most models, and not in all.
  /// - Returns: Where each layer's weights were found, in the order of the model.
  /// - Throws: A ``ConventionError`` that says what does not fit; the model is unchanged then.
  @discardableResult
  public func takeWeights(
    _ tensors: [String: TensorFile.Content], from convention: WeightConvention,
    layers: [String: String] = [:], inOrder: Bool = false
  ) throws(ConventionError) -> [(layer: String, source: String)] {
    let parts = try ForeignParts(self, convention)
    let (file, numbers) = try parts.found(in: tensors, said: layers, inOrder: inOrder)
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
  ///   - layers: As for ``takeWeights(_:from:layers:inOrder:)``, where there is an original.
  ///   - inOrder: As there.
  /// - Throws: A ``ConventionError`` where the library has no such layer, or the original is not of this model.
  public func weights(
    in convention: WeightConvention, like original: [String: TensorFile.Content]? = nil,
    layers: [String: String] = [:], inOrder: Bool = false
  ) throws(ConventionError) -> [String: TensorFile.Content] {
    let parts = try ForeignParts(self, convention)
    guard let original else {
      let named = parts.all.flatMap { part in part.values.map { (part.name(of: $0.key), $0.value) }
      }
      return Dictionary(uniqueKeysWithValues: named.map { ($0.0, .numbers($0.1)) })
    }
    let (file, numbers) = try parts.found(in: original, said: layers, inOrder: inOrder)
    // What is no weight, such as PyTorch's num_batches_tracked, stays as it is.
    var result = original
    for (part, number) in zip(parts.all, numbers) {
      let theirs = file.layers[number]
      let isUnchanged = haveSameBits(
        part.part.translation.imported(theirs.values), part.ours)
      for (weight, value) in part.values where !isUnchanged {
        if let name = theirs.names[weight] { result[name] = .numbers(value) }
      }
    }
    return result
  }
}

/// Whether weights are the same, those that are not a number too.
private func haveSameBits(_ a: [String: Tensor], _ b: [String: Tensor]) -> Bool {
  a.count == b.count
    && a.allSatisfy { name, tensor in
      guard let other = b[name], other.shape == tensor.shape else { return false }
      return zip(tensor.elements, other.elements).allSatisfy { $0.bitPattern == $1.bitPattern }
    }
}
