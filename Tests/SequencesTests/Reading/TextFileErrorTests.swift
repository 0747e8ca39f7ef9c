import Foundation
import Testing

@testable import UnrollSequences

/// What is said about each kind of file that is no text.
@Suite struct TextFileErrorTests {
  /// The sentence with which reading a file's lines ends; empty where it succeeds.
  private func sentence(_ path: String, longestLine: Int = TextLines.usualLongestLine) -> String {
    do throws(TextFileError) {
      let lines = try TextLines(contentsOf: path, longestLine: longestLine)
      while try lines.next() != nil {}
      return ""
    } catch {
      return error.description
    }
  }

  private func sentence(_ bytes: [UInt8], ending: String = ".txt", longestLine: Int = 1 << 20)
    throws
    -> String
  {
    let file = try TemporaryFile(bytes, ending: ending)
    return file.hidden(in: sentence(file.path, longestLine: longestLine))
  }

  @Test func `no file, a folder and a name below a file are told apart`() throws {
    #expect(
      sentence("nowhere/a.txt") == "nowhere/a.txt: no such file; check the spelling and the folder."
    )
    let folder = try TemporaryFile(files: ["a.txt": "a"])
    #expect(
      folder.hidden(in: sentence(folder.path))
        == "FILE: found a folder; expected a file. Name a file in it.")
    #expect(
      folder.hidden(in: sentence(folder.path + "/a.txt/b.txt"))
        == "FILE/a.txt/b.txt: no such file; check the spelling and the folder.")
  }

  @Test(.enabled(if: geteuid() != 0, "root may read every file"))
  func `a file that may not be read is refused`() throws {
    let file = try TemporaryFile("a\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: file.path)
    #expect(
      file.hidden(in: sentence(file.path))
        == "FILE: can't be read: permission denied. Allow it: chmod u+r FILE")
  }

  @Test func `the system's reasons become sentences`() {
    #expect(
      FileWindow.error(EACCES, "my file.txt").description
        == "my file.txt: can't be read: permission denied. Allow it: chmod u+r 'my file.txt'")
    #expect(
      FileWindow.error(EIO, "a.txt").description
        == "a.txt: can't be read: \(String(cString: strerror(EIO))). Name a file that may be read.")
  }

  @Test(arguments: [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]])
  func `an empty file is refused`(_ bytes: [UInt8]) throws {
    #expect(try sentence(bytes) == "FILE: found nothing; expected text.")
  }

  @Test(
    arguments: [
      (Packing.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], ".xz", "xz", "xz -dk FILE"),
      (.gzip, [0x1F, 0x8B, 0x08], ".gz", "gzip", "gzip -dk FILE"),
      (.gzip, [0x1F, 0x8B, 0x08], ".tar.gz", "gzip", "tar -xf FILE"),
      (.gzip, [0x1F, 0x8B, 0x08], ".tgz", "gzip", "tar -xf FILE"),
      (.gzip, [0x1F, 0x8B, 0x08], ".tsv", "gzip", "mv FILE FILE.gz && gzip -dk FILE.gz"),
      (.zip, [0x50, 0x4B, 0x03, 0x04], ".zip", "zip", "unzip FILE"),
      (.zip, [0x50, 0x4B, 0x05, 0x06], ".csv", "zip", "unzip FILE"),
      (.bzip2, Array("BZh91AY&SY".utf8), ".bz2", "bzip2", "bzip2 -dk FILE"),
      (.zstd, [0x28, 0xB5, 0x2F, 0xFD], ".zst", "zstd", "zstd -dk FILE"),
    ] as [(Packing, [UInt8], String, String, String)])
  func `a packed file is known by its first bytes`(
    _ packing: Packing, _ bytes: [UInt8], _ ending: String, _ name: String, _ command: String
  ) throws {
    #expect(
      try sentence(bytes + [1, 2, 3], ending: ending)
        == "FILE: found a file packed by \(name); expected text. Unpack it first: \(command)")
  }

  @Test func `a text that begins like a packed file is read`() throws {
    for text in ["BZh9 is a word\n", "PK\n", "7z\n"] {
      #expect(try sentence(Array(text.utf8)) == "")
    }
  }

  @Test func `a path with spaces or quotes is quoted for the shell`() {
    #expect(Packing.xz.command(for: "my data.xz") == "xz -dk 'my data.xz'")
    #expect(Packing.xz.command(for: "it's.xz") == #"xz -dk 'it'\''s.xz'"#)
    #expect(Packing.xz.command(for: "~/é/a_b-c.xz") == "xz -dk ~/é/a_b-c.xz")
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x61, 0], "UTF-16"), ([0xFE, 0xFF, 0, 0x61], "UTF-16"),
      ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "UTF-32"), ([0, 0, 0xFE, 0xFF], "UTF-32"),
    ] as [([UInt8], String)])
  func `a text in UTF-16 is known by its mark`(_ bytes: [UInt8], _ name: String) throws {
    #expect(
      try sentence(bytes)
        == "FILE: found text in \(name); expected text in UTF-8. Save the file as UTF-8.")
  }

  @Test(
    arguments: [
      [0xB0], [0xC3], [0xC3, 0x28], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xC0, 0xAF],
      [0xF4, 0x90, 0x80, 0x80],
      [0xFF],
    ] as [[UInt8]])
  func `bytes that are not UTF-8 are named with their line`(_ bytes: [UInt8]) throws {
    #expect(
      try sentence(Array("a\né\n".utf8) + bytes + Array("\nb".utf8))
        == "FILE, line 3: found bytes that are not UTF-8; expected text in UTF-8. Save the file as UTF-8."
    )
  }

  @Test func `the replacement character itself is text`() throws {
    #expect(try sentence(Array("\u{FFFD}\n".utf8)) == "")
  }

  @Test func `a byte 0 is named with its line`() throws {
    #expect(
      try sentence(Array("a\nb\0c\n".utf8))
        == "FILE, line 2: found a byte 0, which stands in no text; expected text in UTF-8. Name another "
        + "file, or save this one as UTF-8.")
  }

  @Test func `a line longer than the limit is refused, and one as long is read`() throws {
    let text = Array("a\n12345\n".utf8)
    #expect(try sentence(text, longestLine: 5) == "")
    #expect(
      try sentence(text, longestLine: 4)
        == "FILE, line 2: found a line of more than 4 bytes; expected shorter ones, each ended by \\n."
    )
    #expect(
      try sentence([UInt8](repeating: 0x61, count: 3_000_000))
        == "FILE, line 1: found a line of more than 1,048,576 bytes; expected shorter ones, each ended by "
        + "\\n.")
  }

  @Test func `lines that end with a carriage return alone are not one line`() throws {
    #expect(
      try sentence(Array("a\rb\rc".utf8))
        == "FILE: found lines that end with \\r alone; expected \\n. Save the file with the line ends of "
        + "Unix or Windows.")
  }

  @Test func `a reader's own complaint has the same form`() {
    #expect(
      TextFileError.unexpected(file: "v.txt", line: 7, found: "49 numbers", expected: "50")
        .description
        == "v.txt, line 7: found 49 numbers; expected 50.")
  }
}
