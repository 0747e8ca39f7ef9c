import UnrollAutodiff

// A weight stands in a file under its path: `simple_rnn/kernel`. Names that begin with `unroll.` are no
// weights: a checkpoint keeps there what else training needs.

extension Model {
  /// Writes the weights, those that training does not change included, and some text: as safetensors, or, where the name
  /// ends in `.npz`, as NumPy's arrays, without the text.
  ///
  /// Read them into a model that was made in the same way. A ``Sequential`` can save its layers, too:
  /// ``Sequential/save(to:extras:)``.
  ///
  /// - Throws: A ``SavingError`` or ``TensorFileError``; what stood at the path before is untouched then.
  public func saveWeights(to path: String, extras: [String: String] = [:]) throws {
    try weightsFile(extras: extras, path: path).writeWeights(to: path)
  }

  /// Reads the weights from a file of ``saveWeights(to:extras:)`` or ``Sequential/save(to:extras:)``, and
  /// returns the text that was saved with them. A file whose name ends in `.npz` holds the same names as NumPy's arrays.
  ///
  /// The states of stateful layers stay as they are.
  ///
  /// - Throws: A ``SavingError`` that names all differences, a ``TensorFileError`` or a ``NumPyFileError``; the model
  ///   is unchanged then.
  @discardableResult
  public func loadWeights(from path: String) throws -> [String: String] {
    let file = try TensorFile(readingWeights: path)
    try takeWeights(from: file)
    return file.extras
  }

  /// The weights and some text as a file, to which more may be added under names that begin with `unroll.`.
  package func weightsFile(extras: [String: String], path: String) throws -> TensorFile {
    if let key = extras.keys.sorted().first(where: { $0.hasPrefix(TensorFile.ownPrefix) }) {
      throw SavingError(file: path, problem: .reservedExtra(key))
    }
    var file = TensorFile(tensors: [:], metadata: extras, path: path)
    for parameter in parameters { file.tensors[parameter.path] = .numbers(parameter.value) }
    return file
  }

  /// Takes all weights from a file, or none.
  package func takeWeights(from file: TensorFile) throws {
    var weights = FileWeights(file)
    let values = parameters.map {
      weights.take($0.path, $0.value.shape, $0.value.dtype) ?? $0.value
    }
    try weights.requireNoDifferences()
    for (index, value) in values.enumerated() { parameters[index].value = value }
  }
}

/// The weights of a file, taken out one by one and held against what a model needs.
struct FileWeights {
  private let file: TensorFile
  private var left: Set<String>
  private var differences: [String] = []

  init(_ file: TensorFile) {
    self.file = file
    left = Set(file.tensors.keys.filter { !$0.hasPrefix(TensorFile.ownPrefix) })
  }

  /// A weight; nil where the file has none of this path, shape and type.
  mutating func take(_ path: String, _ shape: Shape, _ dtype: DType) -> Tensor? {
    left.remove(path)
    switch file.tensors[path] {
    case .numbers(let tensor) where tensor.shape == shape && tensor.dtype == dtype: return tensor
    case .numbers(let tensor):
      differences.append(
        tensor.shape == shape
          ? "\(path) is \(tensor.dtype) in the file, but \(dtype) in the model"
          : "\(path) has shape \(tensor.shape) in the file, but \(shape) in the model")
    case let other?:
      differences.append("\(path) is \(other.type.rawValue) in the file, but \(dtype) in the model")
    case nil: differences.append("the file has no \(path)")
    }
    return nil
  }

  /// Throws where a weight was missing or another.
  func requireNoOthers() throws(SavingError) {
    if !differences.isEmpty {
      throw SavingError(file: file.name, problem: .otherWeights(differences))
    }
  }

  /// Throws where a weight was missing, was another, or is left.
  func requireNoDifferences() throws(SavingError) {
    let all = differences + left.sorted().map { "the model has no \($0)" }
    if !all.isEmpty { throw SavingError(file: file.name, problem: .otherWeights(all)) }
  }
}

extension TensorFile {
  /// How names begin that are neither weights nor extras.
  static let ownPrefix = "unroll."

  /// The text that was saved with a model.
  package var extras: [String: String] { metadata.filter { !$0.key.hasPrefix(Self.ownPrefix) } }

  /// The file in messages.
  package var name: String { path ?? "tensor file" }
}
