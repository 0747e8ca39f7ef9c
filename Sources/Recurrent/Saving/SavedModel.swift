import UnrollAutodiff

/// A model from a file, and the text that was saved with it: a vocabulary, for example.
///
/// ```swift
/// try model.save(to: "model.safetensors", extras: ["vocabulary": words.joined(separator: "\n")])
/// let saved = try SavedModel(reading: "model.safetensors")
/// let vocabulary = saved.extras["vocabulary"]?.split(separator: "\n")
/// ```
public struct SavedModel {
  /// The model as it was saved: its layers, weights, seed, and how long it was trained. States of stateful
  /// layers begin as zeros.
  public let model: Sequential

  /// The text that was saved with it, by name.
  public let extras: [String: String]

  /// Reads a file of ``Sequential/save(to:extras:)``.
  ///
  /// - Parameter layers: The types of layers of your own that may occur. Only these, and the library's, are
  ///   ever made.
  /// - Throws: A ``SavingError`` or ``TensorFileError`` that says what is wrong and what to do.
  public init(reading path: String, layers: [any SavableLayer.Type] = []) throws {
    try self.init(TensorFile(reading: path), layers: layers)
  }

  /// A model from a file that may hold more under names that begin with `unroll.`.
  package init(_ file: TensorFile, layers: [any SavableLayer.Type]) throws {
    guard let text = file.metadata[TensorFile.modelKey] else {
      throw SavingError(file: file.name, problem: .noModel)
    }
    do {
      let known = try KnownLayers.library.adding(layers)
      let description = try ModelDescription(JSONValue(parsing: text), known)
      var weights = FileWeights(file)
      model = try description.model(&weights)
    } catch let error as SavingError {
      throw error
    } catch let error as ModelDescription.LayerError {
      throw SavingError(
        file: file.name, problem: .layerNotMade(number: error.number, reason: error.reason))
    } catch {
      throw SavingError(file: file.name, problem: .malformed(reason: "\(error)"))
    }
    extras = file.extras
  }
}

extension Sequential {
  /// Writes the model, whole or not at all: layers, weights, seed, how long it was trained, and some text
  /// of yours.
  ///
  /// The file is safetensors (``TensorFile``): Python's `safetensors` reads the weights from it, under
  /// their paths. States of stateful layers are not kept.
  ///
  /// - Throws: A ``SavingError`` where a layer of your own is not a ``SavableLayer``, or a
  ///   ``TensorFileError``; what stood at the path before is untouched then.
  public func save(to path: String, extras: [String: String] = [:]) throws {
    try tensorFile(extras: extras, path: path).write(to: path)
  }

  /// Reads a model that ``save(to:extras:)`` wrote; with the text saved beside it, ``SavedModel`` does.
  ///
  /// - Parameter layers: The types of layers of your own that may occur.
  /// - Throws: ``SavingError`` or ``TensorFileError`` as ``SavedModel/init(reading:layers:)`` does.
  public static func load(
    from path: String, layers: [any SavableLayer.Type] = []
  ) throws -> Sequential {
    try SavedModel(reading: path, layers: layers).model
  }

  /// What ``save(to:extras:)`` writes, to which more may be added under names that begin with `unroll.`.
  package func tensorFile(extras: [String: String], path: String) throws -> TensorFile {
    var file = try weightsFile(extras: extras, path: path)
    let (description, types) = try ModelDescription.text(of: self, path: path)
    file.metadata[TensorFile.modelKey] = description
    // Tried out before anything is written: what can't be read again is not saved.
    _ = try SavedModel(file, layers: types)
    return file
  }
}

extension TensorFile {
  /// The key of a model's layers.
  static let modelKey = "unroll.model"
}
