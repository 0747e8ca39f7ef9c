import Foundation
import TestSupport
import Testing
import UnrollSequences

/// `texts.json`, which `Reference/make_reference.py` made: files that Python wrote, and what is in them.
private struct TextsReference: Decodable, Sendable {
  struct Table: Decodable, Sendable {
    let text: String
    let lines: [Int]
    let texts: [String]
    let labels: [Int]
  }
  struct Lines: Decodable, Sendable {
    let text: String
    let lines: [String]
  }

  let tables: [Table]
  let lines: Lines
}

@Suite struct PythonTextsTests {
  private let reference: TextsReference

  init() throws { reference = try readReference("texts", in: .module) }

  @Test func `CSV that Python's module wrote is read cell for cell`() throws {
    #expect(reference.tables.count == 3)
    for table in reference.tables {
      let file = try TemporaryFile(table.text, ending: ".csv")
      let texts = try LabelledTexts.read(file.path).train
      // Compared by bytes: Swift takes é and e with an accent for equal.
      #expect(texts.map { Array($0.text.utf8) } == table.texts.map { Array($0.utf8) })
      #expect(texts.map(\.label) == table.labels)
      #expect(texts.map(\.place.line) == table.lines)
    }
  }

  @Test func `lines are those that Python cuts at line feeds alone`() throws {
    let file = try TemporaryFile(reference.lines.text)
    let lines = try TextLines(contentsOf: file.path)
    var found: [[UInt8]] = []
    while let line = try lines.next() { found.append(Array(line.text.utf8)) }
    #expect(found == reference.lines.lines.map { Array($0.utf8) })
  }
}
