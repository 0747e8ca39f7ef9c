import Foundation
import Testing

@testable import UnrollRecurrent

@Suite struct AtomicFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func text(_ name: String) throws -> String {
    String(decoding: try TemporaryFolder.bytes(folder(name)), as: UTF8.self)
  }

  @Test func `a file is written, and replaced, and nothing else is left`() throws {
    try AtomicFile.write(to: folder("a")) { try $0.write("first, and long") }
    #expect(try text("a") == "first, and long")
    try AtomicFile.write(to: folder("a")) { writer in
      try writer.write("sec")
      try writer.write("ond")
    }
    #expect(try text("a") == "second")
    #expect(folder.names == ["a"])
  }

  @Test func `until the last moment the old file is there, and the new one is beside it`() throws {
    try AtomicFile.write(to: folder("a")) { try $0.write("old") }
    try AtomicFile.write(to: folder("a")) { writer in
      try writer.write("new")
      #expect(try text("a") == "old")
      #expect(folder.names.count == 2)
    }
    #expect(try text("a") == "new")
  }

  @Test func `after a failure the old file is untouched and no other is left`() throws {
    try AtomicFile.write(to: folder("a")) { try $0.write("old") }
    #expect(throws: CocoaError.self) {
      try AtomicFile.write(to: folder("a")) { writer in
        try writer.write("half of the ne")
        throw CocoaError(.fileWriteOutOfSpace)
      }
    }
    #expect(try text("a") == "old")
    #expect(folder.names == ["a"])
  }

  @Test func `a file that replaces another keeps its permissions, and a link stays a link`() throws
  {
    try AtomicFile.write(to: folder("a")) { try $0.write("old") }
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder("a"))
    try FileManager.default.createSymbolicLink(
      atPath: folder("link"), withDestinationPath: folder("a"))
    try AtomicFile.write(to: folder("link")) { try $0.write("new") }
    #expect(try text("a") == "new")
    let attributes = try FileManager.default.attributesOfItem(atPath: folder("a"))
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    let destination = try FileManager.default.destinationOfSymbolicLink(atPath: folder("link"))
    #expect(destination == folder("a"))
  }

  private func reason(_ path: String) -> String? {
    #expect(throws: AtomicFile.Failure.self) {
      try AtomicFile.write(to: path) { _ in Issue.record("got as far as writing") }
    }?.reason
  }

  @Test func `a place where no file can be gets a sentence`() throws {
    #expect(reason(folder.path) == "it is a folder; name a file in it")
    #expect(reason(folder("no/such/a")) == "its folder does not exist; create it first")
    #expect(reason("/dev/null") == "it is a device or a pipe; name a file")
    #expect(reason("") == "a path can't be empty; name a file")
    try AtomicFile.write(to: folder("a")) { try $0.write("a file") }
    #expect(reason(folder("a/b")) == "its folder does not exist; create it first")
    #expect(folder.names == ["a"])
    #expect(
      AtomicFile.Failure(path: "a", reason: "so").description
        == "can't write a: so. What stood there before is untouched.")
  }

  @Test(.disabled(if: geteuid() == 0, "the system's owner may write everywhere"))
  func `a folder or a file without permission gets a sentence`() throws {
    try AtomicFile.write(to: folder("a")) { try $0.write("a file") }
    let set = { (permissions: Int, path: String) in
      try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
    }
    try set(0o400, folder("a"))
    #expect(reason(folder("a")) == "permission denied; choose a folder you may write to")
    try set(0o500, folder.path)
    #expect(reason(folder("b")) == "permission denied; choose a folder you may write to")
    try set(0o700, folder.path)
  }
}
