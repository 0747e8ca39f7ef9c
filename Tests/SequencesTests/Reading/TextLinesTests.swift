import Foundation
import Testing

@testable import UnrollSequences

@Suite struct TextLinesTests {
  private func lines(_ lines: TextLines) throws -> [String] {
    var texts: [String] = []
    while let line = try lines.next() {
      texts.append(line.text)
      #expect(line.number == texts.count)
    }
    return texts
  }

  @Test(arguments: [
    ("a\nb\n", ["a", "b"]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]),
    ("a\r\nb\r", ["a", "b"]),
    ("\n\na\n\n", ["", "", "a", ""]), ("\u{FEFF}é\n", ["é"]), ("a\u{FEFF}\n", ["a\u{FEFF}"]),
    ("a\u{2028}b\u{85}c\u{B}d\u{C}e\u{2029}f\n", ["a\u{2028}b\u{85}c\u{B}d\u{C}e\u{2029}f"]),
    ("a\rb\n\rc\r\r\n", ["a\rb", "\rc\r"]), ("\r", [""]), ("\r\n", [""]),
    ("🦊\u{301}\t \n", ["🦊\u{301}\t "]),
  ])
  func `lines end with a line feed and with nothing else`(_ text: String, _ expected: [String])
    throws
  {
    let file = try TemporaryFile(text)
    #expect(try lines(TextLines(contentsOf: file.path)) == expected)
    // Wherever the chunks end: in a character, between \r and \n, behind the mark at the start.
    for chunk in 1...7 {
      #expect(
        try lines(TextLines(FileWindow(file.path, chunk: chunk))) == expected, "chunks of \(chunk)")
      let window = try FileWindow(bytes: Array(text.utf8), file: "memory", chunk: chunk)
      #expect(try lines(TextLines(window)) == expected, "in memory, chunks of \(chunk)")
    }
  }

  @Test func `a line as bytes is what it is as text`() throws {
    let file = try TemporaryFile("naïve 1.5\r\n-2e-3 \n")
    let bytes = try TextLines(contentsOf: file.path)
    let first = try #require(try bytes.nextBytes())
    #expect(first.number == 1)
    #expect(Array(first.bytes) == Array("naïve 1.5".utf8))
    #expect(try bytes.text(of: first.bytes.prefix(6), line: 1) == "naïve")
    // Both ways go on where the other one stopped; what was kept stays as it was.
    #expect(try bytes.next() == TextLine(number: 2, text: "-2e-3 "))
    #expect(try bytes.nextBytes() == nil)
    #expect(try bytes.next() == nil)
    #expect(Array(first.bytes) == Array("naïve 1.5".utf8))
  }

  @Test func `a line that is kept stays as it was when the file is read on`() throws {
    let expected = (1...2000).map { "line \($0)" }
    let file = try TemporaryFile(expected.joined(separator: "\n"))
    let lines = TextLines(try FileWindow(file.path, chunk: 64))
    var kept: [TextLineBytes] = []
    while let line = try lines.nextBytes() { kept.append(line) }
    #expect(kept.map { String(decoding: $0.bytes, as: UTF8.self) } == expected)
  }

  @Test func `a large file is read with one chunk and one line in memory`() throws {
    let file = try TemporaryFile("")
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file.path))
    let longest = 700_000
    var count = 0
    for _ in 0..<50 {
      let usual =
        String(repeating: "the quick brown fox jumps over the lazy dog; ", count: 20) + "\n"
      let text =
        String(repeating: usual, count: 1200) + String(repeating: "é", count: longest / 2) + "\n"
      try handle.write(contentsOf: Data(text.utf8))
      count += 1201
    }
    try handle.close()
    let lines = try TextLines(contentsOf: file.path)
    var (found, bytes) = (0, 0)
    while let line = try lines.nextBytes() {
      found += 1
      bytes += line.bytes.count + 1
    }
    #expect(found == count)
    #expect(bytes > 50_000_000)
    #expect(lines.mostBytesHeld <= FileWindow.usualChunk + longest + 1)
  }
}
