import Foundation

/// The course as students get it: without the solutions, and without the submissions that are made of them.
///
/// The checker is in it, as source: the truths by the tape, what is known to go wrong, which choice of a question is right and
/// the letters of the bug hunt. Whoever reads that finds answers, though no solution to copy.
public struct StudentCopy {
  /// What lies in the copy, at the top.
  private static let parts = [
    "Package.swift", "Sources", "Tests", "Tutorials", "Notebooks-md", "Benchmarks", "README.md",
    "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", ".gitignore", ".swift-format",
  ]

  /// Where the solutions lie, with the tests that need them.
  static let solutions = "Tests/GradingTests"

  /// Made-up submissions, which are solutions with a mistake.
  static let submissions = ["Benchmarks/Submissions", "Benchmarks/grade-submissions"]

  /// Copies the course into a new folder.
  /// - Returns: The number of files.
  /// - Throws: ``StudentFolderError`` where the folder is there or the course is not; `CocoaError` where it can't be
  ///   written.
  public static func make(_ path: String) throws -> Int {
    let files = FileManager.default
    if files.fileExists(atPath: path) { throw StudentFolderError.inUse(path: path) }
    let course = StudentFolder.courseRoot
    guard files.fileExists(atPath: course + "/Package.swift") else {
      throw StudentFolderError.courseIsGone(path: course)
    }
    try files.createDirectory(atPath: path, withIntermediateDirectories: true)
    for part in parts where files.fileExists(atPath: course + "/" + part) {
      try files.copyItem(atPath: course + "/" + part, toPath: path + "/" + part)
    }
    for part in [solutions, "Benchmarks/.build"] + submissions {
      if files.fileExists(atPath: path + "/" + part) {
        try files.removeItem(atPath: path + "/" + part)
      }
    }
    let manifest = path + "/Package.swift"
    let text = try String(contentsOfFile: manifest, encoding: .utf8)
    try withoutSolutions(text).write(to: manifest)
    return files.enumerator(atPath: path)?.count { _ in true } ?? 0
  }

  /// A manifest without the target of the solutions.
  static func withoutSolutions(_ manifest: String) -> String {
    let lines = manifest.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let path = lines.firstIndex(where: { $0.contains("\"\(solutions)\"") }),
      let begin = lines[..<path].lastIndex(where: { $0.contains(".testTarget(") })
    else { return manifest }
    return (lines[..<begin] + lines[(path + 1)...]).joined(separator: "\n")
  }
}
