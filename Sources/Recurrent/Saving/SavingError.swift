/// Why a model can't be saved or loaded: which file, what was found, and what to do.
///
/// What is wrong with the file as a file is a ``TensorFileError``.
public struct SavingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as its reader named it.
  public let file: String
  /// What is wrong.
  public let problem: Problem

  /// What can be wrong with a model, or with its file.
  public enum Problem: Equatable, Sendable {
    /// A layer can't be written; nothing was.
    case layerNotSaved(name: String, reason: String)
    /// A weight is not what its layer makes it; nothing was written.
    case weightNotSaved(path: String, found: String, expected: String)
    /// An extra has a name that is the file's own; nothing was written.
    case reservedExtra(String)
    /// The file holds weights alone, or something else.
    case noModel
    /// What the file says of the model is no JSON, or does not fit together.
    case malformed(reason: String)
    /// A layer can't be made; layers count from 1.
    case layerNotMade(number: Int, reason: String)
    /// The weights in the file are not those of the model.
    case otherWeights([String])
  }

  /// The file and the sentence.
  public var description: String { "\(file): \(problem.sentence)" }
}

extension SavingError.Problem {
  fileprivate var sentence: String {
    switch self {
    case .layerNotSaved(let name, let reason):
      return "was not written: the layer \(name): \(reason)."
    case .weightNotSaved(let path, let found, let expected):
      return """
        was not written: \(path) is \(found), but its layer has \(expected); no model could be made from that.
        """
    case .reservedExtra(let key):
      return
        "was not written: extras whose names begin with 'unroll.', like \(key), are the file's own."
    case .noModel:
      return """
        says nothing of a model's layers; expected a file that Sequential.save(to:) wrote. Weights alone are \
        read by model.loadWeights(from:).
        """
    case .malformed(let reason): return "what it says of the model is wrong: \(reason)."
    case .layerNotMade(let number, let reason):
      return "layer \(number) can't be made: \(reason)."
    case .otherWeights(let differences):
      let shown = differences.prefix(5).joined(separator: "; ")
      let rest = differences.count > 5 ? "; and \(differences.count - 5) more" : ""
      return """
        its weights are not the model's: \(shown)\(rest). Nothing was changed; make the model as it was when \
        the file was written.
        """
    }
  }
}
