import Foundation
import Testing

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct OutputFileTests {
  /// A fresh folder, removed afterwards.
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "unroll-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.resolvingSymlinksInPath().path)
  }

  private func contents(_ path: String) throws -> String {
    try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
  }

  @Test func `a file is replaced whole, through a link too`() throws {
    try inFolder { folder in
      let files = FileManager.default
      try OutputFile(folder + "/a.json").write("a longer first text")
      try files.createSymbolicLink(atPath: folder + "/link.json", withDestinationPath: "a.json")
      try OutputFile(folder + "/link.json").write("second")
      #expect(try contents(folder + "/a.json") == "second")
      #expect(try files.destinationOfSymbolicLink(atPath: folder + "/link.json") == "a.json")
      #expect(try files.contentsOfDirectory(atPath: folder).sorted() == ["a.json", "link.json"])
    }
  }

  // A pipe stands for devices too: a wrong program that runs as root must not meet /dev/null here.
  @Test func `a named pipe is written to and not replaced`() throws {
    try inFolder { folder in
      let path = folder + "/pipe"
      try #require(mkfifo(path, 0o600) == 0)
      let reader = open(path, O_RDWR | O_NONBLOCK)
      defer { close(reader) }
      try OutputFile(path).write("text")
      var bytes = [UInt8](repeating: 0, count: 8)
      let count = read(reader, &bytes, bytes.count)
      #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "text")
    }
  }

  @Test func `a place that can't be written to is refused with the reason`() throws {
    try inFolder { folder in
      try OutputFile(folder + "/file").write("text")
      let cases: [(path: String, reason: String)] = [
        (folder, "it is a folder; name a file"),
        (folder + "/none/a.json", "the folder \(folder)/none does not exist; create it first"),
        (folder + "/file/a.json", "\(folder)/file is not a folder"),
      ]
      for (path, reason) in cases {
        #expect(throws: CommandFailure.cannotWrite(path, because: reason)) {
          try OutputFile(path).checkWritable()
        }
        #expect(throws: CommandFailure.self) { try OutputFile(path).write("text") }
      }
      #expect(
        throws: CommandFailure.cannotWrite(
          folder + "/file/figures", because: "\(folder)/file is a file, not a folder")
      ) { try OutputFolder(folder + "/file/figures").checkWritable() }
    }
  }

  @Test func `a folder for figures is created with its first file, not before`() throws {
    try inFolder { folder in
      let figures = OutputFolder(folder + "/a/b/")
      try figures.checkWritable()
      #expect(!FileManager.default.fileExists(atPath: folder + "/a"))
      let path = try figures.write("<svg/>", as: "loss.svg")
      #expect(path == folder + "/a/b/loss.svg")
      #expect(try contents(path) == "<svg/>")
    }
  }

  #if os(Linux)
    @Test func `a system folder is refused, even where permissions seem to allow it`() {
      #expect(throws: CommandFailure.self) { try OutputFile("/proc/a.json").checkWritable() }
      #expect(throws: CommandFailure.self) { try OutputFolder("/proc/figures").checkWritable() }
    }
  #endif
}
