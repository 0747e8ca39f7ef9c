import Foundation
import Testing

@testable import UnrollFigures

@Suite struct FigureFileTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "figures-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func `a figure is written, and the folders on the way are created`() throws {
    try withFolder { folder in
      let url = folder.appendingPathComponent("a/b/loss.svg")
      try Examples.learning.write(svgTo: url)
      #expect(try String(contentsOf: url, encoding: .utf8) == Examples.learning.svg())
    }
  }

  @Test func `a folder that is a file is named in the error`() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("file")
      try Data().write(to: file)
      let error = #expect(throws: FigureError.self) {
        try Examples.learning.write(svgTo: file.appendingPathComponent("loss.svg"))
      }
      guard case .folderNotCreated(let path, _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(path == file.path)
      #expect(error?.description.contains("choose a folder you may write to") == true)
    }
  }

  @Test func `a file that is a folder is named in the error`() throws {
    try withFolder { folder in
      let error = #expect(throws: FigureError.self) { try Examples.learning.write(svgTo: folder) }
      guard case .fileNotWritten(let path, let reason) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(path == folder.path && !reason.isEmpty)
    }
  }

  @Test func `a web address is refused`() throws {
    let url = try #require(URL(string: "https://example.org/loss.svg"))
    #expect(throws: FigureError.notAFile("https://example.org/loss.svg")) {
      try Examples.learning.write(svgTo: url)
    }
  }
}
