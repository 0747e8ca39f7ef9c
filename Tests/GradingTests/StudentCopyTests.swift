import Foundation
import Testing

@testable import UnrollGrading

/// What students are given has none of the solutions in it.
@Suite struct StudentCopyTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: "copy-\(UUID())").path

  /// The lines of the solutions that say something: those that compute.
  private static func tellingLines() throws -> Set<String> {
    let folder = StudentFolder.courseRoot + "/\(StudentCopy.solutions)/Solutions"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    let lines = try files.flatMap { file in
      try String(contentsOfFile: folder + "/" + file, encoding: .utf8).split(separator: "\n")
    }
    return Set(
      lines.map { $0.filter { !$0.isWhitespace } }.filter { line in
        line.count >= 20 && !line.contains("func") && !line.hasPrefix("//")
          && !line.hasPrefix("for")
          && (line.contains("matmul") || line.contains("*") || line.contains("tanh")
            || line.contains("+="))
      })
  }

  @Test func `no line of a solution is in the copy`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let count = try StudentCopy.make(path)
    #expect(count > 500)
    #expect(!FileManager.default.fileExists(atPath: path + "/" + StudentCopy.solutions))
    for part in StudentCopy.submissions {
      #expect(FileManager.default.fileExists(atPath: StudentFolder.courseRoot + "/" + part))
      #expect(!FileManager.default.fileExists(atPath: path + "/" + part))
    }
    let manifest = try String(contentsOfFile: path + "/Package.swift", encoding: .utf8)
    #expect(!manifest.contains("GradingTests") && manifest.contains("\"UnrollGrading\""))
    let lines = try Self.tellingLines()
    #expect(lines.count > 50)
    let files = FileManager.default.enumerator(atPath: path)
    var told: [String] = []
    while let file = files?.nextObject() as? String {
      guard let text = try? String(contentsOfFile: path + "/" + file, encoding: .utf8) else {
        continue
      }
      let own = text.split(separator: "\n").map { $0.filter { !$0.isWhitespace } }
      told += own.filter(lines.contains).map { "\(file): \($0)" }
    }
    #expect(told == [])
  }

  @Test func `a folder that is there is left alone`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(throws: StudentFolderError.inUse(path: path)) { try StudentCopy.make(path) }
  }
}
