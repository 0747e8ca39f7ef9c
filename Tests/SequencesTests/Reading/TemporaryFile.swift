import Foundation

/// A file or folder for one test, which is removed with it.
final class TemporaryFile: Sendable {
  let path: String

  /// A file of these bytes.
  init(_ bytes: some Sequence<UInt8>, ending: String = ".txt") throws {
    path = FileManager.default.temporaryDirectory.appending(path: "text-\(UUID())\(ending)").path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// A file of this text.
  convenience init(_ text: String, ending: String = ".txt") throws {
    try self.init(text.utf8, ending: ending)
  }

  /// A folder of these files, whose names may go through folders.
  init(files: [String: String]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "texts-\(UUID())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files {
      let url = URL(fileURLWithPath: path).appending(path: name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A text that names this file, with `FILE` in its place.
  func hidden(in text: String) -> String { text.replacing(path, with: "FILE") }
}
