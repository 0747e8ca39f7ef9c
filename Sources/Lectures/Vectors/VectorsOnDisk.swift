import Foundation
import UnrollSequences

/// Files of word vectors that a reader may have, in the folder that `UNROLL_DATA` names.
public enum VectorsOnDisk {
  /// What the files are called, the best first.
  public static let names = [
    "glove.6B.300d.txt", "glove.6B.200d.txt", "glove.6B.100d.txt", "glove.6B.50d.txt",
    "glove.6B.50d.top20000.txt",
  ]

  /// Where real vectors are to be had.
  public static let source = "nlp.stanford.edu/projects/glove (glove.6B.zip)"

  /// Where to look for them, and what is there.
  public enum Place: Equatable, Sendable {
    /// A file to read.
    case file(String)
    /// A file that has to be unpacked first.
    case packed(String)
    /// None; the folder that was looked in, or nil where none was named.
    case nowhere(folder: String?)
  }

  /// The first of the files that is there.
  public static func find(
    in folder: String? = ProcessInfo.processInfo.environment["UNROLL_DATA"]
  ) -> Place {
    guard let folder, !folder.isEmpty else { return .nowhere(folder: nil) }
    let files = FileManager.default
    func path(_ name: String) -> String {
      folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }
    if let name = names.first(where: { files.fileExists(atPath: path($0)) }) {
      return .file(path(name))
    }
    if let name = names.first(where: { files.fileExists(atPath: path($0) + ".xz") }) {
      return .packed(path(name) + ".xz")
    }
    return .nowhere(folder: folder)
  }
}
