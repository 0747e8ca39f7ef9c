import Foundation
import Testing

@testable import UnrollSequences

/// A CSV file that is read in chunks.
@Suite struct CSVRecordsTests {
  private func records(_ records: CSVRecords) throws -> [CSVRecord] {
    var all: [CSVRecord] = []
    while let record = try records.next() { all.append(record) }
    return all
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `records are the same wherever the chunks end`(_ end: String) throws {
    let lines = [
      "", "name,\"a, b\"", "é,\"🦊 \"\"quoted\"\"\(end)and more\"", "\"\",", "", "\"x\"\"\",\"y\"",
      "last,1",
    ]
    let text = "\u{FEFF}" + lines.joined(separator: end)
    let expected = try records(CSVRecords(text, file: "a.csv"))
    #expect(expected.map(\.cells.count) == [2, 2, 2, 1, 2, 2])
    #expect(expected[1].cells == ["é", "🦊 \"quoted\"\(end)and more"])
    let file = try TemporaryFile(text)
    for chunk in 1...60 {
      let window = try FileWindow(file.path, chunk: chunk)
      #expect(try records(CSVRecords(window, delimiter: .comma)) == expected, "chunks of \(chunk)")
    }
  }

  @Test func `a large file is read with one chunk and one record in memory`() throws {
    let cell = String(repeating: "all work and no play, makes \"\"Jack\"\"\n", count: 400)
    let row = "\"\(cell)\",positive\r\n"
    let file = try TemporaryFile("review,sentiment\r\n" + String(repeating: row, count: 1500))
    let records = try CSVRecords(contentsOf: file.path)
    var (count, last) = (0, 0)
    while let record = try records.next() {
      count += 1
      last = record.line
    }
    #expect(count == 1501)
    #expect(last == 2 + 1499 * 401)
    #expect(records.mostBytesHeld <= FileWindow.usualChunk + row.utf8.count)
  }

  @Test func `a quote that is never closed ends before the whole file is in memory`() throws {
    let line = String(repeating: "a", count: 1023) + "\n"
    let file = try TemporaryFile("x,y\n1,\"2\n" + String(repeating: line, count: 30_000))
    let records = try CSVRecords(contentsOf: file.path)
    #expect(try records.next()?.cells == ["x", "y"])
    #expect(throws: CSVError(file: file.path, line: 2, .openQuote)) { try records.next() }
    #expect(records.mostBytesHeld < 18_000_000)
  }

  @Test func `bytes that are no text are named with their line, inside quotes too`() throws {
    let cases: [(byte: UInt8, problem: TextFileError.Problem)] = [(0xFF, .notUTF8), (0, .zeroByte)]
    for (byte, problem) in cases {
      let text = Array("x,y\n1,\"2\n3".utf8) + [byte] + Array("\"\n".utf8)
      let file = try TemporaryFile(text)
      #expect(throws: CSVError(file: file.path, line: 3, .text(problem))) {
        try CSVTable(contentsOf: file.path)
      }
    }
  }

  @Test func `a packed table is known by its first bytes`() throws {
    let file = try TemporaryFile([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 1], ending: ".csv.xz")
    let error = #expect(throws: CSVError.self) { try CSVTable(contentsOf: file.path) }
    #expect(
      file.hidden(in: error?.description ?? "")
        == "FILE: found a file packed by xz; expected text. Unpack it first: xz -dk FILE")
  }

  @Test func `an empty file lacks the names of its columns`() throws {
    let file = try TemporaryFile("")
    #expect(throws: CSVError(file: file.path, .empty)) { try CSVTable(contentsOf: file.path) }
  }
}
