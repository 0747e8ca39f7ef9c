import Foundation

/// The folder of a bug hunt: a package with ten programs that use the whole library.
///
/// ```text
/// Package.swift            made by unroll bug-hunt, and made anew by it
/// Diagnoses.txt            the letters
/// Bug01/Bug01.swift …      the programs, never touched again
/// .hunt/found              the numbers of those that are found and mended
/// ```
public struct HuntFolder {
  /// The folder.
  public let path: String

  private static let found = ".hunt/found"

  /// The folder at a path that `unroll bug-hunt` made.
  /// - Throws: ``HuntFolderError/notStarted(path:)`` where it did not.
  public init(at path: String) throws(HuntFolderError) {
    self.path = path
    guard FileManager.default.fileExists(atPath: path + "/" + Self.found) else {
      throw .notStarted(path: path)
    }
  }

  /// Makes a folder, or brings one up to date: programs that are there are not touched.
  /// - Throws: ``HuntFolderError`` where the folder is in use, or the course is gone; `CocoaError` where it can't be
  ///   written.
  public static func start(_ path: String) throws -> HuntFolder {
    let files = FileManager.default
    let isNew = !files.fileExists(atPath: path + "/" + found)
    if isNew, let present = try? files.contentsOfDirectory(atPath: path), !present.isEmpty {
      throw HuntFolderError.inUse(path: path)
    }
    guard files.fileExists(atPath: programs) else {
      throw HuntFolderError.courseIsGone(path: StudentFolder.courseRoot)
    }
    try files.createDirectory(atPath: path + "/.hunt", withIntermediateDirectories: true)
    try manifest.write(to: path + "/Package.swift")
    try ".build/\n".write(to: path + "/.gitignore")
    let lines = Diagnosis.all.map { "\($0.letter)  \($0.name)\n" }
    try lines.joined().write(to: path + "/Diagnoses.txt")
    for bug in HuntBug.all where !files.fileExists(atPath: path + "/" + bug.file) {
      try files.createDirectory(
        atPath: path + "/" + bug.program, withIntermediateDirectories: true)
      try beginning(of: bug).write(to: path + "/" + bug.file)
    }
    if isNew { try "".write(to: path + "/" + found) }
    return try HuntFolder(at: path)
  }

  /// A program as it is in the beginning.
  static func beginning(of bug: HuntBug) throws -> String {
    try String(contentsOfFile: programs + "/\(bug.program).swift", encoding: .utf8)
  }

  /// The numbers of the bugs that were found and mended.
  public var solved: Set<Int> {
    let text = (try? String(contentsOfFile: path + "/" + Self.found, encoding: .utf8)) ?? ""
    return Set(text.split(separator: "\n").compactMap { Int($0) })
  }

  /// Takes down that a bug was found and mended.
  func note(_ bug: HuntBug) throws {
    let numbers = solved.union([bug.number]).sorted()
    try numbers.map { "\($0)\n" }.joined().write(to: path + "/" + Self.found)
  }

  /// Where the programs lie in the course: beside the data that they use.
  private static let programs = StudentFolder.courseRoot + "/Sources/Hunt/Programs"

  private static var manifest: String {
    let names = HuntBug.all.map { "\"\($0.program)\"" }
    return """
      // swift-tools-version: 6.2
      // Made by 'unroll bug-hunt', which writes it anew.
      import PackageDescription

      let package = Package(
        name: "bug-hunt",
        platforms: [.macOS(.v14)],
        dependencies: [.package(name: "course", path: "\(StudentFolder.courseRoot)")],
        targets: [
          \(names.joined(separator: ", "))
        ].map { name in
          .executableTarget(
            name: name,
            dependencies: [
              .product(name: "UnrollLibrary", package: "course"),
              .product(name: "UnrollHunt", package: "course"),
            ], path: name)
        }
      )

      """
  }
}

/// Why there is no folder to hunt in.
public enum HuntFolderError: Error, Equatable, Sendable, CustomStringConvertible {
  /// `unroll bug-hunt` did not make it.
  case notStarted(path: String)
  /// It holds other files.
  case inUse(path: String)
  /// The course is not where this program was built.
  case courseIsGone(path: String)

  /// What was found, and what to do.
  public var description: String {
    switch self {
    case .notStarted(let path):
      """
      \(path == "." ? "this folder" : path) is no folder of the bug hunt; say with --in DIR where yours is, or make one with \
      'unroll bug-hunt DIR'
      """
    case .inUse(let path):
      "\(path) holds other files; expected a new or empty folder, or one that unroll bug-hunt made"
    case .courseIsGone(let path):
      "the course is no longer in \(path), where this program was built; build it again where the course is now"
    }
  }
}
