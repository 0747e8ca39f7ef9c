import UnrollAutodiff

// Weights as files that other libraries read and write, too: the ending of the name says which format it is.

extension TensorFile {
  /// Reads a safetensors file, or, where the name ends in `.npz`, a ``NumPyArchive``.
  ///
  /// - Throws: A ``TensorFileError`` or ``NumPyFileError`` that says what is wrong and what to do.
  public init(readingWeights path: String) throws {
    if path.lowercased().hasSuffix(".npz") {
      let archive = try NumPyArchive(reading: path)
      self.init(tensors: archive.tensors, metadata: [:], path: path)
    } else {
      try self.init(reading: path)
    }
  }

  /// Writes a safetensors file, or, where the name ends in `.npz`, a ``NumPyArchive``, which holds no text.
  ///
  /// - Throws: A ``TensorFileError`` or ``NumPyFileError``; what stood at the path before is untouched then.
  public func writeWeights(to path: String) throws {
    if path.lowercased().hasSuffix(".npz") {
      try NumPyArchive(tensors: tensors).write(to: path)
    } else {
      try write(to: path)
    }
  }
}

extension Model {
  /// Reads the weights of a file that another library wrote, safetensors or `.npz`; see
  /// ``takeWeights(_:from:layers:inOrder:)``.
  ///
  /// ```swift
  /// try model.loadWeights(from: "trained.safetensors", as: .pyTorch)
  /// ```
  ///
  /// - Throws: A ``ConventionError``, ``TensorFileError`` or ``NumPyFileError``; the model is unchanged then.
  @discardableResult
  public func loadWeights(
    from path: String, as convention: WeightConvention, layers: [String: String] = [:],
    inOrder: Bool = false
  ) throws -> [(layer: String, source: String)] {
    try takeWeights(
      TensorFile(readingWeights: path).tensors, from: convention, layers: layers, inOrder: inOrder)
  }

  /// Writes the weights as another library names them, safetensors or `.npz`; see ``weights(in:like:layers:inOrder:)``.
  ///
  /// Keras's `.npz` holds arrays without names, in the order that `set_weights` takes.
  ///
  /// - Parameter original: A file of the library's own model, whose names are taken.
  /// - Throws: A ``ConventionError``, ``TensorFileError`` or ``NumPyFileError``; what stood at the path before is untouched
  ///   then.
  public func saveWeights(
    to path: String, as convention: WeightConvention, like original: String? = nil,
    layers: [String: String] = [:], inOrder: Bool = false
  ) throws {
    let like = try original.map { try TensorFile(readingWeights: $0).tensors }
    let isListed = convention == .keras && like == nil && path.lowercased().hasSuffix(".npz")
    let tensors =
      isListed
      ? try ForeignParts(self, .keras).listed
      : try weights(in: convention, like: like, layers: layers, inOrder: inOrder)
    try TensorFile(tensors: tensors).writeWeights(to: path)
  }
}
