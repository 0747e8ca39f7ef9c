import Foundation
import UnrollConsole

/// The texts in a folder and in the folders in it: files that end in `.txt`, `.md` or `.swift`.
///
/// Their order is that of their paths within the folder, each name compared as Swift compares strings, so
/// that every computer reads them in the same order. Hidden files and folders, and folders that a link
/// points to, are passed over.
public struct TextFolder: Sendable {
  /// The endings of texts.
  public static let endings = [".txt", ".md", ".swift"]

  /// The texts, with the folder's path in front.
  public let files: [String]
  /// All other files.
  public let others: [String]

  /// Looks into a folder.
  /// - Throws: ``TextFileError`` for a folder that is missing, may not be read, or holds no text.
  public init(_ path: String) throws(TextFileError) {
    var (files, others): ([String], [String]) = ([], [])
    var folders = [path]
    while let folder = folders.popLast() {
      var inner: [String] = []
      for name in try FolderEntry.entries(of: folder) {
        if name.isFolder {
          inner.append(name.path)
        } else if Self.endings.contains(where: { name.path.lowercased().hasSuffix($0) }) {
          files.append(name.path)
        } else {
          others.append(name.path)
        }
      }
      folders += inner
    }
    if files.isEmpty {
      throw .unexpected(
        file: path, found: "no file that ends in .txt, .md or .swift", expected: "at least one")
    }
    let parts = { (path: String) in path.split(separator: "/") }
    let isInFront = { (a: String, b: String) in parts(a).lexicographicallyPrecedes(parts(b)) }
    self.files = files.sorted(by: isInFront)
    self.others = others.sorted(by: isInFront)
  }

  /// Looks into a folder; nil for anything else.
  init?(ifFolder path: String) throws(TextFileError) {
    guard isFolder(path) else { return nil }
    try self.init(path)
  }
}

/// A file or folder in a folder.
struct FolderEntry {
  /// Its name, with the folder's path in front.
  let path: String
  /// Whether it is a folder, and not a link to one.
  let isFolder: Bool

  /// What is in a folder, but for what is hidden, sorted by name.
  static func entries(of folder: String) throws(TextFileError) -> [FolderEntry] {
    guard let directory = opendir(folder) else { throw FileWindow.error(errno, folder) }
    closedir(directory)
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw TextFileError(file: folder, .unreadable(reason: error.localizedDescription))
    }
    return names.filter { !$0.hasPrefix(".") }.sorted().map { name in
      let path = path(folder, name)
      var status = stat()
      let isFolder = lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      return FolderEntry(path: path, isFolder: isFolder)
    }
  }

  /// The path of a file in a folder.
  static func path(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}

/// Whether a folder stands at a path, or a link to one.
func isFolder(_ path: String) -> Bool {
  var isFolder: ObjCBool = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
}
