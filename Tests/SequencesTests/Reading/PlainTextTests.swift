import Foundation
import Testing

@testable import UnrollSequences

@Suite struct PlainTextTests {
  @Test func `line ends become line feeds, or stay`() throws {
    let file = try TemporaryFile("\u{FEFF}a\r\nb\rc\n\r\n\u{2028}é")
    #expect(try PlainText(contentsOf: file.path).text == "a\nb\nc\n\n\u{2028}é")
    let asWritten = try PlainText(contentsOf: file.path, lineEnds: .asWritten).text
    #expect(Array(asWritten.utf8) == Array("a\r\nb\rc\n\r\n\u{2028}é".utf8))
  }

  @Test(arguments: [LineEnds.lineFeeds, .asWritten])
  func `pieces joined are the text, wherever the chunks end`(_ lineEnds: LineEnds) throws {
    let file = try TemporaryFile("ab\r\n\r\nçé🦊x\u{301}\rlonger than a chunk 🦊🦊\r\rend\r\n")
    let whole = try PlainText(contentsOf: file.path, lineEnds: lineEnds).text
    for chunk in 1...40 {
      let pieces = try TextPieces([file.path], lineEnds: lineEnds, chunk: chunk)
      var text: [UInt8] = []
      while let piece = try pieces.next() {
        #expect(!piece.isEmpty)
        text += Array(piece.utf8)
      }
      #expect(text == Array(whole.utf8), "chunks of \(chunk)")
    }
  }

  @Test func `a large text is read with little more than a chunk in memory`() throws {
    let line = "It was the best of times, it was the worst of times. 🦊\r\n"
    let file = try TemporaryFile(String(repeating: line, count: 400_000))
    let pieces = try TextPieces(contentsOf: file.path)
    var count = 0
    while let piece = try pieces.next() { count += piece.utf8.count }
    #expect(count == (line.utf8.count - 1) * 400_000)
    #expect(pieces.mostBytesHeld <= FileWindow.usualChunk + line.utf8.count)
    // Without a line end in it.
    let one = try TemporaryFile(String(repeating: "ab🦊", count: 2_000_000))
    let rest = try TextPieces(contentsOf: one.path)
    count = 0
    while let piece = try rest.next() { count += piece.utf8.count }
    #expect(count == 12_000_000)
    #expect(rest.mostBytesHeld <= 2 * FileWindow.usualChunk)
  }

  @Test func `the texts of a folder are read in the order of their paths`() throws {
    let folder = try TemporaryFile(files: [
      "b.md": "second\n", "a.txt": "first", "c/Z.swift": "let z = 1\r\n", "c/empty.txt": "",
      "c/inner/y.txt": "fourth", "c.txt": "last", ".hidden.txt": "no", ".git/a.txt": "no",
      "table.csv": "no", "c/image.png": "no",
    ])
    let text = try PlainText(contentsOf: folder.path)
    #expect(text.text == "first\nsecond\nlet z = 1\nfourth\nlast")
    #expect(
      text.files.map(folder.hidden) == [
        "FILE/a.txt", "FILE/b.md", "FILE/c/Z.swift", "FILE/c/empty.txt", "FILE/c/inner/y.txt",
        "FILE/c.txt",
      ])
    #expect(
      folder.hidden(in: text.remark)
        == "FILE: 34 bytes of text in 6 files; 2 files that end otherwise than in .txt, .md or .swift were "
        + "left out.")
    // The same with the pieces cut anywhere.
    for chunk in 1...9 {
      let pieces = try TextPieces(text.files, lineEnds: .lineFeeds, chunk: chunk)
      var joined = ""
      while let piece = try pieces.next() { joined += piece }
      #expect(joined == text.text)
    }
  }

  @Test func `a single file is read whatever its name`() throws {
    let file = try TemporaryFile("words", ending: ".log")
    #expect(
      file.hidden(in: try PlainText(contentsOf: file.path).remark) == "FILE: 5 bytes of text.")
  }

  /// The sentence with which reading ends; empty where it succeeds.
  private func sentence(_ file: TemporaryFile) -> String {
    do throws(TextFileError) {
      _ = try PlainText(contentsOf: file.path)
      return ""
    } catch {
      return file.hidden(in: error.description)
    }
  }

  @Test func `texts that are none are named with their place`() throws {
    #expect(
      sentence(try TemporaryFile(Array("a\r\né\n".utf8) + [0xC3, 0x0A]))
        == "FILE, line 3: found bytes that are not UTF-8; expected text in UTF-8. Save the file as UTF-8."
    )
    #expect(
      sentence(try TemporaryFile("a\n\n\0")).hasPrefix("FILE, line 3: found a byte 0, which stands")
    )
    #expect(sentence(try TemporaryFile("")) == "FILE: found nothing; expected text.")
    #expect(
      sentence(try TemporaryFile(files: ["a.txt": "", "b.txt": ""]))
        == "FILE: found nothing; expected text.")
    #expect(
      sentence(try TemporaryFile(files: ["a.csv": "x"]))
        == "FILE: found no file that ends in .txt, .md or .swift; expected at least one.")
    #expect(
      sentence(try TemporaryFile(files: ["a.txt": "a\n", "b/c.md": "d\n\0"]))
        .hasPrefix("FILE/b/c.md, line 2: found a byte 0"))
  }
}
