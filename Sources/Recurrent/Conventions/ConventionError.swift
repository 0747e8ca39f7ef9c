import UnrollAutodiff

/// Why weights of another library are not a model's, or a model's not another library's: what was found, and what to do.
public struct ConventionError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public let problem: Problem

  /// What can be wrong.
  public enum Problem: Equatable, Sendable {
    /// The library has layers, but no names for whole models.
    case noModels(WeightConvention)
    /// The library has no such layer; nothing was translated.
    case noSuchLayer(name: String, reason: String)
    /// Layers and what the file has do not fit; all differences.
    case otherLayers([String])
    /// Several layers are alike, and names do not tell which is which.
    case alike(layers: [String], candidates: [String])
    /// A layer was named that the model does not have, or that already has its weights.
    case unknownLayer(String, available: [String])
    /// A name was given that no layer of the file begins with.
    case unknownName(String, available: [String])
    /// A layer was named, but arrays without names are taken in their order.
    case unnamed
    /// An array that holds other things than numbers, or of another type.
    case otherNumbers(name: String, found: String, expected: String)
    /// Arrays without names, in another number than the model has weights.
    case otherCount(found: Int, expected: Int)
  }

  init(_ problem: Problem) { self.problem = problem }

  /// The sentence.
  public var description: String {
    switch problem {
    case .noModels(let convention):
      return """
        \(convention.title) has no names for the layers of a model. A single layer's weights are translated by \
        weights(_:from:) and weights(_:to:).
        """
    case .noSuchLayer(let name, let reason): return "\(name) can't be translated: \(reason)."
    case .otherLayers(let differences):
      let shown = differences.prefix(5).joined(separator: "; ")
      let rest = differences.count > 5 ? "; and \(differences.count - 5) more" : ""
      return "the layers are not the model's: \(shown)\(rest)."
    case .alike(let layers, let candidates):
      return """
        \(layers.joined(separator: ", ")) are of the same shapes, and so are \(Self.quoted(candidates)): which is which can't be \
        seen. Say it for each (layers; --layer \(layers[0])=NAME), or, where numbers in the names are the order in which layers are \
        used, that it is so (inOrder; --in-order).
        """
    case .unknownLayer(let name, let available):
      return """
        no layer \(name) is there to be named, or it has been; there are \(available.joined(separator: ", ")).
        """
    case .unnamed:
      return """
        the arrays have no names, and are taken in the order of Keras's get_weights(): no layer can be named (layers; --layer). Where \
        that is another order than that of use, as in a class of your own, write them by path: \
        save_file({v.path: v.numpy() for v in model.weights}, "weights.safetensors").
        """
    case .unknownName(let name, let available):
      return
        "no layer of the file is called \(name), or begins so; there are \(Self.quoted(available))."
    case .otherNumbers(let name, let found, let expected):
      return """
        \(name) is \(found); expected \(expected). Change it where it was written: \(expected == "float64" ? ".double()" : ".float()") in PyTorch, \
        .astype("\(expected)") in NumPy.
        """
    case .otherCount(let found, let expected):
      return """
        there are \(found) arrays without names, and the model has \(expected) weights. They are taken as Keras's get_weights() gives \
        them; make the layers the same.
        """
    }
  }

  private static func quoted(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: ", ")
  }
}
